import type { Recurring } from '../recurring.ts'
import type { StatisticsService } from './statistics.service.ts'

/** Flushes the counters every two seconds; rolls up the history and counts the records again every ten minutes. */
export const recurringStatistics = ({ flush, rollUp, recount }: StatisticsService): Recurring[] => [
  { name: 'flushing statistics', every: 2_000, work: flush },
  { name: 'summing up statistics', every: 600_000, work: rollUp },
  { name: 'counting records', every: 600_000, atOnce: true, work: recount },
]
