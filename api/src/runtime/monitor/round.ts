import pLimit from 'p-limit'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, ParametersOf } from '../../graph/graph.ts'
import { thresholdsOf } from '../health/health.contract.ts'
import { judge, read, statusFor, type Limits } from '../health/judgement.ts'
import { defaultReasons, fromProperties, toProperties, type HealthState } from '../health/readings.ts'
import { change } from '../../store/change.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { readModule } from '../../registry/modules/modules.service.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { ModuleWindow, StatisticsPush } from '../statistics/statistics.contract.ts'
import { hold } from '../../store/lease.ts'
import { probe, pull } from './probing.ts'

const atOnce = 100
const longestProbe = 2_500
/** Shares of the interval after which probing and changing end, and the least share that each of them gets. */
const askingEnds = 0.5
const changingEnds = 0.75
const least = 0.15
const rowsAtOnce = 500
/** Minimum number of modules that answered before for losing nearly all to be blamed on the monitor's network. */
const fewestLost = 5
const shareLost = 0.8

type Watched = Pick<Module, 'key' | 'status' | 'health'> & {
  healthUrl: string | null
  statisticsUrl: string | null
  limits: Limits
  state: HealthState
}

export interface Round {
  graph: Graph
  outbound: Outbound
  windows: (minutes: number) => Promise<ModuleWindow[]>
  push: (module: string, numbers: StatisticsPush) => Promise<unknown>
  lease: { name: string; fence: number }
  epoch: number
  /** Milliseconds between two rounds. */
  interval: number
  now: () => number
  /** Whether losing nearly all modules at once is still attributed to the monitor's own network. */
  isPatient: boolean
  /** Aborted when the lease is lost. */
  signal: AbortSignal
}

type StateRow = ParametersOf<'health/save-states'>['rows'][number]

interface Looked extends Watched {
  gone: boolean
  wasWell: boolean
}

/**
 * Checks all modules that are due: probes them, judges their health and changes the registry where it changes. Modules
 * for which no time was left are due first in the next round. Readings and streaks are not logged: decision 0021.
 * @returns whether nearly all modules were lost at once, so that none was judged; and the number of changes
 */
export async function runRound(round: Round): Promise<{ lost: boolean; changed: number }> {
  const begun = performance.now()
  const due = await dueModules(round)
  const limit = pLimit(atOnce)
  const asking = endOf(round, begun, askingEnds)
  const answers = await Promise.all(due.map((module) => limit(() => look(round, module, asking))))
  const looked = answers.filter((one) => one !== null)
  const well = looked.filter(({ wasWell }) => wasWell)
  const gone = well.filter(({ gone }) => gone)
  if (round.isPatient && well.length >= fewestLost && gone.length >= well.length * shareLost)
    return { lost: true, changed: 0 }
  return { lost: false, changed: await settle(round, looked, begun) }
}

const timeLeft = ({ interval }: Round, begun: number, ends: number) =>
  Math.ceil(Math.max(least * interval, ends * interval - (performance.now() - begun)))

/**
 * Aborted when that share of the interval is over, or the lease is lost. Not `AbortSignal.timeout`: Node 20
 * garbage-collects one to which only an `AbortSignal.any` refers, and then it never fires.
 */
function endOf(round: Round, begun: number, ends: number): AbortSignal {
  const end = new AbortController()
  const stop = () => end.abort()
  setTimeout(stop, timeLeft(round, begun, ends)).unref()
  if (round.signal.aborted) stop()
  else round.signal.addEventListener('abort', stop, { once: true, signal: end.signal })
  return end.signal
}

async function dueModules({ graph, windows, interval, now }: Round): Promise<Watched[]> {
  const lately = new Map<number, Map<string, ModuleWindow>>()
  const within = async (minutes: number) => {
    const known = lately.get(minutes) ?? new Map((await windows(minutes)).map((window) => [window.module, window]))
    lately.set(minutes, known)
    return known
  }
  const rows = await graph.read('health/monitored', { keys: [...(await within(5)).keys()] })
  const start = now()
  const watched: Watched[] = []
  for (const { module, state } of rows) {
    const { thresholds, ...given } = module
    const limits = thresholdsOf(thresholds === null ? {} : JSON.parse(thresholds))
    const before = fromProperties(state)
    const traffic = (await within(limits.windowMinutes)).get(module.key)
    const readings = { ...before.readings, traffic: traffic ? countedOf(traffic) : null }
    const one = { ...given, limits, state: { ...before, readings } }
    const passed = start - before.at
    if (passed < 0 || passed >= 0.8 * interval * slowness(one)) watched.push(one)
  }
  return watched.sort((a, b) => turn(a, start, interval) - turn(b, start, interval) || a.state.at - b.state.at)
}

/** Modules that answered last time or have waited long come first: thousands of dead ones must not delay them. */
const turn = ({ state }: Watched, now: number, interval: number) =>
  state.readings.probe?.ok === true || (state.at > 0 && now - state.at > 10 * interval) ? 0 : 1

