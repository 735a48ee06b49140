import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { searchEndpoints as endpoints } from './search.contract.ts'
import type { SearchService } from './search.service.ts'

export function searchRoutes(router: Router, search: SearchService): void {
  bind(router, endpoints.search, (input) => search.search(input))
  bind(router, endpoints.capabilities, (input) => search.capabilities(input))
}
