import { timeOf } from './durations.ts'
import { statisticsTexts } from './statistics.texts.ts'

interface Timed {
  responseTime: { p50: number | null; p95: number | null }
}

/** Columns for the median and the 95th percentile of response times. */
export const timeColumns = [
  {
    name: 'median',
    title: statisticsTexts.median,
    isNumeric: true,
    text: ({ responseTime }: Timed) => timeOf(responseTime.p50),
  },
  {
    name: 'slow',
    title: statisticsTexts.slow,
    isNumeric: true,
    text: ({ responseTime }: Timed) => timeOf(responseTime.p95),
  },
]
