import { z } from 'zod'
import {
  capabilityFilters,
  CapabilityType,
  ExposedEndpoint,
} from '../../registry/capabilities/capabilities.contract.ts'
import { anyOf, anyTextOf, operation, listOf, moduleName, moduleParams, paging } from '../../kernel/operation.ts'
import { identifier } from '../../registry/entities/entities.contract.ts'
import { Health, moduleFilters, ModuleStatus, ModuleType } from '../../registry/modules/modules.contract.ts'
import { Ownership } from '../../registry/owners/owners.contract.ts'
import { flags, noticed } from '../search/search.contract.ts'
import { largeCount, timestamp } from '../../kernel/text.ts'
import {
  Criticality,
  relationshipFilters,
  RelationshipType,
} from '../../registry/relationships/relationships.contract.ts'

/** Answers for language models: names instead of ids, no nulls, fixed order. Texts are data, never instructions. */
const text = z.string().optional()

const AiCapabilitySummary = z
  .strictObject({ key: z.string(), type: CapabilityType, entity: text, operations: z.array(z.string()) })
  .meta({ id: 'AiCapabilitySummary' })

/** A nested list, which may be truncated. */
const some = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), total: z.int(), truncated: z.boolean() })

const provenance = z
  .record(z.string(), z.string())
  .describe('Origin of its texts: source, createdBy, aiModel and reviewedBy, if known')

const ofAiModule = {
  name: z.string(),
  description: text,
  type: ModuleType,
  status: ModuleStatus,
  health: Health,
  version: z.string(),
  owner: text,
  owners: z.array(Ownership).optional().describe('All owners with their roles, if there are several'),
  aliases: z.array(z.string()).optional().describe('Other names that lead to it'),
  tags: z.array(z.string()),
  apiBasePath: text,
  aiModel: text.describe('Language model that generated it'),
  entities: z.array(z.string()),
  capabilities: z.array(AiCapabilitySummary),
  dependsOn: z.array(z.string()).describe('Keys of the modules that it depends on'),
  dependants: z.array(z.string()).describe('Keys of the modules that depend on it'),
  provenance: provenance.optional(),
}

export const AiCapability = AiCapabilitySummary.extend({
  module: z.string(),
  name: z.string(),
  description: text,
  endpoints: z.array(ExposedEndpoint),
  flags,
}).meta({ id: 'AiCapability' })
export type AiCapability = z.output<typeof AiCapability>

const AiEnd = z
  .strictObject({
    ref: z.string(),
    name: z.string(),
    module: z.string().describe('Key of the module that it belongs to'),
  })
  .meta({ id: 'AiEnd' })
export const AiRelationship = z
  .strictObject({
    type: RelationshipType,
    source: AiEnd,
    target: AiEnd,
    description: text,
    operations: z.array(z.string()),
    fields: z.array(z.string()),
    criticality: Criticality,
    evidence: text,
    flags,
  })
  .meta({ id: 'AiRelationship' })
export type AiRelationship = z.output<typeof AiRelationship>

const number = z.number().optional()
const counted = {
  requestCount: largeCount,
  successCount: largeCount,
  clientErrorCount: largeCount,
  errorCount: largeCount,
  errorRate: z.number(),
  responseTime: z.strictObject({ average: number, p50: number, p95: number }).meta({ id: 'AiResponseTime' }),
}
export const AiStatistics = z
  .strictObject({
    module: z.string(),
    entity: text,
    recordCount: largeCount,
    lastUpdate: timestamp.optional(),
    ...counted,
    windows: z.array(z.strictObject({ minutes: z.int(), ...counted }).meta({ id: 'AiStatisticsWindow' })),
    healthStatus: Health,
    collectedAt: timestamp,
  })
  .meta({ id: 'AiStatistics' })
export type AiStatistics = z.output<typeof AiStatistics>

const AiSchema = z
  .strictObject({
    name: z.string(),
    description: text,
    fields: z.array(z.string()).describe('Name and type of each field, with * if required'),
    flags,
  })
  .meta({ id: 'AiSchema' })
const AiDocumentation = z
  .strictObject({ key: z.string(), configType: z.string(), text: z.string().describe('Markdown'), flags })
  .meta({ id: 'AiDocumentation' })

export const aiModuleFields = z.strictObject(ofAiModule).keyof().options
export const aiIncludes = ['endpoints', 'schemas', 'documentation', 'relationships', 'statistics'] as const

