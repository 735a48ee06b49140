import { expect } from 'chai'
import fc from 'fast-check'
import { moduleOf } from '../../src/store/kind.ts'
import { boxWidth } from '../../src/questions/visualisation/layers.ts'
import { draw } from '../../src/questions/visualisation/drawing.ts'
import type { GraphQuery, VisNode } from '../../src/questions/visualisation/visualisation.contract.ts'
import { pictureOf, worlds, type World } from '../support/graph-model.ts'
import { scale } from '../support/scale.ts'

type Asked = Pick<GraphQuery, 'level' | 'direction' | 'focus' | 'limit'> & { depth: number }

const pictured = (world: World, query: Asked): VisNode[] => draw(pictureOf(world, query), query).nodes

const views: fc.Arbitrary<Asked> = fc.record({
  level: fc.constantFrom('module', 'part'),
  direction: fc.constantFrom('both', 'outgoing', 'incoming'),
  focus: fc.option(fc.constantFrom('module:m0', 'module:m1'), { nil: undefined }),
  depth: fc.integer({ min: 1, max: 4 }),
  limit: fc.constant(5_000),
})

/** The registry with other ages: nodes in any order, relationships after their ends, and what is new after everything else. */
function aged(world: World, ages: number[], isNew: (ref: string) => boolean): World {
  const ageOf = (index: number) => ages[index % ages.length]! * 1_000 + index
  const nodeAges = new Map(world.nodes.map(({ ref }, index) => [ref, ageOf(index) + (isNew(ref) ? 1e9 : 0)]))
  const written = (age: number) => String(age).padStart(12, '0')
  return {
    ...world,
    nodes: world.nodes.map((node) => ({ ...node, birth: written(nodeAges.get(node.ref)!) })),
    edges: world.edges.map((edge, index) => ({
      ...edge,
      birth: written(Math.max(nodeAges.get(edge.from)!, nodeAges.get(edge.to)!, ageOf(index))),
    })),
  }
}

const without = ({ nodes, edges, states }: World, isGone: (ref: string) => boolean): World => ({
  states,
  nodes: nodes.filter(({ ref }) => !isGone(ref)),
  edges: edges.filter(({ from, to }) => !isGone(from) && !isGone(to)),
})

describe('The layout of a graph', () => {
  it('of parts moves none of the others when a node comes with its edges', () => {
    const seen = { same: 0, more: 0 }
    const ages = fc.array(fc.nat(99), { minLength: 1, maxLength: 50 })
    const partViews = views.map((view) => ({ ...view, level: 'part' as const }))
    fc.assert(
      fc.property(worlds(8, 40), ages, partViews, fc.nat(), (world, ages, view, choice) => {
        const { ref, group } = world.nodes[choice % world.nodes.length]!
        const isNew = (other: string) => (group === 'module' ? moduleOf(other) === moduleOf(ref) : other === ref)
        fc.pre(view.focus === undefined || !isNew(view.focus))
        const later = aged(world, ages, isNew)
        const [before, after] = [without(later, isNew), later].map((one) => pictured(one, view))
        const places = new Map(after!.map(({ id, x, y }) => [id, { x, y }]))
        for (const { id, x, y } of before!) expect(places.get(id), `${id} when ${ref} comes`).to.deep.equal({ x, y })
        seen[before!.length === after!.length ? 'same' : 'more']++
      }),
      { numRuns: scale(500, 20) },
    )
    expect(seen.more).to.be.above(scale(50, 2))
  })

  it('puts no two nodes in one place', () => {
    fc.assert(
      fc.property(worlds(12, 60), views, (world, view) => {
        const nodes = pictured(world, view)
        expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size).to.equal(nodes.length)
      }),
      { numRuns: scale(300, 20) },
    )
  })

  it('of modules puts what depends on something left of it, whenever it came', () => {
    fc.assert(
      fc.property(worlds(12, 25), fc.array(fc.nat(99), { minLength: 1, maxLength: 50 }), (young, ages) => {
        const world = aged(young, ages, () => false)
        const view = { level: 'module', direction: 'both', limit: 5_000, focus: undefined, depth: 1 } as const
        const places = new Map(pictured(world, view).map(({ id, x }) => [id, x]))
        const dependencies = pictureOf(world, { ...view, types: ['dependency'] }).edges
        for (const { from, to } of dependencies) expect(places.get(from), `${from} ${to}`).to.be.below(places.get(to)!)
      }),
      { numRuns: scale(300, 20) },
    )
  })

  it('of modules lays no box over another, and is always the same', () => {
    fc.assert(
      fc.property(worlds(40, 90), (world) => {
        const view = { level: 'module', direction: 'both', limit: 5_000, focus: undefined, depth: 1 } as const
        const nodes = pictured(world, view)
        expect(pictured({ ...world, edges: world.edges.toReversed() }, view)).to.deep.equal(nodes)
        for (const [index, one] of nodes.entries())
          for (const other of nodes.slice(index + 1)) {
            const isBeside = Math.abs(one.x - other.x) >= (boxWidth(one.label) + boxWidth(other.label)) / 2
            expect(isBeside || Math.abs(one.y - other.y) >= 50, `${one.id} and ${other.id}`).to.equal(true)
          }
      }),
      { numRuns: scale(50, 5) },
    )
  })

  it('spreads a thousand neighbours over several columns, in a moment', () => {
    const refs = Array.from({ length: 2_000 }, (_, index) => `module:m${index}`)
    const node = (ref: string, index: number) => ({
      ref,
      birth: String(index).padStart(5, '0'),
      distance: index === 0 ? 0 : 1,
      label: ref,
      description: '',
      group: 'module' as const,
      status: null,
      health: null,
      outgoing: {},
      incoming: {},
      both: {},
    })
    const edge = (from: string) => ({ id: from, birth: '', from, to: refs[0]!, group: 'DEPENDS_ON' as const, value: 1 })
    const found = {
      revision: 1,
      totalNodes: 2_000,
      totalEdges: 1_999,
      nodes: refs.map(node),
      edges: refs.slice(1).map(edge),
    }
    const start = performance.now()
    const { nodes } = draw(found, { level: 'module', direction: 'both', depth: 1 })
    expect(performance.now() - start).to.be.below(2_000)
    const [width, height] = (['x', 'y'] as const).map((axis) => {
      const all = nodes.map((one) => one[axis])
      return Math.max(...all) - Math.min(...all)
    })
    expect(width! / height!).to.be.within(0.2, 5)
  })
})
