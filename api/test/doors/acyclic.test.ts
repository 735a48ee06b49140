import { expect } from 'chai'
import fc from 'fast-check'
import { cypher, emptyRegistry, joinedWrongly, registry } from '../support/database.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { scale } from '../support/scale.ts'

interface Outcome {
  status: number
  type?: string
  cycle?: string[]
  id?: string
}

/** Two API processes on one database; what is asked goes to one of them, over REST or GraphQL. */
const servers: RunningServer[] = []
const originOf = (number: number) => servers[number % servers.length]!.origin

async function overRest(origin: string, method: string, path: string, body?: object): Promise<Outcome> {
  const response = await fetch(origin + path, {
    method,
    body: body && JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'if-match': '*' },
  })
  const text = await response.text()
  const { id, type, cycle } = (text === '' ? {} : JSON.parse(text)) as Outcome
  return response.ok ? { status: response.status, id } : { status: response.status, type, cycle }
}

async function overGraphql(origin: string, query: string, variables: object): Promise<Outcome> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as {
    data: { made: { id: string } } | null
    errors?: { extensions: Outcome }[]
  }
  return errors ? errors[0]!.extensions : { status: 201, id: data!.made.id }
}

const relate = 'mutation ($input: RelationshipCreate!) { made: createRelationship(input: $input) { id } }'

const module = (ref: string) => ref.slice('module:'.length)
const document = (patchId: string, source: string, target: string) => ({
  version: '1.0',
  patchId,
  timestamp: '2026-01-01T00:00:00Z',
  actor: 'ai',
  scope: 'object',
  operation: 'update',
  target: { type: 'module', identifier: module(source) },
  payload: {},
  module: { key: module(source) },
  dependsOn: [target.replace(/^module:/, '')],
})
let documents = 0

/** The number decides on process and door: REST, GraphQL, or a patch document where a module is the source. */
const add = async (number: number, source: string, target: string): Promise<Outcome> => {
  const body = { type: 'dependency', source, target }
  if (number % 16 === 5 && source.startsWith('module:')) {
    const patch = document(`acyclic-${documents++}`, source, target)
    const outcome = await overRest(originOf(number), 'POST', '/api/patches?confirm=true', patch)
    if (outcome.status !== 201) return outcome
    const listed = await fetch(`${originOf(number)}/api/relationships?type=dependency&end=${source}`)
    const { items } = (await listed.json()) as { items: { id: string; source: string; target: string }[] }
    return { status: 201, id: items.find((one) => one.source === source && one.target === target)?.id }
  }
  return number % 4 < 2
    ? overRest(originOf(number), 'POST', '/api/relationships', body)
    : overGraphql(originOf(number), relate, { input: body })
}

async function createModules(count: number) {
  await emptyRegistry()
  const rows = Array.from({ length: count }, (_, number) => ({
    ref: `module:m${number}`,
    key: `m${number}`,
    rev: 1,
    description: '',
    type: 'crud',
    status: 'active',
    health: 'unknown',
    version: '1.0.0',
    tags: [],
  }))
  await cypher(
    `UNWIND $rows AS row CREATE (m:RegistryNode:Module)-[:HAS_CAPABILITY]->(:RegistryNode:Capability {ref: 'capability:' + row.key + '/c', key: 'c', operations: []})
     SET m = row, m.id = row.key, m.name = row.key`,
    { rows },
  )
}

async function inPool(width: number, work: (() => Promise<unknown>)[]) {
  const waiting = work.values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const next of waiting) await next()
    }),
  )
}

/** The modules that remain when those without a dependency on another remaining one are taken away again and again: those on or before a cycle. */
async function modulesOnCycles(): Promise<string[]> {
  const edges = await cypher('MATCH (a)-[:DEPENDS_ON]->(b) RETURN a.ref AS source, b.ref AS target')
  const moduleOf = (ref: string) => ref.split(':')[1]!.split('/')[0]!
  const needs = new Map<string, Set<string>>()
  for (const { source, target } of edges) {
    const [a, b] = [moduleOf(String(source)), moduleOf(String(target))]
    if (a !== b) needs.set(a, (needs.get(a) ?? new Set()).add(b))
  }
  for (let before = -1; before !== needs.size;) {
    before = needs.size
    for (const [key, targets] of needs) if (![...targets].some((target) => needs.has(target))) needs.delete(key)
  }
  return [...needs.keys()]
}

