import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { documentationEndpoints as endpoints } from './documentation.contract.ts'
import type { DocumentationService } from './documentation.service.ts'

export function documentationRoutes(router: Router, documentation: DocumentationService): void {
  bind(router, endpoints.readModuleOpenApi, (input) => documentation.openApi(input))
  bind(router, endpoints.listOpenApi, (input) => documentation.openApiOfAll(input))
}
