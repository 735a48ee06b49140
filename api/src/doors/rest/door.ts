import { Router } from 'express'
import { contract } from '../../contract.ts'
import { accessRoutes } from './access.routes.ts'
import { configurationRoutes } from './configuration.routes.ts'
import { contextRoutes } from './context.routes.ts'
import { documentationRoutes } from './documentation.routes.ts'
import { draftsRoutes } from './drafts.routes.ts'
import type { Operation } from '../../kernel/operation.ts'
import { eventsRoutes } from './events.routes.ts'
import { healthRoutes } from './health.routes.ts'
import { historyRoutes } from './history.routes.ts'
import { modulesRoutes } from './modules.routes.ts'
import { partRoutes } from './parts.routes.ts'
import { patchesRoutes } from './patches.routes.ts'
import { queriesRoutes } from './queries.routes.ts'
import { relationshipsRoutes } from './relationships.routes.ts'
import { searchRoutes } from './search.routes.ts'
import type { Services } from '../../services.ts'
import { statisticsRoutes } from './statistics.routes.ts'
import { traversalRoutes } from './traversal.routes.ts'
import { viewsRoutes } from './views.routes.ts'
import { visualisationRoutes } from './visualisation.routes.ts'
import { webhooksRoutes } from './webhooks.routes.ts'
import { refuseOtherMethods } from './route.ts'

export const allOperations = Object.values(contract).flatMap((feature) => Object.values(feature) as Operation[])

/** The REST door: every operation of the contract, and nothing else. */
export function restRoutes(services: Services): Router {
  const router = Router({ caseSensitive: true })
  modulesRoutes(router, services.modules)
  partRoutes(router, contract.capabilities, services.capabilities)
  partRoutes(router, contract.entities, services.entities)
  partRoutes(router, contract.endpoints, services.endpoints)
  configurationRoutes(router, services.configurations, services.versions)
  relationshipsRoutes(router, services.relationships)
  statisticsRoutes(router, services.statistics)
  patchesRoutes(router, services.patches)
  draftsRoutes(router, services.drafts, services.generation)
  healthRoutes(router, services.health)
  eventsRoutes(router, services.events)
  webhooksRoutes(router, services.webhooks)
  historyRoutes(router, services.history)
  visualisationRoutes(router, services.visualisation)
  traversalRoutes(router, services.traversal)
  contextRoutes(router, services.context, services.packs)
  searchRoutes(router, services.search)
  queriesRoutes(router, services.queries)
  viewsRoutes(router, services.views)
  accessRoutes(router, services.access)
  documentationRoutes(router, services.documentation)
  refuseOtherMethods(router, allOperations)
  return router
}
