import type { Logger } from 'pino'
import type { StatisticsService } from './statistics.service.ts'

const flushEvery = 2_000
const rollUpEvery = 600_000

/** Flushes and rolls up statistics periodically. @returns a function that stops both and flushes a last time */
export function startStatistics({ flush, rollUp }: StatisticsService, logger: Logger): () => Promise<void> {
  const again = (name: string, every: number, work: () => Promise<unknown>) => {
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
    timer = setTimeout(turn, every)
    return async () => {
      clearTimeout(timer)
      timer = undefined
      await running
    }
  }
  const ends = [again('flushing statistics', flushEvery, flush), again('summing up statistics', rollUpEvery, rollUp)]
  return async () => {
    await Promise.all(ends.map((end) => end()))
    await flush()
  }
}
