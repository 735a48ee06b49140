import type { Logger } from 'pino'

/** Work that each process repeats. */
export interface Recurring {
  /** What it does, for the log. */
  name: string
  /** Milliseconds from one end to the next start. */
  every: number
  /** Whether it is done at the start as well. */
  atOnce?: boolean
  work: () => Promise<unknown>
}

/** @returns ends them, when those that are running have ended */
export function startRecurring(all: Recurring[], logger: Logger): () => Promise<void> {
  const start = ({ name, every, atOnce = false, work }: Recurring) => {
    let timer: NodeJS.Timeout | undefined
    let running = Promise.resolve()
    const turn = () => {
      running = work().then(
        () => {},
        (error: Error) => logger.warn({ err: error }, `${name} failed; it is tried again`),
      )
      void running.then(() => {
        if (timer) timer = setTimeout(turn, every)
      })
    }
    timer = setTimeout(turn, atOnce ? 0 : every)
    return async () => {
      clearTimeout(timer)
      timer = undefined
      await running
    }
  }
  const ends = all.map(start)
  return async () => void (await Promise.all(ends.map((end) => end())))
}
