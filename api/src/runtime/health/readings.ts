import type { RowOf } from '../../graph/graph.ts'
import type { Health, Readings, Streak } from './judgement.ts'
import { noStreak } from './judgement.ts'

/** The monitor's state of a module. It changes with each round, so it is not logged. */
export interface HealthState {
  reason: string
  /** Time of the last change of health; null if it has always been unknown. */
  since: string | null
  /** Time of the last round that checked it, in milliseconds since 1970. */
  at: number
  streak: Streak
  readings: Readings
  /** Whether health and reason are example data of a sample module, not measured. */
  example: boolean
}

export const noReadings: Readings = { probe: null, statistics: null, traffic: null }
export const nothingKnown: HealthState = {
  reason: 'no measurements yet',
  since: null,
  at: 0,
  streak: noStreak,
  readings: noReadings,
  example: false,
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
        example: stored.example ?? false,
      }

/** Readings that an earlier version stored have no count of refused requests. */
function readingsOf(stored: string): Readings {
  const readings: Readings = JSON.parse(stored)
  return {
    ...readings,
    traffic: readings.traffic && { ...readings.traffic, clientErrorCount: readings.traffic.clientErrorCount ?? 0 },
  }
}

/** Reasons for a health without a specific one. */
export const defaultReasons: Record<Health, string> = {
  healthy: 'all readings are good',
  warning: 'some readings are bad',
  error: 'readings are bad',
  unknown: 'no readings',
}
