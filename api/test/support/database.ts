import type { Context } from 'mocha'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rangeOf } from '../../src/kernel/addresses.ts'
import type { Driver } from 'neo4j-driver'
import pino from 'pino'
import { createApp } from '../../src/app.ts'
import { startEmbedded, type EmbeddedNeo4j } from '../../src/graph/embedded/embedded.ts'
import { connect, createGraph, type Graph } from '../../src/graph/graph.ts'
import { createLogger } from '../../src/kernel/log.ts'
import { createUntrusted } from '../../src/graph/untrusted.ts'
import { migrate } from '../../src/graph/migrate.ts'
import { seed } from '../../src/authoring/seeding/seed.ts'
import type { ModelSettings } from '../../src/authoring/generation/language-model.ts'
import { createServices, type Services } from '../../src/features.ts'
import { endAll, endings } from './endings.ts'
import { stopServers } from './server.ts'

/** The one Neo4j of a process, on a folder of its own, and the registry on a free port before it. */
interface Registry {
  neo4j: EmbeddedNeo4j
  driver: Driver
  graph: Graph
  services: Services
  origin: string
}

let started: Registry | undefined

/** Starts on first use, so that a test without data needs no database. */
export async function registry(): Promise<Registry> {
  if (started) return started
  const dataDir = await mkdtemp(join(tmpdir(), 'registry-test-'))
  const neo4j = await startEmbedded({ dataDir, progress: () => {}, log: () => {} })
  const first = await listen(neo4j)
  await migrate(first.driver)
  endings.push(async () => {
    await first.stop()
    await neo4j.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  started = { ...first, neo4j }
  return started
}

/** What the tests ask outside is on this machine. */
const outside = { secretsKey: Buffer.alloc(32, 1), allowed: [rangeOf('127.0.0.0/8')] }

const others: { stop(): Promise<void> }[] = []

/**
 * One more registry before the same Neo4j: only the lock in the database keeps its changes apart from those of the first.
 * @param log gets what it logs
 */
export async function anotherRegistry(
  model?: ModelSettings,
  log?: (line: string) => void,
): Promise<{ origin: string; services: Services; graph: Graph }> {
  const { neo4j } = await registry()
  const other = await listen(neo4j, model, log)
  others.push(other)
  return other
}

async function listen({ uri, user, password }: EmbeddedNeo4j, model?: ModelSettings, log?: (line: string) => void) {
  const driver = connect(uri, user, password)
  const graph = createGraph({ driver })
  const logger = log ? createLogger('trace', { write: log }) : pino({ level: 'silent' })
  const untrusted = createUntrusted({ uri, user, password })
  const audit = (line: object) => logger.info(line, 'an analyst has asked')
  const services = createServices(graph, model, { ...outside, analysts: { untrusted, running: 2, audit } })
  const app = createApp({
    services,
    graph,
    logger,
    version: 'test',
  })
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening))
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stop = async () => {
    server.close()
    server.closeAllConnections()
    await graph.close()
    await untrusted.close()
  }
  return { driver, graph, services, origin, stop }
}

/** Statements of tests only; the product's are in `cypher/`. */
export async function cypher(text: string, parameters: Record<string, unknown> = {}) {
  const { driver } = await registry()
  const { records } = await driver.executeQuery(text, parameters)
  return records.map((record) => record.toObject())
}

/** The same before and after whatever stored nothing. */
export const checksum = () =>
  cypher(`MATCH (n) WHERE NOT n:KeptAnswer OPTIONAL MATCH (n)-[r]->()
          RETURN count(DISTINCT n) AS nodes, count(r) AS edges, sum(DISTINCT coalesce(n.rev, 0)) AS revs, max(n.revision) AS revision`)

/** All that is registered, without what changes with each writing. */
export async function contents() {
  const nodes = await cypher(
    `MATCH (n:RegistryNode|Entity|Endpoint|PendingRelationship) RETURN labels(n) AS labels, n {.*, rev: null, updatedAt: null} AS n ORDER BY n.ref`,
  )
  const edges = await cypher(
    `MATCH (a:RegistryNode|Entity|Endpoint)-[r]->(b:RegistryNode|Entity|Endpoint)
     RETURN a.ref AS a, type(r) AS type, b.ref AS b, r {.*, rev: null, updatedAt: null} AS r ORDER BY a, type, b, r.operation`,
  )
  return { nodes, edges }
}

/** Pairs of modules that are not joined as their relationships, and those of their parts, say. */
export const joinedWrongly = () =>
  cypher(`
    CALL () {
      MATCH (source:RegistryNode)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(target:RegistryNode)
      WITH r, split(split(source.ref, ':')[1], '/')[0] AS a, split(split(target.ref, ':')[1], '/')[0] AS b
      WHERE a <> b
      RETURN 'MODULE_' + type(r) AS type, r.id AS id,
        CASE WHEN type(r) = 'INTEGRATES_WITH' AND b < a THEN b ELSE a END AS source,
        CASE WHEN type(r) = 'INTEGRATES_WITH' AND b < a THEN a ELSE b END AS target
      UNION ALL
      MATCH (source)-[m]->(target)
      WHERE type(m) STARTS WITH 'MODULE_'
      UNWIND m.relationships AS id
      RETURN type(m) AS type, id, source.key AS source, target.key AS target
    }
    WITH type, id, source, target, count(*) AS times
    WHERE times <> 2
    RETURN type, id, source, target`)

/** Leaves the schema, the recorded migrations and an empty registry. */
export async function emptyRegistry(): Promise<void> {
  const { driver, services } = await registry()
  await services.statistics.flush() // else what was asked before is counted afterwards
  const session = driver.session()
  const remove = `
    MATCH (n) WHERE NOT n:Migration AND NOT n:Registry
    CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS`
  // What a test has left under way, such as a preview that nobody waits for, may hold some of it for a moment.
  await session.run(remove).catch(() => session.run(remove))
  await session.close()
  await cypher('MATCH (registry:Registry) SET registry.revision = 0')
}

export const onlyCrm = () => only('crm')

/** The nine sample modules. */
export const allSamples = () => only('all')

async function only(which: 'crm' | 'all'): Promise<Registry> {
  const found = await registry()
  await emptyRegistry()
  await seed(createGraph({ driver: found.driver, deadline: 60_000 }), which)
  return found
}

/** What every test file with a database begins with, and how it leaves the place to the next one. */
export const mochaHooks = {
  async beforeAll(this: Context) {
    this.timeout(120_000)
    await registry()
  },
  async afterAll() {
    await stopServers()
    for (const other of others.splice(0)) await other.stop()
    if (!process.send) await endAll() // plain mocha, as an editor runs it: nobody else ends the database
  },
}
