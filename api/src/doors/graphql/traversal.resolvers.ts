import { field } from './resolver.ts'
import { traversalOperations as endpoints } from '../../questions/traversal/traversal.contract.ts'
import type { TraversalService } from '../../questions/traversal/traversal.service.ts'

export const traversalResolvers = (traversal: TraversalService) => ({
  Query: {
    cycles: field(endpoints.cycles, (input) => traversal.cycles(input)),
    path: field(endpoints.path, (input) => traversal.path(input)),
    order: field(endpoints.order, (input) => traversal.order(input)),
    impact: field(endpoints.impact, (input) => traversal.impact(input)),
    neighbourhood: field(endpoints.neighbourhood, (input) => traversal.neighbourhood(input)),
    orphans: field(endpoints.orphans, (input) => traversal.orphans(input)),
    hubs: field(endpoints.hubs, (input) => traversal.hubs(input)),
    mostDependedOn: field(endpoints.mostDependedOn, (input) => traversal.mostDependedOn(input)),
  },
})
