import { expect } from 'chai'
import fc from 'fast-check'
import { createServices } from '../../src/features.ts'
import { send } from '../support/client.ts'
import { allSamples, contents, cypher, emptyRegistry, joinedWrongly, prepared, registry } from '../support/database.ts'
import { scale } from '../support/scale.ts'

const post = (path: string, body: object) => send(path, { method: 'POST', body })
const query = async (text: string) =>
  (await post('/api/cypher', { query: text })).body.rows as Record<string, unknown>[]
const drawn = async (text: string) => (await post('/api/cypher?format=graph', { query: text })).body.graph
const remove = (path: string) => send(path, { method: 'DELETE', headers: { 'if-match': '*' } })
const relate = async (type: string, source: string, target: string): Promise<string> => {
  const { status, body } = await post('/api/relationships', { type, source, target })
  expect([status, body.detail]).to.deep.equal([201, undefined])
  return String(body.id)
}
const last = async () => (await send('/api/revisions?limit=1')).body.revision as number

/** What joins modules in the graph, with the ids of what it was lifted from. */
const joined = () =>
  cypher(`MATCH (a:Module)-[r]->(b:Module)
    RETURN a.key + ' ' + type(r) + ' ' + b.key AS edge, r.id AS id, r.liftedFrom AS liftedFrom
    ORDER BY edge`)

const keys = ['a', 'b', 'c', 'd']
/** Modules a to d, each with the capabilities read and write. */
const fill = prepared(async () => {
  for (const key of keys) {
    await post('/api/modules', { key, name: `Module ${key}` })
    for (const part of ['read', 'write']) await post(`/api/modules/${key}/capabilities`, { key: part, type: 'query' })
  }
})

