import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { contextEndpoints as endpoints } from './context.contract.ts'
import type { ContextService } from './context.service.ts'

export function contextRoutes(router: Router, context: ContextService): void {
  bind(router, endpoints.listModules, (input) => context.listModules(input))
  bind(router, endpoints.readModule, (input) => context.readModule(input))
  bind(router, endpoints.listCapabilities, (input) => context.listCapabilities(input))
  bind(router, endpoints.listRelationships, (input) => context.listRelationships(input))
  bind(router, endpoints.listStatistics, (input) => context.listStatistics(input))
}
