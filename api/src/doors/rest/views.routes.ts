import type { Router } from 'express'
import { bind } from './route.ts'
import { viewsOperations as endpoints } from '../../registry/views/views.contract.ts'
import type { ViewsService } from '../../registry/views/views.service.ts'

export function viewsRoutes(router: Router, views: ViewsService): void {
  bind(router, endpoints.list, (input, { origin }) => views.list(input, origin.actor))
  bind(router, endpoints.create, (input, { origin }) => views.create(input, origin))
  bind(router, endpoints.read, (input, { origin }) => views.read(input, origin.actor))
  bind(router, endpoints.replace, (input, { origin, expected }) => views.replace(input, origin.actor, expected))
  bind(router, endpoints.remove, (input, { origin, expected }) => views.remove(input, origin.actor, expected))
}
