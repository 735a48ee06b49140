import { Neo4jGraphQL } from '@neo4j/graphql'
import autocannon from 'autocannon'
import express from 'express'
import { createYoga } from 'graphql-yoga'
import type { AddressInfo } from 'node:net'
import { createServer, type RequestListener } from 'node:http'
import neo4j, { type Driver } from 'neo4j-driver'
import { v7 as uuid } from 'uuid'
import { connect, type DatabaseSettings } from '../src/graph/graph.ts'
import { casesFor, changed, headers, type Case, type Target } from './cases.ts'
import { at, processorTime } from './costs.ts'

// What runs beside the registry, each in a process of its own: the straightforward implementations, and the generator of
// load.

/** `express`: a handler without validation or contract; `driver`: no server at all; `generator`: sends to the others. */
export type Role = 'express' | 'driver' | 'neo4j-graphql' | 'generator'
export type Place = Required<Pick<DatabaseSettings, 'uri' | 'user' | 'password'>>

export interface Task {
  index: number
  connections: number
  amount: number
  /** Processes to measure: of the contender and of the database. */
  pids: [own: number, database: number]
  /** For the generator: whom to ask, and how. */
  origin: string
  to: 'registry' | 'express' | 'neo4j-graphql'
  /** For the generator: change the registry before each request, which is not measured. */
  changing?: boolean
}
export interface Measured {
  requests: number
  seconds: number
  p50: number
  p99: number
  own: number
  database: number
}

/** Members that the graph holds as JSON text. */
const isJson = /^(configuration|fields|unique|thresholds)$/

/** What JSON.stringify cannot write of what the driver returns; the rest is left as it is. */
function written(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const given = this[name]
  if (neo4j.isDateTime(given)) return given.toStandardDate().toISOString()
  return isJson.test(name) && typeof value === 'string' ? JSON.parse(value) : value
}

async function ask(driver: Driver, { beside, write }: Case): Promise<unknown> {
  const { cypher, parameters, shape } = beside!
  const session = driver.session({ defaultAccessMode: write ? 'WRITE' : 'READ' })
  try {
    const at = neo4j.types.DateTime.fromStandardDate(new Date())
    const { records } = write
      ? await session.executeWrite((tx) => tx.run(cypher, { ...parameters, id: uuid(), operation: uuid(), at }))
      : await session.run(cypher, parameters)
    if (records.length !== 1) throw new Error('the question beside the registry found nothing')
    const answer = records[0]!.get('answer') as never
    return shape ? shape(answer) : answer
  } finally {
    await session.close()
  }
}

function bareExpress(driver: Driver, cases: Case[]): RequestListener {
  const app = express()
  app.set('json replacer', written)
  app.use(express.json())
  for (const [index, asked] of cases.entries())
    app.all(`/${index}`, async (_request, response) => void response.json(await ask(driver, asked)))
  return app
}

const typeDefs = `
  type Module @node {
    key: String! name: String! description: String type: String status: String version: String owner: String tags: [String!]
    dependencies: [Module!]! @relationship(type: "DEPENDS_ON", direction: OUT)
    entities: [Entity!]! @relationship(type: "HAS_ENTITY", direction: OUT)
    capabilities: [Capability!]! @relationship(type: "HAS_CAPABILITY", direction: OUT)
  }
  type Entity @node { name: String! label: String }
  type Capability @node { key: String! name: String operations: [String!] }`

const neo4jGraphql = async (driver: Driver): Promise<RequestListener> =>
  createYoga({ schema: await new Neo4jGraphQL({ typeDefs, driver }).getSchema(), logging: false })

