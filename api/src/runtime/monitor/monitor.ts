import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLease, monitorLease, takeEvery } from '../../store/lease.ts'
import { runRound, type Round } from './round.ts'

/** Rounds for which losing nearly all modules at once is attributed to the monitor's own network. */
const patience = 20
const jumpOfClock = 5_000

type Given = Pick<Round, 'graph' | 'outbound' | 'windows' | 'push' | 'interval'>

export interface MonitorOptions extends Given {
  /** Receives a function that tells whether this process is the monitor. */
  leadership?: { isHeld(): boolean }
  /** Id of this process. */
  holder: string
  /** Further work that only the process with the lease does. */
  beside?: (fence: () => number | undefined, signal: AbortSignal) => Promise<void>
  clock?: { now(): number; elapsed(): number }
  failed?: (error: unknown) => void
}

/**
 * Checks all modules at regular intervals, in one process at a time. A missed round or a jump of the clock starts a new
 * epoch, in which streaks of readings start again.
 */
export function createMonitor(options: MonitorOptions) {
  const { holder, leadership, beside, clock = systemClock, failed = () => {}, ...given } = options
  const { graph, interval } = given
  const lease = createLease(graph, monitorLease, holder)
  if (leadership) leadership.isHeld = () => lease.fence() !== undefined
  const stopped = new AbortController()
  let lost = 0
  let last: { fence: number; epoch: number; now: number; elapsed: number } | undefined

  /** Epoch of the next round. */
  const epochAfter = (taken: { fence: number; epoch: number; lastRound: string | null }) => {
    const now = clock.now()
    const elapsed = clock.elapsed()
    const longest = 4 * interval + takeEvery + 9_000
    const before = last?.fence === taken.fence ? last : undefined
    const passed = before ? elapsed - before.elapsed : now - Date.parse(taken.lastRound ?? '')
    const jumped = before !== undefined && Math.abs(now - before.now - passed) > jumpOfClock
    const epoch = taken.epoch + (passed >= 0 && passed <= longest && !jumped ? 0 : 1)
    last = { fence: taken.fence, epoch, now, elapsed }
    return epoch
  }

  /** Renews the lease during long work, and aborts the work if the lease is lost. */
  const whileHeld = async (work: (signal: AbortSignal) => Promise<void>) => {
    const ending = new AbortController()
    const end = () => ending.abort()
    const renewing = setInterval(() => {
      lease.take().catch(() => {})
      if (lease.fence() === undefined) end()
    }, takeEvery)
    stopped.signal.addEventListener('abort', end, { once: true })
    try {
      await work(ending.signal)
    } finally {
      clearInterval(renewing)
      stopped.signal.removeEventListener('abort', end)
    }
  }

  /** Runs a round if this process gets the lease. @returns whether it ran */
  const round = async (): Promise<boolean> => {
    const taken = await lease.take()
    if (!taken) return false
    const held = { name: lease.name, fence: taken.fence }
    const note =
      lost > 0 ? `nearly all modules became unreachable at once, ${lost} rounds ago; readings are ignored` : null
    const [begun] = await graph.store((run) => run('monitor/begin-round', { ...held, epoch: epochAfter(taken), note }))
    if (!begun) return false
    await whileHeld(async (signal) => {
      const isPatient = lost < patience
      const steps = { lease: held, epoch: begun.epoch, now: clock.now, isPatient, signal }
      const result = await runRound({ ...given, ...steps })
      lost = result.lost ? lost + 1 : 0
    })
    return true
  }

  const repeat = async (work: () => Promise<unknown>, pause: () => number) => {
    while (!stopped.signal.aborted) {
      await work().catch(failed)
      await sleep(pause(), undefined, { signal: stopped.signal, ref: false }).catch(() => {})
    }
  }

  return {
    round,
    start() {
      let next = 0
      const rounds = async () => {
        if (!(await lease.take()) || clock.elapsed() < next) return
        // Jitter, so that registries started together do not probe together.
        next = clock.elapsed() + interval * (0.95 + Math.random() * 0.1)
        await round()
      }
      const running = [
        repeat(rounds, () => Math.max(100, Math.min(takeEvery, next - clock.elapsed()))),
        repeat(
          async () => lease.fence() !== undefined && (await beside?.(lease.fence, stopped.signal)),
          () => Math.min(1_000, interval),
        ),
      ]
      return async () => {
        stopped.abort()
        await Promise.all(running)
        await lease.release().catch(() => {})
      }
    },
  }
}

const systemClock = { now: () => Date.now(), elapsed: () => performance.now() }
