import { Repeater } from '@repeaterjs/repeater'
import type { Graph } from '../../graph/graph.ts'
import type { RevisionSummary } from './history.contract.ts'
import { summary } from './history.service.ts'

/** Milliseconds between two looks at the registry's revision while somebody listens. */
const interval = 500
const atOnce = 100

/**
 * The changes of the registry as they come, made by whichever API process: the revision in the database tells that there are some.
 * One look serves all who listen; each then reads what it has not seen, so that a slow listener misses nothing and holds up nobody.
 * Where to begin is the caller's to say, and to know before its client is told that it is heard: reading begins later, at the first pull.
 */
export function changeFeed(graph: Graph) {
  const waiting = new Set<(revision: number) => void>()
  let timer: NodeJS.Timeout | undefined

  const revision = async () => (await graph.read('registry/revision', {}))[0]!.revision
  const look = async () => {
    // A database that does not answer has no news; it is asked again.
    const current = await revision().catch(() => undefined)
    if (current !== undefined) for (const tell of waiting) tell(current)
    timer = waiting.size > 0 ? setTimeout(() => void look(), interval) : undefined
  }

  /** Resolves when there is a change after this one, or at the end. */
  const moved = (after: number, end: Promise<unknown>) =>
    new Promise<void>((resolve) => {
      const done = () => {
        waiting.delete(tell)
        resolve()
      }
      const tell = (current: number) => {
        if (current > after) done()
      }
      waiting.add(tell)
      void end.then(done)
      timer ??= setTimeout(() => void look(), interval)
    })

  return ({ module, after }: { module?: string | undefined; after: number }): Repeater<RevisionSummary> =>
    new Repeater<RevisionSummary>(async (push, stop) => {
      let isOver = false
      void stop.then(() => (isOver = true))
      let seen = after
      while (!isOver) {
        const current = await revision()
        const found = await graph.read('history/after', {
          ...{ after: seen, module: module ?? null, limit: atOnce },
        })
        for (const { entry } of found) {
          if (isOver) return
          await push(summary(entry))
        }
        seen = Math.max(seen, found.at(-1)?.entry.number ?? 0)
        if (found.length === atOnce) continue
        seen = Math.max(seen, current)
        await moved(seen, stop)
      }
    })
}
