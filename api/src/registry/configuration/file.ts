import {
  Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Node,
  type Scalar,
} from 'yaml'
import { Problem, type Reason } from '../../kernel/errors.ts'
import { cleanText } from '../../kernel/text.ts'
import { parseJson } from '../../kernel/json.ts'
import { isExact } from '../../kernel/numbers.ts'
import { pointerTo } from '../../kernel/pointers.ts'
import type { Configuration } from './configuration.contract.ts'

type Json = Record<string, unknown>
/** Comments of a file by their place: behind `#` of a value, or of a key when it begins with `@`. */
type Comments = Record<string, { before?: string; behind?: string; space?: true; written?: string }>

/** The member of the metadata that keeps what YAML says beside the values. */
const commentsMember = 'comments'
const members = ['configType', 'version', 'documentation', 'schema', 'values', 'metadata'] as const
const mostReasons = 20
const yaml = { version: '1.2', schema: 'core', merge: false } as const

/** A configuration as a file, without the members that the registry adds. Pure. */
export function fileOf(configuration: Configuration, format: 'yaml' | 'json'): string {
  const { [commentsMember]: comments, ...metadata } = configuration.metadata
  const contents: Json = Object.fromEntries(members.map((name) => [name, { ...configuration, metadata }[name]]))
  if (format === 'json') return `${JSON.stringify(contents, null, 2)}\n`
  const document = new Document(contents, { aliasDuplicateObjects: false })
  const { '#': ofAll, ...places } = (comments ?? {}) as Comments
  /** Numbers as they were written, which the library would write in its own way. */
  const numbers: string[] = []
  if (ofAll?.before) document.commentBefore = cleanText(ofAll.before)
  if (ofAll?.behind) document.comment = cleanText(ofAll.behind)
  each(document, (node, place) => {
    if (isScalar(node) && typeof node.value === 'string' && unprintable.test(node.value)) node.type = 'QUOTE_DOUBLE'
    const told = Object.hasOwn(places, place) ? places[place] : undefined
    if (typeof told !== 'object') return
    if (typeof told.before === 'string') node.commentBefore = cleanText(told.before)
    if (typeof told.behind === 'string') node.comment = cleanText(told.behind)
    if (told.space) node.spaceBefore = true
    if (isScalar(node) && typeof node.value === 'number' && isNotationOf(told.written, node.value))
      node.value = `${mark}${numbers.push(told.written) - 1}${mark}`
  })
  return document
    .toString({ lineWidth: 100 })
    .replaceAll(new RegExp(`${mark}(\\d+)${mark}`, 'gu'), (whole, index) => numbers[Number(index)] ?? whole)
    .replaceAll(new RegExp(unprintable, 'gu'), (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Around the index of a number until the text is written: a sign of the private use areas, which no value contains. */
const mark = '\u{f8fff}'

/** Whether a text is a plain number of YAML with this value, such as 0644 or 1.10. */
const isNotationOf = (written: unknown, value: number): written is string =>
  typeof written === 'string' && /^[-+]?[\w.]+$/.test(written) && parseDocument(written, yaml).toJS() === value

/** What YAML 1.2 (5.1) does not call printable and JSON has as it is; the library writes it as JSON does. */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/u

/**
 * What a file says, with its comments in the metadata.
 * @throws Problem `invalid-request` with line and column of all that is wrong
 */
export function readFile(text: string, format: 'yaml' | 'json'): unknown {
  if (format === 'json') return parseJson(Buffer.from(text))
  const document = parseDocument(text, { ...yaml, prettyErrors: true })
  const errors = [...document.errors, ...document.warnings].map(({ message, linePos }) =>
    told(message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''), linePos?.[0]),
  )
  visit(document, {
    Node: (_key, node) => {
      const reason = isAlias(node)
        ? 'must not be an alias: write the value out'
        : isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value)
          ? 'is not a JSON number'
          : isScalar(node) && typeof node.value === 'number' && isChanged(node.source)
            ? 'has more digits than can be stored exactly'
            : undefined
      if (reason) errors.push(told(reason, place(text, node.range?.[0])))
    },
    Pair: (_key, { key }) => {
      if (!isScalar(key) || typeof key.value === 'object')
        errors.push(told('names must be strings', place(text, isNode(key) ? key.range?.[0] : 0)))
    },
  })
  if (errors.length > 0)
    throw new Problem(
      'invalid-request',
      'the file is not YAML that can be represented as JSON',
      errors.slice(0, mostReasons),
    )
  const contents = parseJson(Buffer.from(JSON.stringify(document.toJS() ?? null))) as Json
  const comments = commentsOf(document)
  if (typeof contents !== 'object' || contents === null || Object.keys(comments).length === 0) return contents
  const metadata = typeof contents.metadata === 'object' ? contents.metadata : {}
  return { ...contents, metadata: { ...metadata, [commentsMember]: comments } }
}

/** Whether a decimal number of a file becomes another; others, such as 0x1f, are whole. */
const isChanged = (source = ''): boolean => /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(source) && !isExact(source)

function commentsOf(document: Document): Comments {
  const comments: Comments = {}
  const { commentBefore, comment } = document
  if (commentBefore || comment) comments['#'] = defined(commentBefore, comment)
  each(document, (node, place) => {
    const { commentBefore, comment, spaceBefore } = node
    const written = isScalar(node) && typeof node.value === 'number' ? node.source : undefined
    const isOwn = written !== undefined && written !== String((node as Scalar).value)
    if (commentBefore || comment || spaceBefore || isOwn)
      comments[place] = { ...defined(commentBefore, comment, spaceBefore), ...(isOwn ? { written } : {}) }
  })
  return comments
}

const defined = (before?: string | null, behind?: string | null, space?: boolean): Comments[string] => ({
  ...(before ? { before } : {}),
  ...(behind ? { behind } : {}),
  ...(space ? { space: true as const } : {}),
})

/** Each value with the pointer to it, and each key with `@` before that. */
function each(document: Document, look: (node: Node, place: string) => void): void {
  const walk = (node: unknown, at: string): void => {
    if (!isNode(node)) return
    look(node, at)
    if (isSeq(node)) node.items.forEach((item, index) => walk(item, pointerTo(at, [String(index)])))
    if (!isMap(node)) return
    for (const pair of node.items) {
      if (!isPair(pair)) continue
      const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
      const below = pointerTo(at, [key])
      if (isScalar(pair.key)) look(pair.key, `@${below}`)
      walk(pair.value, below)
    }
  }
  walk(document.contents, '')
}

const told = (reason: string, at?: { line: number; col: number }): Reason => ({
  pointer: '/text',
  reason: at ? `line ${at.line}, column ${at.col}: ${reason}` : reason,
})

function place(text: string, offset = 0) {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, col: before.at(-1)!.length + 1 }
}
