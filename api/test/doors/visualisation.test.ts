import { expect } from 'chai'
import fc from 'fast-check'
import { write } from '../../src/store/write.ts'
import type { VisGraph, VisNode } from '../../src/questions/visualisation/visualisation.contract.ts'
import { ask, send } from '../support/client.ts'
import { emptyRegistry, joinedWrongly, onlyCrm, registry } from '../support/database.ts'
import { degreesOf, levelOf, pictureOf, queries, worlds, type World } from '../support/graph-model.ts'
import { scale } from '../support/scale.ts'

const moduleCount = 25

async function load({ states }: World): Promise<void> {
  await emptyRegistry()
  const { graph } = await registry()
  await graph.write((run) =>
    write(
      run,
      states.map((after) => ({ before: null, after })),
    ),
  )
  expect(await joinedWrongly()).to.deep.equal([])
}

const addressOf = (query: object) =>
  `/api/graph?${new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((one): [string, string] => [name, String(one)]),
    ),
  )}`

/** What an answer says is left out, counted again. */
function hiddenOf(world: World, level: 'module' | 'part', { edges, nodes }: VisGraph) {
  const all = levelOf(world, level).edges
  return nodes.map(({ id }) => {
    const [there, shown] = [degreesOf(id, all), degreesOf(id, edges)]
    const hidden = Object.keys(there.outgoing).flatMap((type) =>
      (['outgoing', 'incoming', 'both'] as const).map((direction) => ({
        type,
        direction,
        count: there[direction][type]! - shown[direction][type]!,
      })),
    )
    return hidden.filter(({ count }) => count > 0)
  })
}

describe('The graph of a registry', () => {
  for (const seed of [1, 2, 3])
    it(`is what the lists of modules and relationships say, whatever is asked for (registry ${seed})`, async function () {
      this.timeout(240_000)
      const [world] = fc.sample(worlds(moduleCount, 90), { seed, numRuns: 1 }) as [World]
      await load(world)
      const isThere = new Set(world.nodes.map(({ ref }) => ref))
      await fc.assert(
        fc.asyncProperty(queries(moduleCount), async (query) => {
          fc.pre(query.focus === undefined || isThere.has(query.focus))
          const { body, status } = await send(addressOf(query))
          expect(status).to.equal(200)
          const answer = body as VisGraph
          const focus = query.level === 'module' ? query.focus?.replace(/^.*:(.*?)(\/.*)?$/, 'module:$1') : query.focus
          const expected = pictureOf(world, { ...query, focus })
          expect(answer.nodes.map(({ id }) => id)).to.deep.equal(expected.nodes.map(({ ref }) => ref))
          expect(
            answer.edges.map(({ id, from, to, group, value }) => ({ id, from, to, group, value })),
          ).to.have.deep.members(
            expected.edges.map(({ id, from, to, group, value }) => ({ id, from, to, group, value })),
          )
          expect(answer.totals).to.deep.equal({ nodes: expected.totalNodes, edges: expected.totalEdges })
          expect(answer.total).to.equal(expected.totalNodes)
          expect(answer.returned).to.equal(answer.nodes.length)
          expect(answer.truncated).to.equal(answer.nodes.length < answer.total)
          expect(answer.nodes.map(({ hidden }) => hidden)).to.deep.equal(hiddenOf(world, query.level, answer))
          expect(new Set(answer.nodes.map(({ x, y }) => `${x} ${y}`)).size).to.equal(answer.nodes.length)
          const counted = ({ legend }: VisGraph, items: 'nodes' | 'edges') =>
            legend[items].reduce((sum, { count }) => sum + count, 0)
          expect([counted(answer, 'nodes'), counted(answer, 'edges')]).to.deep.equal([
            answer.nodes.length,
            answer.edges.length,
          ])
        }),
        { numRuns: scale(100, 8), seed },
      )
    })

  it('is the same over GraphQL', async () => {
    await load(fc.sample(worlds(10, 30), { seed: 4, numRuns: 1 })[0]!)
    const { data, errors } =
      await ask(`{ graph(focus: "m1", depth: 2, direction: both, types: [dependency, data_flow], level: part, limit: 20) {
      nodes { id label group title value x y module status health owner moduleType hidden { type direction count } }
      edges { id from to label group title value arrows dashes }
      totals { nodes edges } total returned truncated revision
      legend { nodes { group label count } edges { group label count arrows dashes } } } }`)
    expect(errors).to.equal(undefined)
    const { body } = await send('/api/graph?focus=m1&depth=2&types=dependency,data-flow&level=part&limit=20')
    const withNulls = body.nodes.map((node: VisNode) => ({
      status: null,
      health: null,
      owner: null,
      moduleType: null,
      ...node,
    }))
    expect(data.graph).to.deep.equal({ ...body, nodes: withNulls })
  })

  it('of none is empty', async () => {
    await emptyRegistry()
    const { body } = await send('/api/graph?level=part')
    expect(body).to.deep.include({ nodes: [], edges: [], totals: { nodes: 0, edges: 0 }, truncated: false })
  })
})

