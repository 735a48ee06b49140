import type { Router } from 'express'
import { bind } from './route.ts'
import { statisticsOperations as endpoints } from '../../runtime/statistics/statistics.contract.ts'
import type { StatisticsService } from '../../runtime/statistics/statistics.service.ts'

export function statisticsRoutes(router: Router, statistics: StatisticsService): void {
  bind(router, endpoints.list, (input) => statistics.list(input))
  bind(router, endpoints.push, (input, { origin }) => statistics.push(input, origin))
  bind(router, endpoints.listSamples, (input) => statistics.listSamples(input))
  bind(router, endpoints.overview, (input) => statistics.overview(input))
  bind(router, endpoints.listWindows, (input) => statistics.listWindows(input))
}
