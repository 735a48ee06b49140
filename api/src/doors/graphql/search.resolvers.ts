import { field } from './resolver.ts'
import { searchOperations as endpoints } from '../../questions/search/search.contract.ts'
import type { SearchService } from '../../questions/search/search.service.ts'

export const searchResolvers = (search: SearchService) => ({
  Query: {
    search: field(endpoints.search, (input) => search.search(input)),
    capabilities: field(endpoints.capabilities, (input) => search.capabilities(input)),
  },
})
