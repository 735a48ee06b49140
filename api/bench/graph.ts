import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalog } from '@registry/cypher/catalog'
import type { Driver, ManagedTransaction } from 'neo4j-driver'
import { v7 as uuid } from 'uuid'
import { startEmbedded } from '../src/graph/embedded/embedded.ts'
import { connect, createGraph } from '../src/graph/graph.ts'
import { toParameter } from '../src/graph/driver-values.ts'
import { migrate } from '../src/graph/migrate.ts'
import { toRow } from '../src/store/kind.ts'
import { library } from '../src/questions/queries/library.ts'
import type { RelationshipCreate } from '../src/registry/relationships/relationships.contract.ts'
import { bornRelationship } from '../src/registry/relationships/relationships.service.ts'
import { createServices } from '../src/features.ts'
import { internalCall } from '../src/store/call.ts'
import { components } from '../src/kernel/components.ts'
import type { Cycle, Impact } from '../src/questions/traversal/traversal.contract.ts'
import {
  dependencyCount,
  furtherDependencies,
  keyOf,
  loadLargeGraph,
  moduleCount,
  plantedComponents,
} from './large-graph.ts'

// Benchmark of queries on a large graph: the registry against the bare driver, in turns, on the same Neo4j in the same
// run. The result is the ratios, and both must find the same.

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const mostDependedOn = keyOf(0)

async function rows<Row extends object>(driver: Driver, text: string, parameters = {}): Promise<Row[]> {
  const session = driver.session({ defaultAccessMode: 'READ' })
  try {
    return (await session.run<Row>(text, parameters, { timeout: 30_000 })).records.map((record) => record.toObject())
  } finally {
    await session.close()
  }
}

/** Refs of the transitive dependents of the most depended-on module, without the data that the registry adds. */
function rawReach(driver: Driver): Promise<{ ref: string }[]> {
  const text = 'MATCH (:Module {key: $key})<-[:DEPENDS_ON*]-(m:Module) RETURN DISTINCT m.ref AS ref'
  return rows<{ ref: string }>(driver, text, { key: mostDependedOn })
}

/** Components of data flows, by Cypher alone: decision 0051. */
function componentsByCypher(driver: Driver): Promise<{ size: number }[]> {
  const parameters = toParameter({ types: ['FLOWS_TO'], limit: 500 }) as object
  return rows<{ size: number }>(driver, catalog.get('cycles/components')!.text, parameters)
}

/** Reads all edges into memory, record by record: the straightforward implementation. */
async function streamedEdges(driver: Driver): Promise<Map<string, string[]>> {
  const text = 'MATCH (a:Module)-[:DEPENDS_ON|FLOWS_TO]->(b:Module) RETURN a.ref AS a, b.ref AS b'
  const targets = new Map<string, string[]>()
  for (const { a, b } of await rows<{ a: string; b: string }>(driver, text)) {
    const of = targets.get(a)
    if (of) of.push(b)
    else targets.set(a, [b])
  }
  return targets
}

/** Sizes of the components of more than one node, largest first, by Kosaraju's algorithm, as an independent check. */
function sizesBySecondOpinion(targets: Map<string, string[]>): number[] {
  const sources = new Map<string, string[]>()
  for (const [node, heads] of targets) for (const head of heads) sources.set(head, [...(sources.get(head) ?? []), node])
  const search = (start: string, edges: Map<string, string[]>, seen: Set<string>): string[] => {
    const finished: string[] = []
    const path = [{ node: start, next: 0 }]
    seen.add(start)
    while (path.length > 0) {
      const at = path.at(-1)!
      const head = edges.get(at.node)?.[at.next++]
      if (head === undefined) finished.push(path.pop()!.node)
      else if (!seen.has(head)) {
        seen.add(head)
        path.push({ node: head, next: 0 })
      }
    }
    return finished
  }
  const seen = new Set<string>()
  const order: string[] = []
  for (const node of targets.keys())
    if (!seen.has(node)) for (const finished of search(node, targets, seen)) order.push(finished)
  const taken = new Set<string>()
  const sizes = order.toReversed().flatMap((node) => (taken.has(node) ? [] : search(node, sources, taken).length))
  return sizes.filter((size) => size > 1).sort((a, b) => b - a)
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const say = (line: string) => process.stdout.write(`${line}\n`)

async function timed<Answer>(work: () => Promise<Answer>): Promise<{ took: number; answer: Answer }> {
  const start = performance.now()
  const answer = await work()
  return { took: performance.now() - start, answer }
}

function requireSame(what: string, found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`${what}: the registry found something else`)
}

