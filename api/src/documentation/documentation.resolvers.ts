import { field } from '../graphql/field.ts'
import { documentationEndpoints as endpoints } from './documentation.contract.ts'
import type { DocumentationService } from './documentation.service.ts'

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
