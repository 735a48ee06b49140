import { LRUCache } from 'lru-cache'
import { Problem } from '../kernel/errors.ts'
import type { Graph } from './graph.ts'

/** Gives the answer to a question, computed when there is none for the registry as it is now. */
export type RevisionCache = <Answer extends object>(
  question: string,
  parameters: unknown,
  compute: (revision: number) => Promise<Answer>,
) => Promise<Answer>

interface Entry<Answer extends object = object> {
  change: string
  answer: Answer
}

const atMost = 64_000_000
const tries = 3
const patience = 2_000

/**
 * Keeps heavy answers as long as the registry does not change: in each process by itself, since the number of the last change is in
 * the database. All who ask for the same at the same time wait for one computation. Decision 0011.
 */
export function revisionCache(graph: Graph): RevisionCache {
  const entries = new LRUCache<string, Entry>({
    maxSize: atMost,
    sizeCalculation: ({ answer }) => JSON.stringify(answer).length,
  })
  const running = new Map<string, Promise<Entry>>()

  return async <Answer extends object>(
    question: string,
    parameters: unknown,
    compute: (revision: number) => Promise<Answer>,
  ) => {
    const key = JSON.stringify([question, parameters])
    const now = await lastChange(graph)
    const found = entries.get(key)
    if (found?.change === now.change) return found.answer as Answer
    const flight = `${now.change} ${key}`
    const computed =
      running.get(flight) ??
      settled(graph, now, compute)
        .then((entry) => (entries.set(key, entry), entry))
        .finally(() => running.delete(flight))
    running.set(flight, computed)
    return (await computed).answer as Answer
  }
}

/** An answer for one state of the registry, read without its lock. @throws Problem `busy` when it changes all the time */
export const forOneState = async <Answer extends object>(
  graph: Graph,
  compute: (revision: number) => Promise<Answer>,
): Promise<Answer> => (await settled(graph, await lastChange(graph), compute)).answer

/** Computes it again when the registry changed meanwhile, as long as somebody would wait. */
async function settled<Answer extends object>(
  graph: Graph,
  begun: Change,
  compute: (revision: number) => Promise<Answer>,
): Promise<Entry<Answer>> {
  const start = Date.now()
  for (let attempt = 1; ; attempt++) {
    const answer = await compute(begun.revision).catch((error: Error) => error)
    const now = await lastChange(graph)
    const isLast = now.change === begun.change || attempt === tries || Date.now() - start > patience
    if (isLast && !(answer instanceof Error)) return { change: begun.change, answer }
    if (isLast)
      throw now.change === begun.change || answer instanceof Problem
        ? answer
        : new Problem('busy', 'the registry is being changed continuously')
    // What was read before a change and after it may not fit together.
    begun = now
  }
}

interface Change {
  revision: number
  /** No other change has this name: the number alone comes again after a backup was restored. */
  change: string
}

async function lastChange(graph: Graph): Promise<Change> {
  const [row] = await graph.read('registry/revision', {})
  return { revision: row!.revision, change: `${row!.revision} ${row!.operation}` }
}
