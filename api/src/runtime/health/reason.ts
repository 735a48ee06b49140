import type { RowOf } from '../../graph/graph.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { thresholdsOf, type Thresholds } from './health.contract.ts'
import { neededFor, read } from './judgement.ts'
import { fromProperties, type HealthState } from './readings.ts'

/** Converts minutes to rounds at the default interval. */
const roundsOf = (minutes: number) => minutes * 4

interface Watched {
  health: Module['health']
  status: Module['status']
  healthUrl: string | null
  limits: Thresholds
}

/** Why the health of a module is what it is; if it is unknown, what is missing to measure it. Pure. */
export function reasonOf(module: Watched, state: HealthState): string {
  if (module.health !== 'unknown') return state.example ? `example data: ${state.reason}` : state.reason
  const { status, limits } = module
  if (status === 'inactive') return 'inactive modules are not measured'
  const { since, readings, streak } = state
  const verdict = read(readings, limits)
  if (verdict !== null && streak.toward !== null)
    return `the first readings are in: ${streakOf(state, limits)!.needed} in a row decide, ${streak.count} so far`
  const before = since === null ? '' : `not measured for ${inMinutes(limits.silenceMinutes)}; `
  return before + missing(module, state)
}

function missing({ healthUrl, limits }: Watched, { readings }: HealthState): string {
  const { minimumRequests, windowMinutes } = limits
  const counted = readings.traffic?.requestCount ?? 0
  const traffic = `measured from ${minimumRequests} requests in ${inMinutes(windowMinutes)} on, ${counted} so far`
  return `${traffic}; ${healthUrl === null ? 'no health URL is set' : 'its health URL has not been called'}`
}

const inMinutes = (count: number) => (count === 1 ? '1 minute' : `${count} minutes`)

/** Readings in a row that differ from the health, and how many of them change it. */
export const streakOf = ({ streak: { toward, count } }: HealthState, limits: Thresholds) =>
  toward && { toward, readings: count, needed: neededFor(toward, limits, roundsOf(limits.silenceMinutes)) }

/** The same of a row of `health/reasons`. */
export function explained({ health, status, healthUrl, thresholds, state }: RowOf<'health/reasons'>) {
  const limits = thresholdsOf(thresholds === null ? {} : (JSON.parse(thresholds) as Partial<Thresholds>))
  const known = fromProperties(state)
  return { reason: reasonOf({ health, status, healthUrl, limits }, known), since: known.since, example: known.example }
}

/** The same of a module that has been read. */
export const reasonOfModule = ({ health, status, metadata }: Module, state: HealthState): string =>
  reasonOf({ health, status, healthUrl: metadata.healthUrl ?? null, limits: thresholdsOf(metadata.thresholds) }, state)
