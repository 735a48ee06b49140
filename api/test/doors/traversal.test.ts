import { expect } from 'chai'
import fc from 'fast-check'
import { criticalities, type Relationship } from '../../src/registry/relationships/relationships.contract.ts'
import type { Cycle, Impact, Order, Path } from '../../src/questions/traversal/traversal.contract.ts'
import { send } from '../support/client.ts'
import { cypher } from '../support/database.ts'
import {
  distances,
  ends,
  graphs,
  moduleEdges,
  moduleOf,
  modules,
  operations,
  writeGraph,
  type Edge,
  type Joined,
} from '../support/model.ts'
import { scale } from '../support/scale.ts'

const runs = { numRuns: scale(40, 8) }
const ask = async <Answer>(path: string) => {
  const { status, body } = await send(path)
  expect(status, JSON.stringify(body)).to.equal(200)
  return body as Answer
}
const reversed = (edges: Edge[]) => edges.map(({ from, to }) => ({ from: to, to: from }))
const refsOf = (items: { ref: string }[]) => items.map(({ ref }) => ref)

/** shop and desk need crm; crm's orders need its customers; billing needs shop; data flows round from crm to stats to desk. */
const example: Joined[] = [
  {
    type: 'dependency',
    source: 'module:shop',
    target: 'capability:crm/orders',
    operations: ['create'],
    fields: ['total'],
    criticality: 'high',
  },
  { type: 'dependency', source: 'module:desk', target: 'capability:crm/customers', operations: ['read'] },
  { type: 'dependency', source: 'capability:crm/orders', target: 'capability:crm/customers', operations: ['read'] },
  { type: 'dependency', source: 'module:billing', target: 'module:shop' },
  { type: 'data-flow', source: 'module:crm', target: 'module:stats', criticality: 'high' },
  {
    type: 'data-flow',
    source: 'module:stats',
    target: 'module:desk',
    criticality: 'low',
    operations: ['push', 'pull'],
  },
  {
    type: 'data-flow',
    source: 'module:desk',
    target: 'capability:crm/customers',
    criticality: 'low',
    operations: ['push'],
  },
  { type: 'integration', source: 'module:stats', target: 'module:billing' },
  { type: 'hierarchical', source: 'module:desk', target: 'module:shop' },
]
const named = ['crm', 'shop', 'desk', 'billing', 'stats', 'alone'].map((key) => `module:${key}`)
const exampleParts = ['capability:crm/customers', 'capability:crm/orders']

