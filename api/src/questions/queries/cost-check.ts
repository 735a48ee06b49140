import { refuse } from './refusal.ts'
import type { Token } from './cypher-tokens.ts'

export type Values = Record<string, unknown>

/**
 * Maximum number of occurrences of keywords and symbols: planning takes excessively long with too many of some.
 */
const chains: [most: number, what: string, words: string[]][] = [
  [10, 'UNION', ['UNION']],
  [20, 'MATCH', ['MATCH']],
  [30, 'WITH', ['WITH']],
  [12, 'subqueries', ['EXISTS', 'COUNT', 'COLLECT', 'CALL']],
  [100, 'AND, OR and XOR', ['AND', 'OR', 'XOR']],
  [30, 'NOT', ['NOT']],
  [30, 'CASE', ['CASE']],
  [10, 'UNWIND', ['UNWIND']],
  [200, '+', ['+', '||']],
  [10, '^', ['^']],
  [80, 'relationships in patterns', ['-[', ']-']],
  [60, '| and &', ['|', '&', '!']],
]
const prefixes = ['NOT', '-', '+', '!']
const mostPrefixes = 4
const largestRange = 100_000
const largestProduct = 1_000_000
const assumedSize = 1_000
const mostGrowth = 1_000
const mostPaths = 25
const longestRegex = 200

/** Refuses expressions that may run very long: the database checks its timeout only between rows. */
export function checkCost(tokens: Token[], parameters: Values): void {
  checkChains(tokens)
  checkRanges(tokens, parameters)
  checkLists(tokens)
  checkGrowth(tokens)
  checkPaths(tokens)
  checkRegularExpressions(tokens, parameters)
}

const isWord = (token: Token | undefined, ...texts: string[]) => token?.kind === 'word' && texts.includes(token.text)
const isSymbol = (token: Token | undefined, ...texts: string[]) =>
  token?.kind === 'symbol' && texts.includes(token.text)
const isSubquery = (tokens: Token[], index: number) => isSymbol(tokens[index + 1], '{') || isWord(tokens[index], 'CALL')

function checkChains(tokens: Token[]): void {
  for (const [most, what, texts] of chains) {
    const found = tokens.filter(({ kind, text }, index) => {
      if (what === 'subqueries') return kind === 'word' && texts.includes(text) && isSubquery(tokens, index)
      if (kind !== 'word' && kind !== 'symbol') return false
      return (
        texts.includes(text) || (text === '-' && texts.includes('-[') && isSymbol(tokens[index + 1], '[', '-', '('))
      )
    })
    if (found.length > most) throw refuse('chains', `may have at most ${most} ${what}`, found[most]!.at)
  }
  let run = 0
  for (const token of tokens) {
    run = ['word', 'symbol'].includes(token.kind) && prefixes.includes(token.text) ? run + 1 : 0
    if (run > mostPrefixes) throw refuse('chains', 'has too many consecutive signs or negations', token.at)
  }
}

/** Tokens of each argument of a call whose parenthesis is at `open`. */
function argumentsAt(tokens: Token[], open: number): Token[][] {
  const found: Token[][] = [[]]
  let depth = 0
  for (const token of tokens.slice(open)) {
    if (isSymbol(token, '(', '[', '{')) depth++
    if (isSymbol(token, ')', ']', '}') && --depth === 0) return found
    if (depth === 1 && isSymbol(token, ',')) found.push([])
    else if (!(depth === 1 && isSymbol(token, '('))) found.at(-1)!.push(token)
  }
  return found
}

function checkRanges(tokens: Token[], parameters: Values): void {
  let product = 1
  for (const [index, token] of tokens.entries()) {
    if (!isCall(tokens, index, 'range')) continue
    const bounds = argumentsAt(tokens, index + 1).map((argument) => boundOf(argument, parameters))
    const [from, to, step = 1] = bounds
    if (bounds.includes(undefined) || from === undefined || to === undefined)
      throw refuse('ranges', 'the bounds of range must be numbers, parameters or size(…)', token.at)
    const size = Math.abs(to - from) / Math.max(1, Math.abs(step)) + 1
    product *= size
    if (size > largestRange + 1 || product > largestProduct)
      throw refuse('ranges', `ranges may have ${largestRange} values, and ${largestProduct} when multiplied`, token.at)
  }
}

