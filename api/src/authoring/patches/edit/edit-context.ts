import type { z } from 'zod'
import type { Findings } from '../../../registry/entities/definition-check.ts'
import { reasons } from '../../../kernel/validation.ts'
import type { PatchDocument } from '../read/document.ts'
import type { Operation } from './edit-list.ts'

/** Pointers to an entity in the document, for findings of later stages. */
export interface Place {
  at: string
  fields: Map<string, string>
  states: string
  /** Pointer to its transitions, and the number of transitions in the flow before the first of them. */
  transitions: { at: string; skipped: number }
}

/** Context of the editing functions. */
export interface Editing<Document extends PatchDocument = PatchDocument> {
  document: Document
  key: string
  base: string
  findings: Findings
  places: Map<string, Place>
}
export type ObjectDocument = Extract<PatchDocument, { scope: 'object' }>

/** Splits an identifier such as `Order.status`. */
export const halves = (identifier: string): [whole: string, part?: string] => {
  const dot = identifier.indexOf('.')
  return dot < 0 ? [identifier] : [identifier.slice(0, dot), identifier.slice(dot + 1)]
}

/** The name of an item, from the identifier or the payload; if given in both, the names must be equal. */
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

/** Whether an operation requires complete items. */
export const isWhole = (operation: Operation): boolean => operation === 'add' || operation === 'replace'

/** Validates a complete item, of which the document's schema accepts parts. */
export function whole<Item>(schema: z.ZodType<Item>, value: unknown, pointer: string, { invalid }: Findings) {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  invalid.push(...parsed.error.issues.flatMap((issue) => reasons(issue, schema, value, pointer)))
  return undefined
}
