import { Ajv2020 } from 'ajv/dist/2020.js'
import type { z } from 'zod'
import { Problem } from '../errors.ts'
import type { Graph } from '../graph/graph.ts'
import { partService } from '../parts/parts.service.ts'
import type { Configuration, ConfigurationCreate } from './configuration.contract.ts'

const metaSchema = new Ajv2020({ strict: false, allErrors: false })

export const configurationService = (graph: Graph) =>
  partService<Configuration, z.output<typeof ConfigurationCreate>>(graph, {
    kind: 'configuration',
    nameOf: ({ key }) => key,
    nameMembers: ['key'],
    filters: { configType: null },
    complete: (written) => written,
    settle: async (_run, _before, { schema }) => {
      requireSchema(schema)
      return []
    },
  })

/** Only the meta-schema is applied, nothing of the client's is compiled. */
function requireSchema(schema: Record<string, unknown>): void {
  if ('$schema' in schema && schema.$schema !== 'https://json-schema.org/draft/2020-12/schema')
    throw new Problem('invalid-request', 'the schema is of another draft', [
      { pointer: '/schema/$schema', reason: 'must be https://json-schema.org/draft/2020-12/schema' },
    ])
  if (metaSchema.validateSchema(schema)) return
  const errors = (metaSchema.errors ?? []).map(({ instancePath, message }) => ({
    pointer: `/schema${instancePath}`,
    reason: message ?? 'is not valid',
  }))
  throw new Problem('invalid-request', 'the schema is not JSON Schema 2020-12', errors)
}
