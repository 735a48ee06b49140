import { catalog, textFor } from '@registry/cypher/catalog'
import type { Questions } from '@registry/cypher/questions'
import neo4j, { type Driver, type ManagedTransaction, type QueryResult, type Session } from 'neo4j-driver'
import pLimit, { type LimitFunction } from 'p-limit'
import { Problem } from '../kernel/errors.ts'
import { fromResult, toParameter } from './driver-values.ts'

/** Names of the queries in `cypher/`, and of those that are read-only. */
export type Question = keyof Questions
export type Reading = { [Name in Question]: Questions[Name]['access'] extends 'read' ? Name : never }[Question]
export type ParametersOf<Name extends Question> = Questions[Name]['parameters']
export type RowOf<Name extends Question> = Questions[Name]['row']

/** Runs a read-only query and returns its rows as plain objects with the columns that its header declares. */
export type Read = <Name extends Reading>(name: Name, parameters: ParametersOf<Name>) => Promise<RowOf<Name>[]>

/** Runs any query, in a transaction that may write. */
export type Run = <Name extends Question>(name: Name, parameters: ParametersOf<Name>) => Promise<RowOf<Name>[]>

/** The only access to Neo4j, with sessions, access mode, retries, deadlines and the translation of errors. */
export interface Graph {
  /** An auto-commit read, which needs the fewest round trips; retried once if the connection was lost. */
  read: Read
  /** A transaction that changes the registry. `work` may run again after deadlocks and lost connections. */
  write<Result>(work: (run: Run) => Promise<Result>): Promise<Result>
  /** Like `write`, for data that is not logged, such as records: without the registry's lock, many at a time. */
  store<Result>(work: (run: Run) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

export interface GraphOptions {
  driver: Driver
  database?: string
  /** Maximum milliseconds for a request, whatever the database does. */
  deadline?: number
  /** Called when the database has failed: it still runs, but answers nothing until it is restarted. */
  onFailure?: () => void
}

/** How a process or a thread reaches the database. */
export interface DatabaseSettings {
  uri: string
  user: string
  password: string
  database?: string
}

const retryFor = 4_000

export function connect(uri: string, user: string, password: string): Driver {
  return neo4j.driver(uri, neo4j.auth.basic(user, password), {
    disableLosslessIntegers: true,
    connectionTimeout: 5_000,
    connectionAcquisitionTimeout: 6_000,
    maxTransactionRetryTime: retryFor,
    userAgent: 'module-registry',
  })
}

export function createGraph({ driver, database, deadline = 9_000, onFailure }: GraphOptions): Graph {
  const settings = { database, bookmarkManager: driver.executeQueryBookmarkManager }
  // Decision 0001. Writers of a process queue here, not on the lock in the database: one at a time is faster than
  // sixteen (`npm run bench`), and none waits inside a transaction until the lock times out.
  const writers = pLimit(1)
  const stores = pLimit(16)
  // The embedded database allows 64 concurrent transactions and refuses more; excess reads wait here instead.
  const readers = pLimit(40)

  /** Enforces the deadline. Work that was queued checks `expired` first: nobody waits for its result any more. */
  const inTime = async <Result>(
    work: (expired: () => boolean, late: Promise<never>) => Promise<Result>,
  ): Promise<Result> => {
    let expired = false
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        expired = true
        reject(new Problem('timeout', `no answer from the database within ${deadline} ms`))
      }, deadline)
    })
    const result = work(() => expired, late)
    result.catch(() => {}) // a failure after the deadline must not become an unhandled rejection
    try {
      return await Promise.race([result, late])
    } catch (error) {
      if (hasFailed(error)) onFailure?.()
      throw translate(error)
    } finally {
      clearTimeout(timer)
    }
  }

  const withSession = async <Result>(mode: 'READ' | 'WRITE', use: (session: Session) => Promise<Result>) => {
    const session = driver.session({ ...settings, defaultAccessMode: mode })
    try {
      return await use(session)
    } finally {
      await session.close().catch(() => {})
    }
  }

  const writeIn = <Result>(queue: LimitFunction, work: (run: Run) => Promise<Result>): Promise<Result> =>
    inTime((expired, late) =>
      queue(() => {
        if (expired()) throw new Problem('busy', 'too many changes are waiting')
        const written = withSession('WRITE', (session) =>
          session.executeWrite((tx) => work(runIn(tx)), { timeout: deadline - 1_000 }),
        )
        // A hanging connection must not block the changes queued behind this one.
        return Promise.race([written, late])
      }),
    )

  return {
    async read<Name extends Reading>(name: Name, parameters: ParametersOf<Name>) {
      const { text, values } = statement(name, parameters)
      const once = () =>
        withSession('READ', async (session) =>
          rows<Name>(await withoutTrace(() => session.run(text, values, { timeout: deadline - 1_000 }))),
        )
      return inTime((expired, late) =>
        readers(() => {
          if (expired()) throw new Problem('busy', 'too many reads are waiting')
          const answered = once().catch((error) => {
            if (expired() || !isUnavailable(error)) throw error
            return once()
          })
          return Promise.race([answered, late])
        }),
      )
    },
    write: (work) => writeIn(writers, work),
    store: (work) => writeIn(stores, work),
    close: () => driver.close(),
  }
}

