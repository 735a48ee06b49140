import { field } from '../graphql/field.ts'
import { visualisationEndpoints as endpoints } from './visualisation.contract.ts'
import type { VisualisationService } from './visualisation.service.ts'

export const visualisationResolvers = (visualisation: VisualisationService) => ({
  Query: { graph: field(endpoints.graph, (input) => visualisation.graph(input)) },
})
