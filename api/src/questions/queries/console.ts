import neo4j from 'neo4j-driver'
import { v7 as uuid } from 'uuid'
import { Problem } from '../../kernel/errors.ts'
import { isEndedBy, type Running, type Untrusted } from '../../graph/untrusted.ts'
import { checkStatement } from './statement-check.ts'
import { checkPlan, outline } from './plan-check.ts'
import type { Plan, QueryAnswer } from './queries.contract.ts'
import { limitedConcurrency } from './concurrency.ts'

/** One line of the audit log: who asked what, and what came of it; never the values of parameters. */
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
  /** What the audit log says instead of the text. */
  name?: string
  parameters: Record<string, unknown>
  actor: string
  rows: number
  timeout: number
  run?: string
  /** A file of the library is known: it is not checked again. */
  isTrusted?: boolean
  signal?: AbortSignal
}

export interface Answering extends Pick<QueryAnswer, 'run' | 'columns' | 'notifications'> {
  /** To be read to its end, or returned; whatever is left of the query is then ended in the database. */
  rows: AsyncGenerator<Record<string, unknown>, void>
  limit: () => QueryAnswer['limit']
  milliseconds: () => number
}

const mostParameters = 64_000
const patience = 5_000
/** The registry's own questions are large, and a busy machine plans them for seconds the first time. */
const longestPlanning = 9_000

/** Runs what people ask: checked, planned, bounded, never tried again, and ended when nobody waits for it. */
export function createConsole(untrusted: Untrusted, { running, audit }: { running: number; audit: Audit }) {
  const concurrency = limitedConcurrency(running)

  /** What can be said without the database. */
  const checkText = (text: string, parameters: Record<string, unknown>, isTrusted = false) => {
    if (JSON.stringify(parameters).length > mostParameters)
      throw new Problem('invalid-request', 'the parameters are too large', [
        { pointer: '/parameters', reason: `may have at most ${mostParameters} characters of JSON` },
      ])
    if (!isTrusted) checkStatement(text, parameters)
  }

  const plan = async (text: string, parameters: Record<string, unknown>, isTrusted = false): Promise<Plan> => {
    try {
      const summary = await untrusted.explain(text, parameters, isTrusted ? longestPlanning : undefined)
      if (!isTrusted) checkPlan(summary.queryType, summary.plan)
      const notifications = summary.notifications.map(({ code, title, description }) => ({ code, title, description }))
      return { operators: outline(summary.plan), notifications }
    } catch (error) {
      throw translate(error, 'invalid-query', 'EXPLAIN '.length)
    }
  }

  /** A place is given back when the query has left the database, not when nobody listens any more. */
  const settle = async (attempt: string, leave: () => void) => {
    for (const end = Date.now() + patience; Date.now() < end;) {
      if (!(await untrusted.isRunning(attempt).catch(() => false))) break
      await untrusted.terminate(attempt).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    leave()
  }

  const start = async (asked: Asked): Promise<Answering> => {
    const { text, parameters, actor, timeout, rows: most, run = uuid(), isTrusted, signal } = asked
    const begun = Date.now()
    const milliseconds = () => Date.now() - begun
    const told = { outcome: 'failed', rows: 0 }
    const query = asked.name ?? text
    const tell = () => audit({ run, actor, query, ...told, milliseconds: milliseconds() })
    const attempt = uuid()
    let leave: (() => void) | undefined
    let isOver = true
    try {
      checkText(text, parameters, isTrusted)
      leave = await concurrency.enter(actor)
      const { notifications } = await plan(text, parameters, isTrusted)
      signal?.throwIfAborted()
      isOver = false
      const opened = await untrusted.run(text, parameters, { id: run, attempt, timeout }).catch((error: unknown) => {
        isOver = isEndedBy(error)
        throw translate(error, 'query-failed')
      })
      let limit: Answering['limit'] extends () => infer L ? L : never = null
      const rows = read(opened, {
        ...{ most, deadline: begun + timeout + 1_000, signal },
        onRow: () => told.rows++,
        onLimit: () => (limit = 'rows'),
        onEnd: async (outcome, isOver) => {
          told.outcome = outcome
          tell()
          await (isOver ? leave!() : settle(attempt, leave!))
        },
      })
      return { run, columns: opened.columns, notifications, rows, limit: () => limit, milliseconds }
    } catch (error) {
      told.outcome = error instanceof Problem ? String(error.extra.rule ?? error.type) : 'failed'
      tell()
      if (isOver) leave?.()
      else void settle(attempt, leave!)
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
  most: number
  deadline: number
  signal?: AbortSignal
  onRow: () => void
  onLimit: () => void
  /** @param isOver whether the database is done with it, so that nothing is left to be ended */
  onEnd: (outcome: string, isOver: boolean) => Promise<void>
}

async function* read(opened: Running, { most, deadline, signal, onRow, onLimit, onEnd }: Reading) {
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
      if (given === most) {
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

/** Waiting does not help a query that needs more time than it was given, so that this is no 503. */
const tooSlow = () => new Problem('query-timeout', 'the query did not finish within its time limit')

/**
 * What the database says of a query that it was right to refuse is the asker's business; all else is not.
 * @param before how much stood before the asker's text
 */
function translate(error: unknown, type: 'invalid-query' | 'query-failed', before = 0): unknown {
  if (!(error instanceof neo4j.Neo4jError)) return error
  const { code, message } = error
  if (/ServiceUnavailable|SessionExpired|DatabaseUnavailable/.test(code))
    return new Problem('database-unavailable', 'the database does not answer; it may be starting')
  if (/TransactionTimedOut/.test(code)) return tooSlow()
  if (/Terminated|TransactionInterrupted/.test(code)) return new Problem('query-failed', 'the query was cancelled')
  const [reason = ''] = message.split('\n')
  const [place, offset] = / *\(line \d+, column \d+ \(offset: (\d+)\)\)/.exec(reason) ?? ['']
  const said = reason.replace(place, '').slice(0, 500)
  const told = said.replaceAll(/\bMATCH \(|Neo\.\w*/g, ' ')
  const where = offset === undefined ? {} : { position: Math.max(0, Number(offset) - before) }
  return new Problem(/Memory/.test(code) ? 'query-failed' : type, told, [{ pointer: '/query', reason: told }], where)
}
