import { relationshipTypes, type RelationshipType } from '../relationships/relationships.contract.ts'

/** A resource as the log keeps it and as the API shows it. */
export interface State {
  ref: string
  id: string
  rev: number
  createdAt: string
  updatedAt: string
}

export type Kind = 'module' | 'entity' | 'endpoint' | 'capability' | 'configuration' | 'relationship' | 'patch'

/** How a resource becomes a node (or an edge) and back: Neo4j keeps no nested maps, no null, and joins by edges what a resource names. */
interface Storage {
  /** Folder of its `save` and `remove` queries. */
  folder: string
  /** Members kept as JSON text. */
  json: string[]
  /** The member whose own members are properties of the node. */
  spread?: string
  /** Members that are edges of the graph, not properties. */
  edges: string[]
  /** Members that are null when the node has no such property. */
  nullable: string[]
}

/** In the order in which they can be written: each only names resources of the kinds before it. */
export const kinds: Record<Kind, Storage> = {
  module: { folder: 'modules', json: [], spread: 'metadata', edges: [], nullable: ['owner'] },
  entity: {
    folder: 'entities',
    json: ['fields', 'unique', 'states'],
    edges: ['module'],
    nullable: ['path', 'states'],
  },
  endpoint: { folder: 'endpoints', json: [], edges: ['module'], nullable: [] },
  capability: {
    folder: 'capabilities',
    json: [],
    edges: ['module', 'entity', 'endpoints'],
    nullable: ['entity'],
  },
  configuration: { folder: 'configuration', json: ['schema', 'values', 'metadata'], edges: ['module'], nullable: [] },
  relationship: {
    folder: 'relationships',
    json: ['configuration'],
    edges: ['type', 'source', 'target'],
    nullable: ['versionRange'],
  },
  patch: { folder: 'patches', json: ['document', 'answer'], edges: ['module'], nullable: [] },
}
export const kindsInOrder = Object.keys(kinds) as Kind[]

export const kindOf = (ref: string): Kind => ref.slice(0, ref.indexOf(':')) as Kind

const dates = ['createdAt', 'updatedAt']
const common = [
  'id',
  'ref',
  'key',
  'name',
  'description',
  'type',
  'status',
  'health',
  'version',
  'owner',
  'tags',
  'rev',
]

/** A resource as the row that its `save` query takes. */
export function toRow(state: State): Record<string, unknown> {
  const { json, spread, edges } = kinds[kindOf(state.ref)]
  const row: Record<string, unknown> = { ref: state.ref }
  const properties: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(state)) {
    if (name === 'type' && kindOf(state.ref) === 'relationship')
      row[name] = relationshipTypes[value as RelationshipType]
    else if (edges.includes(name)) row[name] = value
    else if (name === spread) Object.assign(properties, value)
    else if (value === null) continue
    else if (json.includes(name)) properties[name] = JSON.stringify(value)
    else properties[name] = dates.includes(name) ? new Date(value as string) : value
  }
  return { ...row, properties }
}

/** A row of a query that returns all properties of a node (and the members that are edges) as a resource. */
export function fromRow<Resource extends State>(kind: Kind, row: Record<string, unknown>): Resource {
  const { json, spread, nullable } = kinds[kind]
  const state: Record<string, unknown> = Object.fromEntries(nullable.map((name) => [name, null]))
  if (spread) state[spread] = {}
  for (const [name, value] of Object.entries(row)) {
    if (spread && !common.includes(name) && !dates.includes(name))
      (state[spread] as Record<string, unknown>)[name] = value
    else if (json.includes(name)) state[name] = value === null ? null : JSON.parse(value as string)
    else state[name] = value
  }
  if (kind === 'relationship') state.type = apiNameOf(row.type as string)
  return state as unknown as Resource
}

const apiNames = Object.fromEntries(Object.entries(relationshipTypes).map(([api, neo4j]) => [neo4j, api]))
const apiNameOf = (neo4jType: string): RelationshipType => apiNames[neo4jType] as RelationshipType
