import { z } from 'zod'
import {
  anyOf,
  operation,
  flag,
  integerParameter,
  listOf,
  moduleParams,
  paging,
  wholeNumber,
} from '../../kernel/operation.ts'
import { ModuleStatus } from '../../registry/modules/modules.contract.ts'
import { Criticality, Relationship, RelationshipType } from '../../registry/relationships/relationships.contract.ts'

const node = z.string().min(1).max(200)
const anyNode = node.describe('Key, id or ref of a module, or ref of a capability or configuration')
const type = RelationshipType
const types = anyOf(type)
const refs = z.array(z.string())
const maxDepth = wholeNumber(1, 500)

/** A module, or a part of one. */
const NamedNode = z.strictObject({ ref: z.string(), name: z.string() }).meta({ id: 'NamedNode' })

const Cut = z
  .strictObject({
    source: z.string(),
    target: z.string(),
    criticality: Criticality.describe('The highest of its relationships'),
    operations: z.int().describe('How many operations are used over it'),
    relationships: refs.describe('Ids of what would have to go'),
  })
  .meta({ id: 'Cut', description: 'One step of a cycle' })

export const Cycle = z
  .strictObject({
    types: z.array(type).describe('The types of relationships that were looked at'),
    size: z.int().describe('How many modules (or parts of one module) reach each other'),
    edges: z.int().describe('How many pairs of them are joined'),
    modules: z.array(NamedNode).describe('The first hundred of them, by ref'),
    example: z.array(NamedNode).describe('A shortest cycle; the last is the first again'),
    isShortest: z.boolean().describe('False when the component was too large to rule out a shorter one'),
    cut: Cut.describe('The step of the example with the lowest criticality, then the fewest operations'),
  })
  .meta({ id: 'Cycle', description: 'A strongly connected component: modules that all reach each other' })
export type Cycle = z.output<typeof Cycle>

export const PathRelationship = Relationship.pick({
  ...{ id: true, type: true, source: true, target: true, description: true, operations: true, fields: true },
  ...{ criticality: true, evidence: true, declaredBy: true },
}).meta({ id: 'PathRelationship' })
export type PathRelationship = z.output<typeof PathRelationship>

const Hop = z
  .strictObject({ from: NamedNode, to: NamedNode, relationships: z.array(PathRelationship) })
  .meta({ id: 'Hop' })

export const Path = z
  .strictObject({
    from: NamedNode,
    to: NamedNode,
    found: z.boolean().describe('False: there is none of at most maxDepth steps'),
    level: z
      .enum(['module', 'part'])
      .meta({ id: 'PathLevel' })
      .describe('Whether its steps join modules, or the very ends of relationships'),
    maxDepth: z.int(),
    hops: z.array(Hop),
    revision: z.int(),
  })
  .meta({ id: 'Path' })
export type Path = z.output<typeof Path>

const Ordered = z
  .strictObject({ ref: z.string(), name: z.string(), level: z.int(), dependsOn: z.int().describe('How many directly') })
  .meta({ id: 'OrderedModule' })

export const Order = listOf(Ordered)
  .extend({
    levels: z.array(z.strictObject({ level: z.int(), modules: z.int() }).meta({ id: 'OrderLevel' })),
    circular: z.int().describe('How many have no level because what they need is on a cycle: 0 unless others write'),
  })
  .meta({ id: 'Order' })
export type Order = z.output<typeof Order>

const ImpactItem = z
  .strictObject({
    ref: z.string(),
    name: z.string(),
    status: ModuleStatus,
    depth: z.int().describe('The smallest number of steps between modules'),
    parts: refs.describe('Which of its parts are ends of these relationships'),
    through: refs.describe('Modules of the step before to which it is joined, the first hundred'),
    relationships: z.int().describe('How many join it to the step before'),
    operations: refs.describe('All that they name'),
    fields: refs.describe('All that they name'),
    criticality: Criticality.describe('The highest of them'),
  })
  .meta({ id: 'ImpactItem' })
export type ImpactItem = z.output<typeof ImpactItem>

export const Impact = listOf(ImpactItem)
  .extend({
    of: NamedNode,
    within: refs.describe('Parts of the same module that are reached first, inside of it'),
    undeclared: z
      .int()
      .describe(
        'How many relationships are not followed because they name no operation or field, and may use it or not',
      ),
    byDepth: z.array(z.strictObject({ depth: z.int(), modules: z.int() }).meta({ id: 'ImpactDepth' })),
  })
  .meta({ id: 'Impact' })
export type Impact = z.output<typeof Impact>

const NearbyModule = z
  .strictObject({ ref: z.string(), name: z.string(), status: ModuleStatus, depth: z.int() })
  .meta({ id: 'NearbyModule' })
export type NearbyModule = z.output<typeof NearbyModule>

export const Hub = z
  .strictObject({
    ref: z.string(),
    name: z.string(),
    total: z.int().describe('Modules that it is joined to, once for each type and direction'),
    ...{ dependsOn: z.int(), dependants: z.int(), integrations: z.int(), flowsTo: z.int(), flowsFrom: z.int() },
    ...{ partOf: z.int(), parts: z.int() },
  })
  .meta({ id: 'Hub' })