/** Work from several clients, each of which waits for an answer before it goes on. */
async function repeat({ connections, amount }: Task, work: () => Promise<void>): Promise<number[]> {
  const latencies: number[] = []
  let started = 0
  const client = async () => {
    while (started++ < amount) {
      const begun = performance.now()
      await work()
      latencies.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  return latencies
}

async function measured(pids: Task['pids'], work: () => Promise<Pick<Measured, 'requests' | 'p50' | 'p99'>>) {
  const before = await Promise.all(pids.map(processorTime))
  const begun = performance.now()
  const done = await work()
  const seconds = (performance.now() - begun) / 1_000
  const [own, database] = (await Promise.all(pids.map(processorTime))).map(
    (after, index) => (after - before[index]!) / done.requests,
  )
  return { ...done, seconds, own: own!, database: database! }
}

const driven = (driver: Driver, asked: Case, task: Task): Promise<Measured> =>
  measured(task.pids, async () => {
    const latencies = await repeat(task, async () => void (await ask(driver, asked)))
    return { requests: latencies.length, p50: at(latencies, 0.5), p99: at(latencies, 0.99) }
  })

/** How a contender is asked for a case. */
export function requestFor({ to, index }: Pick<Task, 'to' | 'index'>, asked: Case) {
  if (to === 'express') return { method: asked.method, path: `/${index}`, body: undefined }
  if (to === 'neo4j-graphql') return { method: 'POST', path: '/graphql', body: { query: asked.neo4jGraphql } } as const
  return { method: asked.method, path: asked.path, body: asked.write ? asked.write(uuid()) : asked.body }
}

const asJson = (body: unknown) => (body === undefined ? undefined : JSON.stringify(body))

const generated = (asked: Case, task: Task): Promise<Measured> =>
  measured(task.pids, async () => {
    const { connections, amount, origin } = task
    const { method, path, body } = requestFor(task, asked)
    const sent = { method, path, headers, body: asJson(body) }
    const { requests, latency, non2xx, errors } = await autocannon({
      url: origin,
      connections,
      amount: Math.max(amount, connections),
      timeout: 60,
      requests: [
        asked.write && task.to === 'registry'
          ? { ...sent, setupRequest: (request) => ({ ...request, body: asJson(asked.write!(uuid())) }) }
          : sent,
      ],
    })
    if (non2xx + errors > 0) throw new Error(`${non2xx + errors} of ${requests.total} requests for ${path} failed`)
    return { requests: requests.total, p50: latency.p50, p99: latency.p99 }
  })

/** Asks after a change each time, one request after the other. */
async function generatedAfterChanges(asked: Case, task: Task, change: (id: string) => RequestInit & { path: string }) {
  const all: Measured[] = []
  for (let n = 0; n < task.amount; n++) {
    const { path, ...init } = change(uuid())
    await (await fetch(task.origin + path, init)).text()
    all.push(await generated(asked, { ...task, connections: 1, amount: 1 }))
  }
  const sum = (of: 'seconds' | 'own' | 'database') => all.reduce((total, one) => total + one[of], 0)
  const latencies = all.map(({ seconds }) => seconds * 1_000)
  return {
    requests: all.length,
    seconds: sum('seconds'),
    p50: at(latencies, 0.5),
    p99: at(latencies, 0.99),
    own: sum('own') / all.length,
    database: sum('database') / all.length,
  }
}

if (process.send) {
  const [role, settings] = process.argv.slice(2) as [Role, string]
  const { uri, user, password, target } = JSON.parse(settings) as Place & { target: Target }
  const driver = connect(uri, user, password)
  const cases = casesFor(target)
  const listeners: Partial<Record<Role, () => RequestListener | Promise<RequestListener>>> = {
    express: () => bareExpress(driver, cases),
    'neo4j-graphql': () => neo4jGraphql(driver),
  }
  const perform = (task: Task): Promise<Measured> => {
    const asked = cases[task.index]!
    if (role === 'driver') return driven(driver, asked, task)
    return task.changing ? generatedAfterChanges(asked, task, changed(target)) : generated(asked, task)
  }
  const server = createServer(await listeners[role]?.())
  server.listen(0, '127.0.0.1', () =>
    process.send!({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
  )
  process.on('message', (task: Task) => {
    void perform(task).then(
      (answer) => process.send!({ answer }),
      (error: Error) => process.send!({ failed: `${cases[task.index]!.what}: ${error.message}` }),
    )
  })
  process.once('disconnect', () => process.exit())
}
