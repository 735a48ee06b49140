import { Repeater } from '@repeaterjs/repeater'
import type { Graph } from '../../graph/graph.ts'
import type { HealthChange } from '../health/health.contract.ts'
import { healthChangeOf, type HealthService } from '../health/health.service.ts'
import type { changeFeed } from '../../registry/history/change-feed.ts'
import { readRevision } from '../../registry/history/history.service.ts'
import type { RevisionSummary } from '../../registry/history/history.contract.ts'
import { moduleOf } from '../../store/kind.ts'
import type { Service } from '../../store/call.ts'
import type { Event, EventsQuery, eventsOperations } from './events.contract.ts'

export type EventsService = ReturnType<typeof eventsService>
type Asked = Pick<EventsQuery, 'module' | 'withinSteps'> & { after: number; events?: EventsQuery['events'] }

/** What happens, told as it happens. */
export function eventsService(graph: Graph, feed: ReturnType<typeof changeFeed>, health: HealthService) {
  const eventOf = async (change: RevisionSummary): Promise<Event> => {
    const told =
      change.kind === 'module.health' ? healthChangeOf(await readRevision(graph.read, change.number)) : undefined
    return told ? { event: 'health', data: told } : { event: 'change', data: change }
  }
  /** Whether a change is about any of these modules; about anything, when none is named. */
  const isAbout = async ({ changes }: RevisionSummary, module: string | undefined, steps: number) => {
    if (module === undefined) return true
    const watched = await health.watched(module, steps)
    return changes.some(({ ref }) => watched.has(moduleOf(ref)))
  }

  /** From where to listen, for who knows of nothing yet. */
  const latest = async () => (await graph.read('registry/revision', {}))[0]!.revision

  const events = ({ module, withinSteps, after, events: wanted = 'all' }: Asked) =>
    new Repeater<Event & { id: number }>(async (push, stop) => {
      // Only the feed itself knows which modules a relationship that is gone has joined.
      const changes = feed({ after, module: withinSteps === 0 ? module : undefined })
      void stop.then(() => changes.return())
      for await (const change of changes) {
        if (wanted !== 'all' && (change.kind === 'module.health' ? 'health' : 'change') !== wanted) continue
        if (withinSteps > 0 && !(await isAbout(change, module, withinSteps))) continue
        await push({ id: change.number, ...(await eventOf(change)) })
      }
      stop()
    })

  return {
    events,

    latest,

    /** What comes from now on, or since `after`. */
    listen: async ({ query }) => events({ ...query, after: query.after ?? (await latest()) }),
    eventOf,
    isAbout,
    healthChanges: (asked: Omit<Asked, 'events'>) =>
      new Repeater<HealthChange>(async (push, stop) => {
        const found = events({ ...asked, events: 'health' })
        void stop.then(() => found.return())
        for await (const { event, data } of found) if (event === 'health') await push(data)
        stop()
      }),
  } satisfies Service<typeof eventsOperations>
}
