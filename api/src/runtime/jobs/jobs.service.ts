import pLimit from 'p-limit'
import { setImmediate as immediately } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Graph, RowOf } from '../../graph/graph.ts'
import { Problem, problemBody, problemOf } from '../../kernel/errors.ts'
import type { FairQueue } from '../../kernel/fair-queue.ts'
import { mayAct } from '../../kernel/operation.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import type { Call, Service } from '../../store/call.ts'
import { once, type Origin } from '../../store/change.ts'
import { flowOf } from '../admission.ts'
import type { Job, jobsOperations } from './jobs.contract.ts'
import { resultsIn } from './results.ts'

type Stored = RowOf<'jobs/read'>['job']

export type JobsService = ReturnType<typeof jobsService>

export interface JobsOptions {
  /** Where results are written. */
  folder: string
  /** Milliseconds for which a job and its result are kept after its end. */
  retention: number
  /** Told of errors that are no problem of the client. */
  failed?: (error: unknown, id: string) => void
}

/** What a job can do while it runs. */
export interface Work {
  /** Aborted when it is cancelled, or the registry stops. */
  signal: AbortSignal
  tell: (progress: { done?: number; total?: number; message?: string }) => void
}

export interface NewJob {
  kind: string
  title: string
  result: { type: string; file: string }
  /** Returns the result piece by piece. */
  work: (work: Work) => AsyncIterable<string>
}

/** A job of this process. */
interface Own {
  end: AbortController
  /** What the graph is to know of it. */
  properties: Record<string, unknown>
  over: Promise<void>
}

/** Milliseconds between two reports of a process on its jobs. */
const beat = 2_000
/** Seconds without a report after which its process has ended. */
const silence = 15

const cancelled = new Error('the job was cancelled')
const stopped = new Problem('stopping', 'the registry was stopped')
const hasEnded = ({ state }: Pick<Stored, 'state'>) => !['queued', 'running'].includes(state)

/**
 * Jobs: work that takes longer than a request may. They run in the process that was asked, in turn by caller, and are
 * kept in the graph, so that every process knows them, and what became of them after a restart. Decision 0062.
 */
