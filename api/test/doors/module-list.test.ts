import { expect } from 'chai'
import fc from 'fast-check'
import type { Graph } from '../../src/graph/graph.ts'
import { moduleList, type ModuleListQuery } from '../../src/registry/modules/module-list.ts'
import { moduleSorts, type Module } from '../../src/registry/modules/modules.contract.ts'
import type { Owner } from '../../src/registry/owners/owners.contract.ts'
import { born } from '../../src/store/change.ts'
import type { Step } from '../../src/store/kind.ts'
import { write } from '../../src/store/write.ts'
import { send } from '../support/client.ts'
import { cypher, emptyRegistry, registry } from '../support/database.ts'
import { scale, seed } from '../support/scale.ts'

const owners = ['sales', 'finance', 'support'].map((key): Owner => ({
  ...born(`owner:${key}`, 1),
  key,
  name: `Team ${key}`,
  kind: 'team',
  description: '',
  email: null,
  contact: null,
}))
const aNumber = fc.nat(4)
const modules = fc
  .uniqueArray(
    fc.record({
      key: fc.stringMatching(/^[a-c][a-z0-9-]{0,3}$/),
      // Nothing from U+E000 to U+FFFF: Neo4j compares it to a parameter as UTF-16 does, and sorts it by code points.
      name: fc.constantFrom('A', 'a', 'Ä', 'b', 'B 2', '漢', '😀', '\u{10fffe}'),
      type: fc.constantFrom('crud', 'crud', 'workflow', 'report'),
      status: fc.constantFrom('active', 'active', 'inactive', 'deprecated'),
      health: fc.constantFrom('unknown', 'healthy', 'error'),
      owner: fc.constantFrom(null, ...owners),
      helper: fc.constantFrom(null, ...owners),
      tags: fc.subarray(['core', 'core team', '***', 'x']),
      aiModel: fc.constantFrom(undefined, 'm-1', 'm-2'),
      created: aNumber,
      updated: aNumber,
    }),
    { minLength: 250, maxLength: 250, selector: ({ key }) => key },
  )
  .map((all) =>
    all.map(({ owner, helper, aiModel, created, updated, ...facts }) => {
      const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()
      return {
        ...born(`module:${facts.key}`, 1),
        ...facts,
        createdAt: at(created),
        updatedAt: at(updated),
        description: '',
        version: '1.0.0',
        aliases: [],
        owner: owner?.name ?? null,
        owners: [
          ...(owner ? [{ owner: owner.key, role: 'owner' }] : []),
          ...(helper ? [{ owner: helper.key, role: 'support' }] : []),
        ],
        metadata: aiModel === undefined ? {} : { aiModel },
      } as Module
    }),
  )

/** A filter, unset in most queries, so that enough modules match. */
const rarely = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, { arbitrary: values, weight: 1 })
const some = (...values: string[]) => rarely(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }))
const queries = (keys: string[]) =>
  fc.record({
    sort: fc.constantFrom(...moduleSorts.flatMap((field) => [field, `-${field}`] as const)),
    limit: fc.constantFrom(1, 7, 60, 100),
    q: rarely(fc.constantFrom('b', 'core', 'sales')),
    status: some('active', 'inactive', 'error'),
    type: some('crud', 'report'),
    health: some('unknown', 'healthy'),
    owner: some('Team sales', 'sales', 'finance', 'Team none'),
    tag: some('core', 'core team', '***', 'none'),
    aiModel: some('m-1', 'm-2'),
    ids: rarely(fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 20 })),
  })

const wordsOf = ({ key, name, tags, owner }: Module) =>
  [key, name, ...tags, owner ?? ''].join(' ').toLowerCase().split(/[ -]/)

function matches(module: Module, { q, status, type, health, owner, tag, aiModel, ids }: ModuleListQuery): boolean {
  const named = module.owners.flatMap(({ owner }) => [owner, `Team ${owner}`])
  return (
    (q === undefined || wordsOf(module).some((word) => word.startsWith(q))) &&
    (status?.includes(module.status) ?? true) &&
    (type?.includes(module.type) ?? true) &&
    (health?.includes(module.health) ?? true) &&
    (owner?.some((one) => named.includes(one)) ?? true) &&
    (tag?.some((one) => module.tags.includes(one)) ?? true) &&
    (aiModel?.includes(module.metadata.aiModel ?? '') ?? true) &&
    (ids?.includes(module.key) ?? true)
  )
}

/** Neo4j compares texts by code points, not by UTF-16. */
const compared = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

function expected(all: Module[], query: ModuleListQuery): string[] {
  const field = query.sort.replace('-', '') as 'name'
  const sorted = all
    .filter((module) => matches(module, query))
    .sort((a, b) => compared(a[field] ?? '', b[field] ?? '') || compared(a.key, b.key))
  return (query.sort.startsWith('-') ? sorted.reverse() : sorted).map(({ key }) => key)
}

async function listed(list: ReturnType<typeof moduleList>, query: ModuleListQuery) {
  const keys: string[] = []
  const totals = new Set<number>()
  for (let cursor: string | undefined; ;) {
    const page = await list({ ...query, cursor })
    keys.push(...page.items.map(({ key }) => key))
    totals.add(page.total)
    expect(page.returned).to.equal(page.items.length)
    if (page.nextCursor === null) return { keys, totals: [...totals] }
    expect(page.items.length).to.equal(query.limit)
    cursor = page.nextCursor
  }
}

describe('The list of modules', () => {
  let graph: Graph
  let all: Module[]
  before(emptyRegistry)
  before(async () => {
    graph = (await registry()).graph
    all = fc.sample(modules, { seed, numRuns: 1 })[0]!
    const steps = [...owners, ...all].map((after): Step => ({ before: null, after }))
    await graph.write((run) => write(run, steps))
    await cypher('CALL db.awaitIndexes()')
  })

  it('gives each module that matches once, in order, with the right total, whether few match or many', async () => {
    const keys = all.map(({ key }) => key)
    const lists = [moduleList(graph), moduleList(graph, 20), moduleList(graph, 1)]
    const noMatch = { sort: 'name', limit: 7, tag: ['none'], owner: ['Team none'] }
    for (const query of [noMatch, ...fc.sample(queries(keys), { seed, numRuns: scale(4_000, 60) })]) {
      const asked = query as ModuleListQuery
      const wanted = expected(all, asked)
      const pages = { ...asked, limit: Math.max(asked.limit, Math.ceil(wanted.length / 4)) }
      for (const list of lists)
        expect(await listed(list, pages), JSON.stringify(pages)).to.deep.equal({
          keys: wanted,
          totals: [wanted.length],
        })
    }
  }).timeout(scale(4_000, 60) * 2_000)

  it('counts again what a change has changed', async () => {
    const list = moduleList(graph, 1)
    const query = { sort: 'name', limit: 5, status: ['active'] } as ModuleListQuery
    const before = await list(query)
    expect(await list(query)).to.deep.equal(before)
    const { key } = all.find(({ status }) => status === 'active')!
    const body = { status: 'inactive' }
    const { status } = await send(`/api/modules/${key}/status`, { method: 'PUT', body, headers: { 'if-match': '*' } })
    expect(status).to.equal(200)
    const after = await list(query)
    expect(after.total).to.equal(before.total - 1)
    expect(after.revision).to.be.above(before.revision)
    expect((await send('/api/modules?status=active&sort=name&limit=5')).body).to.deep.equal(
      JSON.parse(JSON.stringify(after)),
    )
  })
})