const runIn =
  (tx: ManagedTransaction): Run =>
  async <Name extends Question>(name: Name, parameters: ParametersOf<Name>) => {
    const { text, values } = statement(name, parameters)
    return rows<Name>(await withoutTrace(() => tx.run(text, values)))
  }

/**
 * The driver takes a stack trace for each query, for its errors. It is expensive, since Node maps it to the sources, and
 * says nothing: it ends in this file. Decision 0060.
 */
function withoutTrace<Result>(run: () => Result): Result {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return run()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function statement(name: Question, parameters: Record<string, unknown>) {
  const query = catalog.get(name)!
  for (const { name: parameter, type } of query.parameters)
    if (parameters[parameter] === undefined || (parameters[parameter] === null && !type.nullable))
      throw new Error(`cypher/${name}.cypher needs $${parameter}`)
  return { text: textFor(query, parameters), values: { given: toParameter(parameters) } }
}

/** The cast is safe: a test runs each query with its example and compares its rows with the types of its header. */
const rows = <Name extends Question>(result: QueryResult): RowOf<Name>[] =>
  result.records.map((record) => fromResult(record.toObject()) as RowOf<Name>)

const unavailable: string[] = [neo4j.error.SERVICE_UNAVAILABLE, neo4j.error.SESSION_EXPIRED]

const isUnavailable = (error: unknown): boolean =>
  error instanceof neo4j.Neo4jError &&
  (unavailable.includes(error.code) ||
    error.code.includes('.General.DatabaseUnavailable') ||
    error.code.includes('.Database.'))

/**
 * Whether the database can neither begin nor commit transactions, as after a full disk. What it could not commit may be
 * in its log, and so written when it is back.
 */
export const hasFailed = (error: unknown): boolean =>
  error instanceof neo4j.Neo4jError && error.code.startsWith('Neo.DatabaseError.Transaction.')

/** Translates an error of the database into a problem for clients. Other errors are bugs and stay as they are. */
function translate(error: unknown): unknown {
  if (!(error instanceof neo4j.Neo4jError)) return error
  const { code } = error
  if (hasFailed(error))
    return new Problem('database-unavailable', 'the database has failed and must be restarted; its disk may be full')
  if (isUnavailable(error))
    return new Problem('database-unavailable', 'the database does not answer; it may be starting')
  if (code.includes('TransactionTimedOut') || code.includes('Terminated'))
    return new Problem('timeout', 'the database ended the request because it took too long')
  if (
    code.includes('Transient') ||
    code.includes('LockClientStopped') ||
    error.message.includes('acquisition timed out')
  )
    return new Problem('busy', 'the database is overloaded')
  // A concurrent transaction deleted a node after it was found here, or added a relationship to one that is being
  // deleted.
  if (code.includes('EntityNotFound') || error.message.includes('still has relationships'))
    return new Problem('conflict', 'a concurrent change affected the same nodes; retry')
  return error
}

/** The root cause in a chain of errors of the driver, after "Caused by:" and without the advice that follows. */
export function causeOf({ cause, message }: Error): string {
  if (cause instanceof Error) return causeOf(cause)
  return message.replace(/^.*Caused by: /s, '').split(/\.\s|\n/)[0]!
}