describe('Relationships between modules in the graph', () => {
  afterEach(async () => expect(await joinedWrongly()).to.deep.equal([]))

  describe('of the samples', () => {
    before(allSamples)
    after(emptyRegistry)

    const types = { dependency: 'DEPENDS_ON', integration: 'INTEGRATES_WITH', 'data-flow': 'FLOWS_TO' }
    for (const [type, name] of Object.entries(types))
      it(`are as many ${name} as the registry knows pairs of modules, and as many with an id as it lists`, async () => {
        const { body } = await send(`/api/relationships?type=${type}&limit=500`)
        const module = (ref: string) => ref.split(':')[1]!.split('/')[0]!
        const pairs = (body.items as { source: string; target: string }[])
          .map(({ source, target }) => [module(source), module(target)])
          .filter(([a, b]) => a !== b)
          .map((ends) => (type === 'integration' ? ends.sort() : ends).join(' '))
        expect(pairs).to.have.length.above(0)
        expect(await query(`MATCH (:Module)-[r:${name}]->(:Module) RETURN count(r) AS n`)).to.deep.equal([
          { n: new Set(pairs).size },
        ])
        expect(await query(`MATCH ()-[r:${name}]->() WHERE r.id IS NOT NULL RETURN count(r) AS n`)).to.deep.equal([
          { n: body.total },
        ])
        expect(body.total).to.equal(body.items.length)
      })

    it('are what the diagram of modules shows, and the diagram of parts shows those that were declared', async () => {
      const [{ edges }] = (await query(
        'MATCH (:Module)-[r:DEPENDS_ON|FLOWS_TO|INTEGRATES_WITH|PART_OF]->(:Module) RETURN count(r) AS edges',
      )) as [{ edges: number }]
      expect((await send('/api/graph?level=module')).body.totals.edges).to.equal(edges)
      const parts = (await send('/api/graph?level=part')).body
      const declared = (await send('/api/relationships?limit=1')).body.total
      const isStructure = ({ group }: { group: string }) => /^(HAS_|OPERATES_ON|EXPOSES)/.test(group)
      expect(parts.edges.filter((edge: { group: string }) => !isStructure(edge))).to.have.length(declared)
      expect(parts.nodes.flatMap(({ hidden }: { hidden: unknown[] }) => hidden)).to.deep.equal([])
    })

    it('have no types of their own, and the console completes with those that there are', async () => {
      const { rows } = (await send('/api/queries/analysis/vocabulary/rows')).body
      const types = (rows as { kind: string; names: string[] }[]).find(({ kind }) => kind === 'types')!.names
      expect(types).to.include('DEPENDS_ON')
      expect(types.filter((type) => type.startsWith('MODULE_'))).to.deep.equal([])
    })
  })

  describe('of modules and their parts', () => {
    beforeEach(fill)

    it('are lifted from those of parts, and go with the last of them', async () => {
      const one = await relate('dependency', 'capability:a/read', 'capability:b/read')
      const other = await relate('dependency', 'module:a', 'capability:b/write')
      const edge = 'a DEPENDS_ON b'
      expect(await joined()).to.deep.equal([{ edge, id: null, liftedFrom: [one, other] }])
      await remove(`/api/relationships/${one}`)
      expect(await joined()).to.deep.equal([{ edge, id: null, liftedFrom: [other] }])
      await remove(`/api/relationships/${other}`)
      expect(await joined()).to.deep.equal([])
    })

    it('are one with that of the modules themselves, whichever is made and deleted first', async () => {
      const lifted = await relate('data-flow', 'capability:a/read', 'module:b')
      const own = await relate('data-flow', 'module:a', 'module:b')
      const edge = 'a FLOWS_TO b'
      expect(await joined()).to.deep.equal([{ edge, id: own, liftedFrom: [lifted] }])
      const back = await relate('data-flow', 'module:b', 'module:a')
      await remove(`/api/relationships/${own}`)
      expect(await joined()).to.deep.equal([
        { edge, id: null, liftedFrom: [lifted] },
        { edge: 'b FLOWS_TO a', id: back, liftedFrom: null },
      ])
      const again = await relate('data-flow', 'module:a', 'module:b')
      await remove(`/api/relationships/${lifted}`)
      expect((await joined())[0]).to.deep.equal({ edge, id: again, liftedFrom: null })
    })

    it('keep what they were lifted from when their own is changed, and do not show it in answers', async () => {
      const lifted = await relate('dependency', 'capability:a/read', 'module:b')
      const own = await relate('dependency', 'module:a', 'module:b')
      const { body } = await send(`/api/relationships/${own}`, {
        method: 'PATCH',
        body: { criticality: 'high' },
        headers: { 'if-match': '*' },
      })
      expect(body).to.include({ criticality: 'high', source: 'module:a', target: 'module:b' })
      expect(body).not.to.have.property('liftedFrom')
      expect(await joined()).to.deep.equal([{ edge: 'a DEPENDS_ON b', id: own, liftedFrom: [lifted] }])
      const exported = await (await fetch(`${(await registry()).origin}/api/export`)).text()
      expect(exported).not.to.include('liftedFrom')
    })

    for (const [source, target] of [
      ['module:b', 'module:a'],
      ['module:a', 'module:b'],
    ] as const)
      it(`are one integration in either direction, from ${source} as it was written`, async () => {
        const one = await relate('integration', 'capability:b/read', 'capability:a/read')
        expect(await joined()).to.deep.equal([{ edge: 'a INTEGRATES_WITH b', id: null, liftedFrom: [one] }])
        const own = await relate('integration', source, target)
        const other = await relate('integration', 'capability:a/write', 'module:b')
        const edge = `${source.slice(-1)} INTEGRATES_WITH ${target.slice(-1)}`
        expect(await joined()).to.deep.equal([{ edge, id: own, liftedFrom: [one, other] }])
        expect((await send(`/api/relationships/${own}`)).body).to.include({ source, target })
        expect(
          (await post('/api/relationships', { type: 'integration', source: target, target: source })).status,
        ).to.equal(409)
        const [shown] = (await send('/api/graph?level=module')).body.edges
        expect(shown).to.include({ id: 'module:a INTEGRATES_WITH module:b', value: 3 })
        await remove(`/api/relationships/${own}`)
        expect(await joined()).to.deep.equal([{ edge: 'a INTEGRATES_WITH b', id: null, liftedFrom: [one, other] }])
      })

    it('are not among what is listed, counted, in use or a step of parts', async () => {
      const id = await relate('dependency', 'capability:a/read', 'capability:b/read')
      await relate('data-flow', 'capability:b/read', 'capability:c/read')
      await relate('data-flow', 'capability:c/write', 'module:d')
      const all = (await send('/api/relationships')).body
      expect([all.total, all.items.length]).to.deep.equal([3, 3])
      for (const filter of ['module=a', 'end=capability:b/read&type=dependency', 'module=b&type=dependency'])
        expect((await send(`/api/relationships?${filter}`)).body).to.include({ total: 1 })
      expect((await send('/api/relationships?end=module:a')).body).to.include({ total: 0 })
      const { body } = await remove('/api/modules/b')
      expect(body).to.deep.include({ total: 1, dependants: ['capability:a/read'] })
      const path = (await send('/api/graph/path?from=capability:b/read&to=module:d')).body
      expect(path).to.include({ found: true, level: 'module' })
      expect(path.hops).to.have.length(2)
      const ofParts = (await send('/api/graph/path?from=capability:b/read&to=capability:d/read')).body
      expect(ofParts.level).to.equal('module')
      const impact = (await send('/api/modules/b/impact')).body
      expect(impact.items).to.have.length(1)
      expect(impact.items[0]).to.deep.include({ ref: 'module:a', relationships: 1, parts: ['capability:a/read'] })
      expect((await send(`/api/relationships/${id}`)).status).to.equal(200)
    })

    it('count each module once among hubs, dependents and neighbours, whatever parts are related', async () => {
      for (const [source, target] of [
        ['capability:a/read', 'capability:b/read'],
        ['capability:a/write', 'module:b'],
        ['module:a', 'capability:b/write'],
        ['module:a', 'module:b'],
        ['capability:c/read', 'module:b'],
      ] as const)
        await relate('dependency', source, target)
      const hubs = (await send('/api/graph/hubs')).body.items
      expect(hubs.map(({ ref, total }: { ref: string; total: number }) => [ref, total])).to.deep.equal([
        ['module:b', 2],
        ['module:a', 1],
        ['module:c', 1],
      ])
      expect((await send('/api/graph/most-depended-on')).body.items).to.deep.equal([
        { ref: 'module:b', name: 'Module b', direct: 2, transitive: 2 },
      ])
      const order = (await send('/api/graph/order')).body
      expect(order.items.find(({ ref }: { ref: string }) => ref === 'module:a').dependsOn).to.equal(1)
      expect((await send('/api/graph/orphans')).body.items).to.deep.equal([{ ref: 'module:d', name: 'Module d' }])
      const path = (await send('/api/graph/path?from=a&to=b')).body
      expect(path.hops).to.have.length(1)
      expect(path.hops[0].relationships).to.have.length(4)
    })

    it('show modules only where they are followed from module to module', async () => {
      await relate('dependency', 'module:a', 'capability:b/read')
      await relate('dependency', 'capability:b/read', 'module:c')
      const refused = await post('/api/relationships', { type: 'dependency', source: 'module:c', target: 'module:a' })
      expect(refused.body).to.deep.include({ cycle: ['module:c', 'module:a', 'module:b', 'module:c'] })
      for (const [name, parameters] of [
        ['paths/between', { from: 'a', to: 'c' }],
        ['paths/longest-chain', { key: 'a' }],
      ] as const) {
        const { rows } = (await post(`/api/queries/${name}:run`, { parameters })).body
        expect(rows, name).to.deep.equal([{ steps: 2, chain: ['a', 'b', 'c'] }])
      }
      for (const name of ['impact/needs', 'impact/affected-by-module']) {
        const key = name === 'impact/needs' ? 'a' : 'c'
        const { rows } = (await post(`/api/queries/${name}:run`, { parameters: { key, limit: 10 } })).body
        expect(rows.map(({ depth }: { depth: number }) => depth)).to.deep.equal([1, 2])
      }
    })

    for (const type of ['data-flow', 'integration'])
      it(`lead on from a module only by the first step that is asked about, not by another of its parts: ${type}`, async () => {
        await relate(type, 'capability:a/read', 'module:b')
        await relate(type, 'module:b', 'capability:a/write')
        await relate(type, 'capability:a/write', 'module:c')
        const { items } = (await send(`/api/graph/impact?of=capability:a/read&type=${type}`)).body
        expect(items.map(({ ref }: { ref: string }) => ref)).to.deep.equal(['module:b'])
      })

    it('are drawn from the results of queries, and none twice', async () => {
      const one = await relate('dependency', 'capability:a/read', 'capability:b/read')
      const other = await relate('dependency', 'capability:a/write', 'module:b')
      const lifted = await drawn('MATCH (a:Module)-[r:DEPENDS_ON]->(b:Module) RETURN a, r, b')
      expect(lifted.edges).to.have.length(1)
      expect(lifted.edges[0]).to.include({
        id: 'module:a DEPENDS_ON module:b',
        value: 2,
        title: 'Module a depends on Module b\n2 relationships between parts',
      })
      const path = await drawn('MATCH p = (:Module)-[:DEPENDS_ON]->(:Module) RETURN p')
      expect(path.edges).to.deep.equal(lifted.edges)
      const some = await drawn('MATCH p = (a)-[:DEPENDS_ON]->(b) WHERE a:Module OR b:Capability RETURN p')
      expect(some.edges.map(({ id, value }: { id: string; value: number }) => [id, value])).to.deep.equal([
        [one, 1],
        ['module:a DEPENDS_ON module:b', 1],
      ])
      const all = await drawn('MATCH p = ()-[:DEPENDS_ON]->() RETURN p')
      expect(all.edges.map(({ id }: { id: string }) => id)).to.deep.equal([one, other])
      expect(all.totals.edges).to.equal(2)
      const own = await relate('dependency', 'module:a', 'module:b')
      const both = await drawn('MATCH p = ()-[:DEPENDS_ON]->() RETURN p')
      expect(both.edges.map(({ id, value }: { id: string; value: number }) => [id, value])).to.deep.equal([
        [one, 1],
        [other, 1],
        [own, 1],
      ])
      const between = await drawn('MATCH (a:Module)-[r:DEPENDS_ON]->(b:Module) RETURN a, r, b')
      expect(between.edges[0]).to.include({
        id: own,
        value: 3,
        title: 'Module a depends on Module b\n3 relationships, 2 of them between parts',
      })
    })

    it('are found on cycles of any length by the library, as by the registry', async () => {
      await relate('data-flow', 'capability:a/read', 'module:b')
      await relate('data-flow', 'capability:b/write', 'capability:c/read')
      await relate('data-flow', 'module:c', 'module:a')
      await relate('data-flow', 'module:c', 'module:d')
      const { rows } = (
        await post('/api/queries/cycles/components:run', { parameters: { types: ['FLOWS_TO'], limit: 10 } })
      ).body
      expect(rows).to.deep.equal([{ size: 3, modules: ['a', 'b', 'c'] }])
      const [found] = (await send('/api/graph/cycles')).body.items
      expect(found).to.include({ size: 3 })
    })

    it('are what follows from those that were declared after any changes, undone ones too', async function () {
      this.timeout(600_000)
      const steps = scale(1_500, 60)
      const numbers = fc.sample(fc.nat(), steps * 8).values()
      const pick = <Item>(items: readonly Item[]) => items[numbers.next().value! % items.length]!
      const ends = keys.flatMap((key) => [`module:${key}`, `capability:${key}/read`, `capability:${key}/write`])
      const born = () => ({
        type: pick(['dependency', 'integration', 'data-flow']),
        source: pick(ends),
        target: pick(ends),
      })
      const any = async () => pick((await send('/api/relationships?limit=200')).body.items as { id: string }[])
      const changes: (() => Promise<unknown>)[] = [
        () => post('/api/relationships', born()),
        () => post('/api/relationships', born()),
        () => post('/api/relationships:batch', { items: [born(), born()] }),
        async () => remove(`/api/relationships/${(await any())?.id}`),
        async () =>
          send(`/api/relationships/${(await any())?.id}`, {
            method: 'PATCH',
            body: pick([{ target: pick(ends) }, { source: pick(ends) }, { criticality: 'high' }]),
            headers: { 'if-match': '*' },
          }),
        () => remove(`/api/modules/${pick(keys)}/capabilities/read?force=true`),
        () => post(`/api/modules/${pick(keys)}/capabilities`, { key: 'read', type: 'query' }),
        () => remove(`/api/modules/${pick(keys)}?force=true`),
        () => post('/api/modules', { key: pick(keys), name: 'Again' }),
        () =>
          send(`/api/modules/${pick(keys)}`, {
            method: 'PATCH',
            body: { name: pick(['One', 'Other']) },
            headers: { 'if-match': '*' },
          }),
        async () => send(`/api/revisions/${await last()}:undo`, { method: 'POST' }),
        async () => send(`/api/revisions/${Math.max(1, (await last()) - 2)}:undo`, { method: 'POST' }),
        () =>
          post('/api/patches', {
            version: '1.0',
            patchId: `change-${numbers.next().value}`,
            timestamp: '2026-01-01T00:00:00Z',
            actor: 'human',
            scope: 'object',
            operation: 'update',
            target: { type: 'module', identifier: 'a' },
            payload: {},
            module: { key: 'a' },
            [pick(['dependsOn', 'integratesWith', 'flowsTo'])]: [pick(keys.slice(1)), pick(['b/read', 'c/write'])],
          }),
      ]
      const { graph } = await registry()
      const kept = createServices(graph).health
      let made = 0
      for (let step = 0; step < steps; step++) {
        const before = await last()
        await pick(changes)()
        if ((await last()) > before) made++
        expect(await joinedWrongly(), `step ${step}`).to.deep.equal([])
        expect(await kept.network(), `network after step ${step}`).to.deep.equal(
          await createServices(graph).health.network(),
        )
      }
      expect(made).to.be.above(10)
      const whole = await contents()
      expect(whole.edges.filter(({ r }) => (r as { id: string | null }).id !== null)).to.have.length.above(0)
    })
  })
})
