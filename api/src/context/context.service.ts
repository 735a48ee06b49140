import type { capabilitiesService } from '../capabilities/capabilities.service.ts'
import type { Capability } from '../capabilities/capabilities.contract.ts'
import type { Input, List } from '../endpoint.ts'
import type { Graph } from '../graph/graph.ts'
import { moduleOf } from '../history/kinds.ts'
import type { Module } from '../modules/modules.contract.ts'
import type { ModulesService } from '../modules/modules.service.ts'
import type { NamedRelationship, RelationshipsService } from '../relationships/relationships.service.ts'
import type { StatisticsService } from '../statistics/statistics.service.ts'
import type { AiCapability, AiModule, AiRelationship, AiStatistics, contextEndpoints } from './context.contract.ts'

interface Services {
  modules: ModulesService
  capabilities: ReturnType<typeof capabilitiesService>
  relationships: RelationshipsService
  statistics: StatisticsService
}
type Around = Pick<AiModule, 'entities' | 'capabilities' | 'dependsOn' | 'dependants'> & { key: string }
type Endpoints = typeof contextEndpoints

export type ContextService = ReturnType<typeof contextService>

/** What a language model is told: the same facts as anybody gets, by name and without nulls. */
export const contextService = (graph: Graph, { modules, capabilities, relationships, statistics }: Services) => {
  const describe = async (found: Module[]): Promise<AiModule[]> => {
    const around = await graph.read<Around>('context/around-modules', { keys: found.map(({ key }) => key) })
    const byKey = new Map(around.map((row) => [row.key, row]))
    return found.flatMap((module) => {
      const facts = byKey.get(module.key)
      return facts ? [describeModule(module, facts)] : []
    })
  }
  return {
    async listModules({ query }: Input<Endpoints['listModules']>): Promise<List<AiModule>> {
      const list = await modules.list({ query: { ...query, sort: 'key' } })
      return { ...list, items: await describe(list.items) }
    },
    async readModule({ params }: Input<Endpoints['readModule']>): Promise<AiModule> {
      const module = await modules.read({ params })
      const [described] = await describe([module])
      return described!
    },
    async listCapabilities(input: Input<Endpoints['listCapabilities']>): Promise<List<AiCapability>> {
      const list = await capabilities.list(input)
      return { ...list, items: list.items.map(describeCapability) }
    },
    async listRelationships(input: Input<Endpoints['listRelationships']>): Promise<List<AiRelationship>> {
      const list = await relationships.namedOfModule(input)
      return { ...list, items: list.items.map(describeRelationship) }
    },
    async listStatistics(input: Input<Endpoints['listStatistics']>): Promise<List<AiStatistics>> {
      const list = await statistics.list(input)
      return { ...list, items: list.items.map((numbers) => withoutNulls(numbers) as AiStatistics) }
    },
  }
}

const describeModule = (module: Module, { entities, capabilities, dependsOn, dependants }: Around): AiModule =>
  withoutNulls({
    key: module.key,
    name: module.name,
    description: module.description || null,
    type: module.type,
    status: module.status,
    health: module.health,
    version: module.version,
    owner: module.owner,
    tags: module.tags,
    apiBasePath: module.metadata.apiBasePath,
    aiModel: module.metadata.aiModel,
    entities,
    capabilities: capabilities.map(withoutNulls),
    dependsOn,
    dependants,
  }) as AiModule

const describeCapability = ({ module, key, name, type, entity, description, operations, endpoints }: Capability) =>
  withoutNulls({
    module,
    key,
    name,
    type,
    entity,
    description: description || null,
    operations,
    endpoints,
  }) as AiCapability

const describeRelationship = (relationship: NamedRelationship): AiRelationship => {
  const { type, source, sourceName, target, targetName, description, operations, fields, criticality, evidence } =
    relationship
  return withoutNulls({
    type,
    source: { ref: source, name: sourceName, module: moduleOf(source) },
    target: { ref: target, name: targetName, module: moduleOf(target) },
    description: description || null,
    operations,
    fields,
    criticality,
    evidence: evidence || null,
  }) as AiRelationship
}

const inside = (member: unknown): unknown =>
  typeof member === 'object' && member !== null && !Array.isArray(member) ? withoutNulls(member) : member

/** Nulls say nothing to a model and cost tokens. */
function withoutNulls<Value extends object>(value: Value): Value {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (member === null || member === undefined) return []
      return [[name, Array.isArray(member) ? member.map(inside) : inside(member)]]
    }),
  ) as Value
}
