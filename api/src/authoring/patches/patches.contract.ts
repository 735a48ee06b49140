import { z } from 'zod'
import { operation, flag, listOf, paging } from '../../kernel/operation.ts'
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
    pending: z.array(Ends).describe('Relationships that wait for a module that is not registered yet'),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'PatchAnswer' })
export type PatchAnswer = z.output<typeof PatchAnswer>

export const BrokenConsumer = z
  .strictObject({
    relationship: z.string().describe('Id of the relationship'),
    source: z.string(),
    target: z.string(),
    operations: z.array(z.string()).describe('Those that it uses and that go or become narrower'),
    fields: z.array(z.string()).describe('Those that it uses and that go or become narrower'),
    reason: z.string(),
  })
  .meta({ id: 'BrokenConsumer' })
export type BrokenConsumer = z.output<typeof BrokenConsumer>

const AffectedRecords = z
  .strictObject({
    entity: z.string(),
    field: z.string().nullable().describe('null: the entity as a whole'),
    records: largeCount.describe('How many records are concerned'),
    failing: largeCount.describe('How many would not be valid any more; it is refused for them'),
    reason: z.string(),
  })
  .meta({ id: 'AffectedRecords', description: 'What a document means for the records that there are' })

export const PatchPreview = PatchAnswer.extend({
  reasons: z
    .array(z.strictObject({ level: z.enum(securityLevels), pointer: z.string(), reason: z.string() }))
    .describe('What makes the security level'),
  versionReasons: z
    .array(z.strictObject({ bump: z.enum(['none', 'patch', 'minor', 'major']), ref: z.string(), reason: z.string() }))
    .describe('What calls for the version'),
  cycles: z
    .array(z.strictObject({ cycle: z.array(z.string()), names: z.array(z.string()) }))
    .describe('Cycles that its relationships would close; it is refused for them'),
  broken: z.array(BrokenConsumer),
  records: z.array(AffectedRecords),
  similar: z
    .array(
      z.strictObject({
        module: z.string(),
        score: z.number().describe('From 0 to 1'),
        entities: z.array(z.string()),
        capabilities: z.array(z.string()),
      }),
    )
    .describe('Modules that do this already, when it registers one'),
  diagrams: z
    .strictObject({ before: VisGraph.nullable().describe('null for a module that it registers'), after: VisGraph })
    .meta({ id: 'PatchDiagrams' })
    .optional()
    .describe('The module with its parts and neighbours, when asked for and when the document can be applied'),
}).meta({ id: 'PatchPreview', description: 'What a document would do; nothing is stored' })
export type PatchPreview = z.output<typeof PatchPreview>

const accepted = {
  patchId: z.string(),
  module: z.string().nullable().describe('Key of the module that it registered or changed; null when that is gone'),
  undoneBy: z.int().nullable().describe('Number of the change that took it back; it can be applied again then'),
  createdAt: timestamp.describe('When it was accepted; RFC 3339, UTC'),
}
export const Patch = z
  .strictObject({ ...accepted, document: PatchDocument, answer: PatchAnswer })
  .meta({ id: 'Patch', description: 'A document that was accepted, and what it did' })
export type Patch = z.output<typeof Patch>

export const PatchSummary = z
  .strictObject({
    ...accepted,
    description: z.string(),
    scope: z.string(),
    operation: z.string(),
    actor: z.string(),
    revision: z.int().describe('Number of the change that it made'),
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
const params = z.strictObject({ id: z.string().min(1).max(128).describe('Its patchId') })
const document = { body: PatchDocument, invalidBody: 'invalid-patch', judgesBody: true, tag: 'patches' } as const

export const patchesOperations = {
  list: operation({
    method: 'get',
    path: '/api/patches',
    summary: 'List accepted patch documents, newest first',
    role: 'viewer',
    query: z.strictObject({
      module: z.string().min(1).max(100).optional().describe('Key or id of the module that they registered or changed'),
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
    summary: 'Register or change a module by a patch document',
    role: 'editor',
    query: z.strictObject({ confirm: flag.describe('Also when its security level is L2') }),
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
    summary: 'Tell what a patch document would change and break; nothing is stored',
    role: 'viewer',
    query: z.strictObject({ diagrams: flag.describe('Also draw the module as it is and as it would be') }),
    answer: PatchPreview,
    status: 200,
    problems: ['conflict', 'invalid-patch'],
    graphql: { mutation: 'previewPatch' },
  }),
  readSchema: operation({
    method: 'get',
    path: '/api/patches/schema.json',
    summary: 'Read the language of patch documents as JSON Schema 2020-12',
    role: 'viewer',
    answer: jsonObject,
    graphql: { query: 'patchSchema' },
  }),
  read: operation({
    method: 'get',
    path: '/api/patches/{id}',
    summary: 'Read an accepted patch document and what it did',
    role: 'viewer',
    params,
    answer: Patch,
    graphql: { query: 'patch' },
  }),
  undo: operation({
    method: 'post',
    path: '/api/patches/{id}:undo',
    tag: 'patches',
    summary: 'Take back what a patch document did, unless more has happened since to what it changed',
    role: 'editor',
    params,
    query: z.strictObject({ dryRun: flag.describe('Only answers whether it could be taken back') }),
    answer: Undone,
    status: 200,
    problems: ['conflict', 'already-exists', 'dependency-cycle'],
    graphql: { mutation: 'undoPatch' },
  }),
}
