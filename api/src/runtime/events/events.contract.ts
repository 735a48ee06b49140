import { z } from 'zod'
import { operation, integerParameter, moduleName, wholeNumber } from '../../kernel/operation.ts'
import { HealthChange } from '../health/health.contract.ts'
import { RevisionSummary } from '../../registry/history/history.contract.ts'

const concerning = {
  module: moduleName.optional().describe('Only changes of this module, its parts and their relationships'),
  withinSteps: integerParameter(0, 10, 0).describe(
    'Also include modules that it depends on, up to this number of steps away',
  ),
}

export const HealthEventsQuery = z.strictObject({
  ...concerning,
  after: wholeNumber(0, 2_147_483_647).optional().describe('Last known revision; default: the current one'),
})

export const eventTypes = ['health', 'change'] as const
/** `health` is a change of a module's health, `change` any other change of the registry. */
export const Event = z
  .discriminatedUnion('event', [
    z.strictObject({ event: z.literal('health'), data: HealthChange }),
    z.strictObject({ event: z.literal('change'), data: RevisionSummary }),
  ])
  .meta({ id: 'Event', description: 'An event of the stream; its id is the revision' })
export type Event = z.output<typeof Event>

export const EventsQuery = z.strictObject({
  ...concerning,
  events: z
    .enum([...eventTypes, 'all'])
    .default('all')
    .describe('Event types'),
  after: wholeNumber(0, 2_147_483_647)
    .optional()
    .describe('Last known revision, like Last-Event-ID; default: the current one'),
})
export type EventsQuery = z.output<typeof EventsQuery>

export const eventsOperations = {
  listen: operation({
    method: 'get',
    path: '/api/events',
    summary: 'Stream changes as server-sent events; resume with Last-Event-ID',
    role: 'viewer',
    query: EventsQuery,
    answer: Event,
    stream: 'events',
    load: 'own',
    problems: ['not-acceptable', 'busy'],
    graphql: { none: 'answers with a stream; the subscriptions changes and healthChanges provide the same' },
  }),
}
