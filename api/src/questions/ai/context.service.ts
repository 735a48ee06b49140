import type { capabilitiesService } from '../../registry/capabilities/capabilities.service.ts'
import type { configurationService } from '../../registry/configuration/configuration.service.ts'
import type { Input, List } from '../../kernel/operation.ts'
import type { entitiesService } from '../../registry/entities/entities.service.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { ModulesService } from '../../registry/modules/modules.service.ts'
import type { RelationshipsService } from '../../registry/relationships/relationships.service.ts'
import type { StatisticsService } from '../../runtime/statistics/statistics.service.ts'
import type { AiCapability, AiModule, AiRelationship, AiStatistics, contextOperations } from './context.contract.ts'
import {
  describeCapability,
  describeDocumentation,
  describeEntity,
  describeModule,
  describeRelationship,
  withoutNulls,
} from './describe.ts'
import { notice } from '../../kernel/untrusted-text.ts'

interface Services {
  modules: ModulesService
  capabilities: ReturnType<typeof capabilitiesService>
  entities: ReturnType<typeof entitiesService>
  configurations: ReturnType<typeof configurationService>
  relationships: RelationshipsService
  statistics: StatisticsService
}
type Endpoints = typeof contextOperations
type Chosen = Pick<Input<Endpoints['readModule']>['query'], 'fields' | 'include'> & { each?: number }
type Noticed<Item> = List<Item> & { notice: string }

/** Of each list inside of a module. */
const most = 50
/** Modules on one page with what is included. */
const mostWithMore = 50

export type ContextService = ReturnType<typeof contextService>

/** What a language model is told: the same facts as anybody gets, by name, without nulls, and bounded. */
export const contextService = (graph: Graph, services: Services) => {
  const { modules, capabilities, relationships, statistics } = services

  const describe = async (found: Module[], { fields, include = [], each = most }: Chosen): Promise<AiModule[]> => {
    const keys = found.map(({ key }) => key)
    const around = await graph.read('context/around-modules', { keys, each })
    const byKey = new Map(around.map((row) => [row.key, row]))
    const included = await Promise.all(include.map((name) => includes[name](services, keys, each)))
    return found.flatMap((module, index) => {
      const facts = byKey.get(module.key)
      if (!facts) return []
      const more = Object.fromEntries(include.map((name, at) => [name, included[at]![index]]))
      return [{ ...chosen(describeModule(module, facts), fields), ...more }]
    })
  }

  const listModules = async ({ query, each }: Pick<Input<Endpoints['listModules']>, 'query'> & { each?: number }) => {
    const { fields, include, format: _format, ...filters } = query
    const limit = include ? Math.min(query.limit, mostWithMore) : query.limit
    const list = await modules.list({ query: { ...filters, limit, sort: 'key' } })
    const missing = await missingOf(query.ids)
    return { ...list, items: await describe(list.items, { fields, include, each }), ...missing, notice }
  }

  const missingOf = async (ids: string[] | undefined) => {
    if (!ids) return {}
    const known = await graph.read('modules/known', { ids })
    const missing = ids.filter((id) => !known.some((one) => one.id === id))
    return missing.length > 0 ? { missing } : {}
  }

  return {
    listModules,

    /** @param each how many of each list inside of it */
    async readModule({
      params,
      query,
      each,
    }: Pick<Input<Endpoints['readModule']>, 'params' | 'query'> & { each?: number }) {
      const list = await listModules({
        query: { ...query, ids: [params.id], limit: 1, format: 'json' },
        each,
      })
      const [module] = list.items
      if (!module)
        throw new Problem('not-found', `there is no module ${params.id}`, [
          { pointer: '/path/id', reason: 'names no module' },
        ])
      return { ...module, notice, revision: list.revision }
    },

    async listCapabilities({ query, ...input }: Input<Endpoints['listCapabilities']>): Promise<Noticed<AiCapability>> {
      const { format: _format, ...asked } = query
      const list = await capabilities.list({ ...input, query: asked })
      return { ...list, items: list.items.map(describeCapability), notice }
    },

    async listRelationships({
      query,
      ...input
    }: Input<Endpoints['listRelationships']>): Promise<Noticed<AiRelationship>> {
      const { format: _format, ...asked } = query
      const list = await relationships.namedOfModule({ ...input, query: asked })
      return { ...list, items: list.items.map(describeRelationship), notice }
    },

    async listStatistics({ query, ...input }: Input<Endpoints['listStatistics']>): Promise<Noticed<AiStatistics>> {
      const { format: _format, ...asked } = query
      const list = await statistics.list({ ...input, query: asked })
      return { ...list, items: list.items.map((numbers) => withoutNulls(numbers)), notice }
    },
  }
}

type Include = NonNullable<Chosen['include']>[number]
interface Some {
  items: object[]
  total: number
  truncated: boolean
}

/** What can be included, for all modules of a page, in their order. */
const includes: Record<Include, (services: Services, keys: string[], each: number) => Promise<Some[]>> = {
  endpoints: async ({ capabilities }, keys, each) =>
    (await capabilities.listOfEach(keys, { limit: each })).map((list) => some(list, describeCapability)),
  schemas: async ({ entities }, keys, each) =>
    (await entities.listOfEach(keys, { limit: each })).map((list) => some(list, describeEntity)),
  documentation: async ({ configurations }, keys, each) =>
    (await configurations.listOfEach(keys, { limit: each })).map((list) => some(list, describeDocumentation)),
  relationships: async ({ relationships }, keys, each) =>
    (await relationships.namedOfEach(keys, { limit: each })).map((list) => some(list, describeRelationship)),
  statistics: async ({ statistics }, keys, each) =>
    (await statistics.listOfEach(keys, { limit: each })).map((list) => some(list, withoutNulls)),
}

/** A module that went meanwhile has nothing. */
const some = <Item extends object>(list: List<Item> | undefined, describe: (item: Item) => object): Some => ({
  items: (list?.items ?? []).map(describe),
  total: list?.total ?? 0,
  truncated: list?.truncated ?? false,
})

function chosen(module: AiModule, fields: string[] | undefined): AiModule {
  if (!fields) return module
  const kept = ['key', 'more', 'flags', ...fields]
  return Object.fromEntries(Object.entries(module).filter(([name]) => kept.includes(name))) as AiModule
}
