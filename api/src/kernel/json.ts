import { isUtf8 } from 'node:buffer'
import { createScanner } from 'jsonc-parser'
import { messageOf, Problem } from './errors.ts'
import { isExact } from './numbers.ts'
import { reservedNames } from './text.ts'

export const deepest = 32
/** How many bytes the address and the headers of a request may have together; Node answers 431 by itself. */
export const mostOfHead = 32_768
/** Tokens of the scanner, whose own names are a const enum that single files can't import. */
const SyntaxKind = {
  OpenBraceToken: 1,
  CloseBraceToken: 2,
  OpenBracketToken: 3,
  CloseBracketToken: 4,
  CommaToken: 5,
  StringLiteral: 10,
  NumericLiteral: 11,
  EOF: 17,
} as const
/** Maximum number of members of an object; far more than any resource has. */
const mostMembers = 10_000

/** An own member of an object: a name from outside may be that of an inherited one, such as toString. */
export const own = <Value>(object: Record<string, Value>, name: string): Value | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined

/** Whether two values are the same JSON. Unlike for isDeepStrictEqual, prototypes make no difference. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  if (Array.isArray(one) || Array.isArray(other)) {
    const areLists = Array.isArray(one) && Array.isArray(other) && one.length === other.length
    return areLists && one.every((item, index) => isSameJson(item, other[index]))
  }
  const [members, others] = [one, other] as Record<string, unknown>[]
  const names = Object.keys(members!)
  return (
    names.length === Object.keys(others!).length &&
    names.every((name) => Object.hasOwn(others!, name) && isSameJson(members![name], others![name]))
  )
}

/**
 * The body of a request as JSON: UTF-8, no member twice, no key that reaches into a prototype, no number that
 * would be stored as another one, at most 32 levels deep and 10,000 members wide.
 * The tokens are looked at before anything is built, so that a hostile document costs one pass.
 * @throws Problem `invalid-json`
 */
export function parseJson(body: Buffer, maximumDepth = deepest): unknown {
  if (!isUtf8(body)) throw invalid('the body is not UTF-8')
  const text = body.toString('utf8')
  refuseHostile(text, maximumDepth)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(messageOf(error))
  }
}

function refuseHostile(text: string, maximumDepth: number): void {
  const scanner = createScanner(text, true)
  const open: (Set<string> | undefined)[] = []
  let atKey = false
  for (let token: number = scanner.scan(); token !== SyntaxKind.EOF; token = scanner.scan()) {
    if (token === SyntaxKind.OpenBraceToken || token === SyntaxKind.OpenBracketToken) {
      if (open.length === maximumDepth) throw invalid(`the body is more than ${maximumDepth} levels deep`)
      atKey = token === SyntaxKind.OpenBraceToken
      open.push(atKey ? new Set() : undefined)
    } else if (token === SyntaxKind.CloseBraceToken || token === SyntaxKind.CloseBracketToken) {
      open.pop()
      atKey = false
    } else if (token === SyntaxKind.CommaToken) atKey = open.at(-1) !== undefined
    else if (token === SyntaxKind.StringLiteral && atKey) {
      const name = scanner.getTokenValue()
      const members = open.at(-1)!
      if (reservedNames.includes(name)) throw invalid(`the member ${name} is not allowed`)
      if (members.has(name)) throw invalid(`the member ${name.slice(0, 100)} occurs twice in one object`)
      if (members.size === mostMembers) throw invalid(`an object has more than ${mostMembers} members`)
      members.add(name)
      atKey = false
    } else if (token === SyntaxKind.NumericLiteral) refuseLossy(scanner.getTokenValue())
  }
}

function refuseLossy(number: string): void {
  // 15 digits always fit, and bodies of a megabyte consist of such numbers.
  if (/^[-\d.]{1,15}$/.test(number)) return
  const isLarge = /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number))
  if (isLarge || !Number.isFinite(Number(number)))
    throw invalid(`the number ${number.slice(0, 40)} is too large to be stored exactly`)
  if (!isExact(number)) throw invalid(`the number ${number.slice(0, 40)} has more digits than can be stored exactly`)
}

const invalid = (reason: string) => new Problem('invalid-json', reason, [{ pointer: '', reason }])
