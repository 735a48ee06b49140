/**
 * A token of Cypher, as Neo4j reads it: Unicode escapes are decoded before anything else, so `\u0027` is a quote and
 * `\u000a` ends a comment. Text that Neo4j might read differently from this lexer is refused. Decision 0024.
 */
export interface Token {
  kind: 'word' | 'name' | 'string' | 'number' | 'parameter' | 'symbol'
  /** Words in upper case; names and strings without quotes; parameters without `$`. */
  text: string
  /** Words and names in their original case. */
  written: string
  /** Start position in the original text. */
  at: number
}

/** Text that is invalid or ambiguous. */
export class Unreadable extends Error {
  constructor(
    readonly reason: string,
    readonly at: number,
  ) {
    super(reason)
  }
}

interface Decoded {
  text: string
  /** Position of each character in the original text. */
  places: number[]
}

const escape = /^\\u+([0-9a-fA-F]{4})/

function decode(source: string): Decoded {
  let text = ''
  const places: number[] = []
  for (let at = 0; at < source.length;) {
    if (source[at] === '\\' && source[at + 1] === '\\' && source[at + 2] === 'u')
      throw new Unreadable('a backslash before a unicode escape can be read in two ways; use a parameter', at)
    const [whole, digits] = source[at] === '\\' ? (escape.exec(source.slice(at, at + 12)) ?? []) : []
    if (source[at] === '\\' && source[at + 1] === 'u' && whole === undefined)
      throw new Unreadable('is no unicode escape: \\u needs four hexadecimal digits', at)
    const decoded = digits === undefined ? source[at]! : String.fromCharCode(Number.parseInt(digits, 16))
    // Neo4j might take a decoded backslash for the start of another escape.
    if (digits !== undefined && decoded === '\\') throw new Unreadable('must not escape a backslash as unicode', at)
    text += decoded
    places.push(at)
    at += whole?.length ?? 1
  }
  return { text, places }
}

// Unusual line breaks, joiners and invisible characters are read differently by different parsers.
const uncertain = /(?![\t\n\r])[\p{Cc}\u1680\u180e\u2028\u2029\ufeff\p{Cf}\p{Cs}\p{Co}]/u
const patterns: [Token['kind'] | 'space', RegExp][] = [
  ['space', /[\t\n\r \u00a0\u2000-\u200a\u202f\u205f\u3000]+|\/\/[^\n\r]*|\/\*[^]*?\*\//uy],
  ['string', /'(?:[^\\']|\\[^])*'|"(?:[^\\"]|\\[^])*"/uy],
  ['name', /`(?:[^`]|``)*`/uy],
  ['parameter', /\$(?:[\p{ID_Continue}\p{Sc}]+|`(?:[^`]|``)*`)/uy],
  ['number', /0[xXoO][\w]*|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/uy],
  ['word', /[\p{ID_Start}\p{Pc}][\p{ID_Continue}\p{Sc}]*/uy],
  ['symbol', /=~|<>|<=|>=|\|\||\.\.|\+=|::|(?!\/\*)[!#-&(-/:-@[-^{-~]/uy],
]

/** @throws Unreadable if the text is no Cypher, or ambiguous */
export function tokenize(source: string): Token[] {
  const { text, places } = decode(source)
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const found = match(text, at)
    const place = places[at]!
    if (found === undefined) throw new Unreadable(whyNot(text[at]!), place)
    const [kind, piece] = found
    if (kind !== 'string' && uncertain.test(piece))
      throw new Unreadable('has a character that cannot be seen, outside of strings', place)
    if (kind !== 'space') tokens.push(tokenOf(kind, piece, place))
    at += piece.length
  }
  return tokens
}

function match(text: string, at: number): [Token['kind'] | 'space', string] | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const [piece] = pattern.exec(text) ?? []
    if (piece === undefined) continue
    return [kind, piece]
  }
  return undefined
}

function tokenOf(kind: Token['kind'], piece: string, at: number): Token {
  const bare = kind === 'parameter' ? piece.slice(1) : piece
  const isQuoted = kind === 'string' || bare.startsWith('`')
  const inside = isQuoted ? bare.slice(1, -1) : bare
  const written = kind === 'string' ? inside.replace(/\\([^])/gu, '$1') : inside.replaceAll('``', '`')
  return { kind, text: kind === 'word' ? written.toUpperCase() : written, written, at }
}

const whyNot = (character: string) =>
  character === "'" || character === '"'
    ? 'is an unterminated string'
    : character === '`'
      ? 'is an unterminated name'
      : character === '/'
        ? 'is an unterminated comment'
        : 'is not a valid Cypher character'
