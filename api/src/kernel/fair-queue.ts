import { Problem } from './errors.ts'

interface Waiting {
  start: () => void
  refuse: (detail: string) => void
}

export interface FairQueueLimits {
  /** Maximum number that run at once. */
  running: number
  /** Maximum number that wait. */
  waiting: number
  /** Maximum number of one flow that run or wait. */
  ofOne?: number
  /** Maximum milliseconds of waiting. */
  patience: number
  /** What is queued, in the plural, for messages. */
  of: string
}

export type FairQueue = ReturnType<typeof fairQueue>

/**
 * Limits how much runs at once. What waits takes turns by flow, so that a caller with many requests delays itself
 * rather than others. If the queue is full, the flow with the most waiting loses its last. The words are those of API
 * priority and fairness in Kubernetes.
 */
export function fairQueue({ running, waiting, ofOne = Infinity, patience, of }: FairQueueLimits) {
  const active = new Map<string, number>()
  /** What waits, by flow; the flow whose turn it is comes first. */
  const queues = new Map<string, Waiting[]>()
  const counts = { running: 0, waiting: 0, refused: 0 }

  const next = () => {
    while (counts.running < running && queues.size > 0) {
      const [flow, queue] = queues.entries().next().value!
      const { start } = queue.shift()!
      counts.waiting--
      queues.delete(flow)
      if (queue.length > 0) queues.set(flow, queue)
      started(flow)
      start()
    }
  }
  const started = (flow: string) => {
    counts.running++
    active.set(flow, (active.get(flow) ?? 0) + 1)
  }
  const ended = (flow: string) => {
    counts.running--
    const others = active.get(flow)! - 1
    if (others === 0) active.delete(flow)
    else active.set(flow, others)
    // Not at once: work that fails early would run in one go with all that waits, and nothing else meanwhile.
    setImmediate(next)
  }
  const leave = (flow: string, one: Waiting) => {
    const others = queues.get(flow)!.filter((other) => other !== one)
    counts.waiting--
    if (others.length === 0) queues.delete(flow)
    else queues.set(flow, others)
  }
  const refusal = (detail: string) => {
    counts.refused++
    return new Problem('busy', detail)
  }
  /** Makes room in a full queue for a flow with fewer waiting than the longest one. */
  const makeRoom = (flow: string) => {
    const [longest, queue] = [...queues].reduce((one, other) => (other[1].length > one[1].length ? other : one))
    if (queue.length <= (queues.get(flow)?.length ?? 0) + 1) throw refusal(`too many ${of} are waiting`)
    const last = queue.at(-1)!
    leave(longest, last)
    last.refuse(`too many ${of} are waiting`)
  }

  return {
    /** Numbers of this moment, and of all that were refused. */
    counts: (): Readonly<typeof counts> => counts,

    /**
     * Waits for a turn.
     * @param flow whoever takes turns with others, such as a caller
     * @param signal ends the waiting
     * @returns a function that ends the turn; calling it again does nothing
     * @throws Problem `busy`
     */
    async enter(flow: string, signal?: AbortSignal): Promise<() => void> {
      const own = (active.get(flow) ?? 0) + (queues.get(flow)?.length ?? 0)
      if (own >= ofOne) throw refusal(`you have ${ofOne} ${of} running or waiting`)
      if (counts.running < running && queues.size === 0) started(flow)
      else {
        if (counts.waiting >= waiting) makeRoom(flow)
        await new Promise<void>((resolve, reject) => {
          const settle = () => {
            clearTimeout(timer)
            signal?.removeEventListener('abort', onAbort)
          }
          const one: Waiting = {
            start: () => (settle(), resolve()),
            refuse: (detail) => (settle(), reject(refusal(detail))),
          }
          const giveUp = (detail: string) => {
            leave(flow, one)
            one.refuse(detail)
          }
          const onAbort = () => giveUp('nobody waits for the answer any more')
          const timer = setTimeout(() => giveUp(`too many ${of} are running`), patience)
          signal?.addEventListener('abort', onAbort, { once: true })
          queues.set(flow, [...(queues.get(flow) ?? []), one])
          counts.waiting++
          if (signal?.aborted) onAbort()
        })
      }
      let isOver = false
      return () => {
        if (!isOver) ended(flow)
        isOver = true
      }
    },
  }
}

/**
 * Places that are kept for long, such as open streams. Nobody takes more than are left for others, so that there is
 * always one for whoever has none.
 */
export function fairPlaces(total: number, of: string) {
  const taken = new Map<string, number>()
  let free = total

  return {
    /** @returns a function that gives the place back @throws Problem `busy` */
    take(flow: string): () => void {
      const own = taken.get(flow) ?? 0
      if (free === 0) throw new Problem('busy', `the maximum of ${total} ${of} is reached`)
      if (own >= free) throw new Problem('busy', `you have ${own} of ${total} ${of}, and ${free} are left for others`)
      free--
      taken.set(flow, own + 1)
      let isBack = false
      return () => {
        if (isBack) return
        isBack = true
        free++
        const others = taken.get(flow)! - 1
        if (others === 0) taken.delete(flow)
        else taken.set(flow, others)
      }
    },
  }
}
