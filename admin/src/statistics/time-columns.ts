import { timeOf } from './durations.ts'
import { statisticsTexts } from './statistics.texts.ts'

interface Timed {
  responseTime: { p50: number | null; p95: number | null }
}

/** How long answers took: half of them at most the one, nearly all at most the other. */
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