describe('Dependencies', () => {
  before(async function () {
    this.timeout(180_000)
    const { neo4j } = await registry()
    const settings = { NEO4J_URI: neo4j.uri, NEO4J_USER: neo4j.user, NEO4J_PASSWORD: neo4j.password, SEED: 'none' }
    for (let count = 0; count < 2; count++) servers.push(await startServer(settings))
  })
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await emptyRegistry()
  })

  it('never become circular under 10,000 concurrent random additions, and every refusal names a path that exists', async function () {
    this.timeout(480_000)
    const size = scale(1_000, 40)
    await createModules(size)
    const end = fc
      .tuple(fc.nat(size - 1), fc.boolean())
      .map(([number, isPart]) => (isPart ? `capability:m${number}/c` : `module:m${number}`))
    const pairs = fc.sample(fc.tuple(end, end), { seed: 4, numRuns: scale(10_000, 300) })
    const counts: Record<string, number> = {}
    const refused: Outcome[] = []
    let accepted: [string, string] | undefined
    await inPool(
      32,
      pairs.map(([source, target], number) => async () => {
        const outcome = await add(number, source, target)
        counts[outcome.type ?? outcome.status] = (counts[outcome.type ?? outcome.status] ?? 0) + 1
        if (outcome.type === 'dependency-cycle') refused.push(outcome)
        else if (outcome.status === 201) accepted = [source, target]
      }),
    )
    // What small numbers may not hit upon by chance: one again, and a module on itself in each way to ask.
    for (const [number, source, target] of [
      [0, ...accepted!],
      [0, 'module:m0', 'module:m0'],
      [5, 'module:m0', 'module:m0'],
    ] as const) {
      const { type } = await add(number, source, target)
      counts[type!] = (counts[type!] ?? 0) + 1
    }
    expect(Object.keys(counts)).to.have.members([
      '201',
      'dependency-cycle',
      'already-exists',
      'invalid-request',
      'invalid-patch',
    ])
    expect(counts['201']).to.be.above(scale(1_000, 30))
    expect(await modulesOnCycles()).to.deep.equal([])
    expect(await joinedWrongly()).to.deep.equal([])
    // Nothing was taken away, so that what closed a path then is still there; its first step is the one refused.
    const steps = refused.flatMap(({ cycle }) =>
      cycle!
        .slice(1)
        .slice(0, -1)
        .map((ref, index) => [ref, cycle![index + 2]!]),
    )
    const [missing] = await cypher(
      `UNWIND $steps AS step
       WITH DISTINCT step[0] AS source, step[1] AS target
       WHERE NOT EXISTS { (:Module {ref: source})-[:DEPENDS_ON]->(:Module {ref: target}) }
       RETURN count(*) AS n`,
      { steps },
    )
    expect(steps).to.have.length.above(refused.length - 1)
    expect(missing).to.deep.equal({ n: 0 })
  })

  it('never become circular while some are moved to other ends and deleted, and others are added', async function () {
    this.timeout(120_000)
    await createModules(64)
    const [end, choice] = [fc.nat(59).map((number) => `module:m${number}`), fc.constantFrom('add', 'move', 'delete')]
    const steps = fc.sample(fc.tuple(choice, end, end, fc.nat()), { seed: 7, numRuns: scale(1_200, 200) })
    const known: string[] = []
    const counts: Record<string, number> = {}
    await inPool(
      32,
      steps.map(([step, source, target, pick], number) => async () => {
        const path = `/api/relationships/${known[pick % Math.max(known.length, 1)] ?? 'none'}`
        const outcome =
          step === 'move'
            ? await overRest(originOf(number), 'PATCH', path, number % 2 ? { source, target } : { target })
            : step === 'delete' && pick % 3 === 0
              ? await overRest(originOf(number), 'DELETE', path)
              : await add(number, source, target)
        if (outcome.status === 201 && outcome.id) known.push(outcome.id)
        const result = `${step} ${outcome.type ?? outcome.status}`
        counts[result] = (counts[result] ?? 0) + 1
      }),
    )
    // What small numbers may not hit upon by chance: one of each, between modules that no other relationship names.
    await add(0, 'module:m60', 'module:m61')
    const { id } = await add(0, 'module:m61', 'module:m62')
    for (const [result, method, target] of [
      ['move dependency-cycle', 'PATCH', 'module:m60'],
      ['move 200', 'PATCH', 'module:m63'],
      ['delete 204', 'DELETE', undefined],
    ] as const) {
      const { type, status } = await overRest(originOf(0), method, `/api/relationships/${id}`, target && { target })
      expect(`${result.split(' ')[0]} ${type ?? status}`).to.equal(result)
      counts[result] = (counts[result] ?? 0) + 1
    }
    expect(counts['move 200']).to.be.at.least(scale(50))
    expect(counts['move dependency-cycle']).to.be.at.least(scale(50))
    expect(counts['delete 204']).to.be.at.least(scale(20))
    const unexpected = Object.keys(counts).filter((result) => / (5\d\d|busy|timeout|internal)/.test(result))
    expect(unexpected).to.deep.equal([])
    expect(await modulesOnCycles()).to.deep.equal([])
    expect(await joinedWrongly()).to.deep.equal([])
  })

  it('let one of two in that only together close a cycle, in each of 200 rounds', async function () {
    this.timeout(60_000)
    await createModules(4)
    const [a, b, c, d] = [0, 1, 2, 3].map((number) => `module:m${number}`) as [string, string, string, string]
    for (const [source, target] of [
      [b, c],
      [d, a],
    ] as const)
      expect((await add(0, source, target)).status).to.equal(201)
    for (let round = 0; round < scale(200, 10); round++) {
      const outcomes = await Promise.all([add(round, a, b), add(round + 1 + (round % 4), c, d)])
      const made = outcomes.filter(({ status }) => status === 201)
      const types = outcomes.flatMap(({ type }) => type ?? [])
      expect([made.length, types], `round ${round}`).to.deep.equal([1, ['dependency-cycle']])
      await overRest(originOf(round), 'DELETE', `/api/relationships/${made[0]!.id}`)
    }
  })

  it('race with the deletion and the making of their ends without a trace of what is gone, in 1,000 rounds', async function () {
    this.timeout(240_000)
    await createModules(2)
    const allowed = [200, 201, 204, 404, 409, 412]
    const statuses = new Map<number, number>()
    for (let round = 0; round < scale(1_000, 30); round++) {
      const outcomes = await Promise.all([
        add(round, 'module:m0', round % 2 ? 'module:m1' : 'capability:m1/c'),
        add(round + 1, 'capability:m1/c', 'capability:m0/c'),
        round % 3 === 0
          ? overRest(originOf(round), 'DELETE', '/api/modules/m1/capabilities/c?force=true')
          : overRest(originOf(round), 'DELETE', '/api/modules/m1?force=true'),
        overRest(originOf(round + 1), 'POST', '/api/modules', { key: 'm1', name: 'm1' }),
        overRest(originOf(round + 1), 'POST', '/api/modules/m1/capabilities', { key: 'c', type: 'query' }),
      ])
      for (const { status } of outcomes) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect(allowed).to.include.members([...statuses.keys()])
    expect(statuses.get(201)).to.be.above(scale(1_000, 30))
    expect(await joinedWrongly()).to.deep.equal([])
    const orphans = await cypher(`
      MATCH (n)
      WHERE (n:Capability OR n:Configuration OR n:Entity OR n:Endpoint OR n:Statistics) AND NOT EXISTS { (:Module)-->(n) }
        OR n:Change AND NOT EXISTS { (:Revision)-->(n) }
        OR size(labels(n)) = 0 OR n:RegistryNode AND size(labels(n)) < 2
      RETURN labels(n) AS labels, n.ref AS ref LIMIT 5`)
    expect(orphans).to.deep.equal([])
    expect(await modulesOnCycles()).to.deep.equal([])
  })
})
