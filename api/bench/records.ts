import { Agent, request } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from 'neo4j-driver'
import pino from 'pino'
import { createApp } from '../src/app.ts'
import { startEmbedded } from '../src/graph/embedded/embedded.ts'
import { connect, createGraph } from '../src/graph/graph.ts'
import { migrate } from '../src/graph/migrate.ts'
import { fromResult, toParameter } from '../src/graph/driver-values.ts'
import { seed } from '../src/authoring/seeding/seed.ts'
import { createServices, type Services } from '../src/features.ts'

// Benchmark of reads over HTTP of 100,000 records of an entity, against the bare driver with indexes for these queries,
// and against a registry without measurement; sequentially and in turns, on the same Neo4j. The result is the ratios.

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const recordCount = Number(process.env.BENCH_RECORDS ?? 100_000)
const say = (line: string) => process.stdout.write(`${line}\n`)
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

function overHttp(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request(url, { agent }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => {
        const answer = JSON.parse(Buffer.concat(pieces).toString()) as unknown
        if (response.statusCode === 200) resolve(answer)
        else reject(new Error(JSON.stringify(answer)))
      })
    })
      .on('error', reject)
      .end()
  })
}

async function overDriver(driver: Driver, text: string, parameters: object): Promise<unknown[]> {
  const session = driver.session({ defaultAccessMode: 'READ' })
  try {
    const { records } = await session.run(text, toParameter(parameters) as Record<string, unknown>)
    return records.map((record) => fromResult(record.toObject()))
  } finally {
    await session.close()
  }
}

const reads = [
  {
    what: 'a page of 50 with the total',
    path: '/crm/orders',
    parameters: { limit: 51 },
    raw: `MATCH (o:\`crm/Order\`) WITH count(o) AS total
          RETURN total, COLLECT { MATCH (o:\`crm/Order\`) WHERE o.id > '' WITH o ORDER BY o.id LIMIT $limit RETURN properties(o) } AS items`,
  },
  {
    what: 'a page of 50 by an indexed field',
    path: '/crm/orders?priority=high',
    parameters: { limit: 51 },
    raw: `MATCH (o:\`crm/Order\`) WHERE o.priority = 'high' WITH count(o) AS total
          RETURN total, COLLECT { MATCH (o:\`crm/Order\`) WHERE o.priority = 'high' AND o.id > '' WITH o ORDER BY o.id LIMIT $limit RETURN properties(o) } AS items`,
  },
  {
    what: 'how many by an indexed field',
    path: '/crm/orders?priority=high&limit=1',
    parameters: {},
    raw: `MATCH (o:\`crm/Order\`) WHERE o.priority = 'high' RETURN count(o) AS total`,
  },
  {
    what: 'how many',
    path: '/crm/orders?limit=1',
    parameters: {},
    raw: 'MATCH (o:`crm/Order`) RETURN count(o) AS total',
  },
]

const listen = (services: Services, graph: ReturnType<typeof createGraph>) =>
  new Promise<{ origin: string; close: () => void }>((resolve) => {
    const app = createApp({ services, graph, logger: pino({ level: 'silent' }), version: 'bench' })
    const server = app.listen(0, '127.0.0.1', () =>
      resolve({
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => (server.close(), server.closeAllConnections()),
      }),
    )
  })

async function timed(into: number[], work: () => Promise<unknown>): Promise<void> {
  const start = performance.now()
  await work()
  into.push(performance.now() - start)
}
const at = (times: number[], share: number) => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]!

async function load({ records, served }: Services): Promise<void> {
  const { items } = await records.batch(await served.kind('crm', 'Customer'), [{ name: 'Ada' }, { name: 'Bob' }], {})
  const kind = await served.kind('crm', 'Order')
  for (let from = 0; from < recordCount; from += 500)
    await records.batch(
      kind,
      Array.from({ length: 500 }, (_, n) => ({
        orderNumber: `N-${from + n}`,
        customerId: items[n % 2]!.id,
        totalAmount: n,
        orderDate: '2026-01-05',
        priority: ['low', 'normal', 'normal', 'high'][n % 4],
        items: [{ sku: 'a', quantity: n }],
      })),
      {},
    )
}

const dataDir = await mkdtemp(join(tmpdir(), 'registry-bench-'))
const neo4j = await startEmbedded({ dataDir, progress: say, log: () => {} })
const driver = connect(neo4j.uri, neo4j.user, neo4j.password)
const graph = createGraph({ driver, deadline: 60_000 })
try {
  await migrate(driver)
  await seed(graph, 'crm')
  const services = createServices(graph)
  const loading: number[] = []
  await timed(loading, () => load(services))
  say(`${recordCount} records written in ${(loading[0]! / 1_000).toFixed(0)} s`)
  await driver.executeQuery('CREATE INDEX raw_id FOR (o:`crm/Order`) ON (o.id)')
  await driver.executeQuery('CREATE INDEX raw_priority FOR (o:`crm/Order`) ON (o.priority, o.id)')
  await graph.read('registry/await-indexes', {})
  const app = await listen(services, graph)
  for (const { what, path, raw, parameters } of reads) {
    const took = { registry: [] as number[], driver: [] as number[] }
    for (let n = 0; n < 60 * rounds + 40; n++) {
      // The first forty are a warm-up of the database and the compilers, and not measured.
      if (n === 40) took.registry.length = took.driver.length = 0
      await timed(took.registry, () => overHttp(app.origin + path))
      await timed(took.driver, () => overDriver(driver, raw, parameters))
    }
    const [ours, theirs] = [at(took.registry, 0.95), at(took.driver, 0.95)]
    say(
      `${what}: registry p50 ${at(took.registry, 0.5).toFixed(1)} ms, p95 ${ours.toFixed(1)} ms, driver p50 ${at(took.driver, 0.5).toFixed(1)} ms, ` +
        `p95 ${theirs.toFixed(1)} ms: registry takes ${(ours / theirs).toFixed(2)} times as long at p95`,
    )
  }
  const unmeasured = await listen({ ...services, statistics: { ...services.statistics, record: () => {} } }, graph)
  const took = { measured: [] as number[], unmeasured: [] as number[] }
  const flushing = setInterval(() => void services.statistics.flush().catch(() => {}), 2_000)
  for (let n = 0; n < 400 * rounds; n++) {
    // In turns, with alternating order.
    const turns = [
      () => timed(took.measured, () => overHttp(`${app.origin}/crm/orders`)),
      () => timed(took.unmeasured, () => overHttp(`${unmeasured.origin}/crm/orders`)),
    ]
    for (const turn of n % 2 ? turns : turns.toReversed()) await turn()
  }
  clearInterval(flushing)
  const [measured, plain] = [at(took.measured, 0.5), at(took.unmeasured, 0.5)]
  say(
    `measuring: p50 ${measured.toFixed(2)} ms with it, ${plain.toFixed(2)} ms without: a request takes ${(measured / plain).toFixed(3)} times as long`,
  )
  app.close()
  unmeasured.close()
} finally {
  agent.destroy()
  await graph.close()
  await neo4j.stop()
  await rm(dataDir, { recursive: true, force: true })
}
