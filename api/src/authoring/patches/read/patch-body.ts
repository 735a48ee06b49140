import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PatchDocument } from './document.ts'

/** The body of a request, which may be an invalid document. */
export interface PatchBody {
  value: unknown
  patchId: string | undefined
  /** SHA-256 of its JSON with sorted members. */
  hash: string
  /** The parsed document; null if it does not match the schema. */
  document: PatchDocument | null
  /** Errors of the schema. */
  issues: z.core.$ZodIssue[]
}

/** Parses a body. Pure. */
export function readBody(value: unknown): PatchBody {
  const { success, data, error } = PatchDocument.safeParse(value)
  const known = { value, patchId: patchIdOf(value), hash: hashOf(value) }
  return success ? { ...known, document: data, issues: [] } : { ...known, document: null, issues: error.issues }
}

/** Hash of the JSON with sorted members: equal documents have equal hashes. */
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
