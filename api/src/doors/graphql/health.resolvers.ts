import type { EventsService } from '../../runtime/events/events.service.ts'
import { HealthEventsQuery } from '../../runtime/events/events.contract.ts'
import { field, queryOf, type Args } from './resolver.ts'
import { parse } from '../../kernel/validation.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import { healthOperations as endpoints } from '../../runtime/health/health.contract.ts'
import type { HealthService } from '../../runtime/health/health.service.ts'

export const healthResolvers = (health: HealthService, events: EventsService) => {
  const read = field(endpoints.read, (input) => health.read(input))
  return {
    Query: {
      moduleHealth: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing),
      health: field(endpoints.overview, (input) => health.overview(input)),
      healthAlerts: field(endpoints.alerts, () => health.alerts()),
    },
    Subscription: {
      healthChanges: {
        subscribe: (_parent: unknown, args: Args) =>
          events.healthChanges(parse(HealthEventsQuery, queryOf(args), '/query')),
        resolve: (change: unknown) => change,
      },
    },
  }
}
