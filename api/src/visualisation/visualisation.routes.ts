import type { Router } from 'express'
import { bind, Text } from '../http/bind.ts'
import { graphAs } from './formats.ts'
import { graphFormats, visualisationEndpoints as endpoints } from './visualisation.contract.ts'
import type { VisualisationService } from './visualisation.service.ts'

export function visualisationRoutes(router: Router, visualisation: VisualisationService): void {
  bind(router, endpoints.graph, async ({ query: { format, ...query } }) => {
    const graph = await visualisation.graph({ query })
    if (format === 'json') return graph
    const { type, ending } = graphFormats[format]
    return new Text(graphAs[format](graph), type, `graph.${ending}`)
  })
}
