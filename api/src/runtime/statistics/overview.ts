import { spans, type ModuleWindow, type StatisticsOverview } from './statistics.contract.ts'
import { countedWithExamples, sumOf, type Sums } from './sums.ts'

export type Span = keyof typeof spans
export interface StoredMoment extends Sums {
  at: string
}

const most = 10

/** Statistics of all modules together, and the slowest and most failing ones. Pure. */
export function overviewOf(windows: (ModuleWindow & { sums: Sums })[], moments: StoredMoment[], span: Span, now: Date) {
  const shown = windows.map(({ sums: _sums, ...window }) => window)
  const timed = shown.filter(({ responseTime }) => responseTime.p95 !== null)
  const failed = shown.filter(({ errorCount }) => errorCount > 0)
  return {
    ...countedWithExamples(sumOf(windows.map(({ sums }) => sums))),
    modules: windows.length,
    slowest: firstOf(timed, (a, b) => b.responseTime.p95! - a.responseTime.p95!),
    failing: firstOf(failed, (a, b) => b.errorRate - a.errorRate || b.errorCount - a.errorCount),
    history: withoutGaps(moments, span, now),
  } satisfies Partial<StatisticsOverview>
}

const firstOf = (windows: ModuleWindow[], compare: (a: ModuleWindow, b: ModuleWindow) => number) =>
  windows.toSorted((a, b) => compare(a, b) || (a.module < b.module ? -1 : 1)).slice(0, most)

/** Adds zeros for periods without requests, which have no sample. */
function withoutGaps(moments: StoredMoment[], span: Span, now: Date): StatisticsOverview['history'] {
  const { steps, milliseconds } = spans[span]
  const known = new Map(moments.map((moment) => [Date.parse(moment.at), moment]))
  const last = Math.floor(now.getTime() / milliseconds) * milliseconds
  return Array.from({ length: steps + 1 }, (_, n) => {
    const at = last - (steps - n) * milliseconds
    return {
      at: new Date(at).toISOString(),
      ...countedWithExamples(known.get(at) ?? { requestCount: 0, errorCount: 0 }),
    }
  })
}
