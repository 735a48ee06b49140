import { z } from 'zod'
import { anyOf, operation, identity, listOf, paging } from '../../kernel/operation.ts'
import { httpUrl, key, longText, timestamp } from '../../kernel/text.ts'

const wanted = {
  url: httpUrl.describe('URL that receives a POST for each event; must be public unless allowed by OUTBOUND_ALLOW'),
  description: longText(2_000).describe('Purpose of the webhook'),
  events: z.enum(['health', 'all']).meta({ id: 'WebhookEvents' }).describe('Changes of health only, or all changes'),
  module: key.nullable().describe('Only changes of this module; null: of all modules'),
  withinSteps: z
    .int()
    .min(0)
    .max(10)
    .describe('Also include modules that it depends on, up to this number of steps away'),
}
const Webhook = z.strictObject({ ...wanted, ...identity }).meta({ id: 'Webhook', description: 'A webhook' })
export type Webhook = z.output<typeof Webhook>

export const WebhookCreate = z
  .strictObject({
    url: wanted.url,
    description: wanted.description.default(''),
    events: wanted.events.default('health'),
    module: wanted.module.default(null),
    withinSteps: wanted.withinSteps.default(0),
  })
  .meta({ id: 'WebhookCreate' })

const WebhookCreated = z
  .strictObject({
    ...Webhook.shape,
    secret: z
      .string()
      .describe(
        'Signing secret, returned only once; signs id, timestamp and body of each delivery as described at https://www.standardwebhooks.com',
      ),
  })
  .meta({ id: 'WebhookCreated' })

export const deliveryStates = ['pending', 'delivered', 'dead'] as const
const DeliveryState = z.enum(deliveryStates).meta({ id: 'DeliveryState' })
const Delivery = z
  .strictObject({
    id: z.string(),
    webhook: z.string(),
    state: DeliveryState.describe('dead: given up after the last attempt'),
    type: z.string().describe('Event type, such as module.health'),
    revision: z.int().describe('Revision that the delivery reports'),
    attempts: z.int(),
    lastStatus: z.int().nullable().describe('HTTP status of the last response'),
    lastError: z.string().nullable(),
    createdAt: timestamp,
    nextAt: timestamp.nullable().describe('Time of the next attempt'),
  })
  .meta({ id: 'Delivery', description: 'A delivery to a webhook' })
export type Delivery = z.output<typeof Delivery>

const WebhookTest = z
  .strictObject({
    ok: z.boolean(),
    status: z.int().nullable(),
    milliseconds: z.number().nullable(),
    detail: z.string(),
  })
  .meta({ id: 'WebhookTest', description: 'Result of a test delivery' })

const id = z.string().min(1).max(100)
const one = { params: z.strictObject({ id }), role: 'admin' } as const
const base = '/api/webhooks'

export const webhooksOperations = {
  list: operation({
    method: 'get',
    path: base,
    summary: 'List webhooks, oldest first',
    role: 'admin',
    query: z.strictObject(paging),
    answer: listOf(Webhook),
    problems: ['invalid-cursor'],
    graphql: { query: 'webhooks' },
  }),
  create: operation({
    method: 'post',
    path: base,
    summary: 'Create a webhook',
    role: 'admin',
    body: WebhookCreate,
    answer: WebhookCreated,
    problems: ['conflict', 'not-configured'],
    location: '/api/webhooks/{id}',
    graphql: { mutation: 'createWebhook' },
  }),
  read: operation({
    ...one,
    method: 'get',
    path: `${base}/{id}`,
    summary: 'Read a webhook',
    answer: Webhook,
    graphql: { query: 'webhook' },
  }),
  remove: operation({
    ...one,
    method: 'delete',
    path: `${base}/{id}`,
    summary: 'Delete a webhook and its deliveries',
    graphql: { mutation: 'deleteWebhook' },
  }),
  test: operation({
    ...one,
    method: 'post',
    path: `${base}/{id}:test`,
    load: 'read',
    summary: 'Send a test delivery',
    answer: WebhookTest,
    status: 200,
    graphql: { mutation: 'testWebhook' },
  }),
  listDeliveries: operation({
    ...one,
    method: 'get',
    path: `${base}/{id}/deliveries`,
    summary: 'List the deliveries of a webhook, newest first; state=dead for those given up',
    query: z.strictObject({ state: anyOf(DeliveryState), ...paging }),
    answer: listOf(Delivery),
    problems: ['invalid-cursor'],
    graphql: { query: 'webhookDeliveries' },
  }),
  redeliver: operation({
    ...one,
    method: 'post',
    path: `${base}/{id}/deliveries/{delivery}:redeliver`,
    params: z.strictObject({ id, delivery: id }),
    summary: 'Retry a delivery',
    answer: Delivery,
    status: 200,
    graphql: { mutation: 'redeliverWebhook' },
  }),
}
