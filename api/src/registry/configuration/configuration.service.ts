import type { z } from 'zod'
import { Problem, type Reason } from '../../kernel/errors.ts'
import { pointerTo } from '../../kernel/pointers.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import { partService } from '../parts/parts.service.ts'
import { inWorker } from '../../kernel/workers.ts'
import { seal } from '../../kernel/seal.ts'
import type { Configuration, configurationOperations, ConfigurationCreate } from './configuration.contract.ts'
import type { checkSchema } from './schema-check.ts'
import { isSealed, sealedValues, secretPaths, valueAt } from './secrets.ts'
import type { checkValues } from './value-check.ts'

export type ConfigurationService = ReturnType<typeof configurationService>

/** @param secretsKey with which secrets among the values are sealed; without it there can be none */
export function configurationService(graph: Graph, secretsKey?: Buffer) {
  const sealing = secretsKey && seal(secretsKey, 'configurations')
  return {
    ...partService<Configuration, z.output<typeof ConfigurationCreate>>(graph, {
      kind: 'configuration',
      nameOf: ({ key }) => key,
      nameMembers: ['key'],
      filters: { configType: null },
      complete: async (written, module) => {
        const { schema } = written
        refuse(below('/schema', await schemaErrors(schema)), 'the schema is not valid')
        const { values, places } = sealedValues(
          sealing,
          `configuration:${module}/${written.key}`,
          schema,
          written.values,
        )
        if (isConfigured(values))
          refuse(
            below('/values', (await valueCheck(schema, values, places)).errors),
            'the values do not fit the schema',
          )
        return { ...written, values }
      },
      show: (configuration) => configuration,
    }),

    /** What a configuration would be told, without being kept; also while it is written. */
    async validate({ body }, { signal }) {
      const { schema, values } = body
      const ofSchema = below('/schema', await schemaErrors(schema, signal))
      if (ofSchema.length > 0) return { valid: false, errors: ofSchema, effective: values, filled: [], secrets: [] }
      const paths = secretPaths(schema, values)
      const secrets = paths.map((path) => pointerTo('/values', path))
      // What stands for a secret is no value that its schema could check.
      const sealed = paths.filter((path) => isSealed(valueAt(values, path))).map((path) => pointerTo('', path))
      const { errors: found, effective, filled } = await valueCheck(schema, values, sealed, signal)
      const errors = isConfigured(values) ? found : []
      return {
        valid: errors.length === 0,
        errors: below('/values', errors),
        effective,
        filled: filled.map((place) => `/values${place}`),
        secrets,
      }
    },
  } satisfies Service<typeof configurationOperations>
}

type Schema = Configuration['schema']

const schemaErrors = (schema: Schema, signal?: AbortSignal) =>
  inWorker<typeof checkSchema>(new URL('schema-check.ts', import.meta.url), 'checkSchema', [schema], signal)

const valueCheck = (schema: Schema, values: Configuration['values'], skipped: string[], signal?: AbortSignal) =>
  inWorker<typeof checkValues>(
    new URL('value-check.ts', import.meta.url),
    'checkValues',
    [schema, values, skipped],
    signal,
  )

/** Without any value it is not configured yet, which is for no schema to judge. */
const isConfigured = (values: Configuration['values']): boolean => Object.keys(values).length > 0

const below = (at: string, errors: Reason[]): Reason[] =>
  errors.map(({ pointer, reason }) => ({ pointer: at + pointer, reason }))

function refuse(errors: Reason[], what: string): void {
  if (errors.length > 0) throw new Problem('invalid-request', what, errors)
}