describe('The questions of the graph', () => {
  let stored: Relationship[]
  const idOf = (...ends: [type: string, source: string, target: string]) =>
    stored.find(({ type, source, target }) => [type, source, target].join() === ends.join())!.id

  before(async () => {
    stored = await writeGraph(example, [...named, ...exampleParts])
  })

  it('find the cycle of data flows, and where it is cut most cheaply', async () => {
    const { items, total } = await ask<{ items: Cycle[]; total: number }>('/api/graph/cycles')
    expect(total).to.equal(1)
    const [cycle] = items
    expect(cycle).to.deep.include({ types: ['data-flow'], size: 3, edges: 3, isShortest: true })
    expect(cycle!.example.map(({ name }) => name)).to.deep.equal(['CRM', 'STATS', 'DESK', 'CRM'])
    expect(cycle!.cut).to.deep.equal({
      source: 'module:desk',
      target: 'module:crm',
      criticality: 'low',
      operations: 1,
      relationships: [idOf('data-flow', 'module:desk', 'capability:crm/customers')],
    })
  })

  it('find cycles that only several types together make', async () => {
    const { items } = await ask<{ items: Cycle[] }>(
      '/api/graph/cycles?types=dependency,hierarchical,data-flow&together=true',
    )
    expect(items).to.have.length(1)
    expect(refsOf(items[0]!.modules)).to.deep.equal(['crm', 'desk', 'shop', 'stats'].map((key) => `module:${key}`))
    expect(items[0]!.example.map(({ name }) => name)).to.deep.equal(['CRM', 'STATS', 'DESK', 'CRM'])
  })

  it('find a path, with the relationships it consists of', async () => {
    const path = await ask<Path>('/api/graph/path?from=billing&to=module:crm&types=dependency')
    expect(path.hops.map(({ from, to }) => [from.name, to.name])).to.deep.equal([
      ['BILLING', 'SHOP'],
      ['SHOP', 'CRM'],
    ])
    expect(path.hops[1]!.relationships).to.deep.equal([
      {
        id: idOf('dependency', 'module:shop', 'capability:crm/orders'),
        type: 'dependency',
        description: '',
        evidence: 'because',
        source: 'module:shop',
        target: 'capability:crm/orders',
        operations: ['create'],
        fields: ['total'],
        criticality: 'high',
        declaredBy: 'manual',
      },
    ])
    expect(await ask<Path>('/api/graph/path?from=crm&to=billing&types=dependency')).to.include({ found: false })
    const back = await ask<Path>('/api/graph/path?from=crm&to=billing&types=dependency&direction=both')
    expect(back.hops).to.have.length(2)
    expect(await ask<Path>('/api/graph/path?from=billing&to=crm&types=dependency&maxDepth=1')).to.include({
      found: false,
    })
  })

  it('find a path between two parts over what joins the parts themselves, if there is one', async () => {
    const [orders, customers] = ['capability:crm/orders', 'capability:crm/customers']
    const forth = await ask<Path>(`/api/graph/path?from=${orders}&to=${customers}`)
    expect(forth).to.deep.include({ found: true, level: 'part' })
    expect(await ask<Path>(`/api/graph/path?from=${customers}&to=${orders}`)).to.include({ found: false })
  })

  it('say what a change of a part affects: what uses it, and what uses that', async () => {
    const impact = await ask<Impact>('/api/graph/impact?of=capability:crm/customers')
    expect(impact.within).to.deep.equal(['capability:crm/orders'])
    expect(impact.byDepth).to.deep.equal([
      { depth: 1, modules: 2 },
      { depth: 2, modules: 1 },
    ])
    expect(impact.items[1]).to.deep.equal({
      ref: 'module:shop',
      name: 'SHOP',
      status: 'active',
      depth: 1,
      parts: [],
      through: ['module:crm'],
      relationships: 1,
      operations: ['create'],
      fields: ['total'],
      criticality: 'high',
    })
    expect(refsOf(impact.items)).to.deep.equal(['module:desk', 'module:shop', 'module:billing'])
    expect(refsOf((await ask<Impact>('/api/graph/impact?of=capability:crm/orders')).items)).to.deep.equal([
      'module:shop',
      'module:billing',
    ])
  })

  it('say what a change of one operation affects, and what may use it or not', async () => {
    const deleted = await ask<Impact>('/api/modules/crm/impact?operation=delete')
    expect(deleted).to.deep.include({ items: [], total: 0, undeclared: 0 })
    const created = await ask<Impact>('/api/modules/crm/impact?operation=create')
    expect(refsOf(created.items)).to.deep.equal(['module:shop', 'module:billing'])
    const ofShop = await ask<Impact>('/api/modules/shop/impact?operation=create')
    expect(ofShop).to.deep.include({ items: [], undeclared: 1 })
  })

  it('say what a module needs, where its data goes, what it is joined to and what is part of it', async () => {
    const refs = async (question: string) => refsOf((await ask<Impact>(`/api/modules/${question}`)).items)
    expect(await refs('billing/impact?direction=upstream')).to.deep.equal(['module:shop', 'module:crm'])
    expect(await refs('crm/impact?type=data-flow')).to.deep.equal(['module:stats', 'module:desk'])
    expect(await refs('crm/impact?type=data-flow&maxDepth=1')).to.deep.equal(['module:stats'])
    expect(await refs('billing/impact?type=integration')).to.deep.equal(['module:stats'])
    expect(await refs('shop/impact?type=hierarchical')).to.deep.equal(['module:desk'])
  })

  it('order modules by what they need', async () => {
    const order = await ask<Order>('/api/graph/order')
    expect(order.items.map(({ ref, level }) => `${level} ${ref.slice(7)}`)).to.deep.equal([
      '0 alone',
      '0 crm',
      '0 stats',
      '1 desk',
      '1 shop',
      '2 billing',
    ])
    expect(order.levels).to.deep.equal([3, 2, 1].map((modules, level) => ({ level, modules })))
    expect(refsOf((await ask<Order>('/api/graph/order?modules=billing')).items)).to.deep.equal(
      ['crm', 'shop', 'billing'].map((key) => `module:${key}`),
    )
  })

  it('name the modules around one, those with no relationship, with most, and most depended on', async () => {
    const list = async (question: string) =>
      (await ask<{ items: Record<string, unknown>[] }>(`/api/graph/${question}`)).items
    expect((await list('neighbourhood?of=billing&depth=2')).map(({ ref, depth }) => [ref, depth])).to.deep.equal([
      ['module:shop', 1],
      ['module:stats', 1],
      ['module:crm', 2],
      ['module:desk', 2],
    ])
    expect(await list('neighbourhood?of=billing&direction=incoming&types=dependency')).to.deep.equal([])
    expect(await list('orphans')).to.deep.equal([{ ref: 'module:alone', name: 'ALONE' }])
    expect((await list('hubs'))[0]).to.deep.include({
      ref: 'module:crm',
      total: 4,
      dependants: 2,
      flowsTo: 1,
      flowsFrom: 1,
    })
    expect((await list('most-depended-on'))[0]).to.deep.equal({
      ref: 'module:crm',
      name: 'CRM',
      direct: 2,
      transitive: 3,
    })
  })

  it('are paged without gaps or repetitions', async () => {
    for (const question of [
      'order?',
      'impact?of=crm&',
      'hubs?',
      'most-depended-on?',
      'neighbourhood?of=crm&depth=3&',
    ]) {
      const whole = await ask<Order>(`/api/graph/${question}limit=500`)
      const found: unknown[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Order = await ask(`/api/graph/${question}limit=1${cursor && `&cursor=${cursor}`}`)
        expect(page.total).to.equal(whole.total)
        found.push(...page.items)
        cursor = page.nextCursor
      }
      expect(found, question).to.deep.equal(whole.items)
    }
  })

  const refused: [question: string, status: number, pointer: string][] = [
    ['cycles?types=integration', 400, '/query/types'],
    ['cycles?types=dependencies', 400, '/query/types/0'],
    ['path?from=none&to=crm', 404, '/query/from'],
    ['path?from=crm&to=capability:crm/none', 404, '/query/to'],
    ['path?from=crm', 400, '/query/to'],
    ['order?modules=crm,none', 404, '/query/modules'],
    ['impact?of=none', 404, '/query/of'],
    ['neighbourhood?of=capability:crm/orders', 404, '/query/of'],
    ...['0', '-1', '1000000000', '1.5', 'x'].flatMap((depth): [string, number, string][] => [
      [`impact?of=crm&maxDepth=${depth}`, 400, '/query/maxDepth'],
      [`path?from=crm&to=shop&maxDepth=${depth}`, 400, '/query/maxDepth'],
      [`neighbourhood?of=crm&depth=${depth}`, 400, '/query/depth'],
    ]),
  ]
  for (const [question, status, pointer] of refused)
    it(`refuse ${question} at ${pointer}`, async () => {
      const { body } = await send(`/api/graph/${question}`)
      expect([body.status, body.errors[0].pointer]).to.deep.equal([status, pointer])
    })

  it('refuse an operation that is declared nowhere, also where a part is asked about or nothing is found', async () => {
    await cypher(`MATCH (c:Capability) SET c.operations = ['create', 'read', 'delete']`)
    await cypher('MATCH (registry:Registry) SET registry.revision = registry.revision + 1000')
    for (const operation of ['delte', 'Delete', 'orders.delte', 'x', ' delete'])
      for (const of of ['crm', 'capability:crm/customers', 'module:crm'])
        for (const more of ['', '&direction=upstream', '&type=integration', '&limit=1', '&maxDepth=1']) {
          const { body } = await send(`/api/graph/impact?of=${of}&operation=${encodeURIComponent(operation)}${more}`)
          expect([body.status, body.errors?.[0].pointer], `${of} ${operation}`).to.deep.equal([400, '/query/operation'])
        }
    expect((await send('/api/modules/crm/impact?operation=delte')).body.detail).to.include('did you mean delete?')
    for (const operation of ['delete', 'orders.delete', 'create'])
      await ask<Impact>(`/api/modules/crm/impact?operation=${operation}`)
    // What it needs itself, it uses of others.
    await ask<Impact>('/api/modules/desk/impact?direction=upstream&operation=delete')
  })

  it('refuse a cursor of another list', async () => {
    const { nextCursor } = await ask<Order>('/api/graph/order?limit=1')
    for (const question of ['order?modules=crm&', 'hubs?', 'cycles?', 'impact?of=crm&'])
      expect((await send(`/api/graph/${question}cursor=${nextCursor}`)).body.type, question).to.equal('invalid-cursor')
  })
})

