import { refuse } from './refusal.ts'
import type { Token } from './cypher-tokens.ts'

/** Labels of the nodes that analysts may read. Every label of the graph is in this list or in the next. */
export const visibleLabels = [
  'RegistryNode',
  'Module',
  'Alias',
  'Owner',
  'Capability',
  'Configuration',
  'Entity',
  'Endpoint',
  'PendingRelationship',
  'Registry',
  'Revision',
  'Change',
  'Patch',
  'Draft',
  'Statistics',
  'Sample',
  'HealthState',
  'Record',
  'Claim',
]

/**
 * Labels of what the registry keeps for itself or for administrators, with why. No relationship joins these to the
 * others, so that whoever starts at a visible node never reaches one. Decision 0049.
 */
export const hiddenLabels: Record<string, string> = {
  Alert: 'belongs to webhooks, which are for administrators',
  Webhook: 'is for administrators: GET /api/webhooks',
  Delivery: 'is for administrators: GET /api/webhooks/{id}/deliveries',
  PendingDelivery: 'is for administrators: GET /api/webhooks/{id}/deliveries',
  ApiKey: 'is for administrators: GET /api/keys',
  SavedQuery: 'holds private queries: GET /api/queries',
  SavedView: 'holds private views: GET /api/views',
  Job: 'is for its maker and for administrators: GET /api/jobs',
  KeptAnswer: 'is for the registry only',
  KeptPicture: 'is for the registry only',
  Lock: 'is for the registry only',
  Lease: 'is for the registry only',
  Migration: 'is for the registry only',
  RecordSpace: 'is for the registry only',
  WithoutWords: 'is for the registry only',
}

/**
 * What a node must not be. By exclusion, which is one scan with a filter: with the visible labels instead, the plan of
 * a product takes longer than the query may.
 */
const notHidden = `!(${Object.keys(hiddenLabels)
  .filter((label) => !label.endsWith('Webhook') && !label.endsWith('Delivery'))
  .join('|')})`

const isSymbol = (token: Token | undefined, text: string) => token?.kind === 'symbol' && token.text === text
const isWord = (token: Token | undefined, ...texts: string[]) => token?.kind === 'word' && texts.includes(token.text)
const isLabelled = (token: Token | undefined) => isSymbol(token, ':') || isWord(token, 'IS')

/** @throws Problem `refused-query` for a hidden label */
export function checkLabels(tokens: Token[]): void {
  for (const [index, token] of tokens.entries()) {
    let at = index - 1
    while (isSymbol(tokens[at], '(')) at--
    const before = tokens[at]
    if (!isLabelled(before) && !['|', '&', '!'].some((symbol) => isSymbol(before, symbol))) continue
    const isLabel = token.kind === 'word' || token.kind === 'name'
    if (isLabel && Object.hasOwn(hiddenLabels, token.written))
      throw refuse('hidden', `${token.written} ${hiddenLabels[token.written]}`, token.at)
  }
}

/** The query in which each pattern begins with a node that analysts may read. Pure. */
export function restrictedToVisible(text: string, tokens: Token[]): string {
  const insertions = startsOfPatterns(tokens).flatMap((at) => insertionsFor(tokens, at))
  return insertions
    .toSorted((a, b) => b.at - a.at)
    .reduce((written, { at, added }) => written.slice(0, at) + added + written.slice(at), text)
}

interface Insertion {
  at: number
  added: string
}

/** @param open index of the opening parenthesis of a node */
function insertionsFor(tokens: Token[], open: number): Insertion[] {
  const next = isNameOfNode(tokens, open + 1) ? open + 2 : open + 1
  const after = tokens[next]
  if (after === undefined) return []
  if (!isLabelled(after)) return [{ at: after.at, added: `:${notHidden} ` }]
  const end = endOfLabels(tokens, next + 1)
  if (!tokens.slice(next + 1, end).some((token) => isNoPlainLabel(token))) return []
  return [
    { at: tokens[next + 1]!.at, added: '(' },
    { at: tokens[end]!.at, added: `)&${notHidden} ` },
  ]
}

/** A negation, any label, or one that is only known when the query runs. */
const isNoPlainLabel = (token: Token) =>
  token.kind === 'parameter' || ['!', '%', '$'].some((symbol) => isSymbol(token, symbol))

