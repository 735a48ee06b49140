import { z } from 'zod'
import { endpoint, listOf, moduleParams, paging } from '../endpoint.ts'
import { healths } from '../modules/modules.contract.ts'
import { key } from '../text.ts'

export const Statistics = z
  .strictObject({
    module: key,
    entity: z.string().nullable().describe('null: the module as a whole'),
    recordCount: z.int(),
    lastUpdate: z.string().nullable().describe('When a record was last written'),
    requestCount: z.int(),
    errorCount: z.int(),
    errorRate: z.number().describe('Share of the requests that failed, 0 to 1'),
    responseTime: z
      .strictObject({ average: z.number().nullable(), p50: z.number().nullable(), p95: z.number().nullable() })
      .describe('Milliseconds; null before the first request'),
    healthStatus: z.enum(healths),
    collectedAt: z.string(),
  })
  .meta({ id: 'Statistics', description: 'Current numbers of a module or of one of its entities' })
export type Statistics = z.output<typeof Statistics>

export const statisticsEndpoints = {
  list: endpoint({
    method: 'get',
    path: '/api/modules/{id}/statistics',
    tag: 'statistics',
    summary: 'List the current numbers of a module and its entities',
    role: 'viewer',
    params: moduleParams,
    query: z.strictObject(paging),
    answer: listOf(Statistics),
    problems: ['invalid-cursor'],
  }),
}
