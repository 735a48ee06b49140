import { field } from './resolver.ts'
import { documentationOperations as endpoints } from '../../questions/documentation/documentation.contract.ts'
import type { DocumentationService } from '../../questions/documentation/documentation.service.ts'

export const documentationResolvers = (documentation: DocumentationService) => ({
  Query: {
    documentationScore: field(endpoints.readScore, (input) => documentation.score(input)),
    moduleDocs: field(
      endpoints.readDocs,
      async ({ params, query }) => (await documentation.docs(params.id, query.section)).markdown,
    ),
    documentationScores: field(endpoints.listScores, (input) => documentation.scores(input)),
  },
})
