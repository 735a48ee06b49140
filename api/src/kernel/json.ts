import { isUtf8 } from 'node:buffer'
import { createScanner } from 'jsonc-parser'
import { messageOf, Problem } from './errors.ts'

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
const forbiddenKeys = ['__proto__', 'constructor', 'prototype']

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
      if (forbiddenKeys.includes(name)) throw invalid(`the member ${name} is not allowed`)
      if (members.has(name)) throw invalid(`the member ${name.slice(0, 100)} occurs twice in one object`)
      if (members.size === mostMembers) throw invalid(`an object has more than ${mostMembers} members`)
      members.add(name)
      atKey = false
    } else if (token === SyntaxKind.NumericLiteral) refuseLossy(scanner.getTokenValue())
  }
}

function refuseLossy(number: string): void {
  const value = Number(number)
  if (!Number.isFinite(value) || (/^-?\d+$/.test(number) && !Number.isSafeInteger(value)))
    throw invalid(`the number ${number.slice(0, 40)} is too large to be kept exactly`)
}

const invalid = (reason: string) => new Problem('invalid-json', reason, [{ pointer: '', reason }])
