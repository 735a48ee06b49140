import type { Router } from 'express'
import { bind, Text } from './route.ts'
import { documentationOperations as endpoints } from '../../questions/documentation/documentation.contract.ts'
import type { DocumentationService } from '../../questions/documentation/documentation.service.ts'

export function documentationRoutes(router: Router, documentation: DocumentationService): void {
  bind(router, endpoints.readModuleOpenApi, (input) => documentation.openApi(input))
  bind(router, endpoints.listOpenApi, (input) => documentation.openApiOfAll(input))
  bind(router, endpoints.readDocs, async ({ params, query }) => {
    const { markdown } = await documentation.docs(params.id, query.section)
    return new Text(markdown, 'text/markdown')
  })
  bind(router, endpoints.readScore, (input) => documentation.score(input))
  bind(router, endpoints.listScores, (input) => documentation.scores(input))
  bind(router, endpoints.readPage, async (input) => new Text(await documentation.page(input), 'text/html'))
  bind(router, endpoints.listForModels, async () => new Text(await documentation.listForModels(), 'text/plain'))
}
