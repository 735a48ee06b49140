import type { RowOf } from '../../graph/graph.ts'
import type { Health, Readings, Streak } from './judgement.ts'
import { noStreak } from './judgement.ts'

/** What the monitor keeps of a module beside the registry: it changes with each round, so it is not in the log. */
export interface HealthState {
  reason: string
  /** When health became what it is; null before it was anything. */
  since: string | null
  /** Milliseconds since 1970 of the last round that looked at it. */
  at: number
  streak: Streak
  readings: Readings
}

export const noReadings: Readings = { probe: null, statistics: null, traffic: null }
export const nothingKnown: HealthState = {
  reason: 'no measurements yet',
  since: null,
  at: 0,
  streak: noStreak,
  readings: noReadings,
}

export const toProperties = ({ streak, readings, ...state }: HealthState) => ({
  ...state,
  streak: JSON.stringify(streak),
  readings: JSON.stringify(readings),
})

export const fromProperties = (stored: RowOf<'health/of-modules'>['state']): HealthState =>
  stored === null
    ? nothingKnown
    : {
        reason: stored.reason,
        since: stored.since ?? null,
        at: stored.at,
        streak: JSON.parse(stored.streak),
        readings: readingsOf(stored.readings),
      }

/** Those of an earlier version have no count of refused requests. */
function readingsOf(stored: string): Readings {
  const readings: Readings = JSON.parse(stored)
  return {
    ...readings,
    traffic: readings.traffic && { ...readings.traffic, clientErrorCount: readings.traffic.clientErrorCount ?? 0 },
  }
}

/** What can be told of a health without a reason of its own. */
export const defaultReasons: Record<Health, string> = {
  healthy: 'all readings are good',
  warning: 'some readings are bad',
  error: 'readings are bad',
  unknown: 'no readings',
}
