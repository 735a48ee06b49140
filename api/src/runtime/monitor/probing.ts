import { Problem } from '../../kernel/errors.ts'
import type { Readings } from '../health/judgement.ts'
import { parse } from '../../kernel/validation.ts'
import { parseJson } from '../../kernel/json.ts'
import { reasonOf, type Asked, type Outbound } from '../outbound/outbound.ts'
import { StatisticsPush } from '../statistics/statistics.contract.ts'

type Reading = NonNullable<Readings['probe']>

const mostOfHealth = 64_000
const mostOfStatistics = 256_000

/** Calls a health check URL: a 2xx response is healthy, unless it is JSON whose `status` reports a failure. */
export async function probe(
  outbound: Outbound,
  url: string,
  asked: Pick<Asked, 'timeout' | 'signal'>,
): Promise<Reading & { gone: boolean }> {
  const at = new Date().toISOString()
  try {
    const { status, text, milliseconds } = await outbound(url, {
      ...asked,
      most: mostOfHealth,
      redirects: 3,
      headers: { accept: 'application/json, */*;q=0.5', 'user-agent': 'module-registry' },
    })
    const reported = statusIn(text)
    const ok = status >= 200 && status < 300 && !(reported !== undefined && bad.test(reported))
    const detail = ok
      ? `status ${status}`
      : reported === undefined
        ? `status ${status}`
        : `status ${status}, it says ${reported}`
    return { at, ok, milliseconds, detail, gone: false }
  } catch (error) {
    return { at, ok: false, milliseconds: null, detail: reasonOf(error), gone: true }
  }
}

const bad = /^(down|fail|failed|error|unhealthy|critical|out_of_service)$/i

/** The status in a JSON body of the usual form: {"status": "UP"}. */
function statusIn(text: string): string | undefined {
  try {
    const { status }: { status?: unknown } = JSON.parse(text)
    return typeof status === 'string' && /^[\w -]{1,40}$/.test(status) ? status : undefined
  } catch {
    return undefined
  }
}

/** Fetches the statistics of an external module in the format of a push; `counting` is `since-start` by default. */
export async function pull(
  outbound: Outbound,
  url: string,
  asked: Pick<Asked, 'timeout' | 'signal'>,
  keep: (numbers: StatisticsPush) => Promise<unknown>,
): Promise<Reading> {
  const at = new Date().toISOString()
  const failed = (detail: string): Reading => ({ at, ok: false, milliseconds: null, detail })
  try {
    const { status, text, truncated, milliseconds } = await outbound(url, {
      ...asked,
      most: mostOfStatistics,
      redirects: 3,
      headers: { accept: 'application/json', 'user-agent': 'module-registry' },
    })
    if (status !== 200) return failed(`status ${status}`)
    if (truncated) return failed(`more than ${mostOfStatistics} bytes`)
    const body = parseJson(Buffer.from(text))
    await keep(parse(StatisticsPush, typeof body === 'object' ? { counting: 'since-start', ...body } : body, ''))
    return { at, ok: true, milliseconds, detail: `status ${status}` }
  } catch (error) {
    if (!(error instanceof Problem)) return failed(reasonOf(error))
    const [first] = error.errors
    return failed(first ? `${first.pointer || 'the answer'} ${first.reason}` : error.detail)
  }
}
