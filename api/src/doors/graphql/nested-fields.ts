import { z } from 'zod'
import { listOf, paging } from '../../kernel/operation.ts'
import { parse } from '../../kernel/validation.ts'
import type { CapabilitiesService } from '../../registry/capabilities/capabilities.service.ts'
import { capabilitiesOperations } from '../../registry/capabilities/capabilities.contract.ts'
import { configurationOperations } from '../../registry/configuration/configuration.contract.ts'
import type { ConfigurationService } from '../../registry/configuration/configuration.service.ts'
import { documentationOperations } from '../../questions/documentation/documentation.contract.ts'
import type { DocumentationService } from '../../questions/documentation/documentation.service.ts'
import { endpointsOperations } from '../../registry/endpoints/endpoints.contract.ts'
import type { EndpointsService } from '../../registry/endpoints/endpoints.service.ts'
import { entitiesOperations } from '../../registry/entities/entities.contract.ts'
import type { EntitiesService } from '../../registry/entities/entities.service.ts'
import { FeedQuery, RevisionSummary } from '../../registry/history/history.contract.ts'
import type { Aliases } from '../../registry/modules/aliases.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import {
  Neighbour,
  NeighbourQuery,
  relationshipsOperations,
  type RelationshipType,
} from '../../registry/relationships/relationships.contract.ts'
import { HealthEventsQuery } from '../../runtime/events/events.contract.ts'
import type { RelationshipsService } from '../../registry/relationships/relationships.service.ts'
import type { EventsService } from '../../runtime/events/events.service.ts'
import { HealthChange, healthOperations } from '../../runtime/health/health.contract.ts'
import type { HealthService } from '../../runtime/health/health.service.ts'
import { statisticsOperations } from '../../runtime/statistics/statistics.contract.ts'
import type { StatisticsService } from '../../runtime/statistics/statistics.service.ts'
import type { changeFeed } from '../../registry/history/change-feed.ts'
import type { Admission } from '../../runtime/admission.ts'
import type { Field } from './sdl.ts'

/** The services behind nested fields and subscriptions. */
export interface Services {
  aliases: Aliases
  capabilities: CapabilitiesService
  entities: EntitiesService
  endpoints: EndpointsService
  configurations: ConfigurationService
  relationships: RelationshipsService
  statistics: StatisticsService
  health: HealthService
  documentation: DocumentationService
  events: EventsService
  feed: ReturnType<typeof changeFeed>
  admission: Admission
}

/** A nested field of Module, read for all modules of a page at once, in their order; undefined if a module has none. */
export interface ModuleField extends Field {
  readEach(services: Services, modules: readonly Module[], args: unknown): Promise<readonly unknown[]>
}

/** A field of Subscription: it contains all changes after `listen` has resolved, or after the given revision. */
export interface Feed extends Field {
  listen(services: Services, args: unknown): Promise<AsyncIterable<unknown>>
}

const nested = <Query extends z.ZodObject>(
  { summary: description, query, answer }: { summary: string; query: Query; answer: z.ZodType },
  readEach: (
    services: Services,
    keys: string[],
    query: z.output<Query>,
    modules: readonly Module[],
  ) => Promise<readonly unknown[]>,
): ModuleField => ({
  description,
  query,
  answer,
  // Rejects for a bad argument: a loader takes nothing that is thrown.
  readEach: async (services, modules, args) => {
    const keys = modules.map(({ key }) => key)
    return readEach(services, keys, parse(query, args, '/query'), modules)
  },
})

const neighbours = (summary: string, type: RelationshipType, direction: 'outgoing' | 'incoming' | 'both') =>
  nested({ summary, query: z.strictObject(paging), answer: listOf(Neighbour) }, ({ relationships }, keys, query) =>
    relationships.neighboursOfEach(keys, type, { direction, ...query }),
  )

const activeOnly = relationshipsOperations.listOfModule.query.omit({ state: true })

export const moduleFields: Record<string, ModuleField> = {
  capabilities: nested(capabilitiesOperations.list, ({ capabilities }, keys, query) =>
    capabilities.listOfEach(keys, query),
  ),
  entities: nested(entitiesOperations.list, ({ entities }, keys, query) => entities.listOfEach(keys, query)),
  endpoints: nested(endpointsOperations.list, ({ endpoints }, keys, query) => endpoints.listOfEach(keys, query)),
  configurations: nested(configurationOperations.list, ({ configurations }, keys, query) =>
    configurations.listOfEach(keys, query),
  ),
  dependencies: neighbours('Modules that it depends on', 'dependency', 'outgoing'),
  dependents: neighbours('Modules that depend on it', 'dependency', 'incoming'),
  integrations: neighbours('Modules that it exchanges calls or events with', 'integration', 'both'),
  flows: nested(
    {
      summary: 'Modules that it sends data to or receives data from',
      query: NeighbourQuery,
      answer: listOf(Neighbour),
    },
    ({ relationships }, keys, query) => relationships.neighboursOfEach(keys, 'data-flow', query),
  ),
  relationships: nested(
    { ...relationshipsOperations.listOfModule, query: activeOnly },
    ({ relationships }, keys, query) => relationships.listOfEach(keys, query),
  ),
  statistics: nested(statisticsOperations.list, ({ statistics }, keys, query) => statistics.listOfEach(keys, query)),
  // The name `health` is taken by the health of the module itself.
  healthReport: nested(healthOperations.read, ({ health }, _keys, _query, modules) => health.readOfEach(modules)),
  documentation: nested(documentationOperations.readScore, ({ documentation }, keys) =>
    documentation.scoresOfEach(keys),
  ),
}

/** Subscriptions for all modules or one. */
export const feeds: Record<string, Feed> = {
  changes: {
    description:
      'Stream of changes by any process: all of them, or those of one module, its parts and their relationships. Starts with the changes since `after`',
    query: FeedQuery,
    answer: RevisionSummary,
    listen: async ({ feed, events }, args) => {
      const { module, after = await events.latest() } = parse(FeedQuery, args, '/query')
      return feed({ module, after })
    },
  },
  healthChanges: {
    description:
      'Stream of health changes: of all modules, or of one module and those that it depends on up to `withinSteps` steps away. Starts with the changes since `after`',
    query: HealthEventsQuery,
    answer: HealthChange,
    listen: async ({ events }, args) => {
      const { after = await events.latest(), ...about } = parse(HealthEventsQuery, args, '/query')
      return events.healthChanges({ ...about, after })
    },
  },
}
