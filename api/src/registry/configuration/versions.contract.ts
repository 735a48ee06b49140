import { z } from 'zod'
import { operation, listOf, paging, wholeNumber } from '../../kernel/operation.ts'
import { ChangeKind, Via } from '../history/history.contract.ts'
import { partParams } from '../parts/parts.contract.ts'
import { json, timestamp } from '../../kernel/text.ts'
import { Configuration } from './configuration.contract.ts'

const number = wholeNumber(1, 2_147_483_647).describe('Number of the change of the registry that made it')

const ConfigurationVersion = z
  .strictObject({
    number: z.int().describe('Number of the change of the registry that made it'),
    at: timestamp,
    actor: z.string(),
    via: Via,
    kind: ChangeKind,
    version: z.string().nullable().describe('The semantic version that it had then; null when it was deleted'),
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
    differences: z.array(Difference).describe('The first 1,000; secrets differ by their seals'),
    total: z.int(),
  })
  .meta({ id: 'ConfigurationDifference' })

/** A configuration as a file: what people write of it, with the comments that they have written into it. */
export const documentFormats = ['yaml', 'json'] as const
const DocumentFormat = z.enum(documentFormats).meta({ id: 'DocumentFormat' })
const ConfigurationImport = z
  .strictObject({
    format: DocumentFormat.default('yaml'),
    text: z.string().max(500_000).describe('configType, version, documentation, schema, values, metadata'),
  })
  .meta({ id: 'ConfigurationImport' })

const path = '/api/modules/{id}/configurations/{part}'
const common = { params: partParams, tag: 'configurations' } as const

export const versionsOperations = {
  listVersions: operation({
    ...common,
    method: 'get',
    path: `${path}/versions`,
    summary: 'List the versions of a configuration, newest first; also when it is deleted',
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
    summary: 'Read a configuration as it was after a change of the registry',
    role: 'viewer',
    params: partParams.extend({ number }),
    answer: Configuration,
    graphql: { query: 'configurationVersion' },
  }),
  compareVersions: operation({
    ...common,
    method: 'get',
    path: `${path}/difference`,
    summary: 'What differs between two versions of a configuration',
    role: 'viewer',
    query: z.strictObject({ from: number, to: number.optional().describe('As it is now when left out') }),
    answer: ConfigurationDifference,
    graphql: { query: 'configurationDifference' },
  }),
  restoreVersion: operation({
    ...common,
    method: 'put',
    path: `${path}/version`,
    summary: 'Make a configuration as it was in a version, as a new version',
    role: 'editor',
    body: z.strictObject({ number }).meta({ id: 'ConfigurationRestore' }),
    answer: Configuration,
    graphql: { mutation: 'restoreConfiguration' },
  }),
  exportDocument: operation({
    ...common,
    method: 'get',
    path: `${path}/document`,
    summary: 'A configuration as a file, with the comments that it was imported with; secrets stand sealed in it',
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
    summary: 'Replace a configuration by what stands in a file; its comments are kept',
    role: 'editor',
    body: ConfigurationImport,
    answer: Configuration,
    graphql: { mutation: 'importConfiguration' },
  }),
}