const countedOf = ({ requestCount, clientErrorCount, errorCount, errorRate, responseTime }: ModuleWindow) => ({
  requestCount,
  clientErrorCount,
  errorCount,
  errorRate,
  p95: responseTime.p95,
})

const readingOf = ({ gone: _gone, ...reading }: Awaited<ReturnType<typeof probe>>) => reading

/** Factor of the interval: modules that do not answer are probed less often, which leaves time for others. */
const slowness = ({ state, health }: Watched) => (health === 'error' && state.readings.probe?.ok === false ? 4 : 1)

/** @returns null if no time was left */
async function look(round: Round, module: Watched, asking: AbortSignal): Promise<Looked | null> {
  const { outbound, interval, push, now } = round
  if (asking.aborted) return null
  // With a longer timeout, slow modules would never be probed completely within a round.
  const asked = { timeout: Math.min(longestProbe, 0.3 * interval), signal: asking }
  const { key, status, healthUrl, statisticsUrl, state } = module
  const isAsked = status !== 'inactive' // an inactive module need not answer
  const [probed, statistics] = await Promise.all([
    isAsked && healthUrl !== null ? probe(outbound, healthUrl, asked) : null,
    isAsked && statisticsUrl !== null ? pull(outbound, statisticsUrl, asked, (numbers) => push(key, numbers)) : null,
  ])
  if (asking.aborted) return null
  const readings = {
    probe: probed && readingOf(probed),
    statistics,
    traffic: state.readings.traffic,
  }
  return {
    ...module,
    state: { ...state, at: now(), readings: isAsked ? readings : { ...readings, traffic: null } },
    gone: probed?.gone ?? false,
    wasWell: probed !== null && state.readings.probe?.ok === true,
  }
}

/** Judges the readings, changes the registry where health changes, and stores the states for the next round. */
async function settle(round: Round, looked: Looked[], begun: number): Promise<number> {
  const { graph, lease } = round
  const ending = endOf(round, begun, changingEnds)
  const same: StateRow[] = []
  let changed = 0
  for (const module of looked) {
    const { key, state } = module
    const after = outcome(round, module)
    const row = { module: key, properties: toProperties(after.state) }
    if (after.health === module.health && after.status === module.status) same.push(row)
    // No time left: the unchanged state is stored, so that the next round comes to the same judgement.
    else if (!ending.aborted) {
      if (await apply(round, module, after, row)) changed++
    } else same.push({ module: key, properties: toProperties(state) })
  }
  for (let start = 0; start < same.length; start += rowsAtOnce)
    await graph.store((run) => run('health/save-states', { ...lease, rows: same.slice(start, start + rowsAtOnce) }))
  return changed
}

/** Example data shows a health for a day, or until something is measured. */
const exampleLasts = 86_400_000
const isFreshExample = ({ example, since }: HealthState) =>
  example && since !== null && Date.now() - Date.parse(since) < exampleLasts

interface Outcome {
  health: Module['health']
  status: Module['status']
  state: HealthState
}

function outcome({ epoch, interval }: Round, { health, status, limits, state }: Looked): Outcome {
  const verdict = read(state.readings, limits)
  if (verdict === null && status !== 'inactive' && isFreshExample(state)) return { health, status, state }
  const silence = Math.ceil((limits.silenceMinutes * 60_000) / interval)
  const judged = judge(health, state.streak, verdict, limits, { epoch, silence })
  const next = statusFor(status, judged.health, judged.streak, limits)
  const isNew = judged.health !== health || state.since === null || (state.example && verdict?.health === health)
  const reason = verdict?.reasons.join('; ') || defaultReasons[judged.health]
  const since = isNew && judged.health !== 'unknown' ? new Date().toISOString() : state.since
  return {
    health: judged.health,
    status: next.status,
    state: {
      ...state,
      ...(isNew || verdict?.health === health ? { reason, since, example: false } : {}),
      streak: next.streak,
    },
  }
}

/**
 * Changes the module, unless somebody else has changed its health or status or deleted it in the meantime.
 * @returns whether it did
 */
async function apply({ graph, lease }: Round, seen: Looked, after: Outcome, row: StateRow): Promise<boolean> {
  const kind = after.health === seen.health ? `module.${after.status}` : 'module.health'
  const origin = { actor: 'monitor', role: 'admin', via: 'monitor' } as const
  try {
    return await change(graph, origin, { kind, reason: after.state.reason }, async (run) => {
      await hold(run, lease)
      const module = await readModule(run, seen.key)
      const isAsSeen = module.health === seen.health && module.status === seen.status
      // `rev` stays: it counts edits, and a measurement must not make a concurrent edit fail.
      const steps = isAsSeen
        ? [{ before: module, after: { ...module, health: after.health, status: after.status } }]
        : []
      const beside = () => run('health/save-states', { ...lease, rows: [row] })
      return { result: isAsSeen, steps, beside }
    })
  } catch (error) {
    if (error instanceof Problem && error.type === 'not-found') return false
    throw error
  }
}
