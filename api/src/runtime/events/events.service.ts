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

/** Streams of events: changes of the registry and of the health of modules. */
export function eventsService(graph: Graph, feed: ReturnType<typeof changeFeed>, health: HealthService) {
  const eventOf = async (change: RevisionSummary): Promise<Event> => {
    const healthChange =
      change.kind === 'module.health' ? healthChangeOf(await readRevision(graph.read, change.number)) : undefined
    return healthChange ? { event: 'health', data: healthChange } : { event: 'change', data: change }
  }
  /** Whether a change affects a module or one within so many steps of it; always true without a module. */
  const isAbout = async ({ changes }: RevisionSummary, module: string | undefined, steps: number) => {
    if (module === undefined) return true
    const watched = await health.watched(module, steps)
    return changes.some(({ ref }) => watched.has(moduleOf(ref)))
  }

  /** Current revision, after which the events of a new subscriber start. */
  const latest = async () => (await graph.read('registry/revision', {}))[0]!.revision

  const events = ({ module, withinSteps, after, events: wanted = 'all' }: Asked) =>
    new Repeater<Event & { id: number }>(async (push, stop) => {
      // Changes of a single module are filtered by the feed, which also knows the ends of deleted relationships.
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

    /** Events from now on, or after the revision `after`. */
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
