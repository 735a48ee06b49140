import { availableParallelism } from 'node:os'
import { Problem } from '../kernel/errors.ts'
import { fairPlaces, fairQueue, type FairQueue } from '../kernel/fair-queue.ts'
import type { Load } from '../kernel/operation.ts'
import type { Call } from '../store/call.ts'
import type { Person } from '../store/change.ts'

export type Admission = ReturnType<typeof admission>

/** Who waits, and for how long. */
export interface Waiting {
  /** Whoever takes turns with others. */
  flow: string
  /** When the request must be answered, in milliseconds of `performance.now()`. */
  deadline: number
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
}

/**
 * Milliseconds from its first byte until a request is answered, with a problem if need be. Ten seconds are promised; the
 * rest is for the answer itself, where many requests reach their end together.
 */
export const longestRequest = 9_500
const patience = 9_000

/**
 * Admits the work of requests, whichever door they come through: a number at once for each load, and callers in turn.
 * What takes long never holds up what does not, and nobody waits longer than the deadline of the request. Decision 0058.
 */
export function admission() {
  const processors = Math.max(2, availableParallelism())
  const queues: Record<Exclude<Load, 'own'> | 'document' | 'job', FairQueue> = {
    // Few: all that run may hold up one round of the event loop for as long as their answers take to read.
    read: fairQueue({ running: 2 * processors, waiting: 1_000, patience, of: 'reads' }),
    // Changes of the registry are made one after another: those beyond the first only prepare.
    write: fairQueue({ running: 4, waiting: 400, patience, of: 'changes' }),
    record: fairQueue({ running: 16, waiting: 400, patience, of: 'changes of records' }),
    heavy: fairQueue({ running: processors, waiting: 300, patience, of: 'large questions' }),
    // Requests of GraphQL and MCP, whose operations wait for turns of their own.
    document: fairQueue({ running: 4 * processors, waiting: 400, patience, of: 'requests' }),
    // They wait for hours if need be: nobody waits for an answer. One caller alone cannot fill the queue.
    job: fairQueue({ running: 2, waiting: 100, ofOne: 5, patience: 86_400_000, of: 'jobs' }),
  }

  return {
    queues,
    /** Streams of events and subscriptions; a browser alone keeps six connections to a host. */
    listeners: fairPlaces(500, 'listeners'),

    /**
     * Runs the work of a request when it is its turn.
     * @throws Problem `busy` if too much waits already, `timeout` at the deadline, and whatever `work` throws
     */
    async admit<Result>(load: Load, { flow, deadline, signal }: Waiting, work: () => Promise<Result>): Promise<Result> {
      if (load === 'own') return work()
      const leave = await queues[load].enter(flow, signal)
      const result = work()
      // Work that goes on after the deadline keeps its turn until it has ended.
      result.then(leave, leave)
      return inTime(result, deadline)
    },
  }
}

/** A key, or a name of callers without one. */
export const flowOf = ({ keyId, actor }: Person): string => keyId ?? `name ${actor}`

export const waitingFor = ({ origin, deadline, signal }: Call): Waiting => ({
  flow: flowOf(origin),
  deadline: deadline ?? performance.now() + longestRequest,
  signal,
})

async function inTime<Result>(result: Promise<Result>, deadline: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const detail = `no answer within ${longestRequest / 1_000} seconds`
    timer = setTimeout(() => reject(new Problem('timeout', detail)), Math.max(0, deadline - performance.now()))
  })
  try {
    return await Promise.race([result, late])
  } finally {
    clearTimeout(timer)
  }
}
