import { checkCost, type Values } from './cost-check.ts'
import { checkLabels } from './visible-nodes.ts'
import { refuse, type Rule } from './refusal.ts'
import { tokenize, Unreadable, type Token } from './cypher-tokens.ts'

export const longestQuery = 10_000
const mostTokens = 2_000
const deepest = 30

/** Allowed procedures: those that describe the schema or search the full-text indexes. */
const procedures = [
  'db.labels',
  'db.relationshiptypes',
  'db.propertykeys',
  'db.schema.visualization',
  'db.schema.nodetypeproperties',
  'db.schema.reltypeproperties',
  'db.index.fulltext.querynodes',
  'db.index.fulltext.queryrelationships',
]
const functions =
  /^(date|datetime|localdatetime|localtime|time|duration|point|vector)\.[a-z.]+$|^db\.namefromelementid$/
const shown = /^(INDEX|INDEXES|CONSTRAINT|CONSTRAINTS|FUNCTION|FUNCTIONS)$/
const shownKinds = /^(ALL|RANGE|FULLTEXT|TEXT|POINT|LOOKUP|VECTOR|NODE|UNIQUE|UNIQUENESS|BUILT|IN|USER|DEFINED)$/

/** Keywords that are refused anywhere; properties, labels and map keys may have these names. */
const forbidden: Record<string, [Rule, string]> = {
  CREATE: ['writes', 'CREATE writes'],
  INSERT: ['writes', 'INSERT writes'],
  MERGE: ['writes', 'MERGE, which writes'],
  DELETE: ['writes', 'DELETE writes'],
  SET: ['writes', 'SET writes'],
  REMOVE: ['writes', 'REMOVE writes'],
  FOREACH: ['writes', 'FOREACH writes'],
  DROP: ['writes', 'DROP changes the schema'],
  USE: ['administration', 'USE leaves the database of the registry'],
  ALTER: ['administration', 'ALTER is administration'],
  GRANT: ['administration', 'GRANT is administration'],
  REVOKE: ['administration', 'REVOKE is administration'],
  DENY: ['administration', 'DENY is administration'],
  RENAME: ['administration', 'RENAME is administration'],
  TERMINATE: ['transactions', 'TERMINATE ends the queries of others'],
  EXPLAIN: ['prefix', 'EXPLAIN is put there by the registry: ask for the plan'],
  PROFILE: ['prefix', 'PROFILE is not taken'],
}
const statements = ['START', 'STOP', 'DEALLOCATE', 'REALLOCATE', 'DRYRUN', 'ENABLE']
const openers: Record<string, string> = { '(': ')', '[': ']', '{': '}', CASE: 'END' }
const closers = Object.values(openers)

/**
 * The first layer of checks of untrusted Cypher: by tokens, never by raw text, it refuses statements that do anything
 * but read the registry, or that would be too expensive to plan or to run.
 * @throws Problem `refused-query`
 */
export function checkStatement(text: string, parameters: Values = {}): Token[] {
  if (text.length > longestQuery) throw refuse('length', `may have at most ${longestQuery} characters`, longestQuery)
  const tokens = read(text)
  const [first] = tokens
  if (first === undefined) throw refuse('syntax', 'is empty')
  if (tokens.length > mostTokens)
    throw refuse('length', `may have at most ${mostTokens} tokens`, tokens[mostTokens]!.at)
  if (['CYPHER', 'EXPLAIN', 'PROFILE'].includes(first.text))
    throw refuse('prefix', `must not begin with ${first.text}`, first.at)
  if (first.kind === 'word' && statements.includes(first.text))
    throw refuse('administration', `${first.text} is administration`, first.at)
  checkNesting(tokens)
  for (const [index, token] of tokens.entries()) checkToken(tokens, index, token)
  checkLabels(tokens)
  checkCost(tokens, parameters)
  return tokens
}

function read(text: string): Token[] {
  try {
    return tokenize(text)
  } catch (error) {
    if (error instanceof Unreadable) throw refuse('syntax', error.reason, error.at)
    throw error
  }
}

function checkNesting(tokens: Token[]): void {
  const open: string[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'symbol' && !(token.kind === 'word' && isKeyword(tokens, index))) continue
    const closer = openers[token.text]
    if (closer !== undefined && (token.kind === 'symbol' || token.text === 'CASE')) open.push(closer)
    else if (closers.includes(token.text) && open.at(-1) === token.text) open.pop()
    else if (token.kind === 'symbol' && closers.includes(token.text))
      throw refuse('syntax', `${token.text} closes nothing`, token.at)
    if (open.length > deepest) throw refuse('nesting', `may be at most ${deepest} levels deep`, token.at)
  }
}

