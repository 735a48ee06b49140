import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { Problem, type Reason } from '../../kernel/errors.ts'
import { pointerTo } from '../../kernel/pointers.ts'
import type { Graph, Run } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import { partService } from '../parts/parts.service.ts'
import { inWorker } from '../../kernel/workers.ts'
import { seal } from '../../kernel/seal.ts'
import type { Configuration, configurationOperations, ConfigurationCreate } from './configuration.contract.ts'
import { concealAllLogged, concealLogged, purgeLogged } from './logged-values.ts'
import type { checkSchema } from './schema-check.ts'
import { marksSecrets, sealedPaths, sealedValues, secretPaths, withoutNotations } from './secrets.ts'
import type { checkValues } from './value-check.ts'

export type ConfigurationService = ReturnType<typeof configurationService>

/** @param secretsKey with which secrets among the values are sealed; without it there can be none */
export function configurationService(graph: Graph, secretsKey?: Buffer) {
  const sealing = secretsKey && seal(secretsKey, 'configurations')

  /** Seals in earlier versions what a change has made secret. Decision 0057. */
  const concealEarlier = async (run: Run, before: Configuration | null, after: Configuration) => {
    if (sealing && marksSecrets(after.schema) && !isDeepStrictEqual(before?.schema, after.schema))
      await concealLogged(run, sealing, after.ref, after.schema)
  }
  return {
    ...partService<Configuration, z.output<typeof ConfigurationCreate>>(graph, {
      kind: 'configuration',
      nameOf: ({ key }) => key,
      nameMembers: ['key'],
      filters: { configType: null },
      complete: async (written, module) => {
        const { schema, metadata } = written
        refuse(below('/schema', await schemaErrors(schema)), 'the schema is not valid')
        const { values, kept } = sealedValues(sealing, `configuration:${module}/${written.key}`, schema, written.values)
        if (isConfigured(values)) {
          const { errors } = await valueCheck(schema, written.values, kept)
          refuse(below('/values', errors), 'the values do not fit the schema')
        }
        return { ...written, values, metadata: withoutNotations(metadata, secretPaths(schema, values)) }
      },
      beside: concealEarlier,
    }),

    concealEarlier,

    /** Seals what schemas had marked as secret before earlier versions were sealed with them. */
    async concealAllEarlier(): Promise<void> {
      if (!sealing) return
      for (const { ref } of await graph.read('configuration/with-secrets', {}))
        await graph.store((run) => concealAllLogged(run, sealing, ref))
      await graph.store((run) => run('configuration/mark-sealed', {}))
    },

    purgeEarlier: (run: Run, ref: string, values: Configuration['values'], paths: string[][]) =>
      purgeLogged(run, sealing, ref, values, paths),

    /** What a configuration would be told, without being kept; also while it is written. */
    async validate({ body }, { signal }) {
      const { schema, values } = body
      const ofSchema = below('/schema', await schemaErrors(schema, signal))
      if (ofSchema.length > 0) return { valid: false, errors: ofSchema, effective: values, filled: [], secrets: [] }
      const secrets = secretPaths(schema, values).map((path) => pointerTo('/values', path))
      const sealed = sealedPaths(values).map((path) => pointerTo('', path))
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

// Questions are answered in a thread already, so that these threads are for changes only.
const schemaErrors = (schema: Schema, signal?: AbortSignal) =>
  inWorker<typeof checkSchema>('changes', new URL('schema-check.ts', import.meta.url), 'checkSchema', [schema], signal)

const valueCheck = (schema: Schema, values: Configuration['values'], skipped: string[], signal?: AbortSignal) =>
  inWorker<typeof checkValues>(
    'changes',
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
