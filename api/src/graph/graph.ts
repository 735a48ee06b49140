import { catalog, textFor } from '@registry/cypher/catalog'
import type { Questions } from '@registry/cypher/questions'
import neo4j, { type Driver, type ManagedTransaction, type QueryResult, type Session } from 'neo4j-driver'
import pLimit, { type LimitFunction } from 'p-limit'
import { Problem } from '../kernel/errors.ts'
import { fromResult, toParameter } from './driver-values.ts'

/** The questions of `cypher/`, by name, and those of them that write nothing. */
export type Question = keyof Questions
export type Reading = { [Name in Question]: Questions[Name]['access'] extends 'read' ? Name : never }[Question]
export type ParametersOf<Name extends Question> = Questions[Name]['parameters']
export type RowOf<Name extends Question> = Questions[Name]['row']

/** Asks a question that writes nothing, and gives its rows as plain objects with the columns of its header. */
export type Read = <Name extends Reading>(name: Name, parameters: ParametersOf<Name>) => Promise<RowOf<Name>[]>

/** Asks any question, in a transaction that may write. */
export type Run = <Name extends Question>(name: Name, parameters: ParametersOf<Name>) => Promise<RowOf<Name>[]>

/** The one funnel to Neo4j: sessions, access mode, retries, deadlines and the translation of errors live here only. */
export interface Graph {
  /** One auto-commit read: the cheapest in round trips; tried a second time when the connection was lost. */
  read: Read
  /** One transaction, tried again on deadlocks and lost connections: `work` may run more than once. */
  write<Result>(work: (run: Run) => Promise<Result>): Promise<Result>
  /** The same for what is no change of the registry, such as records and statistics: without its lock, many at a time. */
  store<Result>(work: (run: Run) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

export interface GraphOptions {
  driver: Driver
  database?: string
  /** Milliseconds after which a request is answered, whatever the database does. */
  deadline?: number
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

export function createGraph({ driver, database, deadline = 9_000 }: GraphOptions): Graph {
  const settings = { database, bookmarkManager: driver.executeQueryBookmarkManager }
  // Decision 0001. Writers of one process queue here, not on the lock in the database: with one at a time the registry writes
  // faster than with sixteen, and none waits in a transaction until the lock times out (`npm run bench`).
  const writers = pLimit(1)
  const stores = pLimit(16)
  // The embedded database takes 64 transactions at once: what comes above waits for its turn here, and is not refused there.
  const readers = pLimit(40)

  /** Answers in time, whatever the database does; `work` asks `expired` before it starts what nobody waits for any more. */
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
    result.catch(() => {}) // when the deadline answers first, a later failure has nobody left to tell
    try {
      return await Promise.race([result, late])
    } catch (error) {
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
        // A connection that has gone silent holds up the one change that is on it, not those behind.
        return Promise.race([written, late])
      }),
    )

  return {
    async read<Name extends Reading>(name: Name, parameters: ParametersOf<Name>) {
      const { text, values } = statement(name, parameters)
      const once = () =>
        withSession('READ', async (session) =>
          rows<Name>(await session.run(text, values, { timeout: deadline - 1_000 })),
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
    return rows<Name>(await tx.run(text, values))
  }

function statement(name: Question, parameters: Record<string, unknown>) {
  const query = catalog.get(name)!
  for (const { name: parameter, type } of query.parameters)
    if (parameters[parameter] === undefined || (parameters[parameter] === null && !type.nullable))
      throw new Error(`cypher/${name}.cypher needs $${parameter}`)
  return { text: textFor(query, parameters), values: { given: toParameter(parameters) } }
}

/** A test asks each question with its example and compares what comes back with the types of its header. */
const rows = <Name extends Question>(result: QueryResult): RowOf<Name>[] =>
  result.records.map((record) => fromResult(record.toObject()) as RowOf<Name>)

const unavailable: string[] = [neo4j.error.SERVICE_UNAVAILABLE, neo4j.error.SESSION_EXPIRED]

const isUnavailable = (error: unknown): boolean =>
  error instanceof neo4j.Neo4jError &&
  (unavailable.includes(error.code) ||
    error.code.includes('.General.DatabaseUnavailable') ||
    error.code.includes('.Database.'))

/** What the database says, as what a client may be told. Anything that is not its state is a mistake of ours and stays as it is. */
function translate(error: unknown): unknown {
  if (!(error instanceof neo4j.Neo4jError)) return error
  const { code } = error
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
  // What was found has been deleted, or what is deleted has been joined to something, by somebody else at the same time.
  if (code.includes('EntityNotFound') || error.message.includes('still has relationships'))
    return new Problem('conflict', 'a concurrent change affected the same nodes; retry')
  return error
}

/** The driver has the cause at the end of a chain of errors, there behind "Caused by:" and before its advice. */
export function causeOf({ cause, message }: Error): string {
  if (cause instanceof Error) return causeOf(cause)
  return message.replace(/^.*Caused by: /s, '').split(/\.\s|\n/)[0]!
}
