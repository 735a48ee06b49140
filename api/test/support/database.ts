import type { Context } from 'mocha'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rangeOf } from '../../src/kernel/addresses.ts'
import { auth, driver as createDriver, type Driver, type ManagedTransaction } from 'neo4j-driver'
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
import { quickJvm, stopServers } from './server.ts'

/** The Neo4j of a test process, with a temporary folder, and a registry on a free port. */
interface Registry {
  neo4j: EmbeddedNeo4j
  driver: Driver
  graph: Graph
  services: Services
  origin: string
}

let started: Registry | undefined

/** Starts on first use, so that tests without data need no database. */
export async function registry(): Promise<Registry> {
  if (started) return started
  const dataDir = await mkdtemp(join(tmpdir(), 'registry-test-'))
  // Otherwise Neo4j plans queries again whenever the numbers of nodes change, as they do with each test.
  const settings: Record<string, string> =
    quickJvm === undefined ? {} : { 'server.jvm.additional': quickJvm, 'dbms.cypher.min_replan_interval': '1h' }
  const neo4j = await startEmbedded({ dataDir, settings, progress: () => {}, log: () => {} })
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

/** Servers that tests call are on this machine. */
const outside = { secretsKey: Buffer.alloc(32, 1), allowed: [rangeOf('127.0.0.0/8')] }

const others: { stop(): Promise<void> }[] = []

/**
 * Starts another registry with the same Neo4j: only the lock in the database separates their changes.
 * @param log receives its log lines
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
  const jobs = { folder: await mkdtemp(join(tmpdir(), 'registry-jobs-')), retention: 3_600_000 }
  const services = createServices(graph, model, { ...outside, analysts: { untrusted, running: 2, audit }, jobs })
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
    await services.jobs.stop()
    await rm(jobs.folder, { recursive: true, force: true })
    await graph.close()
    await untrusted.close()
  }
  return { driver, graph, services, origin, stop }
}

/** Runs a Cypher statement of a test; those of the product are in `cypher/`. */
export async function cypher(text: string, parameters: Record<string, unknown> = {}) {
  const { driver } = await registry()
  const { records } = await driver.executeQuery(text, parameters)
  return records.map((record) => record.toObject())
}

/** Equal before and after an operation that stores nothing. */
export const checksum = () =>
  cypher(`MATCH (n) WHERE NOT n:KeptAnswer OPTIONAL MATCH (n)-[r]->()
          RETURN count(DISTINCT n) AS nodes, count(r) AS edges, sum(DISTINCT coalesce(n.rev, 0)) AS revs, max(n.revision) AS revision`)

/** All registered content, without the members that every write changes. */
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

/** What does not hold of the relationships between modules: one of a type, with the ids of all those that it is lifted from. */
export const joinedWrongly = () =>
  cypher(`
    MATCH (a:Module)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(b:Module)
    WITH type(r) AS type, r,
      CASE WHEN type(r) = 'INTEGRATES_WITH' AND b.key < a.key THEN b.key ELSE a.key END AS source,
      CASE WHEN type(r) = 'INTEGRATES_WITH' AND b.key < a.key THEN a.key ELSE b.key END AS target,
      b.key < a.key AS isReversed
    WITH type, source, target, collect(r) AS joined,
      any(r IN collect(r) WHERE r.id IS NULL AND keys(r) <> ['liftedFrom'] OR r.liftedFrom = []) AS isWrong,
      any(one IN collect({r: r, isReversed: isReversed}) WHERE one.r.id IS NULL AND type = 'INTEGRATES_WITH' AND one.isReversed) AS isReversed
    WHERE size(joined) <> 1 OR isWrong OR isReversed
    RETURN type, null AS id, source, target
    UNION ALL
    CALL () {
      MATCH (source:RegistryNode)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(target:RegistryNode)
      WITH r, source, target, split(split(source.ref, ':')[1], '/')[0] AS a, split(split(target.ref, ':')[1], '/')[0] AS b
      WHERE a <> b AND NOT (source:Module AND target:Module)
      RETURN type(r) AS type, r.id AS id,
        CASE WHEN type(r) = 'INTEGRATES_WITH' AND b < a THEN b ELSE a END AS source,
        CASE WHEN type(r) = 'INTEGRATES_WITH' AND b < a THEN a ELSE b END AS target
      UNION ALL
      MATCH (a:Module)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(b:Module)
      UNWIND r.liftedFrom AS id
      RETURN type(r) AS type, id,
        CASE WHEN type(r) = 'INTEGRATES_WITH' AND b.key < a.key THEN b.key ELSE a.key END AS source,
        CASE WHEN type(r) = 'INTEGRATES_WITH' AND b.key < a.key THEN a.key ELSE b.key END AS target
    }
    WITH type, id, source, target, count(*) AS times
    WHERE times <> 2 OR id IS NULL
    RETURN type, id, source, target`)

/** Deletes all content, except the schema and the recorded migrations. */
export async function emptyRegistry(): Promise<void> {
  const { driver, services } = await registry()
  // Otherwise earlier requests are counted later. The first flush is slow with records of many kinds: a query plan for
  // each.
  await services.statistics.flush().catch(() => services.statistics.flush())
  const session = driver.session()
  const remove = `
    MATCH (n) WHERE NOT n:Migration AND NOT n:Registry
    CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS`
  // A request that a test did not wait for, such as a preview, may hold locks for a moment.
  await session.run(remove).catch(() => session.run(remove))
  await session.close()
  await cypher('MATCH (registry:Registry) SET registry.revision = 0')
}

export const onlyCrm = () => only(crm)

/** The nine sample modules. */
export const allSamples = () => only(samples)

async function only(fill: () => Promise<void>): Promise<Registry> {
  await fill()
  return registry()
}

/**
 * Returns a function that resets the registry to the content that `fill` creates. `fill` runs only once: restoring a
 * copy of all nodes and relationships is many times faster.
 */
export function prepared(fill: () => Promise<void>): () => Promise<void> {
  let copy: Copy | undefined
  return async () => {
    await emptyRegistry()
    if (copy) return restore(copy)
    await fill()
    copy = await readCopy()
  }
}

const seeded = (which: 'crm' | 'all') =>
  prepared(async () => {
    await seed(createGraph({ driver: (await registry()).driver, deadline: 60_000 }), which)
  })
const [crm, samples] = [seeded('crm'), seeded('all')]

/** All nodes and relationships. */
interface Copy {
  nodes: { id: string; labels: string[]; properties: object }[]
  edges: { type: string; source: string; target: string; properties: object }[]
}

/** Uses a driver that distinguishes integers from floating-point numbers, so that values are restored exactly. */
async function lossless<Result>(work: (tx: ManagedTransaction) => Promise<Result>): Promise<Result> {
  const { neo4j } = await registry()
  const driver = createDriver(neo4j.uri, auth.basic(neo4j.user, neo4j.password))
  const session = driver.session()
  try {
    return await session.executeWrite(work)
  } finally {
    await session.close()
    await driver.close()
  }
}

const readCopy = (): Promise<Copy> =>
  lossless(async (tx) => {
    const nodes = await tx.run<Copy['nodes'][number]>(
      'MATCH (n) WHERE NOT n:Migration RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties',
    )
    const edges = await tx.run<Copy['edges'][number]>(
      `MATCH (a)-[r]->(b) WHERE NOT a:Migration
       RETURN type(r) AS type, elementId(a) AS source, elementId(b) AS target, properties(r) AS properties`,
    )
    return {
      nodes: nodes.records.map((record) => record.toObject()),
      edges: edges.records.map((record) => record.toObject()),
    }
  })

const restore = ({ nodes, edges }: Copy): Promise<void> =>
  lossless(async (tx) => {
    await tx.run('MATCH (registry:Registry) DETACH DELETE registry')
    const made = await tx.run<{ was: string; id: string }>(
      `UNWIND $nodes AS node
       CREATE (n:$(node.labels))
       SET n = node.properties
       RETURN node.id AS was, elementId(n) AS id`,
      { nodes },
    )
    const idOf = new Map(made.records.map((record) => [record.get('was'), record.get('id')]))
    await tx.run(
      `UNWIND $edges AS edge
       MATCH (a) WHERE elementId(a) = edge.source
       MATCH (b) WHERE elementId(b) = edge.target
       CREATE (a)-[r:$(edge.type)]->(b)
       SET r = edge.properties`,
      { edges: edges.map((edge) => ({ ...edge, source: idOf.get(edge.source), target: idOf.get(edge.target) })) },
    )
  })

/** Hooks of test files with a database: start it, and clean up for the next file. */
export const mochaHooks = {
  async beforeAll(this: Context) {
    this.timeout(120_000)
    await registry()
  },
  async afterAll() {
    await stopServers()
    for (const other of others.splice(0)) await other.stop()
    if (!process.send) await endAll() // plain Mocha, as in an editor: nothing else ends the database
  },
}
