import type { Router } from 'express'
import { bind } from './route.ts'
import { traversalOperations as endpoints } from '../../questions/traversal/traversal.contract.ts'
import type { TraversalService } from '../../questions/traversal/traversal.service.ts'

export function traversalRoutes(router: Router, traversal: TraversalService): void {
  bind(router, endpoints.cycles, (input) => traversal.cycles(input))
  bind(router, endpoints.path, (input) => traversal.path(input))
  bind(router, endpoints.order, (input) => traversal.order(input))
  bind(router, endpoints.impact, (input) => traversal.impact(input))
  bind(router, endpoints.moduleImpact, (input) => traversal.moduleImpact(input))
  bind(router, endpoints.neighbourhood, (input) => traversal.neighbourhood(input))
  bind(router, endpoints.orphans, (input) => traversal.orphans(input))
  bind(router, endpoints.hubs, (input) => traversal.hubs(input))
  bind(router, endpoints.mostDependedOn, (input) => traversal.mostDependedOn(input))
}
