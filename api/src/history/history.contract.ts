import { z } from 'zod'
import { endpoint, listOf, moduleParams, paging } from '../endpoint.ts'
import { json } from '../text.ts'

export const vias = ['rest', 'graphql', 'mcp', 'patch', 'import', 'seed', 'monitor'] as const

export const Change = z
  .strictObject({
    ref: z.string(),
    kind: z.enum(['created', 'changed', 'deleted']),
    before: json.describe('The resource before, null when it was not there'),
    after: json.describe('The resource after, null when it is gone'),
  })
  .meta({ id: 'Change' })

export const Revision = z
  .strictObject({
    number: z.int().describe('Counts the changes of the registry; each change has one'),
    at: z.string(),
    actor: z.string(),
    via: z.enum(vias),
    kind: z.string().describe('What was done, such as module.create'),
    ref: z.string().describe('The resource that it was about'),
    patchId: z.string().nullable(),
    changes: z.array(Change),
  })
  .meta({ id: 'Revision', description: 'One transaction of the registry, whole' })
export type Revision = z.output<typeof Revision>

const newestFirst = { query: z.strictObject(paging), answer: listOf(Revision), role: 'viewer', tag: 'history' } as const

export const historyEndpoints = {
  listRevisions: endpoint({
    ...newestFirst,
    method: 'get',
    path: '/api/revisions',
    summary: 'List all changes of the registry, newest first',
    problems: ['invalid-cursor'],
  }),
  listOfModule: endpoint({
    ...newestFirst,
    method: 'get',
    path: '/api/modules/{id}/history',
    params: moduleParams,
    summary: 'List the changes of a module and its parts, newest first',
    problems: ['invalid-cursor'],
  }),
}