export function jobsService(graph: Graph, turns: FairQueue, options?: JobsOptions) {
  const results = options && resultsIn(options.folder)
  const own = new Map<string, Own>()
  const reporting = pLimit(1)
  const available = () => {
    if (!results) throw new Problem('not-configured', 'this process runs no jobs')
    return results
  }
  let heart: NodeJS.Timeout | undefined

  /** Tells the graph how far the jobs of this process are, and learns which of them nobody wants any more. */
  const report = () =>
    reporting(async () => {
      const rows = [...own].map(([id, { properties }]) => ({ id, properties: { ...properties } }))
      const found = rows.length === 0 ? [] : await graph.store((run) => run('jobs/report', { rows }))
      const wanted = new Map(found.map(({ id, isCancelled }) => [id, !isCancelled]))
      for (const { id, properties } of rows) {
        if (hasEnded(properties as Pick<Stored, 'state'>)) own.delete(id)
        else if (!wanted.get(id)) own.get(id)?.end.abort(cancelled)
      }
      if (own.size === 0) heart = void clearInterval(heart)
    })

  const carryOut = async (id: string, job: Own, turn: Promise<() => void>, { work }: NewJob) => {
    const { signal } = job.end
    const set = (properties: object) => Object.assign(job.properties, properties)
    // The next report tells it if this one fails.
    const reported = () => report().catch(() => {})
    let leave: (() => void) | undefined
    try {
      leave = await turn
      set({ state: 'running', startedAt: new Date() })
      await reported()
      const bytes = await available().write(id, work({ signal, tell: (progress) => void set(progress) }), signal)
      set({ state: 'succeeded', bytes, message: '' })
    } catch (error) {
      const reason: unknown = signal.aborted ? signal.reason : error
      if (reason === cancelled) set({ state: 'cancelled' })
      else set({ state: 'failed', error: JSON.stringify(problemBody(problemOf(reason), `urn:job:${id}`)) })
      if (!(reason instanceof Problem) && reason !== cancelled) options?.failed?.(reason, id)
    }
    leave?.()
    set({ endedAt: new Date() })
    await reported()
  }

  const shown = ({ isLost, ...job }: Stored): Job => {
    const { id, kind, title, actor, done, total = null, message, type, bytes, createdAt, startedAt = null } = job
    const endedAt = isLost ? job.seenAt : (job.endedAt ?? null)
    const state = isLost ? 'failed' : job.state
    const lost = problemBody(stopped, `urn:job:${id}`)
    return {
      id,
      kind,
      title,
      state,
      progress: { done, total, message },
      actor,
      createdAt,
      startedAt,
      endedAt,
      expiresAt: endedAt && new Date(Date.parse(endedAt) + (options?.retention ?? 0)).toISOString(),
      result: state === 'succeeded' ? { url: `/api/jobs/${id}/result`, type, bytes: bytes ?? 0 } : null,
      error: isLost ? lost : job.error === undefined ? null : JSON.parse(job.error),
    }
  }

  /** @throws Problem `not-found`, also for the job of somebody else */
  const stored = async (id: string, { caller, origin }: Pick<Call, 'caller' | 'origin'>): Promise<Stored> => {
    const [row] = await graph.read('jobs/read', { id, silence })
    if (row && (mayAct(caller.role, 'admin') || (row.job.keyId !== undefined && row.job.keyId === origin.keyId)))
      return row.job
    throw new Problem('not-found', `there is no job ${id}`, [{ pointer: '/path/id', reason: 'names no job' }])
  }

  /** @returns its id, or that of the job that the same request has started before */
  const create = (id: string, { kind, title, result }: NewJob, properties: object, origin: Origin): Promise<string> =>
    graph.store((run) =>
      once(run, origin, async () => {
        const { actor, keyId } = origin
        await run('jobs/create', { properties: { id, kind, title, ...result, actor, keyId, ...properties } })
        return id
      }),
    )

  return {
    /**
     * Starts a job.
     * @throws Problem `busy` at once if too many wait, or their results are too large together
     */
    async begin(job: NewJob, { origin }: Call): Promise<Job> {
      await available().requireRoom()
      const id = uuid()
      const end = new AbortController()
      const turn = turns.enter(flowOf(origin), end.signal)
      // A refusal is there at once; whoever waits is not waited for.
      await Promise.race([turn, immediately()])
      const giveUp = () => {
        end.abort(cancelled)
        turn.then(
          (leave) => leave(),
          () => {},
        )
      }
      const properties = { state: 'queued', done: 0, message: '' }
      const begun = await create(id, job, properties, origin).catch((error: unknown) => {
        giveUp()
        throw error
      })
      // The same request, with its Idempotency-Key, has started it before.
      if (begun !== id) giveUp()
      else {
        const one: Own = { end, properties, over: Promise.resolve() }
        own.set(id, one)
        one.over = carryOut(id, one, turn, job)
        heart ??= setInterval(() => void report().catch(() => {}), beat).unref()
      }
      const [row] = await graph.read('jobs/read', { id: begun, silence })
      if (!row) throw new Problem('conflict', 'the job was deleted')
      return shown(row.job)
    },

    async list({ query: { limit, cursor, ...filters } }, { caller, origin }) {
      const keyId = mayAct(caller.role, 'admin') ? null : (origin.keyId ?? '')
      const list = ['jobs', keyId, filters]
      const before = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? '~'
      const { state = null, kind = null, actor = null } = filters
      const asked = { keyId, state, kind, actor, silence, before, limit: limit + 1 }
      const [rows] = await graph.read('jobs/list', asked)
      return page({ ...rows!, items: rows!.items.map(shown) }, limit, list, (last) => [last.id])
    },

    read: async ({ params }, call) => shown(await stored(params.id, call)),

    async result({ params: { id } }, call) {
      const { type, file, ...job } = await stored(id, call)
      const { state } = shown({ type, file, ...job })
      if (state !== 'succeeded') throw new Problem('conflict', `the job has no result: it is ${state}`)
      return { as: { type, file }, pieces: await available().read(id) }
    },

    async cancel({ params: { id } }, call) {
      await stored(id, call)
      await graph.store((run) => run('jobs/cancel', { id }))
      const here = own.get(id)
      here?.end.abort(cancelled)
      await here?.over
      return shown(await stored(id, call))
    },

    async remove({ params: { id } }, call) {
      const job = await stored(id, call)
      if (!hasEnded(job) && !job.isLost) throw new Problem('conflict', `the job is ${job.state}: cancel it first`)
      await graph.store((run) => run('jobs/remove', { id }))
      await results?.remove(id)
      return null
    },

    /** Deletes what ended longer ago than it is kept. */
    async forget(): Promise<void> {
      if (!options) return
      const before = new Date(Date.now() - options.retention)
      await results!.forget(before)
      const limit = 1_000
      for (let last = limit; last === limit;) {
        const [row] = await graph.store((run) => run('jobs/forget', { before, limit }))
        last = row!.forgotten
      }
    },

    /** Ends the jobs of this process; that it was stopped is what became of them. */
    async stop(): Promise<void> {
      for (const { end } of own.values()) end.abort(stopped)
      await Promise.all([...own.values()].map(({ over }) => over))
      clearInterval(heart)
    },
  } satisfies Service<typeof jobsOperations>
}
