import { z } from 'zod'
import { endpoint, moduleParams, paging } from '../endpoint.ts'

export const OpenApi = z
  .looseObject({
    openapi: z.literal('3.1.0'),
    info: z.looseObject({ title: z.string(), version: z.string() }),
    paths: z.record(z.string(), z.unknown()),
    components: z.record(z.string(), z.unknown()),
    'x-revision': z.int().describe('Number of the last change of the registry that the document can show'),
    'x-modules': z
      .strictObject({
        total: z.int(),
        returned: z.int(),
        truncated: z.boolean(),
        nextCursor: z.string().nullable(),
      })
      .optional()
      .describe('Of a document of several modules: how many there are, and how many it has'),
  })
  .meta({ id: 'OpenApi', description: 'OpenAPI 3.1, made of what is registered at the moment of the question' })
export type OpenApi = z.output<typeof OpenApi>

export const documentationEndpoints = {
  readModuleOpenApi: endpoint({
    method: 'get',
    path: '/api/modules/{id}/openapi.json',
    summary: 'What the registry serves of a module, as OpenAPI 3.1',
    role: 'viewer',
    params: moduleParams,
    answer: OpenApi,
    tag: 'documentation',
  }),
  listOpenApi: endpoint({
    method: 'get',
    path: '/api/openapi/modules.json',
    summary: 'What the registry serves of all active modules, as one OpenAPI 3.1 document',
    role: 'viewer',
    query: z.strictObject(paging),
    answer: OpenApi,
    problems: ['invalid-cursor'],
    tag: 'documentation',
  }),
}
