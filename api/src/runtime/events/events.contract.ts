import { z } from 'zod'
import { operation, integerParameter, wholeNumber } from '../../kernel/operation.ts'
import { HealthChange } from '../health/health.contract.ts'
import { RevisionSummary } from '../../registry/history/history.contract.ts'
import { key } from '../../kernel/text.ts'

const concerning = {
  module: key.optional().describe('Only what is about this module, its parts and their relationships'),
  withinSteps: integerParameter(0, 10, 0).describe('And about modules that it depends on, at most so many steps away'),
}

export const HealthEventsQuery = z.strictObject({
  ...concerning,
  after: wholeNumber(0, 2_147_483_647).optional(),
})

export const eventTypes = ['health', 'change'] as const
/** `health` tells of a change of health, `change` of any other change of the registry. */
export const Event = z
  .discriminatedUnion('event', [
    z.strictObject({ event: z.literal('health'), data: HealthChange }),
    z.strictObject({ event: z.literal('change'), data: RevisionSummary }),
  ])
  .meta({ id: 'Event', description: 'What the stream tells, one event each; its id is the number of the change' })
export type Event = z.output<typeof Event>

export const EventsQuery = z.strictObject({
  ...concerning,
  events: z
    .enum([...eventTypes, 'all'])
    .default('all')
    .describe('Which of them'),
  after: wholeNumber(0, 2_147_483_647)
    .optional()
    .describe('Number of the last change that you know, as Last-Event-ID is; now if neither is given'),
})
export type EventsQuery = z.output<typeof EventsQuery>

export const eventsOperations = {
  listen: operation({
    method: 'get',
    path: '/api/events',
    summary: 'Listen to changes as they come: a stream of server-sent events, to be resumed with Last-Event-ID',
    role: 'viewer',
    query: EventsQuery,
    answer: Event,
    stream: 'events',
    problems: ['not-acceptable', 'busy'],
    graphql: { none: 'answers with a stream; the subscriptions changes and healthChanges tell the same' },
  }),
}