const isCall = (tokens: Token[], index: number, name: string) =>
  ['word', 'name'].includes(tokens[index]!.kind) &&
  tokens[index]!.written.toLowerCase() === name &&
  isSymbol(tokens[index + 1], '(')

function boundOf(argument: Token[], parameters: Values): number | undefined {
  const sign = isSymbol(argument[0], '-') ? -1 : 1
  const [first, second, ...rest] = sign < 0 ? argument.slice(1) : argument
  if (first?.kind === 'number' && second === undefined) return sign * Number(first.text.replaceAll('_', ''))
  if (first?.kind === 'parameter' && second === undefined) return sign * Number(parameters[first.text] ?? Number.NaN)
  const isSize = isWord(first, 'SIZE', 'LENGTH') && isSymbol(second, '(')
  const tail = rest.slice(rest.findIndex((token) => isSymbol(token, ')')) + 1)
  const isPlain = tail.length === 0 || (tail.length === 2 && isSymbol(tail[0], '-', '+') && tail[1]!.kind === 'number')
  return isSize && isPlain && rest.filter((token) => isSymbol(token, '(')).length === 0 ? assumedSize : undefined
}

const loops = ['any', 'all', 'none', 'single', 'reduce']

/**
 * Refuses nested loops over lists: they take as many steps as the product of the lengths, without a check of the
 * timeout. Lists of a node, path or property are short; of lists in variables, only one may be part of such a nest.
 */
function checkLists(tokens: Token[]): void {
  const open: { closer: string; isLong: boolean }[] = []
  for (const [index, token] of tokens.entries()) {
    if (isSymbol(token, '(', '[', '{')) {
      const before = tokens[index - 1]
      const isLoop =
        (token.text === '[' && isWord(tokens[index + 2], 'IN') && tokens[index + 1]!.kind !== 'symbol') ||
        (token.text === '(' && before !== undefined && loops.includes(before.written.toLowerCase()))
      const isLong = isLoop && isLongList(tokens, index)
      if (isLoop && open.filter((entry) => entry.isLong).length + (isLong ? 1 : 0) > 1)
        throw refuse('lists', 'goes through a list for each member of another; use UNWIND', token.at)
      open.push({ closer: closerOf[token.text]!, isLong })
    } else if (isSymbol(token, ')', ']', '}')) open.pop()
    else if (isWord(token, 'IN') && isLongMembership(tokens, index) && open.some(({ isLong }) => isLong))
      throw refuse('lists', 'looks for each member of a list in another; use UNWIND', token.at)
  }
}
const closerOf: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

/** Whether the list of `x IN list` is a variable, without a property. */
function isLongMembership(tokens: Token[], index: number): boolean {
  const [list, after] = tokens.slice(index + 1)
  const isOfLoop = isSymbol(tokens[index - 2], '[', '(', ',')
  return !isOfLoop && ['word', 'name'].includes(list?.kind ?? '') && !isSymbol(after, '.', '(')
}

function isLongList(tokens: Token[], open: number): boolean {
  const start = tokens.findIndex((token, index) => index > open && isWord(token, 'IN')) + 1
  const [list, after] = tokens.slice(start)
  if (list === undefined || list.kind === 'parameter' || isSymbol(list, '[')) return false
  if (isSymbol(after, '.')) return false
  const short = ['nodes', 'relationships', 'labels', 'keys', 'split']
  return !(isSymbol(after, '(') && short.includes(list.written.toLowerCase()))
}

/** Refuses repeated doubling of values: ten clauses that use a value twice make a thousand of it. */
function checkGrowth(tokens: Token[]): void {
  let growth = 1
  for (const [index, token] of tokens.entries()) {
    if (isCall(tokens, index, 'replace')) checkReplace(argumentsAt(tokens, index + 1), token)
    if (isCall(tokens, index, 'reduce')) checkReduce(argumentsAt(tokens, index + 1), token)
    if (!isWord(token, 'WITH', 'RETURN', 'UNWIND')) continue
    growth *= Math.max(1, ...itemsAfter(tokens, index).map(growthOf))
    if (growth > mostGrowth) throw refuse('growth', 'makes values longer again and again', token.at)
  }
}