const dataDir = await mkdtemp(join(tmpdir(), 'registry-bench-'))
const neo4j = await startEmbedded({ dataDir, progress: say, log: () => {} })
const driver = connect(neo4j.uri, neo4j.user, neo4j.password)
const graph = createGraph({ driver, deadline: 60_000 })
/** A traversal service with an empty cache. */
const fresh = () => createServices(graph).traversal

type Traversal = ReturnType<typeof fresh>
const impact = (traversal: Traversal): Promise<Impact> =>
  traversal.moduleImpact({
    params: { id: mostDependedOn },
    query: { type: 'dependency', direction: 'downstream', limit: 50 },
  })
const cycles = async (traversal: Traversal, together: boolean): Promise<{ items: Cycle[]; total: number }> =>
  traversal.cycles({
    query: { types: together ? ['dependency', 'data-flow'] : ['data-flow'], together, limit: 500 },
  })

async function compare(what: string, ours: (traversal: Traversal) => Promise<unknown>, raw: () => Promise<unknown>) {
  const took = { registry: [] as number[], kept: [] as number[], raw: [] as number[] }
  // The first round is a warm-up of the database and the compilers, and not measured.
  for (let round = 0; round <= rounds; round++) {
    const traversal = fresh()
    const computed = await timed(() => ours(traversal))
    const kept = await timed(() => ours(traversal))
    const driven = await timed(raw)
    if (round === 0) continue
    took.registry.push(computed.took)
    took.kept.push(kept.took)
    took.raw.push(driven.took)
  }
  const [registry, kept, driven] = [took.registry, took.kept, took.raw].map(median) as [number, number, number]
  say(
    `${what}: registry ${registry.toFixed(0)} ms (${kept.toFixed(1)} when kept), driver ${driven.toFixed(0)} ms: ` +
      `registry takes ${(registry / driven).toFixed(2)} times as long`,
  )
}

/** Locks, checks, inserts and logs in one statement, which suffices for the first relationship of two modules. */
const inOneStatement = `
  MATCH (registry:Registry {id: 'registry'})
  SET registry.revision = registry.revision + 1
  WITH registry
  MATCH (source:RegistryNode {ref: $source})
  MATCH (target:RegistryNode {ref: $target})
  WHERE NOT EXISTS { MATCH shortestPath((target)-[:DEPENDS_ON*]->(source)) }
    AND NOT EXISTS { (source)-[:DEPENDS_ON]->(target) }
    AND NOT EXISTS { (:Revision {operation: $revision.operation}) }
  CREATE (source)-[r:DEPENDS_ON]->(target)
  SET r = $properties
  CREATE (revision:Revision)-[:CHANGED]->(change:Change {position: 0})
  SET revision = $revision, revision.number = registry.revision, change += $change
  RETURN r.id AS id`

/** Parameters for writing a dependency as the registry does. */
type Written = Record<'id' | 'type' | 'source' | 'target' | 'operation', string> &
  Record<'properties' | 'revision' | 'change', object>
function written(body: RelationshipCreate): Written {
  const after = bornRelationship(body, 1)
  const { source, target, type, properties } = toRow(after) as Record<string, string>
  const operation = uuid()
  const { ref } = after
  const revision = { operation, kind: 'relationship.create', ref, actor: 'bench', via: 'rest', at: new Date() }
  const change = { ref, kind: 'created', after: JSON.stringify(after), source, target }
  return toParameter({ id: after.id, type, source, target, properties, operation, revision, change }) as Written
}

/** Writes a dependency by the statements of the registry, sent directly through the driver. */
async function throughDriver(tx: ManagedTransaction, body: RelationshipCreate): Promise<void> {
  const { id, type, source, target, properties, operation, revision, change } = written(body)
  const run = (name: string, parameters: object) => tx.run(catalog.get(name)!.text, parameters)
  const { records } = await run('history/begin', { operation, idempotencyKey: null })
  await run('relationships/ends', { rows: [{ index: 0, id, type, source, target }] })
  await run('relationships/save', { rows: [{ type, source, target, properties }] })
  await run('relationships/closed-cycle', { pairs: [{ type, source, target }] })
  const number = records[0]!.get('revision') as number
  await run('history/record', { revision: { ...revision, number }, changes: [change] })
}

