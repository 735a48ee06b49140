import { z } from 'zod'
import { endpoint } from '../endpoint.ts'

export const nodeGroups = ['module', 'capability', 'entity', 'endpoint', 'configuration'] as const
export const edgeGroups = [
  'DEPENDS_ON',
  'INTEGRATES_WITH',
  'FLOWS_TO',
  'PART_OF',
  'HAS_CAPABILITY',
  'HAS_ENTITY',
  'HAS_CONFIGURATION',
  'OPERATES_ON',
  'EXPOSES',
] as const

/** Just what vis-network takes as nodes and edges, with positions, so that a page draws it without computing. */
export const VisNode = z
  .strictObject({
    id: z.string().describe('The ref'),
    label: z.string(),
    group: z.enum(nodeGroups),
    title: z.string().describe('Plain text for the tooltip'),
    value: z.int().describe('How many edges it has'),
    x: z.number(),
    y: z.number(),
  })
  .meta({ id: 'VisNode' })
export type VisNode = z.output<typeof VisNode>

export const VisEdge = z
  .strictObject({
    id: z.string(),
    from: z.string(),
    to: z.string(),
    label: z.string(),
    group: z.enum(edgeGroups),
    arrows: z.literal(['to', '']),
    dashes: z.boolean(),
  })
  .meta({ id: 'VisEdge' })
export type VisEdge = z.output<typeof VisEdge>

export const VisGraph = z
  .strictObject({
    nodes: z.array(VisNode),
    edges: z.array(VisEdge),
    total: z.int().describe('How many nodes there are'),
    returned: z.int(),
    truncated: z.boolean(),
    revision: z.int(),
  })
  .meta({ id: 'VisGraph' })
export type VisGraph = z.output<typeof VisGraph>

export const visualisationEndpoints = {
  graph: endpoint({
    method: 'get',
    path: '/api/graph',
    tag: 'graph',
    summary: 'A module with its parts and direct neighbours, as vis-network takes it',
    role: 'viewer',
    query: z.strictObject({ focus: z.string().min(1).max(100).describe('Key, id or ref of a module') }),
    answer: VisGraph,
  }),
}
