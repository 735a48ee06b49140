import type { z } from 'zod'
import type { healths } from '../../registry/modules/modules.contract.ts'
import type { LastReadings, Thresholds } from './health.contract.ts'

/**
 * Judges a module's health: pure functions of readings, thresholds and the previous streak. Health changes only after
 * several readings in a row; rounds that the monitor missed, or ran with a wrong clock, do not count.
 */
export type Health = (typeof healths)[number]
export type Limits = Thresholds
export type Readings = z.output<typeof LastReadings>

export interface Verdict {
  health: Health
  reasons: string[]
}

/** Readings in a row that point in the same direction. */
export interface Streak {
  /** Whether the readings were worse or better than the current health, or missing; null if they confirm it. */
  toward: 'worse' | 'better' | 'silent' | null
  /** Number of these readings in a row. */
  count: number
  /** The level among these readings that is nearest to the current health. */
  nearest: Health
  /** Number of readings at level `error` in a row while health is `error`. */
  failing: number
  /** Changes after a missed round or a jump of the clock, which ends earlier streaks. */
  epoch: number
  /** Whether the monitor has set the status during this error, which it does only once: a person may reset it. */
  statusTold: boolean
}

export const noStreak: Streak = { toward: null, count: 0, nearest: 'unknown', failing: 0, epoch: 0, statusTold: false }

const rank: Record<Health, number> = { unknown: 0, healthy: 0, warning: 1, error: 2 }
const steps: Health[] = ['healthy', 'warning', 'error']

/** Combines the readings of a round into a verdict, by the worst of them; null without readings. */
export function read({ probe, traffic, statistics }: Readings, limits: Limits): Verdict | null {
  const found: [Health, string][] = []
  if (probe)
    found.push(
      !probe.ok
        ? ['error', `its health address: ${probe.detail}`]
        : level(
            probe.milliseconds!,
            limits.responseTimeWarning,
            limits.responseTimeError,
            (bound) => `its health address took ${probe.milliseconds} ms, more than ${bound} ms`,
          ),
    )
  if (traffic && traffic.requestCount >= limits.minimumRequests) {
    const { p95, requestCount, clientErrorCount } = traffic
    const countsRefused = limits.countedErrors === 'client-and-server'
    const errorRate = traffic.errorRate + (countsRefused ? clientErrorCount / requestCount : 0)
    const failed = countsRefused ? 'failed or were refused' : 'failed'
    const during = `in the last ${limits.windowMinutes} minutes`
    found.push(
      level(
        errorRate,
        limits.errorRateWarning,
        limits.errorRateError,
        (bound) =>
          `${percent(errorRate)} of ${requestCount} requests ${failed} ${during}, the limit is ${percent(bound)}`,
      ),
    )
    if (p95 !== null)
      found.push(
        level(
          p95,
          limits.responseTimeWarning,
          limits.responseTimeError,
          (bound) => `1 in 20 requests took more than ${Math.round(p95)} ms ${during}, the limit is ${bound} ms`,
        ),
      )
  }
  if (statistics && !statistics.ok) found.push(['warning', `its statistics: ${statistics.detail}`])
  if (found.length === 0) return null
  const health = steps[Math.max(...found.map(([health]) => rank[health]))]!
  return { health, reasons: found.filter((one) => one[0] === health && one[1] !== '').map(([, reason]) => reason) }
}

const level = (value: number, warning: number, error: number, say: (bound: number) => string): [Health, string] =>
  value >= error ? ['error', say(error)] : value >= warning ? ['warning', say(warning)] : ['healthy', '']

const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`

/**
 * Judges a round. Health worsens one level at a time and recovers at once, each after several readings in a row.
 * @param silence number of rounds without readings after which health is unknown
 */
export function judge(
  health: Health,
  before: Streak,
  verdict: Verdict | null,
  limits: Limits,
  { epoch, silence }: { epoch: number; silence: number },
): { health: Health; streak: Streak } {
  const last = before.epoch === epoch ? before : { ...noStreak, statusTold: before.statusTold }
  const toward = towards(health, verdict)
  const goesOn = toward !== null && last.toward === toward
  const level = verdict?.health ?? 'unknown'
  const nearest = goesOn ? nearer(toward, last.nearest, level) : level
  const count = toward === null ? 0 : goesOn ? last.count + 1 : 1
  const failing = health === 'error' && level === 'error' ? last.failing + 1 : 0
  const streak: Streak = { toward, count, nearest, failing, epoch, statusTold: last.statusTold && health === 'error' }
  const needed = toward === null ? Infinity : neededFor(toward, limits, silence)
  if (count < needed) return { health, streak }
  const next = toward === 'silent' ? 'unknown' : toward === 'better' ? nearest : steps[rank[health] + 1]!
  return { health: next, streak: { ...noStreak, epoch, statusTold: streak.statusTold } }
}

function towards(health: Health, verdict: Verdict | null): Streak['toward'] {
  if (verdict === null) return health === 'unknown' ? null : 'silent'
  if (rank[verdict.health] > rank[health]) return 'worse'
  return verdict.health === health ? null : 'better'
}

const nearer = (toward: Streak['toward'], a: Health, b: Health): Health =>
  (toward === 'worse' ? rank[a] <= rank[b] : rank[a] >= rank[b]) ? a : b

/** Number of readings in a row needed for a change. */
export const neededFor = (toward: NonNullable<Streak['toward']>, limits: Limits, silence: number): number =>
  toward === 'worse' ? limits.readingsToWorsen : toward === 'better' ? limits.readingsToRecover : silence

/**
 * The status for a health: a persistent error changes `active` to `error`, and recovery changes it back. Any other
 * status was set by a person and is kept, also an `active` that a person has set during the error.
 */
export function statusFor<Status extends string>(
  status: Status,
  health: Health,
  streak: Streak,
  limits: Limits,
): { status: Status | 'active' | 'error'; streak: Streak } {
  if (status === 'error' && (health === 'healthy' || health === 'warning')) return { status: 'active', streak }
  if (status !== 'active' || health !== 'error' || streak.statusTold || streak.failing < limits.readingsToSetStatus)
    return { status, streak }
  return { status: 'error', streak: { ...streak, statusTold: true } }
}
