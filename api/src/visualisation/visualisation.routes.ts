import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { visualisationEndpoints as endpoints } from './visualisation.contract.ts'
import type { VisualisationService } from './visualisation.service.ts'

export function visualisationRoutes(router: Router, visualisation: VisualisationService): void {
  bind(router, endpoints.graph, (input) => visualisation.graph(input))
}
