import { z } from 'zod'
import {
  anyOf,
  anyTextOf,
  operation,
  listOf,
  moduleName,
  moduleParams,
  paging,
  wholeNumber,
} from '../../kernel/operation.ts'
import { json, timestamp } from '../../kernel/text.ts'
import { instant } from '../../kernel/times.ts'

export const vias = ['rest', 'graphql', 'mcp', 'patch', 'import', 'seed', 'monitor'] as const
export const Via = z.enum(vias).meta({ id: 'Via' })
export const ChangeKind = z.enum(['created', 'changed', 'deleted']).meta({ id: 'ChangeKind' })

const ChangeSummary = z.strictObject({ ref: z.string(), kind: ChangeKind }).meta({ id: 'ChangeSummary' })

export const Change = z
  .strictObject({
    ...ChangeSummary.shape,
    before: json.describe('The resource before the change; null if created'),
    after: json.describe('The resource after the change; null if deleted'),
  })
  .meta({ id: 'Change' })

export const RevisionSummary = z
  .strictObject({
    number: z.int().describe('Revision number'),
    at: timestamp,
    actor: z.string(),
    via: Via,
    kind: z.string().describe('Kind of change, such as module.create'),
    ref: z.string().describe('Ref of the changed resource'),
    patchId: z.string().nullable(),
    reason: z.string().nullable().describe('Reason, for changes by the monitor'),
    changes: z.array(ChangeSummary),
  })
  .meta({ id: 'RevisionSummary', description: 'A revision and the resources that it changed' })
export type RevisionSummary = z.output<typeof RevisionSummary>

export const Revision = z
  .strictObject({ ...RevisionSummary.shape, changes: z.array(Change) })
  .meta({ id: 'Revision', description: 'A revision with all changes' })
export type Revision = z.output<typeof Revision>

export const RevisionQuery = z.strictObject({
  actor: anyTextOf(z.string().min(1).max(200)).describe('Actors'),
  via: anyOf(Via).describe('Interfaces'),
  kind: anyOf(z.string().min(1).max(100)).describe(
    'Kinds of change, such as module.create, or module for all changes of modules',
  ),
  module: moduleName.optional().describe('Only changes of this module, of its parts and of their relationships'),
  since: instant.optional().describe('Start of the period'),
  until: instant.optional().describe('End of the period, exclusive'),
  ...paging,
})

const newestFirst = {
  query: z.strictObject(paging),
  answer: listOf(RevisionSummary),
  role: 'viewer',
  tag: 'history',
} as const

export const FeedQuery = z.strictObject({
  module: moduleName.optional().describe('Only changes of this module, of its parts and of their relationships'),
  after: z.int().min(0).max(2_147_483_647).optional().describe('Last known revision; default: the current one'),
})

export const historyOperations = {
  list: operation({
    ...newestFirst,
    method: 'get',
    path: '/api/revisions',
    summary: 'List revisions, newest first',
    query: RevisionQuery,
    problems: ['invalid-cursor'],
    graphql: { query: 'revisions' },
  }),
  read: operation({
    method: 'get',
    path: '/api/revisions/{number}',
    tag: 'history',
    summary: 'Read a revision with the resources before and after it',
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
    summary: 'List revisions of a module, its parts and their relationships, newest first',
    problems: ['invalid-cursor'],
    graphql: { query: 'moduleHistory' },
  }),
}
