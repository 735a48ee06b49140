import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { misfit, neo4jType, parseColumns, parseType, type Type, type Typed } from './types.ts'

/**
 * The library of queries: each `.cypher` file of this folder is one question, named by its path.
 * Its header, checked here, says what goes in and what comes out:
 *
 *     // A sentence.
 *     // @param  name  TYPE  what it is
 *     // @returns column TYPE, column TYPE,
 *     //   column TYPE
 *     // @access read | write
 *     // @grows   how long it takes as the registry grows; of what people ask
 *     // @example {"name": "value"}
 *
 * A TYPE is written as in types.ts: STRING, or STRING? where it may be null. From these headers come the types of
 * `run('folder/name', …)` (decision 0036).
 * A parameter of the type NAME is a label in `$($name)`, a property in `n[$name]` or an index: the same question with it written out can use indexes.
 */
export interface Query {
  name: string
  sentence: string
  parameters: { name: string; type: Type; description: string }[]
  columns: Typed[]
  access: 'read' | 'write'
  example: Record<string, unknown>
  grows: string
  text: string
  /**
   * The text with all parameters as members of one map, `$given`. Parameters of their own would be planned for each combination of
   * nulls, and of lengths of texts and lists: 0.4 s each for a list of modules, where a map is planned once. Decision 0041.
   */
  sent: string
}

/** The use of a parameter; `$any(…)` and `$all(…)` are dynamic types. */
const usedParameter = /\$(?!(?:any|all)\()(\w+)/g

const root = fileURLToPath(new URL('.', import.meta.url))
/** The files below a folder of this one, as `folder/name` without ending, in order. */
export function cypherFiles(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.cypher') && !file.includes('node_modules'))
    .map((file) => relative('.', file).split(sep).join('/').slice(0, -'.cypher'.length))
    .sort()
}

export const readCypher = (name: string): string => readFileSync(join(root, `${name}.cypher`), 'utf8')

/** @throws Error naming the file and the line of a header that is not as above */
export function parseQuery(name: string, source: string): Query {
  const lines = source.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('//'))
  const header = lines
    .slice(0, end)
    .map((line) => line.slice(2))
    .join('\n')
    .replace(/\n {3,}/g, ' ') // a line that is indented goes on with the one before
    .split('\n')
    .map((line) => line.trim())
  const query: Query = {
    name,
    sentence: '',
    parameters: [],
    columns: [],
    access: 'read',
    example: {},
    grows: '',
    text: source,
    sent: source.replace(usedParameter, '$$given.$1'),
  }
  const fail = (why: string): never => {
    throw new Error(`cypher/${name}.cypher: ${why}`)
  }
  const parsed = <Parsed>(line: string, parse: () => Parsed): Parsed => {
    try {
      return parse()
    } catch (error) {
      return fail(`${error instanceof Error ? error.message : error} in ${line}`)
    }
  }
  const seen = new Set<string>()
  const prose: string[] = []
  for (const line of header) {
    const [, tag, rest = ''] = /^@(\w+)\s*(.*)$/.exec(line) ?? []
    if (tag === undefined) {
      prose.push(line)
      continue
    }
    if (tag !== 'param' && seen.has(tag)) fail(`@${tag} stands twice`)
    seen.add(tag)
    if (tag === 'param') query.parameters.push(parsed(line, () => parseParameter(rest)))
    else if (tag === 'returns') query.columns = parsed(line, () => parseColumns(rest))
    else if (tag === 'access')
      query.access = rest === 'read' || rest === 'write' ? rest : fail(`unknown access ${rest}`)
    else if (tag === 'grows') query.grows = rest
    else if (tag === 'example') query.example = JSON.parse(rest) as Record<string, unknown>
    else fail(`unknown tag @${tag}`)
  }
  query.sentence = prose.join(' ')
  if (!/^[A-Z].*\.$/.test(query.sentence)) fail('the header must start with a sentence')
  for (const tag of ['returns', 'access', 'example']) if (!seen.has(tag)) fail(`@${tag} is missing`)
  const declared = query.parameters.map((parameter) => parameter.name).sort()
  const used = [...new Set([...withoutComments(source).matchAll(usedParameter)].map((match) => match[1]!))].sort()
  if (used.join() !== declared.join())
    fail(`declares ${declared.join() || 'nothing'} but uses ${used.join() || 'nothing'}`)
  const given = Object.keys(query.example).sort()
  if (given.join() !== declared.join()) fail(`@example gives ${given.join() || 'nothing'}`)
  for (const { name, type } of query.parameters) {
    const wrong = neo4jType(type) === 'DATETIME' ? undefined : misfit(type, query.example[name], name)
    if (wrong) fail(`@example: ${wrong}`)
  }
  return query
}

const withoutComments = (source: string) => source.replace(/^\s*\/\/.*$/gm, '')

function parseParameter(text: string): Query['parameters'][number] {
  const [, name, typed] = /^(\w+)\s+(.*)$/.exec(text) ?? []
  if (!name || !typed) throw new Error('not a parameter')
  const { type, rest: description } = parseType(typed)
  if (!description) throw new Error('not a parameter: it has no description')
  return { name, type, description }
}

/** What can be written out as a label or a property: nothing that could end a quoted name. */
const writable = /^([a-z0-9][a-z0-9_-]{0,62}(~[0-9a-f-]{36})?\/)?[A-Za-z_][A-Za-z0-9_]{0,62}$/

/** The text of a question to send to Neo4j for these parameters: with the names of labels and properties written out. */
export function textFor({ name: file, sent, parameters }: Query, given: Record<string, unknown>): string {
  return parameters
    .filter(({ type }) => neo4jType(type) === 'NAME')
    .reduce((written, { name }) => {
      const value = String(given[name])
      if (!writable.test(value)) throw new Error(`cypher/${file}.cypher: $${name} cannot be ${value}`)
      return written
        .replaceAll(`$($given.${name})`, `\`${value}\``)
        .replaceAll(`[$given.${name}]`, `.\`${value}\``)
        .replaceAll(`INDEX $given.${name} `, `INDEX \`${value}\` `)
    }, sent)
}

/** All questions by name; migrations are statements of their own and not among them. */
export const catalog: ReadonlyMap<string, Query> = new Map(
  cypherFiles()
    .filter((name) => !name.startsWith('migrations/'))
    .map((name) => [name, parseQuery(name, readCypher(name))]),
)