describe('On any graph', () => {
  const directed = ['dependency', 'data-flow', 'hierarchical'] as const

  it('cycles are what the transitive closure finds, with a shortest example and its cheapest step', async function () {
    this.timeout(120_000)
    await fc.assert(
      fc.asyncProperty(graphs, fc.boolean(), async (joined, together) => {
        const stored = await writeGraph(joined)
        const { items } = await ask<{ items: Cycle[] }>(`/api/graph/cycles?limit=500&together=${together}`)
        const groups = together ? [[...directed]] : directed.map((type) => [type])
        const inside = joined.filter(
          ({ type, source, target }) => type === 'data-flow' && moduleOf(source) === moduleOf(target),
        )
        const expected = groups.flatMap((types) => {
          const edges = moduleEdges(joined, types)
          if (types.includes('data-flow'))
            edges.push(...inside.map(({ source, target }) => ({ from: source, to: target })))
          return componentsByClosure(edges).map((members) => ({ types: types.join(), members, edges }))
        })
        const key = (types: string, members: string[]) => `${types} ${members.join()}`
        expect(items.map(({ types, modules }) => key(types.join(), refsOf(modules))).sort()).to.deep.equal(
          expected.map(({ types, members }) => key(types, members)).sort(),
        )
        for (const cycle of items) {
          const { edges } = expected.find(
            ({ types, members }) => key(types, members) === key(cycle.types.join(), refsOf(cycle.modules)),
          )!
          checkExample(cycle, edges)
          checkCut(cycle, stored)
        }
      }),
      runs,
    )
  })

  it('a path is as long as the shortest, and its relationships lead from end to end', async function () {
    this.timeout(120_000)
    const end = fc.constantFrom(...ends)
    await fc.assert(
      fc.asyncProperty(graphs, end, end, fc.boolean(), async (joined, from, to, isBoth) => {
        await writeGraph(joined)
        const path = await ask<Path>(`/api/graph/path?from=${from}&to=${to}&direction=${isBoth ? 'both' : 'outgoing'}`)
        const types = ['dependency', 'integration', 'data-flow', 'hierarchical'] as const
        const isPart = path.level === 'part'
        const raw = joined.flatMap(({ type, source, target }) => [
          { from: source, to: target },
          ...(type === 'integration' ? [{ from: target, to: source }] : []),
        ])
        const there = (edges: Edge[], start: string, goal: string) =>
          distances([start], isBoth ? [...edges, ...reversed(edges)] : edges).get(goal)
        const lifted = there(moduleEdges(joined, types), moduleOf(from), moduleOf(to))
        const direct = there(raw, from, to)
        const areParts = !from.startsWith('module:') && !to.startsWith('module:')
        const isInside = moduleOf(from) === moduleOf(to)
        const expected = areParts ? (direct ?? (isInside ? undefined : lifted)) : lifted
        expect(path.found ? path.hops.length : undefined).to.equal(expected)
        if (areParts && direct !== undefined) expect(isPart).to.equal(true)
        path.hops.forEach(({ from, to, relationships }, index) => {
          if (index > 0) expect(from).to.deep.equal(path.hops[index - 1]!.to)
          expect(relationships).not.to.have.length(0)
          for (const { source, target } of relationships)
            expect((isPart ? [source, target] : [source, target].map(moduleOf)).sort()).to.deep.equal(
              [from.ref, to.ref].sort(),
            )
        })
        expect(
          await ask<Path>(`/api/graph/path?from=${from}&to=${to}&direction=${isBoth ? 'both' : 'outgoing'}`),
        ).to.deep.equal(path)
      }),
      runs,
    )
  })

  it('the order has every module once, one level above the highest of what it needs', async function () {
    this.timeout(120_000)
    await fc.assert(
      fc.asyncProperty(graphs, fc.subarray(modules, { maxLength: 3 }), async (joined, asked) => {
        await writeGraph(joined)
        const order = await ask<Order>(
          `/api/graph/order?limit=500${asked.length > 0 ? `&modules=${asked.join()}` : ''}`,
        )
        const edges = moduleEdges(joined, ['dependency'])
        const needed = asked.length > 0 ? [...distances(asked, edges).keys()] : modules
        expect(refsOf(order.items).sort()).to.deep.equal(needed.sort())
        const levelOf = new Map(order.items.map(({ ref, level }) => [ref, level]))
        for (const { ref, level, dependsOn } of order.items) {
          const needs = [...new Set(edges.filter(({ from }) => from === ref).map(({ to }) => to))]
          expect(dependsOn).to.equal(needs.length)
          expect(level).to.equal(Math.max(-1, ...needs.map((need) => levelOf.get(need)!)) + 1)
        }
        expect(order.levels.map(({ modules }) => modules).reduce((a, b) => a + b, 0)).to.equal(order.total)
      }),
      runs,
    )
  })

  it('impact is what the plain model finds, for any type, direction, operation, module or part', async function () {
    this.timeout(120_000)
    const question = fc.record({
      of: fc.constantFrom(...ends),
      type: fc.constantFrom('dependency', 'data-flow', 'hierarchical', 'integration'),
      direction: fc.constantFrom('downstream', 'upstream'),
      operation: fc.option(fc.constantFrom(...operations), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(graphs, question, async (joined, { of, type, direction, operation }) => {
        await writeGraph(joined)
        const used = operation === undefined ? '' : `&operation=${operation}`
        const impact = await ask<Impact>(
          `/api/graph/impact?of=${of}&type=${type}&direction=${direction}&limit=500${used}`,
        )
        const expected = impactByModel(joined, of, type, direction, operation)
        expect(new Map(impact.items.map(({ ref, depth }) => [ref, depth]))).to.deep.equal(expected.depths)
        expect(impact.within).to.deep.equal(expected.within)
        expect(impact.undeclared).to.equal(expected.undeclared)
        for (const item of impact.items) {
          const joins = expected.joinsTo(item.ref)
          expect(item.relationships, item.ref).to.equal(joins.length)
          expect(item.operations).to.deep.equal([...new Set(joins.flatMap(({ operations }) => operations!))].sort())
          expect(item.criticality).to.equal(criticalities[Math.max(...joins.map(rank))])
        }
      }),
      { numRuns: scale(150, 8) },
    )
  })
})

const rank = ({ criticality }: Joined) => criticalities.indexOf(criticality!)

function componentsByClosure(edges: Edge[]): string[][] {
  const nodes = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort()
  const reached = new Map(nodes.map((node) => [node, distances([node], edges)]))
  const together = (a: string) => nodes.filter((b) => a !== b && reached.get(a)!.has(b) && reached.get(b)!.has(a))
  return nodes
    .map((node) => [node, ...together(node)].sort())
    .filter((members, index) => members.length > 1 && members[0] === nodes[index])
}

function checkExample({ example, size, modules, ...cycle }: Cycle, edges: Edge[]) {
  expect(size).to.equal(modules.length)
  const pairs = new Set(edges.map(({ from, to }) => `${from} ${to}`))
  const inside = new Set(refsOf(modules))
  expect(cycle.edges).to.equal([...pairs].filter((pair) => pair.split(' ').every((end) => inside.has(end))).length)
  expect(example[0]).to.deep.equal(example.at(-1))
  for (const [step, { ref }] of example.slice(1).entries())
    expect(pairs.has(`${example[step]!.ref} ${ref}`)).to.equal(true)
  const shortest = Math.min(
    ...edges
      .filter(({ from, to }) => inside.has(from) && inside.has(to))
      .map(({ from, to }) => (distances([to], edges).get(from) ?? Infinity) + 1),
  )
  expect(example.length - 1).to.equal(shortest)
  expect(cycle.isShortest).to.equal(true)
}

function checkCut({ example, types, cut }: Cycle, stored: Relationship[]) {
  const costs = example.slice(1).map(({ ref: to }, step) => {
    const { ref: from } = example[step]!
    const lift = from.startsWith('module:') ? moduleOf : (ref: string) => ref
    const joins = stored.filter(
      ({ type, source, target }) => types.includes(type) && lift(source) === from && lift(target) === to,
    )
    const used = new Set(joins.flatMap(({ operations }) => operations)).size
    return { from, to, cost: Math.max(...joins.map(rank)) * 100 + used, ids: joins.map(({ id }) => id).sort() }
  })
  const least = Math.min(...costs.map(({ cost }) => cost))
  const chosen = costs.find(({ from, to }) => from === cut.source && to === cut.target)!
  expect(chosen.cost).to.equal(least)
  expect(cut.relationships).to.deep.equal(chosen.ids)
}

/** The same in the plainest words: what is followed, which parts are reached inside, then from module to module. */
function impactByModel(joined: Joined[], of: string, type: string, direction: string, operation?: string) {
  const isForth = type === 'data-flow' ? direction === 'downstream' : direction === 'upstream'
  const steps = joined
    .filter((relationship) => relationship.type === type)
    .flatMap((relationship) => {
      const { source, target } = relationship
      const forth = { from: source, to: target, relationship }
      const back = { from: target, to: source, relationship }
      return type === 'integration' ? [forth, back] : [isForth ? forth : back]
    })
  const own = moduleOf(of)
  const names = ({ relationship }: (typeof steps)[number]) =>
    operation === undefined || relationship.operations!.includes(operation)
  const isAsked = (ref: string) => ref === of || (of === own && moduleOf(ref) === own)
  const isBounded = of !== own || operation !== undefined
  const inside = steps.filter(({ from, to }) => moduleOf(from) === own && moduleOf(to) === own)
  const begun = inside.filter((step) => isAsked(step.from) && names(step)).map(({ to }) => to)
  const within = isBounded ? [...distances(begun, inside).keys()].filter((ref) => ref !== of).sort() : []
  const out = steps.filter(({ from, to }) => moduleOf(from) === own && moduleOf(to) !== own)
  const isWhole = ({ from }: Edge) => within.includes(from)
  const first = isBounded
    ? out.filter((step) => isWhole(step) || ((isAsked(step.from) || step.from === own) && names(step)))
    : out
  const undeclared = isBounded
    ? out.filter(
        (step) =>
          (isAsked(step.from) || step.from === own) &&
          !isWhole(step) &&
          !names(step) &&
          step.relationship.operations!.length === 0,
      ).length
    : 0
  const lifted = [...first, ...steps.filter(({ from }) => moduleOf(from) !== own)]
    .map((step) => ({ ...step, from: moduleOf(step.from), to: moduleOf(step.to) }))
    .filter(({ from, to }) => from !== to)
  const depths = distances([own], lifted)
  const joinsTo = (ref: string) =>
    lifted
      .filter(({ from, to }) => to === ref && depths.get(from) === depths.get(ref)! - 1)
      .map(({ relationship }) => relationship)
  const found = new Map([...depths].filter(([ref]) => ref !== own))
  return { depths: found, within, undeclared, joinsTo }
}
