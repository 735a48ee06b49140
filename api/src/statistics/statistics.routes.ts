import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { statisticsEndpoints as endpoints } from './statistics.contract.ts'
import type { StatisticsService } from './statistics.service.ts'

export function statisticsRoutes(router: Router, statistics: StatisticsService): void {
  bind(router, endpoints.list, (input) => statistics.list(input))
  bind(router, endpoints.push, (input, { origin }) => statistics.push(input, origin))
  bind(router, endpoints.listSamples, (input) => statistics.listSamples(input))
  bind(router, endpoints.overview, (input) => statistics.overview(input))
  bind(router, endpoints.listWindows, (input) => statistics.listWindows(input))
}