/** Whether a word is not a property (`n.set`), a label (`:Set`) or a map key (`{set: 1}`). */
function isKeyword(tokens: Token[], index: number): boolean {
  const before = tokens[index - 1]
  const after = tokens[index + 1]
  if (before?.kind === 'symbol' && ['.', ':', '&', '|', '!', '%'].includes(before.text)) return false
  return !(after?.kind === 'symbol' && after.text === ':' && before?.kind === 'symbol')
}

function checkToken(tokens: Token[], index: number, token: Token): void {
  const next = tokens[index + 1]
  if (token.kind === 'symbol' && token.text === ';' && next) throw refuse('several', 'must be one statement', token.at)
  if (token.kind === 'word') checkWord(tokens, index, token, next)
  if (token.kind === 'word' || token.kind === 'name') checkFunction(tokens, index, token)
}

function checkWord(tokens: Token[], index: number, { text, at }: Token, next: Token | undefined): void {
  if (text === 'LOAD' && next?.text === 'CSV') throw refuse('files', 'LOAD CSV reads files and addresses', at)
  if (
    text === 'TRANSACTIONS' &&
    !isProperty(tokens, index) &&
    ['IN', 'CONCURRENT'].some((word) => within(tokens, index, word))
  )
    throw refuse('transactions', 'CALL … IN TRANSACTIONS is not taken', at)
  if (text === 'CALL' && !isProperty(tokens, index) && tokens[index - 1]?.text !== 'AS') checkCall(tokens, index + 1)
  if (text === 'SHOW' && next?.kind === 'word' && !isProperty(tokens, index) && tokens[index - 1]?.text !== 'AS')
    checkShow(tokens, index)
  if (!(text in forbidden) || !Object.hasOwn(forbidden, text) || !isKeyword(tokens, index)) return
  if (tokens[index - 1]?.text === 'AS' || !startsSomething(next)) return
  const [rule, reason] = forbidden[text]!
  throw refuse(rule, reason, at)
}

const isProperty = (tokens: Token[], index: number) =>
  tokens[index - 1]?.text === '.' && tokens[index - 2]?.kind !== 'number'
const within = (tokens: Token[], index: number, word: string) =>
  tokens.slice(Math.max(0, index - 4), index).some(({ kind, text }) => kind === 'word' && text === word)

/**
 * Whether the next token can continue a clause. If not, the word before it is a variable with the name of a keyword.
 */
const startsSomething = (next: Token | undefined) =>
  next !== undefined && (next.kind !== 'symbol' || ['(', '$', ':'].includes(next.text))

function checkCall(tokens: Token[], start: number): void {
  const first = tokens[start]
  // A subquery, or a variable or map key named `call`.
  if (first === undefined || (first.kind !== 'word' && first.kind !== 'name')) return
  const name = dotted(tokens, start)
  if (!procedures.includes(name.toLowerCase()))
    throw refuse('procedures', `the procedure ${name.slice(0, 100)} is not among ${procedures.join(', ')}`, first.at)
}

function dotted(tokens: Token[], start: number): string {
  let name = tokens[start]!.written
  for (let at = start + 1; tokens[at]?.text === '.' && tokens[at + 1]; at += 2) name += `.${tokens[at + 1]!.written}`
  return name.replace(/\s/g, '')
}

function checkShow(tokens: Token[], index: number): void {
  let at = index + 1
  while (tokens[at]?.kind === 'word' && shownKinds.test(tokens[at]!.text)) at++
  const what = tokens[at]
  if (what?.kind === 'word' && shown.test(what.text)) return
  const rule = /^TRANSACTIONS?$/.test(what?.text ?? '') ? 'transactions' : 'administration'
  throw refuse(rule, 'SHOW is taken for INDEXES, CONSTRAINTS and FUNCTIONS only', tokens[index]!.at)
}

/** Refuses functions with a dot in their name: except for temporal and spatial ones, they come from plugins. */
function checkFunction(tokens: Token[], index: number, token: Token): void {
  if (tokens[index - 1]?.text === '.' || (tokens[index + 1]?.text !== '.' && !token.written.includes('.'))) return
  let end = index
  while (tokens[end + 1]?.text === '.' && ['word', 'name'].includes(tokens[end + 2]?.kind ?? '')) end += 2
  if (tokens[end + 1]?.text !== '(' || tokens[index - 1]?.text === 'CALL') return
  const name = dotted(tokens, index).toLowerCase()
  if (name.includes('.') && !functions.test(name))
    throw refuse('functions', `the function ${name.slice(0, 100)} is not known here`, token.at)
}
