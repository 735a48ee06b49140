import { z } from 'zod'
import { operation, flag, listOf, moduleName, paging } from '../../kernel/operation.ts'
import { Change } from '../../registry/history/history.contract.ts'
import { Undone } from '../undo/undo.contract.ts'
import { jsonObject, largeCount, timestamp } from '../../kernel/text.ts'
import { VisGraph } from '../../questions/visualisation/visualisation.contract.ts'
import { PatchDocument, securityLevels } from './read/document.ts'

const Ends = z.strictObject({ type: z.string(), source: z.string(), target: z.string() }).meta({ id: 'PatchEnds' })

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
    pending: z.array(Ends).describe('Relationships that are pending until their other module is registered'),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'PatchAnswer' })
export type PatchAnswer = z.output<typeof PatchAnswer>

export const BrokenConsumer = z
  .strictObject({
    relationship: z.string().describe('Id of the relationship'),
    source: z.string(),
    target: z.string(),
    operations: z.array(z.string()).describe('Operations it uses that are removed or restricted'),
    fields: z.array(z.string()).describe('Fields it uses that are removed or restricted'),
    reason: z.string(),
  })
  .meta({ id: 'BrokenConsumer' })
export type BrokenConsumer = z.output<typeof BrokenConsumer>

const AffectedRecords = z
  .strictObject({
    entity: z.string(),
    field: z.string().nullable().describe('Name of the field; null for the whole entity'),
    records: largeCount.describe('Number of affected records'),
    failing: largeCount.describe('Number of records that would become invalid; the document is refused if above 0'),
    reason: z.string(),
  })
  .meta({ id: 'AffectedRecords', description: 'Effect of a document on existing records' })

export const PatchPreview = PatchAnswer.extend({
  reasons: z
    .array(z.strictObject({ level: z.enum(securityLevels), pointer: z.string(), reason: z.string() }))
    .describe('Reasons for the security level'),
  versionReasons: z
    .array(z.strictObject({ bump: z.enum(['none', 'patch', 'minor', 'major']), ref: z.string(), reason: z.string() }))
    .describe('Reasons for the new version'),
  cycles: z
    .array(z.strictObject({ cycle: z.array(z.string()), names: z.array(z.string()) }))
    .describe('Cycles that its relationships would close; the document is refused if there are any'),
  broken: z.array(BrokenConsumer),
  records: z.array(AffectedRecords),
  similar: z
    .array(
      z.strictObject({
        module: z.string(),
        score: z.number().describe('Similarity, 0 to 1'),
        entities: z.array(z.string()),
        capabilities: z.array(z.string()),
      }),
    )
    .describe('Similar modules, for a new module'),
  diagrams: z
    .strictObject({ before: VisGraph.nullable().describe('Current diagram; null for a new module'), after: VisGraph })
    .meta({ id: 'PatchDiagrams' })
    .optional()
    .describe(
      'Diagrams of the module with its parts and neighbours; only if requested and the document can be applied',
    ),
}).meta({ id: 'PatchPreview', description: 'Preview of a document; nothing is stored' })
export type PatchPreview = z.output<typeof PatchPreview>

const accepted = {
  patchId: z.string(),
  module: z.string().nullable().describe('Key of the module that it registered or changed; null if deleted since'),
  undoneBy: z.int().nullable().describe('Revision that undid it; an undone document can be applied again'),
  createdAt: timestamp.describe('Time of acceptance; RFC 3339 timestamp in UTC'),
}
export const Patch = z
  .strictObject({ ...accepted, document: PatchDocument, answer: PatchAnswer })
  .meta({ id: 'Patch', description: 'An accepted document and its effects' })
export type Patch = z.output<typeof Patch>

export const PatchSummary = z
  .strictObject({
    ...accepted,
    description: z.string(),
    scope: z.string(),
    operation: z.string(),
    actor: z.string(),
    revision: z.int().describe('Revision that applied it'),
    version: PatchAnswer.shape.version,
  })
  .meta({ id: 'PatchSummary' })
export type PatchSummary = z.output<typeof PatchSummary>

const refusals = [
  'conflict',
  'already-exists',
  'confirmation-required',
  'dependency-cycle',
  'invalid-patch',
  'refused-by-policy',
] as const
const params = z.strictObject({ id: z.string().min(1).max(128).describe('patchId of the document') })
const document = { body: PatchDocument, invalidBody: 'invalid-patch', checksBody: true, tag: 'patches' } as const

export const patchesOperations = {
  list: operation({
    method: 'get',
    path: '/api/patches',
    summary: 'List accepted patch documents, newest first',
    role: 'viewer',
    query: z.strictObject({
      module: moduleName.optional().describe('Key, id or alias of the module that they registered or changed'),
      ...paging,
    }),
    answer: listOf(PatchSummary),
    problems: ['invalid-cursor'],
    graphql: { query: 'patches' },
  }),
  apply: operation({
    ...document,
    method: 'post',
    path: '/api/patches',
    summary: 'Apply a patch document',
    role: 'editor',
    query: z.strictObject({ confirm: flag.describe('Apply even at security level L2') }),
    answer: PatchAnswer,
    repeatable: true,
    problems: [...refusals],
    location: '/api/patches/{patchId}',
    graphql: { mutation: 'applyPatch' },
  }),
  preview: operation({
    ...document,
    method: 'post',
    path: '/api/patches:preview',
    load: 'heavy',
    summary: 'Preview the effects of a patch document; nothing is stored',
    role: 'viewer',
    query: z.strictObject({ diagrams: flag.describe('Include diagrams of the module before and after') }),
    answer: PatchPreview,
    status: 200,
    problems: ['conflict', 'invalid-patch'],
    graphql: { mutation: 'previewPatch' },
  }),
  readSchema: operation({
    method: 'get',
    path: '/api/patches/schema.json',
    summary: 'Read the JSON Schema (2020-12) of patch documents',
    role: 'viewer',
    answer: jsonObject,
    graphql: { query: 'patchSchema' },
  }),
  read: operation({
    method: 'get',
    path: '/api/patches/{id}',
    summary: 'Read an accepted patch document and its effects',
    role: 'viewer',
    params,
    answer: Patch,
    graphql: { query: 'patch' },
  }),
  undo: operation({
    method: 'post',
    path: '/api/patches/{id}:undo',
    tag: 'patches',
    summary: 'Undo a patch document, unless its resources have been changed since',
    role: 'editor',
    params,
    query: z.strictObject({ dryRun: flag.describe('Validate only; undo nothing') }),
    answer: Undone,
    status: 200,
    problems: ['conflict', 'already-exists', 'dependency-cycle'],
    graphql: { mutation: 'undoPatch' },
  }),
}
