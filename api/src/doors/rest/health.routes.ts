import type { Router } from 'express'
import { bind } from './route.ts'
import { healthOperations as endpoints } from '../../runtime/health/health.contract.ts'
import type { HealthService } from '../../runtime/health/health.service.ts'

export function healthRoutes(router: Router, health: HealthService): void {
  bind(router, endpoints.overview, (input) => health.overview(input))
  bind(router, endpoints.alerts, () => health.alerts())
  bind(router, endpoints.read, (input) => health.read(input))
}
