import { field } from './resolver.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import { webhooksOperations as endpoints } from '../../runtime/webhooks/webhooks.contract.ts'
import type { WebhooksService } from '../../runtime/webhooks/webhooks.service.ts'

export const webhooksResolvers = (webhooks: WebhooksService) => {
  const read = field(endpoints.read, (input) => webhooks.read(input))
  const remove = field(endpoints.remove, (input, { expected }) => webhooks.remove(input, expected))
  return {
    Query: {
      webhook: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing),
      webhooks: field(endpoints.list, (input) => webhooks.list(input)),
      webhookDeliveries: field(endpoints.listDeliveries, (input) => webhooks.listDeliveries(input)),
    },
    Mutation: {
      createWebhook: field(endpoints.create, (input, { origin }) => webhooks.create(input, origin)),
      deleteWebhook: async (...asked: Parameters<typeof remove>) => (await remove(...asked), true),
      testWebhook: field(endpoints.test, (input) => webhooks.test(input)),
      redeliverWebhook: field(endpoints.redeliver, (input) => webhooks.redeliver(input)),
    },
  }
}
