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

const node = z.string().min(1).max(800)
const anyNode = node.describe('Key, id, alias or ref of a module, or ref of a capability or configuration')
const type = RelationshipType
const types = anyOf(type)
const refs = z.array(z.string())
const maxDepth = wholeNumber(1, 500)

/** A module or a part. */
const NamedNode = z.strictObject({ ref: z.string(), name: z.string() }).meta({ id: 'NamedNode' })

const Cut = z
  .strictObject({
    source: z.string(),
    target: z.string(),
    criticality: Criticality.describe('Highest criticality of its relationships'),
    operations: z.int().describe('Number of operations that its relationships name'),
    relationships: refs.describe('Ids of the relationships to remove'),
  })
  .meta({ id: 'Cut', description: 'A step of a cycle' })

export const Cycle = z
  .strictObject({
    types: z.array(type).describe('Relationship types considered'),
    size: z.int().describe('Number of modules (or parts of one module) in the component'),
    edges: z.int().describe('Number of connected pairs'),
    modules: z.array(NamedNode).describe('Modules (or parts) of the component, by ref, up to 100'),
    example: z.array(NamedNode).describe('A shortest cycle; first and last node are equal'),
    isShortest: z.boolean().describe('False when the component was too large to rule out a shorter one'),
    cut: Cut.describe('The step of the example with the lowest criticality, then the fewest operations'),
  })
  .meta({ id: 'Cycle', description: 'A strongly connected component: modules that all reach each other' })
export type Cycle = z.output<typeof Cycle>

export const PathRelationship = Relationship.pick({
  id: true,
  type: true,
  source: true,
  target: true,
  description: true,
  operations: true,
  fields: true,
  criticality: true,
  evidence: true,
  declaredBy: true,
}).meta({ id: 'PathRelationship' })
export type PathRelationship = z.output<typeof PathRelationship>

const Hop = z
  .strictObject({ from: NamedNode, to: NamedNode, relationships: z.array(PathRelationship) })
  .meta({ id: 'Hop' })

export const Path = z
  .strictObject({
    from: NamedNode,
    to: NamedNode,
    found: z.boolean().describe('Whether there is a path of at most maxDepth steps'),
    level: z
      .enum(['module', 'part'])
      .meta({ id: 'PathLevel' })
      .describe('module: steps connect modules; part: steps connect the exact ends of relationships'),
    maxDepth: z.int(),
    hops: z.array(Hop),
    revision: z.int(),
  })
  .meta({ id: 'Path' })
export type Path = z.output<typeof Path>

const Ordered = z
  .strictObject({
    ref: z.string(),
    name: z.string(),
    level: z.int(),
    dependsOn: z.int().describe('Number of direct dependencies'),
  })
  .meta({ id: 'OrderedModule' })

export const Order = listOf(Ordered)
  .extend({
    levels: z.array(z.strictObject({ level: z.int(), modules: z.int() }).meta({ id: 'OrderLevel' })),
    circular: z
      .int()
      .describe(
        'Number of modules without a level because they depend on a cycle; 0 unless the graph was changed outside the registry',
      ),
  })
  .meta({ id: 'Order' })
export type Order = z.output<typeof Order>

const ImpactItem = z
  .strictObject({
    ref: z.string(),
    name: z.string(),
    status: ModuleStatus,
    depth: z.int().describe('Smallest number of steps between modules'),
    parts: refs.describe('Parts of it that are ends of these relationships'),
    through: refs.describe('Modules of the previous step that it is connected to, up to 100'),
    relationships: z.int().describe('Number of relationships to the previous step'),
    operations: refs.describe('Operations that these relationships name'),
    fields: refs.describe('Fields that these relationships name'),
    criticality: Criticality.describe('Highest criticality of these relationships'),
  })
  .meta({ id: 'ImpactItem' })
export type ImpactItem = z.output<typeof ImpactItem>

