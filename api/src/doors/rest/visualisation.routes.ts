import type { Router } from 'express'
import { bind, Text } from './route.ts'
import { graphAs } from '../../questions/visualisation/formats.ts'
import {
  graphFormats,
  visualisationOperations as endpoints,
} from '../../questions/visualisation/visualisation.contract.ts'
import type { VisualisationService } from '../../questions/visualisation/visualisation.service.ts'

export function visualisationRoutes(router: Router, visualisation: VisualisationService): void {
  bind(router, endpoints.graph, async ({ query: { format, ...query } }) => {
    const graph = await visualisation.graph({ query })
    if (format === 'json') return graph
    const { type, ending } = graphFormats[format]
    return new Text(graphAs[format](graph), type, `graph.${ending}`)
  })
}
