import { Router } from 'express'
import { contract } from '../contract.ts'
import type { Endpoint } from '../endpoint.ts'
import { modulesRoutes } from '../modules/modules.routes.ts'
import { partRoutes } from '../parts/parts.routes.ts'
import type { Services } from '../services.ts'
import { bind, refuseOtherMethods, Repeated } from './bind.ts'

export const allEndpoints = Object.values(contract).flatMap((feature) => Object.values(feature) as Endpoint[])

/** The REST door: every operation of the contract, and nothing else. */
export function restRoutes(services: Services): Router {
  const router = Router({ caseSensitive: true })
  modulesRoutes(router, services.modules)
  partRoutes(router, contract.capabilities, services.capabilities)
  partRoutes(router, contract.entities, services.entities)
  partRoutes(router, contract.endpoints, services.endpoints)
  partRoutes(router, contract.configurations, services.configurations)
  bind(router, contract.relationships.listOfModule, (input) => services.relationships.listOfModule(input))
  bind(router, contract.statistics.list, (input) => services.statistics.list(input))
  bind(router, contract.patches.apply, async (input, { origin }) => {
    const { answer, isNew } = await services.patches.apply(input, origin)
    return isNew ? answer : new Repeated(answer)
  })
  bind(router, contract.history.listRevisions, (input) => services.history.list(input))
  bind(router, contract.history.listOfModule, (input) => services.history.listOfModule(input))
  bind(router, contract.graph.graph, (input) => services.visualisation.graph(input))
  bind(router, contract.ai.listModules, (input) => services.context.listModules(input))
  bind(router, contract.ai.readModule, (input) => services.context.readModule(input))
  bind(router, contract.ai.listCapabilities, (input) => services.context.listCapabilities(input))
  bind(router, contract.ai.listRelationships, (input) => services.context.listRelationships(input))
  bind(router, contract.ai.listStatistics, (input) => services.context.listStatistics(input))
  refuseOtherMethods(router, allEndpoints)
  return router
}
