import { Repeater } from '@repeaterjs/repeater'
import type { Graph } from '../../graph/graph.ts'
import type { RevisionSummary } from './history.contract.ts'
import { summary } from './history.service.ts'

/** Milliseconds between two reads of the registry's revision while there are subscribers. */
const interval = 500
const atOnce = 100

/**
 * Streams the changes of the registry, made by any API process, by polling its revision in the database. One poll
 * serves all subscribers; each then reads what it has not seen, so that a slow one misses nothing and blocks nobody.
 * The caller gives the revision to start after, and must read it before it confirms the subscription: the stream reads
 * nothing before its first pull.
 */
export function changeFeed(graph: Graph) {
  const subscribers = new Set<(revision: number) => void>()
  let timer: NodeJS.Timeout | undefined

  const revision = async () => (await graph.read('registry/revision', {}))[0]!.revision
  const poll = async () => {
    // If the database does not answer, the next poll tries again.
    const current = await revision().catch(() => undefined)
    if (current !== undefined) for (const notify of subscribers) notify(current)
    timer = subscribers.size > 0 ? setTimeout(() => void poll(), interval) : undefined
  }

  /** Resolves on the next change after a revision, or at the end of the stream. */
  const nextChange = (after: number, end: Promise<unknown>) =>
    new Promise<void>((resolve) => {
      const done = () => {
        subscribers.delete(notify)
        resolve()
      }
      const notify = (current: number) => {
        if (current > after) done()
      }
      subscribers.add(notify)
      void end.then(done)
      timer ??= setTimeout(() => void poll(), interval)
    })

  return ({ module, after }: { module?: string | undefined; after: number }): Repeater<RevisionSummary> =>
    new Repeater<RevisionSummary>(async (push, stop) => {
      let isStopped = false
      void stop.then(() => (isStopped = true))
      let seen = after
      while (!isStopped) {
        const current = await revision()
        const found = await graph.read('history/after', {
          after: seen,
          module: module ?? null,
          limit: atOnce,
        })
        for (const { entry } of found) {
          if (isStopped) return
          await push(summary(entry))
        }
        seen = Math.max(seen, found.at(-1)?.entry.number ?? 0)
        if (found.length === atOnce) continue
        seen = Math.max(seen, current)
        await nextChange(seen, stop)
      }
    })
}