/** A node may be called `is` or `where`, which else begin its labels or its condition. */
function isNameOfNode(tokens: Token[], index: number): boolean {
  const [token, after] = [tokens[index], tokens[index + 1]]
  if (!isWord(token, 'IS', 'WHERE')) return token?.kind === 'name' || token?.kind === 'word'
  return [')', ':', '{'].some((symbol) => isSymbol(after, symbol)) || isWord(after, 'IS', 'WHERE')
}

function endOfLabels(tokens: Token[], from: number): number {
  let depth = 0
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index]
    if (isSymbol(token, '(')) depth++
    else if (isSymbol(token, ')') && depth-- === 0) return index
    else if (depth === 0 && (isSymbol(token, '{') || isWord(token, 'WHERE') || isProperties(tokens, index)))
      return index
  }
  return tokens.length - 1
}

/** `(n:Module $given)`, unlike `(n:$any($given))`. */
const isProperties = (tokens: Token[], index: number) =>
  tokens[index]?.kind === 'parameter' && !isSymbol(tokens[index + 1], '(')

const opening = ['(', '[', '{']
const closing = [')', ']', '}']
/** What follows the patterns of a MATCH. */
const clauses = [
  'WITH',
  'WHERE',
  'RETURN',
  'MATCH',
  'OPTIONAL',
  'UNWIND',
  'CALL',
  'UNION',
  'USING',
  'ORDER',
  'SKIP',
  'OFFSET',
  'LIMIT',
  'FINISH',
  'FILTER',
  'LET',
  'NEXT',
  'FOR',
  'YIELD',
]

/** Indexes of the opening parentheses of the nodes with which patterns begin. */
function startsOfPatterns(tokens: Token[]): number[] {
  const starts = new Set<number>()
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]
    if (isWord(token, 'MATCH') && !isOtherName(before, tokens[index + 1]))
      for (const start of startsAfter(tokens, index + 1)) starts.add(start)
    else if (isSymbol(token, '{') && isWord(before, 'EXISTS', 'COUNT', 'COLLECT'))
      for (const start of startsAfter(tokens, index + 1)) starts.add(start)
    else if (isSymbol(token, '[')) {
      const start = startOfComprehension(tokens, index + 1)
      if (start !== undefined) starts.add(start)
    }
  }
  return [...starts]
}

/** The name of a property, a label, a member of a map or a column. */
const isOtherName = (before: Token | undefined, after: Token | undefined) =>
  isSymbol(before, '.') || isSymbol(before, ':') || isWord(before, 'AS') || isSymbol(after, ':')

function startsAfter(tokens: Token[], from: number): number[] {
  const starts: number[] = []
  let depth = 0
  let isBegin = true
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index]
    if (depth === 0 && token?.kind === 'word' && clauses.includes(token.text) && !isSymbol(tokens[index + 1], '='))
      break
    if (token?.kind === 'symbol' && opening.includes(token.text)) {
      depth++
      // Parentheses around a part of a pattern, or of shortestPath, come before that of its first node.
      if (isBegin && token.text === '(' && !beginsPart(tokens, index)) {
        starts.push(index)
        isBegin = false
      }
    } else if (token?.kind === 'symbol' && closing.includes(token.text)) {
      if (depth-- === 0) break
    } else if (depth === 0 && isSymbol(token, ',')) isBegin = true
  }
  return starts
}

/** Whether a parenthesis opens a part of a pattern: another node, or a path with a name, follows. */
const beginsPart = (tokens: Token[], open: number): boolean =>
  isSymbol(tokens[open + 1], '(') || (isSymbol(tokens[open + 2], '=') && isSymbol(tokens[open + 3], '('))

/** `[(a)-->(b) | a.name]`, or `[p = (a)-->(b) | p]`; a list of parenthesised expressions is none. */
function startOfComprehension(tokens: Token[], from: number): number | undefined {
  const start = isSymbol(tokens[from + 1], '=') ? from + 2 : from
  if (!isSymbol(tokens[start], '(')) return undefined
  let depth = 0
  for (let index = start; index < tokens.length; index++) {
    const token = tokens[index]
    if (token?.kind === 'symbol' && opening.includes(token.text)) depth++
    if (token?.kind !== 'symbol' || !closing.includes(token.text) || --depth > 0) continue
    const [one, two] = [tokens[index + 1], tokens[index + 2]]
    const isRight = isSymbol(one, '-') && ['-', '[', '>'].some((symbol) => isSymbol(two, symbol))
    return isRight || (isSymbol(one, '<') && isSymbol(two, '-')) ? start : undefined
  }
  return undefined
}
