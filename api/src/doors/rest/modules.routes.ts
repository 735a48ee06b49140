import type { Router } from 'express'
import { bind } from './route.ts'
import { modulesOperations as endpoints } from '../../registry/modules/modules.contract.ts'
import type { ModulesService } from '../../registry/modules/modules.service.ts'

export function modulesRoutes(router: Router, modules: ModulesService): void {
  bind(router, endpoints.listModules, (input) => modules.list(input))
  bind(router, endpoints.createModule, (input, { origin }) => modules.create(input, origin))
  bind(router, endpoints.readModule, (input) => modules.read(input))
  bind(router, endpoints.replaceModule, (input, { expected, origin }) => modules.replace(input, expected, origin))
  bind(router, endpoints.changeModule, (input, { expected, origin }) => modules.change(input, expected, origin))
  bind(router, endpoints.deleteModule, (input, { expected, origin }) => modules.remove(input, expected, origin))
  bind(router, endpoints.setModuleStatus, (input, { expected, origin }) => modules.setStatus(input, expected, origin))
}
