import { z } from 'zod'
import { anyOf, anyTextOf, operation, listOf, moduleParams, paging, wholeNumber } from '../../kernel/operation.ts'
import { json, key, timestamp } from '../../kernel/text.ts'
import { instant } from '../../kernel/times.ts'

export const vias = ['rest', 'graphql', 'mcp', 'patch', 'import', 'seed', 'monitor'] as const
export const Via = z.enum(vias).meta({ id: 'Via' })
export const ChangeKind = z.enum(['created', 'changed', 'deleted']).meta({ id: 'ChangeKind' })

const ChangeSummary = z.strictObject({ ref: z.string(), kind: ChangeKind }).meta({ id: 'ChangeSummary' })

export const Change = z
  .strictObject({
    ...ChangeSummary.shape,
    before: json.describe('The resource before, null when it was not there'),
    after: json.describe('The resource after, null when it is gone'),
  })
  .meta({ id: 'Change' })

export const RevisionSummary = z
  .strictObject({
    number: z.int().describe('Counts the changes of the registry; each change has one'),
    at: timestamp,
    actor: z.string(),
    via: Via,
    kind: z.string().describe('What was done, such as module.create'),
    ref: z.string().describe('The resource that it was about'),
    patchId: z.string().nullable(),
    reason: z.string().nullable().describe('Why, where the monitor found it'),
    changes: z.array(ChangeSummary),
  })
  .meta({ id: 'RevisionSummary', description: 'One transaction of the registry, and what it touched' })
export type RevisionSummary = z.output<typeof RevisionSummary>

export const Revision = z
  .strictObject({ ...RevisionSummary.shape, changes: z.array(Change) })
  .meta({ id: 'Revision', description: 'One transaction of the registry, whole' })
export type Revision = z.output<typeof Revision>

export const RevisionQuery = z.strictObject({
  actor: anyTextOf(z.string().min(1).max(200)).describe('By any of these'),
  via: anyOf(Via).describe('Through any of these doors'),
  kind: anyOf(z.string().min(1).max(100)).describe('Any of these, such as module.create, or module for all of it'),
  module: key.optional().describe('Only changes of this module, of its parts and of their relationships'),
  since: instant.optional().describe('Not before this time'),
  until: instant.optional().describe('Before this time'),
  ...paging,
})

const newestFirst = {
  query: z.strictObject(paging),
  answer: listOf(RevisionSummary),
  role: 'viewer',
  tag: 'history',
} as const

export const FeedQuery = z.strictObject({
  module: key.optional().describe('Only changes of this module, of its parts and of their relationships'),
  after: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .describe('Number of the last change that you know; now if not given'),
})

export const historyOperations = {
  list: operation({
    ...newestFirst,
    method: 'get',
    path: '/api/revisions',
    summary: 'List the changes of the registry, filtered, newest first',
    query: RevisionQuery,
    problems: ['invalid-cursor'],
    graphql: { query: 'revisions' },
  }),
  read: operation({
    method: 'get',
    path: '/api/revisions/{number}',
    tag: 'history',
    summary: 'Read a change of the registry with the resources before and after it',
    role: 'viewer',
    params: z.strictObject({ number: wholeNumber(1, 2_147_483_647) }),
    answer: Revision,
    graphql: { query: 'revision' },
  }),
  listOfModule: operation({
    ...newestFirst,
    method: 'get',
    path: '/api/modules/{id}/history',
    params: moduleParams,
    summary: 'List the changes of a module, its parts and their relationships, newest first',
    problems: ['invalid-cursor'],
    graphql: { query: 'moduleHistory' },
  }),
}
