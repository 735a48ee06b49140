import { LRUCache } from 'lru-cache'
import { Problem } from '../kernel/errors.ts'
import type { Graph } from './graph.ts'

/** The answer for an earlier state of the registry, to compute the next one from: what has changed since is in the log. */
export interface Earlier<Answer> {
  revision: number
  operation: string | null
  answer: Answer
}

/** Returns the cached answer to a question, computed if there is none for the current state of the registry. */
export type RevisionCache = <Answer extends object>(
  question: string,
  parameters: unknown,
  compute: (revision: number, earlier?: Earlier<Answer>) => Promise<Answer>,
) => Promise<Answer>

type Entry<Answer extends object = object> = Earlier<Answer>

/** Maximum size of the cache in characters of JSON. */
const maxSize = 64_000_000
const maxAttempts = 3
/** Milliseconds after which an answer is not computed again. */
const patience = 2_000

/**
 * Caches expensive answers until the registry changes. Each process has its own cache: the last change is read from the
 * database. Concurrent requests for the same answer share one computation. Decision 0011.
 */
export function revisionCache(graph: Graph): RevisionCache {
  const entries = new LRUCache<string, Entry>({
    maxSize,
    sizeCalculation: ({ answer }) => JSON.stringify(answer).length,
  })
  const running = new Map<string, Promise<Entry>>()

  return async <Answer extends object>(
    question: string,
    parameters: unknown,
    compute: (revision: number, earlier?: Earlier<Answer>) => Promise<Answer>,
  ) => {
    const key = JSON.stringify([question, parameters])
    const now = await lastChange(graph)
    const found = entries.get(key)
    if (found && isSame(found, now)) return found.answer as Answer
    const flight = `${now.revision} ${now.operation} ${key}`
    const computed =
      running.get(flight) ??
      settled(graph, now, (revision) => compute(revision, found as Entry<Answer> | undefined))
        .then((entry) => (entries.set(key, entry), entry))
        .finally(() => running.delete(flight))
    running.set(flight, computed)
    return (await computed).answer as Answer
  }
}

/**
 * Computes an answer from a single state of the registry, without its lock.
 * @throws Problem `busy` if it keeps changing
 */
export const forOneState = async <Answer extends object>(
  graph: Graph,
  compute: (revision: number) => Promise<Answer>,
): Promise<Answer> => (await settled(graph, await lastChange(graph), compute)).answer

/** Computes an answer, again if the registry changed in the meantime, up to a number of attempts and a time limit. */
async function settled<Answer extends object>(
  graph: Graph,
  begun: Change,
  compute: (revision: number) => Promise<Answer>,
): Promise<Entry<Answer>> {
  const start = Date.now()
  for (let attempt = 1; ; attempt++) {
    const answer = await compute(begun.revision).catch((error: Error) => error)
    const now = await lastChange(graph)
    const isLast = isSame(now, begun) || attempt === maxAttempts || Date.now() - start > patience
    if (isLast && !(answer instanceof Error)) return { ...begun, answer }
    if (isLast)
      throw isSame(now, begun) || answer instanceof Problem
        ? answer
        : new Problem('busy', 'the registry is being changed continuously')
    // Rows read before and after a change may contradict each other.
    begun = now
  }
}

/** After a restored backup the same revision number is used again, by another operation. */
type Change = Omit<Earlier<unknown>, 'answer'>
const isSame = (one: Change, other: Change) => one.revision === other.revision && one.operation === other.operation

async function lastChange(graph: Graph): Promise<Change> {
  const [row] = await graph.read('registry/revision', {})
  return { revision: row!.revision, operation: row!.operation }
}
