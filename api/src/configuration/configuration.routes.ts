import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { partRoutes } from '../parts/parts.routes.ts'
import { configurationEndpoints as endpoints } from './configuration.contract.ts'
import type { ConfigurationService } from './configuration.service.ts'

export function configurationRoutes(router: Router, configurations: ConfigurationService): void {
  partRoutes(router, endpoints, configurations)
  bind(router, endpoints.validate, (input) => configurations.validate(input))
}