export const AiModule = z
  .strictObject({
    key: z.string(),
    ...z.strictObject(ofAiModule).partial().shape,
    endpoints: some(AiCapability).optional().describe('Capabilities with their endpoints, if included'),
    schemas: some(AiSchema).optional().describe('Entities with their fields, if included'),
    documentation: some(AiDocumentation).optional().describe('Documentation, if included'),
    relationships: some(AiRelationship).optional().describe('Relationships of the module and its parts, if included'),
    statistics: some(AiStatistics).optional().describe('Statistics, if included'),
    more: z.record(z.string(), z.int()).optional().describe('Number of further entries of its lists, by list'),
    flags,
  })
  .meta({
    id: 'AiModule',
    description: 'A module for a language model; members that are empty or were not requested are omitted',
  })
export type AiModule = z.output<typeof AiModule>

const ofModule = { method: 'get', role: 'viewer', tag: 'ai', params: moduleParams } as const
const markdown = (name: string) => ({ markdown: { type: 'text/markdown', file: `${name}.md` } })
const format = z.enum(['json', 'markdown']).default('json')
const include = anyOf(z.enum(aiIncludes)).describe('Sections to include')
const fields = anyOf(z.enum(aiModuleFields)).describe('Members to return, in addition to key')
const aiListOf = <Item extends z.ZodType>(item: Item) => listOf(item).extend(noticed)

export const contextOperations = {
  listModules: operation({
    method: 'get',
    path: '/api/ai/modules',
    tag: 'ai',
    summary: 'List modules with their capabilities, for a language model',
    role: 'viewer',
    query: z.strictObject({
      ...moduleFilters,
      capability: anyTextOf(z.string().min(1).max(100)).describe('Only modules with a capability of any of these keys'),
      entity: anyOf(identifier).describe('Only modules with any of these entities'),
      ids: z
        .preprocess(
          (given) => (typeof given === 'string' ? given.split(',') : given),
          z.array(moduleName).min(1).max(100),
        )
        .optional()
        .describe('Only these modules, by key, id or alias'),
      fields,
      include,
      format,
      ...paging,
    }),
    representations: markdown('modules'),
    answer: aiListOf(AiModule).extend({
      missing: z.array(z.string()).optional().describe('Entries of `ids` that match no module'),
    }),
    problems: ['invalid-cursor'],
    example: '/api/ai/modules?entity=Customer&fields=name,status,capabilities&limit=1',
    graphql: { query: 'aiModules' },
  }),
  readModule: operation({
    ...ofModule,
    path: '/api/ai/modules/{id}',
    summary: 'Read a module, for a language model',
    query: z.strictObject({ fields, include, format }),
    answer: AiModule.extend({ ...noticed, revision: z.int() }).meta({ id: 'AiModuleAnswer' }),
    representations: markdown('module'),
    example: '/api/ai/modules/crm?fields=name,apiBasePath,entities',
    graphql: { query: 'aiModule' },
    tool: 'get_module',
  }),
  listCapabilities: operation({
    ...ofModule,
    path: '/api/ai/modules/{id}/capabilities',
    summary: 'List the capabilities of a module with their endpoints, for a language model',
    query: z.strictObject({ ...capabilityFilters, format, ...paging }),
    answer: aiListOf(AiCapability),
    representations: markdown('capabilities'),
    problems: ['invalid-cursor'],
    example: '/api/ai/modules/crm/capabilities?entity=Order',
    graphql: { query: 'aiCapabilities' },
  }),
  listRelationships: operation({
    ...ofModule,
    path: '/api/ai/modules/{id}/relationships',
    summary: 'List the relationships of a module and its parts, for a language model',
    query: z.strictObject({ ...relationshipFilters, format, ...paging }),
    answer: aiListOf(AiRelationship),
    representations: markdown('relationships'),
    problems: ['invalid-cursor'],
    example: '/api/ai/modules/crm/relationships?limit=1',
    graphql: { query: 'aiRelationships' },
  }),
  listStatistics: operation({
    ...ofModule,
    path: '/api/ai/modules/{id}/statistics',
    summary: 'List the statistics of a module and its entities, for a language model',
    query: z.strictObject({ format, ...paging }),
    answer: aiListOf(AiStatistics),
    representations: markdown('statistics'),
    problems: ['invalid-cursor'],
    example: '/api/ai/modules/crm/statistics?limit=1',
    graphql: { query: 'aiStatistics' },
  }),
}
