import type { EventsService } from '../events/events.service.ts'
import { HealthEventsQuery } from '../events/events.contract.ts'
import { field, queryOf, type Args } from '../graphql/field.ts'
import { parse } from '../http/validation.ts'
import { nullWhenMissing } from '../modules/modules.resolvers.ts'
import { healthEndpoints as endpoints } from './health.contract.ts'
import type { HealthService } from './health.service.ts'

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