export const Impact = listOf(ImpactItem)
  .extend({
    of: NamedNode,
    within: refs.describe('Parts of the same module that are reached first'),
    undeclared: z
      .int()
      .describe(
        'Number of relationships that are not followed because they do not name the operations or fields they use',
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
    total: z.int().describe('Number of connected modules, counted once for each type and direction'),
    dependsOn: z.int(),
    dependants: z.int(),
    integrations: z.int(),
    flowsTo: z.int(),
    flowsFrom: z.int(),
    partOf: z.int(),
    parts: z.int(),
  })
  .meta({ id: 'Hub' })
export type Hub = z.output<typeof Hub>

export const DependedOn = z
  .strictObject({
    ref: z.string(),
    name: z.string(),
    direct: z.int().describe('Number of direct dependents'),
    transitive: z.int().describe('Number of direct and indirect dependents'),
  })
  .meta({ id: 'DependedOn' })
export type DependedOn = z.output<typeof DependedOn>

const impact = {
  direction: z
    .enum(['downstream', 'upstream'])
    .meta({ id: 'ImpactDirection' })
    .default('downstream')
    .describe('downstream: what a change affects; upstream: what it depends on'),
  type: type
    .default('dependency')
    .describe(
      'Relationship type to follow. dependency: modules that depend on it; data-flow: modules that receive its data; hierarchical: its parts; integration: modules that it is integrated with',
    ),
  operation: z
    .string()
    .min(1)
    .max(127)
    .optional()
    .describe('In the first step, only follow relationships that name this operation'),
  field: z
    .string()
    .min(1)
    .max(127)
    .optional()
    .describe('In the first step, only follow relationships that name this field'),
  maxDepth: maxDepth.optional().describe('Maximum number of steps; default: unlimited'),
  ...paging,
}

const question = (path: string, summary: string) =>
  ({ method: 'get', path, tag: 'graph', summary, role: 'viewer', load: 'heavy' }) as const

export const traversalOperations = {
  cycles: operation({
    ...question('/api/graph/cycles', 'List cycles, as strongly connected components, largest first'),
    query: z.strictObject({
      types: types.refine((given) => !given?.includes('integration'), {
        error: 'must not contain integration: it has no direction, so it is on no cycle',
      }),
      together: flag.describe('Treat all types as one graph'),
      ...paging,
    }),
    answer: listOf(Cycle),
    problems: ['invalid-cursor'],
    graphql: { query: 'cycles' },
  }),
  path: operation({
    ...question('/api/graph/path', 'Find a shortest path between two modules or parts, with its relationships'),
    query: z.strictObject({
      from: anyNode,
      to: anyNode,
      types,
      direction: z
        .enum(['outgoing', 'both'])
        .meta({ id: 'PathDirection' })
        .default('outgoing')
        .describe(
          'both: also follow relationships backwards; integrations have no direction and are always followed both ways',
        ),
      maxDepth: integerParameter(1, 500, 100),
    }),
    answer: Path,
    graphql: { query: 'path' },
    tool: 'find_path',
  }),
  order: operation({
    ...question('/api/graph/order', 'List modules in the order in which they can be built, level by level'),
    query: z.strictObject({
      modules: anyOf(node).describe('Keys, ids or refs of modules to order, with what they need; default: all'),
      ...paging,
    }),
    answer: Order,
    problems: ['invalid-cursor'],
    graphql: { query: 'order' },
  }),
  impact: operation({
    ...question('/api/graph/impact', 'List the modules that a change of a module or part affects, nearest first'),
    query: z.strictObject({
      of: node.describe(
        'Key, id, alias or ref of a module, or ref of any part; entities and endpoints are used through their capabilities',
      ),
      ...impact,
    }),
    answer: Impact,
    problems: ['invalid-cursor'],
    graphql: { query: 'impact' },
    tool: 'get_impact',
  }),
  moduleImpact: operation({
    ...question('/api/modules/{id}/impact', 'List the modules that a change of this module affects, nearest first'),
    params: moduleParams,
    query: z.strictObject(impact),
    answer: Impact,
    problems: ['invalid-cursor'],
    graphql: { query: 'moduleImpact' },
  }),
  neighbourhood: operation({
    ...question('/api/graph/neighbourhood', 'List the modules around a module, nearest first'),
    query: z.strictObject({
      of: node.describe('Key, id, alias or ref of a module'),
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
    ...question('/api/graph/orphans', 'List modules without relationships to other modules'),
    query: z.strictObject(paging),
    answer: listOf(NamedNode),
    problems: ['invalid-cursor'],
    graphql: { query: 'orphans' },
  }),
  hubs: operation({
    ...question('/api/graph/hubs', 'List modules by their number of connections, most first'),
    query: z.strictObject(paging),
    answer: listOf(Hub),
    problems: ['invalid-cursor'],
    graphql: { query: 'hubs' },
  }),
  mostDependedOn: operation({
    ...question('/api/graph/most-depended-on', 'List modules by their number of direct dependents, most first'),
    query: z.strictObject(paging),
    answer: listOf(DependedOn),
    problems: ['invalid-cursor'],
    graphql: { query: 'mostDependedOn' },
  }),
}
