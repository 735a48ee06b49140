import neo4j from 'neo4j-driver'
import { v7 as uuid } from 'uuid'
import { Problem } from '../../kernel/errors.ts'
import { hasFailed } from '../../graph/graph.ts'
import { isEndedBy, type Running, type Untrusted } from '../../graph/untrusted.ts'
import { checkStatement } from './statement-check.ts'
import { restrictedToVisible } from './visible-nodes.ts'
import { checkPlan, outline } from './plan-check.ts'
import type { Plan, QueryAnswer } from './queries.contract.ts'
import { fairQueue } from '../../kernel/fair-queue.ts'

/** A line of the audit log: who ran which query with what outcome; never the values of parameters. */
export interface Audited {
  run: string
  actor: string
  query: string
  outcome: string
  rows: number
  milliseconds: number
}
export type Audit = (line: Audited) => void

export interface Asked {
  text: string
  /** Name of the query, which the audit log shows instead of its text. */
  name?: string
  parameters: Record<string, unknown>
  actor: string
  rows: number
  timeout: number
  run?: string
  /** Whether the checks are skipped, for queries of the library. */
  isTrusted?: boolean
  /** Whether a job asks, which had its turn among jobs. */
  isJob?: boolean
  /** When the request must be answered, in milliseconds of `performance.now()`. */
  deadline?: number
  signal?: AbortSignal
}

export interface Answering extends Pick<QueryAnswer, 'run' | 'columns' | 'notifications'> {
  /** Must be read to its end or returned, which terminates the query in the database. */
  rows: AsyncGenerator<Record<string, unknown>, void>
  limit: () => QueryAnswer['limit']
  milliseconds: () => number
}

const mostParameters = 64_000
const patience = 5_000
/** Maximum milliseconds for planning a query of a client. */
const untrustedPlanning = 4_000
/** The same of a query of the library: they are large, and slow to plan the first time. */
const longestPlanning = 9_000
/** Milliseconds of a request below which a query is not begun. */
const leastTime = 1_000

