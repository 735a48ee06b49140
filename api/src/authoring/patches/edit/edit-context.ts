import type { z } from 'zod'
import type { Findings } from '../../../registry/entities/definition-check.ts'
import { reasons } from '../../../kernel/validation.ts'
import type { PatchDocument } from '../read/document.ts'
import type { Operation } from './edit-list.ts'

/** Where in the document an entity is spoken of, so that what is found about it later can be located. */
export interface Place {
  at: string
  fields: Map<string, string>
  states: string
  /** Where its transitions stand, and how many of the flow come before the first of them. */
  transitions: { at: string; skipped: number }
}

/** What the editing functions share. */
export interface Editing<Document extends PatchDocument = PatchDocument> {
  document: Document
  key: string
  base: string
  findings: Findings
  places: Map<string, Place>
}
export type ObjectDocument = Extract<PatchDocument, { scope: 'object' }>

/** The two halves of an identifier such as `Order.status`. */
export const halves = (identifier: string): [whole: string, part?: string] => {
  const dot = identifier.indexOf('.')
  return dot < 0 ? [identifier] : [identifier.slice(0, dot), identifier.slice(dot + 1)]
}

/** What is named in the identifier and again in the payload; both must be the same. */
export function oneName(
  named: string | undefined,
  given: string | undefined,
  pointer: string,
  { invalid }: Findings,
): string | undefined {
  if (named !== undefined && given !== undefined && named !== given)
    invalid.push({ pointer, reason: `must be ${named} as in the target: names cannot be changed` })
  if (named === undefined && given === undefined)
    invalid.push({ pointer, reason: 'is required, here or in the identifier of the target' })
  return named ?? given
}

/** Whether an operation brings a whole thing, so that every needed member must be there. */
export const isWhole = (operation: Operation): boolean => operation === 'add' || operation === 'replace'

/** A value that the envelope let pass in parts, judged as a whole. */
export function whole<Item>(schema: z.ZodType<Item>, value: unknown, pointer: string, { invalid }: Findings) {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  invalid.push(...parsed.error.issues.flatMap((issue) => reasons(issue, schema, value, pointer)))
  return undefined
}