async function throughOneStatement(tx: ManagedTransaction, body: RelationshipCreate): Promise<void> {
  const { records } = await tx.run(inOneStatement, written(body))
  if (records.length !== 1) throw new Error('the raw insert was refused')
}

async function inTransaction(work: (tx: ManagedTransaction) => Promise<void>): Promise<void> {
  const session = driver.session()
  await session.executeWrite(work)
  await session.close()
}

/** Compares inserts, sequentially and in turns; the result is the 95th percentile. */
async function compareInserts(count: number): Promise<void> {
  const { create } = createServices(graph).relationships
  const ways: [string, (body: RelationshipCreate) => Promise<unknown>][] = [
    ['registry', (body) => create({ query: { dryRun: false }, body }, internalCall({ actor: 'bench', via: 'rest' }))],
    ['the same Cypher by the driver', (body) => inTransaction((tx) => throughDriver(tx, body))],
    ['all in one statement by the driver', (body) => inTransaction((tx) => throughOneStatement(tx, body))],
  ]
  const took = ways.map(() => [] as number[])
  for (const [number, body] of furtherDependencies(ways.length * count).entries()) {
    const way = number % ways.length
    took[way]!.push((await timed(() => ways[way]![1](body))).took)
  }
  // The first half is a warm-up of the database and the compilers, and not measured.
  const at = (way: number, share: number) =>
    took[way]!.slice(count / 2).toSorted((a, b) => a - b)[Math.floor((count / 2) * share)]!
  for (const [way, [name]] of ways.entries())
    say(
      `one dependency, with the check, ${name}: p50 ${at(way, 0.5).toFixed(1)} ms, p95 ${at(way, 0.95).toFixed(1)} ms` +
        (way > 0 ? `: registry takes ${(at(0, 0.95) / at(way, 0.95)).toFixed(2)} times as long at p95` : ''),
    )
}

/** Time limit in milliseconds for a library query on this graph: the deadline of a query of an analyst. */
const limitOfQuestion = 10_000

/** Runs every library query with its example parameters, in which the modules are replaced by highly connected ones. */
async function askLibrary(): Promise<void> {
  const slow: string[] = []
  for (const { name, query, example } of library.values()) {
    const text = JSON.stringify(example).replaceAll('crm', mostDependedOn).replaceAll('shop', keyOf(7))
    const parameters = toParameter(JSON.parse(text)) as object
    const outcome = await timed(() => rows(driver, query, parameters)).then(
      ({ took, answer }) => ({ took, found: `${answer.length} rows` }),
      (error: Error) => ({ took: Infinity, found: error.message.split('\n')[0]! }),
    )
    say(`  ${(outcome.took / 1_000).toFixed(2).padStart(8)} s  ${name}: ${outcome.found}`)
    if (outcome.took > limitOfQuestion) slow.push(name)
  }
  if (slow.length > 0) throw new Error(`more than ${limitOfQuestion} ms: ${slow.join(', ')}`)
}

try {
  await migrate(driver)
  const { took } = await timed(() => loadLargeGraph(graph))
  say(`${moduleCount} modules and ${dependencyCount} dependencies loaded in ${(took / 1_000).toFixed(0)} s`)
  const planted = plantedComponents()
  requireSame('impact', (await impact(fresh())).total, (await rawReach(driver)).length)
  requireSame('planted components', sizesBySecondOpinion(await streamedEdges(driver)), planted.together)
  for (const [together, sizes] of [
    [true, planted.together],
    [false, planted.dataFlow],
  ] as const) {
    const { items, total } = await cycles(fresh(), together)
    requireSame('number of components', total, sizes.length)
    requireSame(
      'components',
      items.map(({ size }) => size),
      sizes.slice(0, items.length),
    )
  }
  requireSame(
    'components by Cypher',
    (await componentsByCypher(driver)).map(({ size }) => size),
    planted.dataFlow.slice(0, 500),
  )
  await compare('impact of the most depended-on', impact, () => rawReach(driver))
  await compareInserts(rounds * 300)
  await compare(
    'all cycles',
    (traversal) => cycles(traversal, true),
    async () => components(await streamedEdges(driver)),
  )
  await compare(
    'cycles of data flows, and by one question of the library',
    (traversal) => cycles(traversal, false),
    () => componentsByCypher(driver),
  )
  await askLibrary()
} finally {
  await graph.close()
  await neo4j.stop()
  await rm(dataDir, { recursive: true, force: true })
}