/** Runs untrusted queries: checked, planned, with limits, without retries, and terminated when the client has gone. */
export function createConsole(untrusted: Untrusted, { running, audit }: { running: number; audit: Audit }) {
  const turns = fairQueue({ running, waiting: 20, ofOne: 2, patience: 5_000, of: 'queries' })

  /** Checks that do not need the database. @returns the query to run */
  const checkText = (text: string, parameters: Record<string, unknown>, isTrusted = false) => {
    if (JSON.stringify(parameters).length > mostParameters)
      throw new Problem('invalid-request', 'the parameters are too large', [
        { pointer: '/parameters', reason: `may have at most ${mostParameters} characters of JSON` },
      ])
    return isTrusted ? text : restrictedToVisible(text, checkStatement(text, parameters))
  }

  const plan = async (
    text: string,
    parameters: Record<string, unknown>,
    isTrusted = false,
    left = longestPlanning,
  ): Promise<Plan> => {
    try {
      const most = isTrusted ? longestPlanning : untrustedPlanning
      const summary = await untrusted.explain(text, parameters, Math.min(most, left))
      if (!isTrusted) checkPlan(summary.queryType, summary.plan)
      const notifications = summary.notifications.map(({ code, title, description }) => ({ code, title, description }))
      return { operators: outline(summary.plan), notifications }
    } catch (error) {
      throw translate(error, 'invalid-query', 'EXPLAIN '.length)
    }
  }

  /** Releases the slot only when the query has ended in the database, not when the client has gone. */
  const settle = async (attempt: string, release: () => void) => {
    for (const end = Date.now() + patience; Date.now() < end;) {
      if (!(await untrusted.isRunning(attempt).catch(() => false))) break
      await untrusted.terminate(attempt).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    release()
  }

  const start = async (asked: Asked): Promise<Answering> => {
    const { text, parameters, actor, rows: maxRows, run = uuid(), isTrusted, signal } = asked
    /** Milliseconds that are left of the request. */
    const left = () => (asked.deadline ?? Infinity) - performance.now()
    const begun = Date.now()
    const milliseconds = () => Date.now() - begun
    const audited = { outcome: 'failed', rows: 0 }
    const query = asked.name ?? text
    const writeAudit = () => audit({ run, actor, query, ...audited, milliseconds: milliseconds() })
    const attempt = uuid()
    let release: (() => void) | undefined
    let isOver = true
    try {
      const restricted = checkText(text, parameters, isTrusted)
      release = asked.isJob ? () => {} : await turns.enter(actor, signal)
      const requireTime = () => {
        if (left() < leastTime)
          throw new Problem('timeout', 'the query came too late to its turn to be answered in time')
      }
      requireTime()
      const { notifications } = await plan(text, parameters, isTrusted, left())
      requireTime()
      signal?.throwIfAborted()
      // The database takes a moment to end it.
      const timeout = Math.floor(Math.min(asked.timeout, left() - leastTime / 2))
      isOver = false
      const opened = await untrusted
        .run(restricted, parameters, { id: run, attempt, timeout })
        .catch((error: unknown) => {
          isOver = isEndedBy(error)
          throw translate(error, 'query-failed')
        })
      let limit: Answering['limit'] extends () => infer L ? L : never = null
      const rows = read(opened, {
        maxRows,
        deadline: Math.min(begun + asked.timeout + 1_000, Date.now() + left()),
        signal,
        onRow: () => audited.rows++,
        onLimit: () => (limit = 'rows'),
        onEnd: async (outcome, isOver) => {
          audited.outcome = outcome
          writeAudit()
          await (isOver ? release!() : settle(attempt, release!))
        },
      })
      return { run, columns: opened.columns, notifications, rows, limit: () => limit, milliseconds }
    } catch (error) {
      audited.outcome = error instanceof Problem ? String(error.extra.rule ?? error.type) : 'failed'
      writeAudit()
      if (isOver) release?.()
      else void settle(attempt, release!)
      throw error
    }
  }

  return {
    async plan(text: string, parameters: Record<string, unknown>): Promise<Plan> {
      checkText(text, parameters)
      return plan(text, parameters)
    },
    start,
    async cancel(run: string): Promise<null> {
      if (!(await untrusted.isRunning(run))) throw new Problem('not-found', 'there is no such run in the database')
      await untrusted.terminate(run)
      return null
    },
  }
}

interface Reading {
  maxRows: number
  deadline: number
  signal?: AbortSignal
  onRow: () => void
  onLimit: () => void
  /** @param isOver whether the query has ended in the database */
  onEnd: (outcome: string, isOver: boolean) => Promise<void>
}

async function* read(opened: Running, { maxRows, deadline, signal, onRow, onLimit, onEnd }: Reading) {
  let given = 0
  let outcome = 'cancelled'
  let isOver = false
  try {
    for (;;) {
      const { done, value } = await inTime(opened.rows.next(), deadline, signal)
      if (done) {
        outcome = 'done'
        isOver = true
        return
      }
      if (given === maxRows) {
        outcome = 'truncated'
        onLimit()
        return
      }
      given++
      onRow()
      yield Object.fromEntries(value.entries()) as Record<string, unknown>
    }
  } catch (error) {
    const problem = translate(error, 'query-failed')
    outcome = problem instanceof Problem ? problem.type : 'failed'
    isOver = isEndedBy(error)
    throw problem
  } finally {
    await opened.end(isOver)
    await onEnd(outcome, isOver)
  }
}

async function inTime<Value>(work: Promise<Value>, deadline: number, signal?: AbortSignal): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), deadline - Date.now())
    onAbort = () => reject(new Problem('timeout', 'the client closed the connection'))
    if (signal?.aborted) onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
  })
  work.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort!)
  }
}

/** Not a 503, since a retry would not help a query that needs more time than its limit. */
const tooSlow = () => new Problem('query-timeout', 'the query did not finish within its time limit')

/**
 * Translates an error of the database; only its messages about the query itself are shown to the client.
 * @param before length of what precedes the client's text in the statement
 */
function translate(error: unknown, type: 'invalid-query' | 'query-failed', before = 0): unknown {
  if (!(error instanceof neo4j.Neo4jError)) return error
  const { code, message } = error
  if (hasFailed(error) || /ServiceUnavailable|SessionExpired|DatabaseUnavailable/.test(code))
    return new Problem('database-unavailable', 'the database does not answer; it may be starting')
  if (/TransactionTimedOut/.test(code)) return tooSlow()
  if (/Terminated|TransactionInterrupted/.test(code)) return new Problem('query-failed', 'the query was cancelled')
  const [reason = ''] = message.split('\n')
  const [place, offset] = / *\(line \d+, column \d+ \(offset: (\d+)\)\)/.exec(reason) ?? ['']
  const text = reason.replace(place, '').slice(0, 500)
  const detail = text.replaceAll(/\bMATCH \(|Neo\.\w*/g, ' ')
  const where = offset === undefined ? {} : { position: Math.max(0, Number(offset) - before) }
  return new Problem(
    /Memory/.test(code) ? 'query-failed' : type,
    detail,
    [{ pointer: '/query', reason: detail }],
    where,
  )
}
