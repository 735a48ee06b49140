import type { VisEdge, VisGraph, VisNode } from '@registry/api/contract'
import { expect } from 'chai'
import fc from 'fast-check'
import { changesOf } from '../../../admin/src/diagram/node-actions.ts'
import { boxesOf, grouped, groupId, isGroup, ungrouped } from '../../../admin/src/diagram/groups.ts'
import type { Picture } from '../../../admin/src/diagram/picture.ts'
import { along, among, hitsOf, noMarks } from '../../../admin/src/diagram/marks.ts'
import { edgeStyles, healthStyles, nodeStyles } from '../../../admin/src/diagram/styles.ts'
import { allAround, grown, onlyThrough, placed, reduced, withNamed } from '../../../admin/src/diagram/growth.ts'
import { ringsOf } from '../../../admin/src/diagram/rings.ts'
import { toVis } from '../../../admin/src/diagram/to-vis.ts'

const node = (key: string, x = 0, y = 0, hidden: VisNode['hidden'] = []): VisNode => ({
  id: `module:${key}`,
  label: key.toUpperCase(),
  group: 'module',
  title: key,
  value: 0,
  module: key,
  x,
  y,
  hidden,
})
const edge = (from: string, to: string): VisEdge => ({
  id: `module:${from} DEPENDS_ON module:${to}`,
  from: `module:${from}`,
  to: `module:${to}`,
  label: 'depends on',
  group: 'DEPENDS_ON',
  title: 'depends on',
  value: 1,
  arrows: 'to',
  dashes: false,
})
const graph = (nodes: VisNode[], edges: VisEdge[] = []): VisGraph => ({
  nodes,
  edges,
  totals: { nodes: nodes.length, edges: edges.length },
  total: nodes.length,
  returned: nodes.length,
  truncated: false,
  legend: { nodes: [], edges: [] },
  revision: 1,
})
const behind = (count: number) => [{ type: 'DEPENDS_ON' as const, direction: 'outgoing' as const, count }]
const refs = ({ nodes }: VisGraph) => nodes.map(({ id }) => id.slice('module:'.length))
const find = ({ nodes }: Picture, key: string) => nodes.find(({ id }) => id === `module:${key}`)!