function checkReplace([, , by = []]: Token[][], { at }: Token): void {
  if (by.length !== 1 || !['string', 'parameter'].includes(by[0]!.kind) || by[0]!.text.length > 100)
    throw refuse('growth', 'what replace puts in must be a string of at most 100 characters', at)
}

function checkReduce([start, body]: Token[][], { at }: Token): void {
  const accumulator = start?.[0]?.written
  const bar = body?.findIndex((token) => isSymbol(token, '|')) ?? -1
  const uses =
    body?.slice(bar + 1).filter(({ kind, written }) => kind !== 'string' && written === accumulator).length ?? 0
  if (bar < 0 || uses > 1) throw refuse('growth', 'reduce may use what it has so far once in each step', at)
}

const clauseStarts = [
  'MATCH',
  'OPTIONAL',
  'WITH',
  'RETURN',
  'UNWIND',
  'CALL',
  'ORDER',
  'LIMIT',
  'SKIP',
  'WHERE',
  'UNION',
]

function itemsAfter(tokens: Token[], index: number): Token[][] {
  const items: Token[][] = [[]]
  let depth = 0
  for (const token of tokens.slice(index + 1)) {
    if (isSymbol(token, '(', '[', '{')) depth++
    if (isSymbol(token, ')', ']', '}') && --depth < 0) break
    if (depth === 0 && isWord(token, ...clauseStarts)) break
    if (depth === 0 && isSymbol(token, ',')) items.push([])
    else items.at(-1)!.push(token)
  }
  return items
}

/** Number of values that an expression combines, without those whose properties it only reads. */
function growthOf(item: Token[]): number {
  const joins = item.some((token) => isSymbol(token, '+', '||', '[', '{'))
  const words = [
    'AS',
    'IN',
    'AND',
    'OR',
    'NOT',
    'CASE',
    'WHEN',
    'THEN',
    'ELSE',
    'END',
    'NULL',
    'TRUE',
    'FALSE',
    'IS',
    'DISTINCT',
    'WHERE',
  ]
  if (!joins) return 1
  const alias = item.findLastIndex((token) => isWord(token, 'AS'))
  return item.slice(0, alias < 0 ? undefined : alias).filter((token, index) => {
    const isVariable = token.kind === 'name' || (token.kind === 'word' && !words.includes(token.text))
    return isVariable && !isSymbol(item[index + 1], '.', '(', ':', '{') && !isSymbol(item[index - 1], '.')
  }).length
}

function checkPaths(tokens: Token[]): void {
  for (const [index, token] of tokens.entries()) {
    if (!isWord(token, 'SHORTEST', 'ANY') || !['number', 'parameter'].includes(tokens[index + 1]?.kind ?? '')) continue
    const count = tokens[index + 1]!
    if (count.kind === 'parameter' || Number(count.text) > mostPaths)
      throw refuse('shortest', `${token.text} takes a number of at most ${mostPaths}`, token.at)
  }
}

function checkRegularExpressions(tokens: Token[], parameters: Values): void {
  const found = tokens.flatMap((token, index) => (isSymbol(token, '=~') ? [index] : []))
  if (found.length > 5)
    throw refuse('regular-expressions', 'may have at most 5 regular expressions', tokens[found[5]!]!.at)
  for (const index of found) {
    const next = tokens[index + 1]
    const given =
      next?.kind === 'string' ? next.written : next?.kind === 'parameter' ? parameters[next.text] : undefined
    if (typeof given !== 'string' || isSymbol(tokens[index + 2], '+', '||', '['))
      throw refuse('regular-expressions', 'a regular expression must be a string or a parameter', tokens[index]!.at)
    const why = whyCostly(given)
    if (why !== undefined) throw refuse('regular-expressions', why, tokens[index]!.at)
  }
}

function whyCostly(pattern: string): string | undefined {
  if (pattern.length > longestRegex) return `a regular expression may have at most ${longestRegex} characters`
  if (/\\[1-9k]|\(\?<?[=!]|\(\?>/.test(pattern)) return 'a regular expression must not refer back or look around'
  if (/\)\s*(?:[*+?]|\{)/.test(pattern)) return 'a group of a regular expression must not be repeated'
  const repeated = pattern.replace(/\\./g, 'x').match(/[*+]|\{\d*,?\d*\}/g) ?? []
  return repeated.length > 3 ? 'a regular expression may repeat at most 3 things' : undefined
}
