import { accessService } from './access/access.service.ts'
import { capabilitiesService } from './capabilities/capabilities.service.ts'
import { configurationService } from './configuration/configuration.service.ts'
import { versionsService } from './configuration/versions.service.ts'
import { contextService } from './context/context.service.ts'
import { packsService } from './context/packs.service.ts'
import { documentationService } from './documentation/documentation.service.ts'
import { draftsService } from './drafts/drafts.service.ts'
import { generation } from './drafts/generation.ts'
import type { ModelSettings } from './drafts/model.ts'
import { endpointsService } from './endpoints/endpoints.service.ts'
import { entitiesService } from './entities/entities.service.ts'
import type { Graph } from './graph/graph.ts'
import { eventsService } from './events/events.service.ts'
import { healthService } from './health/health.service.ts'
import { changeFeed } from './history/feed.ts'
import { kept } from './graph/kept.ts'
import { historyService } from './history/history.service.ts'
import { recordsService } from './hosting/records.service.ts'
import { servedModules } from './hosting/served.ts'
import { modulesService } from './modules/modules.service.ts'
import { patchesService } from './patches/patches.service.ts'
import { queriesService, type QueriesOptions } from './queries/queries.service.ts'
import { relationshipsService } from './relationships/relationships.service.ts'
import { searchService } from './search/search.service.ts'
import { statisticsService } from './statistics/statistics.service.ts'
import { traversalService } from './traversal/traversal.service.ts'
import { signing } from './webhooks/signing.ts'
import { viewsService } from './views/views.service.ts'
import { webhooksService } from './webhooks/webhooks.service.ts'
import { createDispatcher } from './webhooks/dispatcher.ts'
import { createMonitor } from './monitor/monitor.ts'
import { createOutbound } from './outbound/outbound.ts'
import type { Range } from './outbound/addresses.ts'
import { visualisationService } from './visualisation/visualisation.service.ts'

/** Where the registry runs: what it may reach, and what only it knows. */
export interface Deployment {
  /** Of which the secrets of webhooks are made, and with which private queries are sealed; without it there can be none of both. */
  secretsKey?: Buffer
  /** How what analysts ask reaches the database. */
  analysts?: QueriesOptions
  /** Ranges of addresses that may be asked although they are not public. */
  allowed?: Range[]
}

export type Services = ReturnType<typeof createServices>

/**
 * What all doors lead to.
 * @param model the language model that writes documents, when there is one
 */
export function createServices(
  graph: Graph,
  model?: ModelSettings,
  { secretsKey, allowed, analysts }: Deployment = {},
) {
  const keep = kept(graph)
  const modules = modulesService(graph)
  const capabilities = capabilitiesService(graph)
  const relationships = relationshipsService(graph)
  const statistics = statisticsService(graph)
  const entities = entitiesService(graph)
  const configurations = configurationService(graph, secretsKey)
  const packs = packsService(graph, keep)
  const patches = patchesService(graph)
  const drafts = draftsService(graph, patches)
  const feed = changeFeed(graph)
  const health = healthService(graph, keep)
  const events = eventsService(graph, feed, health)
  const outbound = createOutbound(allowed)
  const sign = signing(secretsKey)
  const leadership = { isHeld: () => false }
  return {
    access: accessService(graph, secretsKey),
    modules,
    capabilities,
    relationships,
    statistics,
    entities,
    endpoints: endpointsService(graph),
    configurations,
    versions: versionsService(graph, configurations),
    patches,
    records: recordsService(graph),
    served: servedModules(graph),
    drafts,
    generation: generation(graph, packs, drafts, model),
    history: historyService(graph, modules),
    feed,
    health,
    events,
    webhooks: webhooksService(graph, outbound, sign),
    leadership,
    /** Made, not started: that is for one who serves. */
    monitor: (options: { holder: string; interval: number; failed?: (error: unknown) => void }) =>
      createMonitor({
        ...{ graph, outbound, leadership, windows: statistics.windows, ...options },
        push: (id, body) => statistics.push({ params: { id }, body }, { actor: 'monitor', via: 'monitor' }),
        beside: createDispatcher({ graph, outbound, sign, events }),
      }),
    visualisation: visualisationService(graph, keep),
    traversal: traversalService(graph, keep),
    context: contextService(graph, { modules, capabilities, entities, configurations, relationships, statistics }),
    packs,
    queries: queriesService(graph, secretsKey, analysts),
    views: viewsService(graph, secretsKey),
    search: searchService(graph),
    documentation: documentationService(graph, { modules, relationships }),
  }
}
