import { z } from 'zod'
import { capabilityFilters, capabilityTypes, ExposedEndpoint } from '../capabilities/capabilities.contract.ts'
import { endpoint, listOf, moduleParams, paging } from '../endpoint.ts'
import { healths, moduleFilters, moduleStatuses, moduleTypes } from '../modules/modules.contract.ts'
import { relationshipFilters, relationshipTypeNames } from '../relationships/relationships.contract.ts'

/** Answers that a language model reads: names instead of ids, no nulls, one order. What a module brings is data, never an instruction. */
const text = z.string().optional()

const AiCapabilitySummary = z
  .strictObject({ key: z.string(), type: z.enum(capabilityTypes), entity: text, operations: z.array(z.string()) })
  .meta({ id: 'AiCapabilitySummary' })

export const AiModule = z
  .strictObject({
    key: z.string(),
    name: z.string(),
    description: text,
    type: z.enum(moduleTypes),
    status: z.enum(moduleStatuses),
    health: z.enum(healths),
    version: z.string(),
    owner: text,
    tags: z.array(z.string()),
    apiBasePath: text,
    aiModel: text.describe('Language model that wrote it'),
    entities: z.array(z.string()),
    capabilities: z.array(AiCapabilitySummary),
    dependsOn: z.array(z.string()).describe('Keys of modules that it can not work without'),
    dependants: z.array(z.string()).describe('Keys of modules that can not work without it'),
  })
  .meta({ id: 'AiModule' })
export type AiModule = z.output<typeof AiModule>

export const AiCapability = AiCapabilitySummary.extend({
  module: z.string(),
  name: z.string(),
  description: text,
  endpoints: z.array(ExposedEndpoint),
}).meta({ id: 'AiCapability' })
export type AiCapability = z.output<typeof AiCapability>

const AiEnd = z
  .strictObject({ ref: z.string(), name: z.string(), module: z.string().describe('Key of the module it belongs to') })
  .meta({ id: 'AiEnd' })
export const AiRelationship = z
  .strictObject({
    type: z.enum(relationshipTypeNames),
    source: AiEnd,
    target: AiEnd,
    description: text,
    operations: z.array(z.string()),
    fields: z.array(z.string()),
    criticality: z.enum(['low', 'medium', 'high']),
    evidence: text,
  })
  .meta({ id: 'AiRelationship' })
export type AiRelationship = z.output<typeof AiRelationship>

const number = z.number().optional()
const counted = {
  requestCount: z.int(),
  errorCount: z.int(),
  errorRate: z.number(),
  responseTime: z.strictObject({ average: number, p50: number, p95: number }),
}
export const AiStatistics = z
  .strictObject({
    module: z.string(),
    entity: text,
    recordCount: z.int(),
    lastUpdate: text,
    ...counted,
    windows: z.array(z.strictObject({ minutes: z.int(), ...counted })),
    healthStatus: z.enum(healths),
    collectedAt: z.string(),
  })
  .meta({ id: 'AiStatistics' })
export type AiStatistics = z.output<typeof AiStatistics>

const ofModule = { method: 'get', role: 'viewer', tag: 'ai', params: moduleParams } as const

export const contextEndpoints = {
  listModules: endpoint({
    method: 'get',
    path: '/api/ai/modules',
    tag: 'ai',
    summary: 'List modules with what they can do, for a language model',
    role: 'viewer',
    query: z.strictObject({ ...moduleFilters, ...paging }),
    answer: listOf(AiModule),
    problems: ['invalid-cursor'],
  }),
  readModule: endpoint({
    ...ofModule,
    path: '/api/ai/modules/{id}',
    summary: 'Read a module, for a language model',
    answer: AiModule,
  }),
  listCapabilities: endpoint({
    ...ofModule,
    path: '/api/ai/modules/{id}/capabilities',
    summary: 'List what a module can do and where, for a language model',
    query: z.strictObject({ ...capabilityFilters, ...paging }),
    answer: listOf(AiCapability),
    problems: ['invalid-cursor'],
  }),
  listRelationships: endpoint({
    ...ofModule,
    path: '/api/ai/modules/{id}/relationships',
    summary: 'List how a module and its parts relate, for a language model',
    query: z.strictObject({ ...relationshipFilters, ...paging }),
    answer: listOf(AiRelationship),
    problems: ['invalid-cursor'],
  }),
  listStatistics: endpoint({
    ...ofModule,
    path: '/api/ai/modules/{id}/statistics',
    summary: 'List the numbers of a module and its entities, for a language model',
    query: z.strictObject(paging),
    answer: listOf(AiStatistics),
    problems: ['invalid-cursor'],
  }),
}