export type Hub = z.output<typeof Hub>

export const DependedOn = z
  .strictObject({
    ...{ ref: z.string(), name: z.string() },
    direct: z.int().describe('Modules that depend on it'),
    transitive: z.int().describe('Modules that depend on it, or on one that does'),
  })
  .meta({ id: 'DependedOn' })
export type DependedOn = z.output<typeof DependedOn>

const impact = {
  direction: z
    .enum(['downstream', 'upstream'])
    .meta({ id: 'ImpactDirection' })
    .default('downstream')
    .describe('downstream: what a change affects; upstream: what it needs itself'),
  type: type
    .default('dependency')
    .describe(
      'dependency: affects those that depend on it; data-flow: those that data flows to; hierarchical: its parts; integration: all that it is joined to',
    ),
  operation: z.string().min(1).max(127).optional().describe('The first step only follows what names it'),
  field: z.string().min(1).max(127).optional().describe('The first step only follows what names it'),
  maxDepth: maxDepth.optional().describe('Steps at most; all of them when left out'),
  ...paging,
}

const question = (path: string, summary: string) =>
  ({ method: 'get', path, tag: 'graph', summary, role: 'viewer' }) as const

export const traversalOperations = {
  cycles: operation({
    ...question('/api/graph/cycles', 'All cycles, as modules that reach each other, largest first'),
    query: z.strictObject({
      types: types.refine((given) => !given?.includes('integration'), {
        error: 'must not have integration: it has no direction, so it is on no cycle',
      }),
      together: flag.describe('Looks at all these types as one graph, not at each by itself'),
      ...paging,
    }),
    answer: listOf(Cycle),
    problems: ['invalid-cursor'],
    graphql: { query: 'cycles' },
  }),
  path: operation({
    ...question(
      '/api/graph/path',
      'A shortest path between two modules or parts, with the relationships it consists of',
    ),
    query: z.strictObject({
      from: anyNode,
      to: anyNode,
      types,
      direction: z
        .enum(['outgoing', 'both'])
        .meta({ id: 'PathDirection' })
        .default('outgoing')
        .describe('both: also against the direction; an integration has none and is always followed both ways'),
      maxDepth: integerParameter(1, 500, 100),
    }),
    answer: Path,
    graphql: { query: 'path' },
    tool: 'find_path',
  }),
  order: operation({
    ...question('/api/graph/order', 'Modules in the order in which they can be built, level by level'),
    query: z.strictObject({
      modules: anyOf(node).describe('Keys, ids or refs: only these and what they need; all when left out'),
      ...paging,
    }),
    answer: Order,
    problems: ['invalid-cursor'],
    graphql: { query: 'order' },
  }),
  impact: operation({
    ...question('/api/graph/impact', 'Modules that a change of this module or part affects, nearest first'),
    query: z.strictObject({
      of: node.describe(
        'Key, id or ref of a module, or ref of any part; an entity or endpoint is used by its capabilities',
      ),
      ...impact,
    }),
    answer: Impact,
    problems: ['invalid-cursor'],
    graphql: { query: 'impact' },
    tool: 'get_impact',
  }),
  moduleImpact: operation({
    ...question('/api/modules/{id}/impact', 'Modules that a change of this module affects, nearest first'),
    params: moduleParams,
    query: z.strictObject(impact),
    answer: Impact,
    problems: ['invalid-cursor'],
    graphql: { query: 'moduleImpact' },
  }),
  neighbourhood: operation({
    ...question('/api/graph/neighbourhood', 'Modules around one, nearest first'),
    query: z.strictObject({
      of: node.describe('Key, id or ref of a module'),
      types,
      direction: z.enum(['outgoing', 'incoming', 'both']).meta({ id: 'NeighbourhoodDirection' }).default('both'),
      depth: integerParameter(1, 20, 1),
      ...paging,
    }),
    answer: listOf(NearbyModule),
    problems: ['invalid-cursor'],
    graphql: { query: 'neighbourhood' },
    tool: 'get_neighbourhood',
  }),
  orphans: operation({
    ...question('/api/graph/orphans', 'Modules that no relationship joins to another'),
    query: z.strictObject(paging),
    answer: listOf(NamedNode),
    problems: ['invalid-cursor'],
    graphql: { query: 'orphans' },
  }),
  hubs: operation({
    ...question('/api/graph/hubs', 'Modules that are joined to most others'),
    query: z.strictObject(paging),
    answer: listOf(Hub),
    problems: ['invalid-cursor'],
    graphql: { query: 'hubs' },
  }),
  mostDependedOn: operation({
    ...question('/api/graph/most-depended-on', 'Modules that most others depend on, directly and in the end'),
    query: z.strictObject(paging),
    answer: listOf(DependedOn),
    problems: ['invalid-cursor'],
    graphql: { query: 'mostDependedOn' },
  }),
}
