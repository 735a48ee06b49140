import type { CapabilitiesService } from '../../registry/capabilities/capabilities.service.ts'
import type { ConfigurationService } from '../../registry/configuration/configuration.service.ts'
import type { Input, List } from '../../kernel/operation.ts'
import type { Service } from '../../store/call.ts'
import type { EntitiesService } from '../../registry/entities/entities.service.ts'
import { noModule } from '../../registry/modules/nearest.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { ModuleList } from '../../registry/modules/module-list.ts'
import type { RelationshipsService } from '../../registry/relationships/relationships.service.ts'
import type { StatisticsService } from '../../runtime/statistics/statistics.service.ts'
import type { AiModule, contextOperations } from './context.contract.ts'
import {
  describeCapability,
  describeDocumentation,
  describeEntity,
  describeModule,
  describeRelationship,
} from './describe.ts'
import { withoutNulls } from '../../kernel/without-nulls.ts'
import { notice } from '../../kernel/untrusted-text.ts'
import { itemMarkdown, listMarkdown, moduleMarkdown } from './markdown.ts'

interface Services {
  capabilities: CapabilitiesService
  entities: EntitiesService
  configurations: ConfigurationService
  relationships: RelationshipsService
  statistics: StatisticsService
}
type Query = Input<typeof contextOperations.listModules>['query']
type Chosen = Pick<Query, 'fields' | 'include'> & { each?: number }

/** Default number of items of each nested list. */
const most = 50
/** Maximum number of modules on a page with `include`. */
const mostWithMore = 50

export type ContextService = ReturnType<typeof contextService>

/** Answers for language models: the same facts as elsewhere, by name, without nulls and of limited length. */
export const contextService = (graph: Graph, listModules: ModuleList, services: Services) => {
  const { capabilities, relationships, statistics } = services

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

  const describedModules = async ({ fields, include, each, ...filters }: Omit<Query, 'format'> & Chosen) => {
    const limit = include ? Math.min(filters.limit, mostWithMore) : filters.limit
    const list = await listModules({ ...filters, limit, sort: 'key' })
    const missing = await missingOf(filters.ids)
    return { ...list, items: await describe(list.items, { fields, include, each }), ...missing, notice }
  }

  const missingOf = async (ids: string[] | undefined) => {
    if (!ids) return {}
    const known = await graph.read('modules/known', { ids })
    const missing = ids.filter((id) => !known.some((one) => one.id === id))
    return missing.length > 0 ? { missing } : {}
  }

  /** @param chosen.each number of items of each nested list */
  const describedModule = async (id: string, chosen: Chosen) => {
    const { items, revision } = await describedModules({ ...chosen, ids: [id], limit: 1 })
    const [module] = items
    if (!module) throw await noModule(graph.read, id, '/path/id')
    return { module, revision }
  }

  return {
    describedModule,

    async listModules({ query: { format, ...query } }) {
      const list = await describedModules(query)
      return format === 'json' ? list : listMarkdown('Modules', list, moduleMarkdown)
    },

    async readModule({ params, query: { format, ...query } }) {
      const { module, revision } = await describedModule(params.id, query)
      if (format === 'json') return { ...module, notice, revision }
      return `> ${notice}\n\n${moduleMarkdown(module)}\n\nrevision ${revision}\n`
    },

    async listCapabilities({ params, query: { format, ...query } }) {
      const list = await capabilities.list({ params, query })
      return inForm(format, 'Capabilities', { ...list, items: list.items.map(describeCapability), notice })
    },

    async listRelationships({ params, query: { format, ...query } }) {
      const list = await relationships.namedOfModule({ params, query })
      return inForm(format, 'Relationships', { ...list, items: list.items.map(describeRelationship), notice })
    },

    async listStatistics({ params, query: { format, ...query } }) {
      const list = await statistics.list({ params, query })
      return inForm(format, 'Statistics', { ...list, items: list.items.map((one) => withoutNulls(one)), notice })
    },
  } satisfies Service<typeof contextOperations>
}

const inForm = <Item extends object>(
  format: 'json' | 'markdown',
  title: string,
  list: List<Item> & { notice: string },
) => (format === 'json' ? list : listMarkdown(title, list, itemMarkdown))

type Include = NonNullable<Chosen['include']>[number]
interface Some {
  items: object[]
  total: number
  truncated: boolean
}

/** The lists that can be included: one for each module of a page, in their order. */
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

/** Empty for a module that was deleted in the meantime. */
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
