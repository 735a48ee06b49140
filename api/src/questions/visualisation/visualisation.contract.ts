import { z } from 'zod'
import { anyOf, operation, integerParameter, wholeNumber } from '../../kernel/operation.ts'
import { Health, moduleFilters, ModuleStatus, ModuleType } from '../../registry/modules/modules.contract.ts'
import { Direction, RelationshipType, relationshipTypes } from '../../registry/relationships/relationships.contract.ts'

export const nodeGroups = ['module', 'capability', 'entity', 'endpoint', 'configuration'] as const
export type NodeGroup = (typeof nodeGroups)[number]
const NodeGroup = z.enum(nodeGroups).meta({ id: 'NodeGroup' })

const structure = ['HAS_CAPABILITY', 'HAS_ENTITY', 'HAS_CONFIGURATION', 'OPERATES_ON', 'EXPOSES'] as const
export const edgeGroups = [...Object.values(relationshipTypes), ...structure] as const
export type EdgeGroup = (typeof edgeGroups)[number]
const EdgeGroup = z.enum(edgeGroups).meta({ id: 'EdgeGroup' })

/** Whether an edge only says what belongs together. */
export const isStructure = (group: EdgeGroup): boolean => structure.some((one) => one === group)

const VisHidden = z
  .strictObject({
    type: EdgeGroup,
    direction: Direction.describe('As the edges point, seen from the node; both where they have no direction'),
    count: z.int(),
  })
  .meta({ id: 'VisHidden' })
export type VisHidden = z.output<typeof VisHidden>

/** Just what vis-network takes as nodes and edges, with positions, so that a page draws it without computing. */
export const VisNode = z
  .strictObject({
    id: z.string().describe('The ref'),
    label: z.string(),
    group: NodeGroup,
    title: z.string().describe('Plain text for the tooltip'),
    value: z.int().describe('How many edges it has in the whole registry, shown or not'),
    x: z.int(),
    y: z.int(),
    module: z.string().describe('Key of the module that it is or belongs to'),
    status: ModuleStatus.optional().describe('Of a module'),
    health: Health.optional().describe('Of a module'),
    owner: z.string().optional().describe('Of a module that has one'),
    moduleType: ModuleType.optional().describe('Of a module'),
    hidden: z.array(VisHidden).describe('Edges that it has but that are not shown'),
  })
  .meta({ id: 'VisNode' })
export type VisNode = z.output<typeof VisNode>

const arrows = z.literal(['to', ''])

export const VisEdge = z
  .strictObject({
    id: z.string().describe('Of a relationship its id; else made of its ends and its group'),
    from: z.string(),
    to: z.string(),
    label: z.string(),
    group: EdgeGroup,
    title: z.string().describe('Plain text for the tooltip'),
    value: z.int().describe('How many relationships it stands for'),
    arrows,
    dashes: z.boolean(),
  })
  .meta({ id: 'VisEdge' })
export type VisEdge = z.output<typeof VisEdge>

const legendEntry = { label: z.string(), count: z.int() }
const VisLegend = z
  .strictObject({
    nodes: z.array(z.strictObject({ group: NodeGroup, ...legendEntry }).meta({ id: 'VisNodeLegend' })),
    edges: z.array(
      z.strictObject({ group: EdgeGroup, ...legendEntry, arrows, dashes: z.boolean() }).meta({ id: 'VisEdgeLegend' }),
    ),
  })
  .meta({ id: 'VisLegend' })

export const VisGraph = z
  .strictObject({
    nodes: z.array(VisNode),
    edges: z.array(VisEdge),
    totals: z
      .strictObject({ nodes: z.int(), edges: z.int() })
      .meta({ id: 'VisTotals', description: 'How many there are before the limit' }),
    total: z.int().describe('How many nodes there are before the limit'),
    returned: z.int().describe('How many nodes are given'),
    truncated: z.boolean(),
    legend: VisLegend.describe('What the groups of what is shown are called and look like'),
    revision: z.int(),
  })
  .meta({ id: 'VisGraph' })
export type VisGraph = z.output<typeof VisGraph>

/** Forms that a graph has besides JSON. */
export const graphFormats = {
  mermaid: { type: 'text/vnd.mermaid', file: 'graph.mmd' },
  dot: { type: 'text/vnd.graphviz', file: 'graph.dot' },
  graphml: { type: 'application/graphml+xml', file: 'graph.graphml' },
  csv: { type: 'text/csv', file: 'graph.csv' },
  cypher: { type: 'application/x-cypher-query', file: 'graph.cypher' },
} as const
export type GraphFormat = keyof typeof graphFormats

export const GraphQuery = z.strictObject({
  focus: z
    .string()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Key, id or ref of a module, or ref of a part; all modules when left out'),
  depth: wholeNumber(1, 20)
    .optional()
    .describe('How many relationships away from the focus, which it needs; 1 when left out'),
  direction: Direction.default('both').describe(
    'As relationships point, seen from the focus; integrations have no direction',
  ),
  types: anyOf(RelationshipType).describe('Only relationships of any of these types'),
  level: z
    .enum(['module', 'part'])
    .meta({ id: 'GraphLevel' })
    .default('module')
    .describe('module: what joins modules or their parts joins the modules; part: also with their parts'),
  status: moduleFilters.status.describe('Only modules with any of these; the focus stays, whatever it is'),
  health: moduleFilters.health,
  moduleType: moduleFilters.type,
  owner: moduleFilters.owner,
  tag: moduleFilters.tag,
  limit: integerParameter(1, 5_000, 1_500).describe(
    'How many nodes at most; the focus, nearer ones and those with more relationships are kept',
  ),
})
export type GraphQuery = z.output<typeof GraphQuery>

export const visualisationOperations = {
  graph: operation({
    method: 'get',
    path: '/api/graph',
    tag: 'graph',
    summary: 'Modules or their parts and how they are joined, as vis-network takes it or as a file',
    role: 'viewer',
    query: GraphQuery.extend({
      format: z.enum(['json', ...(Object.keys(graphFormats) as GraphFormat[])]).default('json'),
    }),
    answer: VisGraph,
    representations: graphFormats,
    graphql: { query: 'graph' },
  }),
}
