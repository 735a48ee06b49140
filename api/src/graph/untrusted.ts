import { catalog } from '@registry/cypher/catalog'
import neo4j, { type Driver, type Record as Row, type ResultSummary, type Session } from 'neo4j-driver'
import { Problem } from '../kernel/errors.ts'
import type { DatabaseSettings } from './graph.ts'
import { toParameters } from './driver-values.ts'

export interface Running {
  columns: string[]
  rows: AsyncIterator<Row>
  /** Releases the connection; a query that is not done is terminated in the database. */
  end(isDone: boolean): Promise<void>
}

/**
 * Access to Neo4j for untrusted queries: separate connections, access mode READ, no retries, and termination that does
 * not wait for the query.
 */
export interface Untrusted {
  /** @param within maximum milliseconds for planning */
  explain(text: string, parameters: object, within: number): Promise<ResultSummary>
  /** @param run `id` may be chosen by the client and used more than once; `attempt` is unique to this transaction */
  run(text: string, parameters: object, run: { id: string; attempt: string; timeout: number }): Promise<Running>
  /** @param id of a run or an attempt */
  terminate(id: string): Promise<void>
  /** @param id of a run or an attempt */
  isRunning(id: string): Promise<boolean>
  close(): Promise<void>
}

const connections = 12

export function createUntrusted({ uri, user, password, database }: DatabaseSettings): Untrusted {
  const connect = () =>
    neo4j.driver(uri, neo4j.auth.basic(user, password), {
      useBigInt: true,
      maxConnectionPoolSize: connections,
      connectionAcquisitionTimeout: 3_000,
      connectionTimeout: 3_000,
      fetchSize: 500,
      userAgent: 'module-registry-analysts',
    })
  let driver: Driver = connect()
  const session = () => driver.session({ database, defaultAccessMode: neo4j.session.READ, fetchSize: 500 })

  /** Replaces the connection pool, so that a connection that does not answer is never used again. */
  const renew = () => {
    const old = driver
    driver = connect()
    setTimeout(() => void old.close().catch(() => {}), 15_000).unref()
  }

  const ask = async (name: string, id: string) => {
    const asking = session()
    try {
      return await withDeadline(asking.run(catalog.get(name)!.text, { run: id }, { timeout: 3_000 }), 3_500)
    } finally {
      void asking.close().catch(() => {})
    }
  }

  return {
    async explain(text, parameters, within) {
      const asking = session()
      try {
        const config = { timeout: Math.max(500, within - 1_000) }
        return (await withDeadline(asking.run(`EXPLAIN ${text}`, toParameters(parameters), config), within)).summary
      } catch (error) {
        if (error instanceof Problem) renew()
        throw error
      } finally {
        void asking.close().catch(() => {})
      }
    },
    async run(text, parameters, { id, attempt, timeout }) {
      const running = session()
      const result = running.run(text, toParameters(parameters), {
        timeout,
        metadata: { run: id, attempt, by: 'analyst' },
      })
      // Must be created before anything can fail: otherwise the driver reports a consumed result instead of the cause.
      const rows = result[Symbol.asyncIterator]()
      try {
        const columns = await withDeadline(result.keys(), timeout + 500)
        return {
          columns: columns.map(String),
          rows,
          end: (isDone) => end(running, attempt, isDone),
        }
      } catch (error) {
        await end(running, attempt, isEndedBy(error))
        throw error
      }
    },
    async terminate(id) {
      await ask('queries/terminate', id)
    },
    isRunning: async (id) => (await ask('queries/running', id)).records[0]!.get('running') !== 0n,
    close: () => driver.close(),
  }

  async function end(running: Session, attempt: string, isDone: boolean): Promise<void> {
    if (!isDone) await ask('queries/terminate', attempt).catch(() => {})
    const closed = running.close().catch(() => {})
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1_000))])
  }
}

/** Whether the error is from the database, so that the query has ended; connection errors do not prove that. */
export const isEndedBy = (error: unknown): boolean => error instanceof neo4j.Neo4jError && error.code.startsWith('Neo.')

async function withDeadline<Value>(work: PromiseLike<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem('timeout', 'the database did not answer in time')), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