describe('A picture of the graph in the page', () => {
  const base = graph([node('a', 0, 0, behind(2)), node('b', 300, 0)], [edge('a', 'b')])
  const around = new Map([
    [
      'module:a',
      graph(
        [node('a', 1000, 1000), node('b', 1300, 1000), node('c', 1300, 1000), node('d', 1300, 1100, behind(4))],
        [edge('a', 'b'), edge('a', 'c'), edge('a', 'd')],
      ),
    ],
  ])

  it('grows by all around a node, beside it, moves nothing, and covers nothing', () => {
    const more = grown(base, [allAround('module:a')], around)
    expect(refs(more)).to.deep.equal(['a', 'b', 'c', 'd'])
    expect(find(more, 'b')).to.include({ x: 300, y: 0 })
    expect(find(more, 'd')).to.include({ x: 300, y: 100 })
    expect(find(more, 'c').y, 'b stands where c would').to.not.equal(0)
    expect(more.edges).to.have.length(3)
  })

  it('counts what is still hidden when some of it was added or dismissed', () => {
    const one = grown(base, [{ anchor: 'module:a', ref: 'module:c' }], around)
    expect(refs(one)).to.deep.equal(['a', 'b', 'c'])
    expect(find(one, 'a').hidden).to.deep.equal(behind(1))
    expect(find(grown(base, [allAround('module:a')], around), 'a').hidden).to.deep.equal([])
    const less = reduced(one, (id) => id !== 'module:b')
    expect(find(less, 'a').hidden).to.deep.equal(behind(2))
    expect(less.edges).to.have.length(1)
  })

  it('never loses an edge from its counts, whatever is kept', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f']
    const pair = fc.uniqueArray(fc.constantFrom(...keys), { minLength: 2, maxLength: 2 })
    const pairs = fc.uniqueArray(pair, { selector: (ends) => ends.join() })
    fc.assert(
      fc.property(pairs, fc.subarray(keys), (ends, kept) => {
        const whole = graph(
          keys.map((key) => node(key)),
          ends.map(([from, to]) => edge(from!, to!)),
        )
        const some = reduced(whole, (id) => kept.some((key) => id === `module:${key}`))
        for (const { id, hidden } of some.nodes) {
          const shown = some.edges.filter(({ from, to }) => from === id || to === id).length
          const all = whole.edges.filter(({ from, to }) => from === id || to === id).length
          expect(hidden.reduce((sum, { count }) => sum + count, shown)).to.equal(all)
        }
      }),
    )
  })

  it('collapses what only a node leads to', () => {
    const shown = graph([node('a'), node('b'), node('c'), node('d')], [edge('a', 'b'), edge('a', 'c'), edge('c', 'd')])
    expect(onlyThrough(shown, 'module:a')).to.deep.equal(['module:b'])
  })

  it('keeps what is pinned where it was put, and adds what an answer names below', () => {
    expect(find(placed(base, new Map([['module:b', { x: 5, y: 6 }]])), 'b')).to.include({ x: 5, y: 6 })
    const more = withNamed(base, [{ ref: 'module:z', name: 'Z' }], [edge('a', 'z'), edge('a', 'b')])
    expect(find(more, 'z').y).to.be.above(100)
    expect(more.edges).to.have.length(2)
  })

  it('puts what is affected on rings, and counts also those that are not shown', () => {
    const item = (key: string, depth: number, through: string) => ({
      ref: `module:${key}`,
      name: key,
      status: 'active' as const,
      depth,
      parts: [],
      relationships: 1,
      through: [`module:${through}`],
      operations: [],
      fields: [],
      criticality: 'low' as const,
    })
    const { graph: drawn, rings } = ringsOf(
      {
        items: [item('b', 1, 'a'), item('c', 1, 'a'), item('d', 2, 'b')],
        total: 9,
        returned: 3,
        truncated: true,
        nextCursor: 'x',
        revision: 1,
        of: { ref: 'capability:a/x', name: 'X' },
        within: [],
        undeclared: 0,
        byDepth: [
          { depth: 1, modules: 2 },
          { depth: 2, modules: 7 },
        ],
      },
      base,
      'depends on',
    )
    expect(rings.map(({ modules }) => modules)).to.deep.equal([2, 7])
    const away = (key: string) => Math.hypot(find(drawn, key).x, find(drawn, key).y)
    // What changes is in the middle, and what uses it is joined to it, not to its module.
    const middle = drawn.nodes.find(({ id }) => id === 'capability:a/x')!
    expect(middle).to.include({ label: 'X', group: 'capability', module: 'a', x: 0, y: 0 })
    expect(drawn.nodes.some(({ id }) => id === 'module:a')).to.equal(false)
    expect(away('b')).to.be.closeTo(rings[0]!.radius, 2)
    expect(away('d')).to.be.closeTo(rings[1]!.radius, 2)
    expect(drawn.edges.map(({ from, to }) => `${from} ${to}`)).to.include.members([
      'module:d module:b',
      'module:b capability:a/x',
    ])
    expect(drawn.total).to.equal(10)
  })

  it('is drawn with signs and not by colour alone', () => {
    expect(new Set(Object.values(healthStyles).map(({ sign }) => sign)).size).to.equal(4)
    const looks = Object.values(edgeStyles).map(({ width, dashes, arrow }) => JSON.stringify([width, dashes, arrow]))
    expect(new Set(looks).size).to.equal(looks.length)
    expect(new Set(Object.values(nodeStyles).map(({ outline }) => outline)).size).to.equal(6)
    const marks = {
      ...noMarks,
      health: new Map([['module:a', 'error' as const]]),
      notes: new Map([['module:a', 'root cause']]),
      strong: new Set(['module:a']),
      pinned: new Set(['module:a']),
    }
    const [a, b] = toVis(base, [], 'light', marks).nodes
    expect(a!.label).to.equal('✖ A  +2\nroot cause')
    expect(a!.opacity).to.equal(1)
    expect(b!.opacity).to.be.below(0.5)
    expect(a!.shapeProperties!.borderDashes).to.deep.equal([6, 3])
    expect(toVis(base, ['module'], 'light').nodes.every(({ hidden }) => hidden)).to.equal(true)
  })

  it('finds nodes by name and ref, and edges along a way in either direction', () => {
    expect(hitsOf(base, ' B ')).to.deep.equal(['module:b'])
    expect(hitsOf(base, 'module:')).to.deep.equal(['module:a', 'module:b'])
    expect(hitsOf(base, '')).to.deep.equal([])
    const ab = 'module:a DEPENDS_ON module:b'
    expect([...along(base.edges, ['module:b', 'module:a'])]).to.include(ab)
    expect([...among(base, ['module:a', 'module:b'])]).to.include(ab)
    expect([...among(base, ['module:a'])]).to.not.include(ab)
  })

  it('stands one node for each group, sums the lines between them, and opens one at a time', () => {
    const words = {
      name: (name: string) => name || 'No owner',
      label: (name: string, modules: number) => `${name} ${modules}`,
    }
    const owned = (key: string, owner?: string) => ({ ...node(key), ...(owner && { owner }) })
    const capability = { ...node('x'), id: 'capability:a/x', group: 'capability' as const, module: 'a' }
    const whole = graph(
      [owned('a', 'sales team'), capability, owned('b', 'sales team'), owned('c', 'finance'), owned('d')],
      [edge('a', 'b'), edge('a', 'c'), { ...edge('b', 'c'), value: 2 }, edge('c', 'd'), edge('d', 'c')],
    )
    const [sales, finance, none] = ['sales team', 'finance', ''].map((name) => groupId('owner', name))
    const closed = grouped(whole, 'owner', [], words)
    expect(closed.graph.nodes.map(({ id, label }) => [id, label])).to.deep.equal([
      [finance, 'finance 1'],
      [sales, 'sales team 2'],
      [none, 'No owner 1'],
    ])
    expect(closed.graph.edges.map(({ from, to, value }) => [from, to, value])).to.deep.equal([
      [sales, finance, 3],
      [finance, none, 1],
      [none, finance, 1],
    ])
    expect(closed.standsFor.get('capability:a/x')).to.equal(sales)
    expect(boxesOf(closed.graph, closed.groups)).to.deep.equal([])
    expect(sales).to.not.include(' ')

    const open = grouped(whole, 'owner', [sales!], words)
    expect(open.graph.nodes.filter(({ within }) => within === sales)).to.have.length(3)
    expect(open.graph.edges.map(({ from, to, value }) => [from, to, value])).to.deep.include.members([
      ['module:a', 'module:b', 1],
      ['module:a', finance, 1],
      ['module:b', finance, 2],
    ])
    const [box] = boxesOf(open.graph, open.groups)
    const isInside = ({ x, y }: { x: number; y: number }) =>
      x > box!.x && x < box!.x + box!.width && y > box!.y && y < box!.y + box!.height
    expect(open.graph.nodes.filter(isInside).map(({ within }) => within)).to.deep.equal([sales, sales, sales])
    expect(
      toVis(open.graph, [], 'light').edges.find(({ to, from }) => from === 'module:b' && to === finance)!.label,
    ).to.equal('2')
    expect(ungrouped(open.graph).nodes.every(({ group }) => group !== ('composite' as string))).to.equal(true)
    const view = { apart: [sales] } as never
    expect(changesOf.group('module:b', view, open.graph)).to.deep.equal({ apart: [], node: sales })
    expect(changesOf.group(finance!, view, open.graph)).to.deep.equal({ apart: [sales, finance] })
  })

  it('loses no line and no node in groups, whichever are open, and covers none', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const types = ['crud', 'workflow', 'report'] as const
    const pair = fc.uniqueArray(fc.constantFrom(...keys), { minLength: 2, maxLength: 2 })
    const pairs = fc.uniqueArray(pair, { selector: (ends) => ends.join() })
    const kinds = fc.array(fc.constantFrom(...types), { minLength: keys.length, maxLength: keys.length })
    fc.assert(
      fc.property(pairs, kinds, fc.subarray([...types]), (ends, kind, opened) => {
        const whole = graph(
          keys.map((key, index) => ({ ...node(key), moduleType: kind[index]! })),
          ends.map(([from, to]) => edge(from!, to!)),
        )
        const ids = opened.map((type) => groupId('type', type))
        const { graph: picture, standsFor, groups } = grouped(whole, 'type', ids, { name: String, label: String })
        const inside = whole.edges.filter(
          ({ from, to }) => standsFor.has(from) && standsFor.get(from) === standsFor.get(to),
        )
        expect(picture.edges.reduce((sum, { value }) => sum + value, inside.length)).to.equal(whole.edges.length)
        expect(groups.reduce((sum, { modules }) => sum + modules, 0)).to.equal(keys.length)
        expect(picture.nodes.filter(({ id }) => !isGroup(id)).length + standsFor.size).to.equal(keys.length)
        expect(new Set(picture.nodes.map(({ x, y }) => `${x} ${y}`)).size).to.equal(picture.nodes.length)
      }),
    )
  })

  it('is changed by actions that can be read in the address', () => {
    const view = { open: ['module:a *'], gone: [], pin: ['module:b 1 2'] } as never
    expect(changesOf.collapse('module:a', view, base)).to.deep.equal({ open: [] })
    expect(changesOf.collapse('module:b', view, base)).to.deep.equal({ gone: ['module:a'] })
    expect(changesOf.pin('module:b', view, base)).to.deep.equal({ pin: [] })
    expect(changesOf.pin('module:a', view, base)).to.deep.equal({ pin: ['module:b 1 2', 'module:a 0 0'] })
    expect(changesOf.others('module:a', view, base)).to.deep.equal({ only: ['module:a', 'module:b'] })
  })
})
