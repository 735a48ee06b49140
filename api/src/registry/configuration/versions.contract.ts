import { z } from 'zod'
import { operation, listOf, paging, wholeNumber } from '../../kernel/operation.ts'
import { ChangeKind, Via } from '../history/history.contract.ts'
import { partParams } from '../parts/parts.contract.ts'
import { json, timestamp } from '../../kernel/text.ts'
import { Configuration } from './configuration.contract.ts'

const number = wholeNumber(1, 2_147_483_647).describe('Revision of the registry that created it')

const ConfigurationVersion = z
  .strictObject({
    number: z.int().describe('Revision of the registry that created it'),
    at: timestamp,
    actor: z.string(),
    via: Via,
    kind: ChangeKind,
    version: z.string().nullable().describe('Semantic version at that revision; null if deleted'),
  })
  .meta({ id: 'ConfigurationVersion' })
export type ConfigurationVersion = z.output<typeof ConfigurationVersion>

const Difference = z
  .strictObject({
    pointer: z.string().describe('JSON Pointer into the configuration'),
    kind: z.enum(['added', 'removed', 'changed']).meta({ id: 'DifferenceKind' }),
    before: json,
    after: json,
  })
  .meta({ id: 'Difference' })
export type Difference = z.output<typeof Difference>

const ConfigurationDifference = z
  .strictObject({
    from: z.int(),
    to: z.int(),
    differences: z.array(Difference).describe('Up to 1,000 differences; secrets are compared in sealed form'),
    total: z.int(),
  })
  .meta({ id: 'ConfigurationDifference' })

/** File formats of configurations; YAML keeps comments. */
export const documentFormats = ['yaml', 'json'] as const
const DocumentFormat = z.enum(documentFormats).meta({ id: 'DocumentFormat' })
const ConfigurationImport = z
  .strictObject({
    format: DocumentFormat.default('yaml'),
    text: z.string().max(500_000).describe('File with configType, version, documentation, schema, values and metadata'),
  })
  .meta({ id: 'ConfigurationImport' })

const path = '/api/modules/{id}/configurations/{part}'
const common = { params: partParams, tag: 'configurations' } as const

export const versionsOperations = {
  listVersions: operation({
    ...common,
    method: 'get',
    path: `${path}/versions`,
    summary: 'List the versions of a configuration, newest first; also of a deleted one',
    role: 'viewer',
    query: z.strictObject(paging),
    answer: listOf(ConfigurationVersion),
    problems: ['invalid-cursor'],
    graphql: { query: 'configurationVersions' },
  }),
  readVersion: operation({
    ...common,
    method: 'get',
    path: `${path}/versions/{number}`,
    summary: 'Read a configuration as of a revision',
    role: 'viewer',
    params: partParams.extend({ number }),
    answer: Configuration,
    graphql: { query: 'configurationVersion' },
  }),
  compareVersions: operation({
    ...common,
    method: 'get',
    path: `${path}/difference`,
    summary: 'Compare two versions of a configuration',
    role: 'viewer',
    query: z.strictObject({ from: number, to: number.optional().describe('Default: the current version') }),
    answer: ConfigurationDifference,
    graphql: { query: 'configurationDifference' },
  }),
  restoreVersion: operation({
    ...common,
    method: 'put',
    path: `${path}/version`,
    summary: 'Restore a version of a configuration as a new version',
    role: 'editor',
    body: z.strictObject({ number }).meta({ id: 'ConfigurationRestore' }),
    answer: Configuration,
    graphql: { mutation: 'restoreConfiguration' },
  }),
  purgeVersions: operation({
    ...common,
    method: 'post',
    path: `${path}/versions:purge`,
    summary: 'Purge secrets from the earlier versions of a configuration, for good; also of a deleted one',
    role: 'admin',
    body: z
      .strictObject({
        pointers: z
          .array(
            z
              .string()
              .regex(/^\/values\/./, 'must be a JSON Pointer to a value, such as /values/token')
              .max(1_000),
          )
          .min(1)
          .max(100)
          .optional()
          .describe('JSON Pointers to the values to purge, such as /values/token; default: all that are sealed'),
      })
      .meta({ id: 'ConfigurationPurge' }),
    answer: z
      .strictObject({
        changes: z
          .int()
          .describe('Number of changes in the log from which values were purged; {"$purged": true} stands for each'),
      })
      .meta({
        id: 'PurgedVersions',
        description: 'Values that are still in use are kept: change or delete them before',
      }),
    status: 200,
    graphql: { mutation: 'purgeConfigurationVersions' },
  }),
  exportDocument: operation({
    ...common,
    method: 'get',
    path: `${path}/document`,
    summary: 'Export a configuration as a file, with the comments of its import; secrets stay sealed',
    role: 'viewer',
    query: z.strictObject({ format: DocumentFormat.default('yaml') }),
    answer: z.string(),
    representations: {
      yaml: { type: 'application/yaml', file: '{part}.yaml' },
      json: { type: 'application/json', file: '{part}.json' },
    },
    graphql: { query: 'configurationDocument' },
  }),
  importDocument: operation({
    ...common,
    method: 'put',
    path: `${path}/document`,
    summary: 'Replace a configuration by a file, including its comments',
    role: 'editor',
    body: ConfigurationImport,
    answer: Configuration,
    graphql: { mutation: 'importConfiguration' },
  }),
}
