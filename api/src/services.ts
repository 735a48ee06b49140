import { capabilitiesService } from './capabilities/capabilities.service.ts'
import { configurationService } from './configuration/configuration.service.ts'
import { contextService } from './context/context.service.ts'
import { draftsService } from './drafts/drafts.service.ts'
import { generation } from './drafts/generation.ts'
import type { ModelSettings } from './drafts/model.ts'
import { endpointsService } from './endpoints/endpoints.service.ts'
import { entitiesService } from './entities/entities.service.ts'
import type { Graph } from './graph/graph.ts'
import { changeFeed } from './history/feed.ts'
import { kept } from './graph/kept.ts'
import { historyService } from './history/history.service.ts'
import { recordsService } from './hosting/records.service.ts'
import { servedModules } from './hosting/served.ts'
import { modulesService } from './modules/modules.service.ts'
import { patchesService } from './patches/patches.service.ts'
import { relationshipsService } from './relationships/relationships.service.ts'
import { statisticsService } from './statistics/statistics.service.ts'
import { traversalService } from './traversal/traversal.service.ts'
import { visualisationService } from './visualisation/visualisation.service.ts'

export type Services = ReturnType<typeof createServices>

/**
 * What all doors lead to.
 * @param model the language model that writes documents, when there is one
 */
export function createServices(graph: Graph, model?: ModelSettings) {
  const keep = kept(graph)
  const modules = modulesService(graph)
  const capabilities = capabilitiesService(graph)
  const relationships = relationshipsService(graph)
  const statistics = statisticsService(graph)
  const patches = patchesService(graph)
  const drafts = draftsService(graph, patches)
  return {
    modules,
    capabilities,
    relationships,
    statistics,
    entities: entitiesService(graph),
    endpoints: endpointsService(graph),
    configurations: configurationService(graph),
    patches,
    records: recordsService(graph),
    served: servedModules(graph),
    drafts,
    generation: generation(graph, drafts, model),
    history: historyService(graph, modules),
    feed: changeFeed(graph),
    visualisation: visualisationService(graph, keep),
    traversal: traversalService(graph, keep),
    context: contextService(graph, { modules, capabilities, relationships, statistics }),
  }
}
