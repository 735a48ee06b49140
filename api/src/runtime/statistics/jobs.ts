import type { Job } from '../jobs.ts'
import type { StatisticsService } from './statistics.service.ts'

/** Writes down what is counted every few seconds; makes the history coarser and counts the records anew now and then. */
export const statisticsJobs = ({ flush, rollUp, recount }: StatisticsService): Job[] => [
  { name: 'flushing statistics', every: 2_000, work: flush },
  { name: 'summing up statistics', every: 600_000, work: rollUp },
  { name: 'counting records', every: 600_000, atOnce: true, work: recount },
]
