import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { healthEndpoints as endpoints } from './health.contract.ts'
import type { HealthService } from './health.service.ts'

export function healthRoutes(router: Router, health: HealthService): void {
  bind(router, endpoints.overview, (input) => health.overview(input))
  bind(router, endpoints.alerts, () => health.alerts())
  bind(router, endpoints.read, (input) => health.read(input))
}
