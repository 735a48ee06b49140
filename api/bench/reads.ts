import { catalog } from '@registry/cypher/catalog'
import autocannon from 'autocannon'
import express, { type Express } from 'express'
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
import { createServices } from '../src/features.ts'
import { compareContext } from './context.ts'
import { loadSampleGraph } from './sample-graph.ts'

// Benchmark of REST reads: the registry against a bare Express handler and the bare driver, with the same query files
// and Neo4j. The three take turns, so that other load affects all of them; the result is the ratios.

const connections = 16
const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const seconds = 3
const moduleCount = Number(process.env.BENCH_MODULES ?? 10_000)
const relationshipCount = moduleCount * 4
const size = `${moduleCount} modules, ${relationshipCount} relationships`
const middle = `module-${Math.floor(moduleCount / 2)}`

const reads = [
  { what: 'one module', path: `/api/modules/${middle}`, query: 'modules/read', parameters: { id: middle } },
  { what: 'a page of 50', path: '/api/modules', query: 'modules/page', parameters: { after: '', limit: 51 } },
]
type Read = (typeof reads)[number]

async function ask(driver: Driver, { query, parameters }: Read): Promise<unknown[]> {
  const session = driver.session({ defaultAccessMode: 'READ' })
  try {
    const { records } = await session.run(catalog.get(query)!.text, toParameter(parameters) as Record<string, unknown>)
    return records.map((record) => record.toObject())
  } finally {
    await session.close()
  }
}

/** The straightforward implementation: no validation, no contract, no headers of its own. */
function bareExpress(driver: Driver): Express {
  const app = express()
  for (const read of reads)
    app.get(read.path, async (_request, response) => void response.json(fromResult(await ask(driver, read))))
  return app
}

const listen = (app: Express) =>
  new Promise<{ origin: string; close: () => void }>((resolve) => {
    const server = app.listen(0, '127.0.0.1', () =>
      resolve({
        origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () => (server.close(), server.closeAllConnections()),
      }),
    )
  })

async function overHttp(origin: string, { path }: Read): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    url: origin + path,
    connections,
    duration: seconds,
    workers: 1,
  })
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} of the requests for ${path} failed`)
  return requests.average
}

async function throughDriver(driver: Driver, read: Read): Promise<number> {
  let answers = 0
  const end = Date.now() + seconds * 1_000
  const client = async () => {
    for (; Date.now() < end; answers++) await ask(driver, read)
  }
  await Promise.all(Array.from({ length: connections }, client))
  return answers / seconds
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const say = (line: string) => process.stdout.write(`${line}\n`)

const dataDir = await mkdtemp(join(tmpdir(), 'registry-bench-'))
const neo4j = await startEmbedded({ dataDir, progress: say, log: () => {} })
const driver = connect(neo4j.uri, neo4j.user, neo4j.password)
// Loading waits for the indexes, which takes longer than the deadline of requests.
const graph = createGraph({ driver, deadline: 120_000 })
try {
  await migrate(driver)
  await loadSampleGraph(graph, moduleCount, relationshipCount)
  const logger = pino({ level: 'silent' })
  const registry = await listen(createApp({ services: createServices(graph), graph, logger, version: 'bench' }))
  const bare = await listen(bareExpress(driver))
  say(`Reads a second with ${connections} connections, ${size}; median of ${rounds} rounds`)
  for (const read of reads) {
    const contenders: Record<string, () => Promise<number>> = {
      registry: () => overHttp(registry.origin, read),
      bare: () => overHttp(bare.origin, read),
      driver: () => throughDriver(driver, read),
    }
    const measured: Record<string, number[]> = { registry: [], bare: [], driver: [] }
    // The first round is a warm-up of the database and the compilers, and not measured.
    for (let round = 0; round <= rounds; round++)
      for (const [name, contender] of Object.entries(contenders)) {
        const rate = await contender()
        if (round > 0) measured[name]!.push(rate)
      }
    const rate = (name: string) => median(measured[name]!)
    const share = (of: string) => `${(rate('registry') / rate(of)).toFixed(2)} of ${of}`
    say(
      `${read.what.padEnd(14)} registry ${rate('registry').toFixed(0)}, bare Express ${rate('bare').toFixed(0)}, driver ${rate('driver').toFixed(0)}: ` +
        `registry is ${share('bare')} Express, ${share('driver')}`,
    )
  }
  const questions = 12 * rounds
  say(`Answers for language models, ${size}; ${questions} questions each`)
  for (const line of await compareContext(registry.origin, driver, questions)) say(line)
  registry.close()
  bare.close()
} finally {
  await graph.close()
  await neo4j.stop()
  await rm(dataDir, { recursive: true, force: true })
}
