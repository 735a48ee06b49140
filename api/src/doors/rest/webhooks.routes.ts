import type { Router } from 'express'
import { bind } from './route.ts'
import { webhooksOperations as endpoints } from '../../runtime/webhooks/webhooks.contract.ts'
import type { WebhooksService } from '../../runtime/webhooks/webhooks.service.ts'

export function webhooksRoutes(router: Router, webhooks: WebhooksService): void {
  bind(router, endpoints.list, (input) => webhooks.list(input))
  bind(router, endpoints.create, (input, { origin }) => webhooks.create(input, origin))
  bind(router, endpoints.test, (input) => webhooks.test(input))
  bind(router, endpoints.read, (input) => webhooks.read(input))
  bind(router, endpoints.remove, (input, { expected }) => webhooks.remove(input, expected))
  bind(router, endpoints.listDeliveries, (input) => webhooks.listDeliveries(input))
  bind(router, endpoints.redeliver, (input) => webhooks.redeliver(input))
}