describe('A question for the graph', () => {
  before(onlyCrm)

  const wrong: [query: string, pointer: string, reason: RegExp][] = [
    ['depth=0&focus=crm', '/query/depth', />=1/],
    ['depth=-1&focus=crm', '/query/depth', />=1/],
    ['depth=1000000000&focus=crm', '/query/depth', /<=20/],
    ['depth=x&focus=crm', '/query/depth', /number/],
    ['depth=2', '/query/depth', /requires a focus/],
    ['direction=incoming', '/query/direction', /requires a focus/],
    ['direction=outgoin&focus=crm', '/query/direction', /did you mean outgoing/],
    ['types=dependancy', '/query/types/0', /did you mean dependency/],
    ['types=dependency,dataflow', '/query/types/1', /did you mean data-flow/],
    ['level=parts', '/query/level', /did you mean part/],
    ['status=activ', '/query/status/0', /did you mean active/],
    ['limit=0', '/query/limit', />=1/],
    ['limit=5001', '/query/limit', /<=5000/],
    ['format=mermaid2', '/query/format', /did you mean mermaid/],
    ['focus=', '/query/focus', /./],
    ['module_type=crud', '/query/module_type', /did you mean moduleType/],
  ]
  for (const [query, pointer, reason] of wrong)
    it(`is refused as ${query}, with its place and reason`, async () => {
      const { status, body } = await send(`/api/graph?${query}`)
      expect(status).to.equal(400)
      expect(body.errors[0].pointer).to.equal(pointer)
      expect(body.errors[0].reason).to.match(reason)
    })

  for (const level of ['module', 'part'])
    it(`has no answer for a focus that is not there, with level ${level}`, async () => {
      for (const focus of [
        'nosuch',
        'module:nosuch',
        'capability:crm/nosuch',
        'entity:crm/nosuch',
        'CRM',
        "' OR 1=1 //",
      ]) {
        const { status, body } = await send(`/api/graph?level=${level}&focus=${encodeURIComponent(focus)}`)
        expect(status, focus).to.equal(404)
        expect(body.errors[0].pointer).to.equal('/query/focus')
      }
    })

  it('may name a module or any part of it as the focus', async () => {
    const { body: module } = await send('/api/modules/crm')
    for (const focus of [
      module.id,
      'crm',
      'module:crm',
      'capability:crm/order-crud',
      'entity:crm/Order',
      'endpoint:crm/GET /crm/orders',
    ]) {
      const { body } = await send(`/api/graph?focus=${encodeURIComponent(focus)}`)
      expect(body.nodes.map(({ id }: VisNode) => id)).to.deep.equal(['module:crm'])
      const parts = await send(`/api/graph?level=part&focus=${encodeURIComponent(focus)}`)
      expect(parts.body.nodes[0].id).to.equal(focus.includes('/') ? focus : 'module:crm')
    }
  })
})

describe('The graph of a module with its parts', () => {
  let nodes: VisNode[]
  before(async () => {
    await onlyCrm()
    nodes = (await send('/api/graph?focus=crm&level=part')).body.nodes
  })
  const named = (label: string) => nodes.find((node) => node.label === label)!

  it('is laid out the same way each time, whichever name the module is asked by', async () => {
    const { body: module } = await send('/api/modules/crm')
    for (const focus of ['crm', module.id, 'module:crm'])
      expect((await send(`/api/graph?focus=${focus}&level=part`)).body.nodes).to.deep.equal(nodes)
  })

  it('has the endpoints of a capability beside it, and its entity below it', () => {
    const orders = named('Order records')
    const around = nodes.filter(({ group, label }) => group === 'endpoint' && label.includes(' /crm/orders'))
    expect(around).to.have.length(5)
    for (const { x, y } of around) {
      expect(x).to.be.above(orders.x)
      expect(Math.abs(y - orders.y)).to.be.below(100)
    }
    expect(named('Order').y - orders.y).to.be.within(1, 100)
  })
})
