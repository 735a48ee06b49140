import { z } from 'zod'
import { endpoint, flag } from '../endpoint.ts'
import { Change } from '../history/history.contract.ts'
import { jsonObject } from '../text.ts'
import { PatchDocument, securityLevels } from './document.ts'

export const PatchAnswer = z
  .strictObject({
    patchId: z.string(),
    module: z.string(),
    securityLevel: z.enum(securityLevels),
    applied: z.boolean(),
    revision: z.int(),
    version: z.strictObject({
      from: z.string().nullable(),
      to: z.string(),
      bump: z.enum(['none', 'patch', 'minor', 'major', 'initial']),
    }),
    changes: z.array(Change),
    pending: z.array(z.strictObject({ type: z.string(), source: z.string(), target: z.string() })),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'PatchAnswer' })
export type PatchAnswer = z.output<typeof PatchAnswer>

export const Patch = z
  .strictObject({
    patchId: z.string(),
    module: z.string().nullable().describe('Key of the module that it registered; null when that is gone'),
    document: PatchDocument,
    answer: PatchAnswer,
    createdAt: z.string().describe('When it was accepted; RFC 3339, UTC'),
  })
  .meta({ id: 'Patch', description: 'A document that was accepted, and what it did' })
export type Patch = z.output<typeof Patch>

export const patchesEndpoints = {
  apply: endpoint({
    method: 'post',
    path: '/api/patches',
    tag: 'patches',
    summary: 'Register a module from a patch document',
    role: 'editor',
    query: z.strictObject({ confirm: flag.describe('Also when its security level is L2') }),
    body: PatchDocument,
    invalidBody: 'invalid-patch',
    answer: PatchAnswer,
    repeatable: true,
    problems: [
      'conflict',
      'already-exists',
      'confirmation-required',
      'dependency-cycle',
      'invalid-patch',
      'refused-by-policy',
    ],
  }),
  readSchema: endpoint({
    method: 'get',
    path: '/api/patches/schema.json',
    summary: 'Read the language of patch documents as JSON Schema 2020-12',
    role: 'viewer',
    answer: jsonObject,
  }),
  read: endpoint({
    method: 'get',
    path: '/api/patches/{id}',
    summary: 'Read an accepted patch document and what it did',
    role: 'viewer',
    params: z.strictObject({ id: z.string().min(1).max(128).describe('Its patchId') }),
    answer: Patch,
  }),
}
