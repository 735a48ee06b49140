import { z } from 'zod'
import { anyOf, operation, identity, listOf, paging } from '../../kernel/operation.ts'
import { httpUrl, key, longText, timestamp } from '../../kernel/text.ts'

const wanted = {
  url: httpUrl.describe('Gets a POST for each event; a public address, unless the registry allows others'),
  description: longText(2_000).describe('What it is for'),
  events: z
    .enum(['health', 'all'])
    .meta({ id: 'WebhookEvents' })
    .describe('Changes of health only, or all changes of the registry'),
  module: key.nullable().describe('Only what is about this module; null: about any'),
  withinSteps: z.int().min(0).max(10).describe('And about modules that it depends on, at most so many steps away'),
}
const Webhook = z
  .strictObject({ ...wanted, ...identity })
  .meta({ id: 'Webhook', description: 'An address that is told what happens' })
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
        'Shown only here. Signs id, timestamp and body of each message as https://www.standardwebhooks.com describes',
      ),
  })
  .meta({ id: 'WebhookCreated' })

export const deliveryStates = ['pending', 'delivered', 'dead'] as const
const DeliveryState = z.enum(deliveryStates).meta({ id: 'DeliveryState' })
const Delivery = z
  .strictObject({
    id: z.string(),
    webhook: z.string(),
    state: DeliveryState.describe('dead: given up after the last try'),
    type: z.string().describe('What it tells, such as module.health'),
    revision: z.int().describe('Number of the change that it tells'),
    attempts: z.int(),
    lastStatus: z.int().nullable().describe('What the address last answered'),
    lastError: z.string().nullable(),
    createdAt: timestamp,
    nextAt: timestamp.nullable().describe('When it is tried again'),
  })
  .meta({ id: 'Delivery', description: 'A message to a webhook' })
export type Delivery = z.output<typeof Delivery>

const WebhookTest = z
  .strictObject({
    ok: z.boolean(),
    status: z.int().nullable(),
    milliseconds: z.number().nullable(),
    detail: z.string(),
  })
  .meta({ id: 'WebhookTest', description: 'How an address took a message that only tries it out' })

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
    summary: 'Have an address told what happens',
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
    summary: 'Delete a webhook with the messages to it',
    graphql: { mutation: 'deleteWebhook' },
  }),
  test: operation({
    ...one,
    method: 'post',
    path: `${base}/{id}:test`,
    summary: 'Send a webhook a message of type test, now',
    answer: WebhookTest,
    status: 200,
    graphql: { mutation: 'testWebhook' },
  }),
  listDeliveries: operation({
    ...one,
    method: 'get',
    path: `${base}/{id}/deliveries`,
    summary: 'List the messages to a webhook, newest first; those that were given up by state=dead',
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
    summary: 'Try a message again from the start',
    answer: Delivery,
    status: 200,
    graphql: { mutation: 'redeliverWebhook' },
  }),
}
