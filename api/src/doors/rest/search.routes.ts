import type { Router } from 'express'
import { bind } from './route.ts'
import { searchOperations as endpoints } from '../../questions/search/search.contract.ts'
import type { SearchService } from '../../questions/search/search.service.ts'

export function searchRoutes(router: Router, search: SearchService): void {
  bind(router, endpoints.search, (input) => search.search(input))
  bind(router, endpoints.capabilities, (input) => search.capabilities(input))
}
