import { field } from '../graphql/field.ts'
import { searchEndpoints as endpoints } from './search.contract.ts'
import type { SearchService } from './search.service.ts'

export const searchResolvers = (search: SearchService) => ({
  Query: {
    search: field(endpoints.search, (input) => search.search(input)),
    capabilities: field(endpoints.capabilities, (input) => search.capabilities(input)),
  },
})
