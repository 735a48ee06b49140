import { field } from './resolver.ts'
import { visualisationOperations as endpoints } from '../../questions/visualisation/visualisation.contract.ts'
import type { VisualisationService } from '../../questions/visualisation/visualisation.service.ts'

export const visualisationResolvers = (visualisation: VisualisationService) => ({
  Query: { graph: field(endpoints.graph, (input) => visualisation.graph(input)) },
})
