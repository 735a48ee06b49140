import { z } from 'zod'
import { anyOf, operation, integerParameter, wholeNumber } from '../../kernel/operation.ts'
import { literals, timestamp } from '../../kernel/text.ts'
import { Health, moduleFilters, ModuleStatus, ModuleType } from '../../registry/modules/modules.contract.ts'
import { Direction, RelationshipType, relationshipTypes } from '../../registry/relationships/relationships.contract.ts'

export const nodeGroups = ['module', 'capability', 'entity', 'endpoint', 'configuration'] as const
export type NodeGroup = (typeof nodeGroups)[number]
const NodeGroup = z.enum(nodeGroups).meta({ id: 'NodeGroup' })

const structure = ['HAS_CAPABILITY', 'HAS_ENTITY', 'HAS_CONFIGURATION', 'OPERATES_ON', 'EXPOSES'] as const
export const edgeGroups = [...Object.values(relationshipTypes), ...structure] as const
export type EdgeGroup = (typeof edgeGroups)[number]
const EdgeGroup = z.enum(edgeGroups).meta({ id: 'EdgeGroup' })

/** Whether an edge belongs to the structure of a module, rather than being a relationship. */
export const isStructure = (group: EdgeGroup): boolean => structure.some((one) => one === group)

const VisHidden = z
  .strictObject({
    type: EdgeGroup,
    direction: Direction.describe('Direction of the edges, seen from the node; both if they have none'),
    count: z.int(),
  })
  .meta({ id: 'VisHidden' })
export type VisHidden = z.output<typeof VisHidden>

/** Nodes and edges in the format of vis-network, with positions, so that a page need not compute a layout. */
export const VisNode = z
  .strictObject({
    id: z.string().describe('Ref of the module or part'),
    label: z.string(),
    group: NodeGroup,
    title: z.string().describe('Tooltip as plain text'),
    value: z.int().describe('Number of edges in the registry, shown or not'),
    x: z.int(),
    y: z.int(),
    module: z.string().describe('Key of the module that it is or belongs to'),
    status: ModuleStatus.optional().describe('Status, if it is a module'),
    health: Health.optional().describe('Health, if it is a module'),
    owner: z.string().optional().describe('Owner, if it is a module that has one'),
    moduleType: ModuleType.optional().describe('Type, if it is a module'),
    hidden: z.array(VisHidden).describe('Edges that are not shown, by type and direction'),
  })
  .meta({ id: 'VisNode' })
export type VisNode = z.output<typeof VisNode>

const arrows = literals(['to', ''])

export const VisEdge = z
  .strictObject({
    id: z.string().describe('Id of the relationship; otherwise composed of ends and group'),
    from: z.string(),
    to: z.string(),
    label: z.string(),
    group: EdgeGroup,
    title: z.string().describe('Tooltip as plain text'),
    value: z.int().describe('Number of relationships that it represents'),
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
      .meta({ id: 'VisTotals', description: 'Totals before the limit' }),
    total: z.int().describe('Number of nodes before the limit'),
    returned: z.int().describe('Number of nodes returned'),
    truncated: z.boolean(),
    legend: VisLegend.describe('Names and styles of the groups that are shown'),
    revision: z.int(),
  })
  .meta({ id: 'VisGraph' })
export type VisGraph = z.output<typeof VisGraph>

/** Export formats of a graph besides JSON. */
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
    .describe('Key, id, alias or ref of a module, or ref of a part; default: all modules'),
  depth: wholeNumber(1, 20).optional().describe('Maximum distance from the focus; requires focus; default: 1'),
  direction: Direction.default('both').describe(
    'Direction of the relationships, seen from the focus; integrations have none',
  ),
  types: anyOf(RelationshipType).describe('Only relationships of these types'),
  level: z
    .enum(['module', 'part'])
    .meta({ id: 'GraphLevel' })
    .default('module')
    .describe(
      'module: modules only, connected by relationships of their own and of their parts; part: modules with their parts',
    ),
  status: moduleFilters.status.describe('Only modules with these statuses; the focus is always shown'),
  health: moduleFilters.health,
  moduleType: moduleFilters.type,
  owner: moduleFilters.owner,
  tag: moduleFilters.tag,
  limit: integerParameter(1, 5_000, 1_500).describe(
    'Maximum number of nodes; the focus, nearer nodes and those with more relationships are kept',
  ),
})
export type GraphQuery = z.output<typeof GraphQuery>

export const visualisationOperations = {
  graph: operation({
    method: 'get',
    path: '/api/graph',
    load: 'heavy',
    tag: 'graph',
    summary: 'Read the graph of modules or parts, for vis-network or as a file',
    role: 'viewer',
    query: GraphQuery.extend({
      format: z.enum(['json', ...(Object.keys(graphFormats) as GraphFormat[])]).default('json'),
    }),
    answer: VisGraph,
    representations: graphFormats,
    graphql: { query: 'graph' },
  }),
  tidy: operation({
    method: 'post',
    path: '/api/graph:tidy',
    load: 'heavy',
    tag: 'graph',
    summary:
      'Lay out the graph of all modules anew; until then, new modules join it and the others stay where they are',
    role: 'editor',
    answer: z
      .strictObject({ tidiedAt: timestamp, modules: z.int().describe('Number of modules whose places are kept') })
      .meta({ id: 'TidyAnswer' }),
    status: 200,
    graphql: { mutation: 'tidyGraph' },
  }),
}
