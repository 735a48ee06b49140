import { Problem, type Reason } from '../../kernel/errors.ts'
import type { Run } from '../../graph/graph.ts'
import { bucketOf, histogramOf } from './histogram.ts'
import { numbersOf } from './meter.ts'
import type { StatisticsPush } from './statistics.contract.ts'

type Item = StatisticsPush['items'][number]
type Counts = Pick<Item, 'requestCount' | 'clientErrorCount' | 'errorCount' | 'responseTimes'>

/** Adds the numbers that a module pushes to its statistics: all items or none. @throws Problem `invalid-request` */
export async function addPushed(run: Run, module: string, { counting, items }: StatisticsPush): Promise<void> {
  const refs = items.map(({ entity }) => numbersOf(module, entity))
  const known = await run('statistics/told', { refs: refs.toSorted() })
  const lastPushed = new Map(
    // What was pushed to an earlier version has no count of refused requests.
    known.map(({ ref, told }): [string, Counts | undefined] => [
      ref,
      told ? { clientErrorCount: 0, ...(JSON.parse(told) as Omit<Counts, 'clientErrorCount'>) } : undefined,
    ]),
  )
  const unknown = refs.flatMap((ref, index): Reason[] =>
    lastPushed.has(ref) ? [] : [{ pointer: `/items/${index}/entity`, reason: 'names no entity of the module' }],
  )
  if (unknown.length > 0) throw new Problem('invalid-request', 'the module does not have this entity', unknown)
  const news = items.map((item, index) =>
    counting === 'since-start' ? since(lastPushed.get(refs[index]!), item) : item,
  )
  await run('statistics/add', { rows: news.map((item, index) => rowOf(refs[index]!, item)) })
  if (counting === 'since-start') {
    const countsOf = ({ requestCount, clientErrorCount, errorCount, responseTimes }: Item) =>
      JSON.stringify({ requestCount, clientErrorCount, errorCount, responseTimes } satisfies Counts)
    await run('statistics/keep-told', {
      rows: items.map((item, index) => ({ ref: refs[index]!, told: countsOf(item) })),
    })
  }
}

/** The increase since the last push; the full numbers if it is the first, or the module has restarted. */
function since(before: Counts | undefined, now: Item): Item {
  const then = hitsOf(before?.responseTimes ?? [])
  const hits = hitsOf(now.responseTimes)
  const isSmaller = [...then].some(([bucket, count]) => count > (hits.get(bucket) ?? 0))
  const counts = ['requestCount', 'clientErrorCount', 'errorCount'] as const
  if (!before || counts.some((count) => now[count] < before[count]) || isSmaller) return now
  const left = new Map(then)
  const responseTimes = now.responseTimes.flatMap(({ milliseconds, count }) => {
    const bucket = bucketOf(milliseconds)
    const known = Math.min(count, left.get(bucket) ?? 0)
    left.set(bucket, (left.get(bucket) ?? 0) - known)
    return count > known ? [{ milliseconds, count: count - known }] : []
  })
  return {
    ...now,
    requestCount: now.requestCount - before.requestCount,
    clientErrorCount: now.clientErrorCount - before.clientErrorCount,
    errorCount: now.errorCount - before.errorCount,
    responseTimes,
  }
}

function hitsOf(times: Item['responseTimes']): Map<number, number> {
  const hits = new Map<number, number>()
  for (const { milliseconds, count } of times) {
    const bucket = bucketOf(milliseconds)
    hits.set(bucket, (hits.get(bucket) ?? 0) + count)
  }
  return hits
}

const rowOf = (
  ref: string,
  { lastUpdate, requestCount, clientErrorCount, errorCount, responseTimes, ...item }: Item,
) => ({
  ref,
  recordCount: item.recordCount,
  lastUpdate: lastUpdate === undefined ? undefined : new Date(lastUpdate),
  requests: requestCount,
  clientErrors: clientErrorCount,
  errors: errorCount,
  milliseconds: responseTimes.reduce((sum, { milliseconds, count }) => sum + milliseconds * count, 0),
  ...histogramOf(hitsOf(responseTimes)),
})
