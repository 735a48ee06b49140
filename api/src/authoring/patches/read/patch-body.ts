import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PatchDocument } from './document.ts'

/** What was sent as a document. */
export interface PatchBody {
  value: unknown
  patchId: string | undefined
  /** SHA-256 of the same JSON with members in order. */
  hash: string
  /** Null when its shape is not one of the language. */
  document: PatchDocument | null
  /** What is wrong with its shape. */
  issues: z.core.$ZodIssue[]
}

/** Reads whatever was sent. Pure. */
export function readBody(value: unknown): PatchBody {
  const { success, data, error } = PatchDocument.safeParse(value)
  const known = { value, patchId: patchIdOf(value), hash: hashOf(value) }
  return success ? { ...known, document: data, issues: [] } : { ...known, document: null, issues: error.issues }
}

/** JSON with members in order: documents that are JSON-equal have the same hash. */
const hashOf = (document: unknown): string =>
  createHash('sha256')
    .update(
      JSON.stringify(document, (_, member: unknown) =>
        typeof member === 'object' && member !== null && !Array.isArray(member)
          ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
          : member,
      ) ?? '',
    )
    .digest('hex')

export const patchIdOf = (body: unknown): string | undefined => {
  const { success, data } = z.looseObject({ patchId: z.string().max(128) }).safeParse(body)
  return success ? data.patchId : undefined
}
