import { Capability } from '../registry/capabilities/capabilities.contract.ts'
import { Configuration } from '../registry/configuration/configuration.contract.ts'
import { Draft } from '../authoring/drafts/drafts.contract.ts'
import { ModuleEndpoint } from '../registry/endpoints/endpoints.contract.ts'
import { Entity } from '../registry/entities/entities.contract.ts'
import { searchedWords } from '../registry/entities/words.ts'
import { Module, ModuleMetadata } from '../registry/modules/modules.contract.ts'
import {
  Relationship,
  relationshipTypes,
  type RelationshipType,
} from '../registry/relationships/relationships.contract.ts'

/** A resource as the log keeps it and as the API shows it. */
export interface State {
  ref: string
  id: string
  rev: number
  createdAt: string
  updatedAt: string
}

export type Kind =
  'module' | 'entity' | 'endpoint' | 'capability' | 'configuration' | 'relationship' | 'patch' | 'draft'

/** How a resource becomes a node (or an edge) and back: Neo4j keeps no nested maps, no null, and joins by edges what a resource names. */
interface Storage {
  /** Folder of its `save` and `remove` queries. */
  folder:
    'modules' | 'entities' | 'endpoints' | 'capabilities' | 'configuration' | 'relationships' | 'patches' | 'drafts'
  /** Its members in the order of the contract, so that the same resource is always the same bytes. */
  members: string[]
  /** Members kept as JSON text. */
  json: string[]
  /** The member whose own members are properties of the node. */
  spread?: string
  /** Members that are edges of the graph, not properties. */
  edges: string[]
  /** Members that are null when the node has no such property. */
  nullable: string[]
  /** What members are without a property. */
  presets?: Record<string, unknown>
  /** Properties that only questions use: they follow from the members. */
  derived?: (state: State) => Record<string, unknown>
}

/** In the order in which they can be written: each only names resources of the kinds before it. */
export const kinds: Record<Kind, Storage> = {
  module: {
    folder: 'modules',
    members: Object.keys(Module.shape),
    json: ['thresholds'],
    spread: 'metadata',
    edges: [],
    nullable: ['owner'],
  },
  entity: {
    folder: 'entities',
    members: Object.keys(Entity.shape),
    json: ['fields', 'unique', 'states'],
    edges: ['module'],
    nullable: ['path', 'states'],
    derived: (state) => ({ words: searchedWords(state as State & Entity) }),
  },
  endpoint: {
    folder: 'endpoints',
    members: Object.keys(ModuleEndpoint.shape),
    json: [],
    edges: ['module'],
    nullable: [],
  },
  capability: {
    folder: 'capabilities',
    members: Object.keys(Capability.shape),
    json: [],
    edges: ['module', 'entity', 'endpoints'],
    nullable: ['entity'],
  },
  configuration: {
    folder: 'configuration',
    members: Object.keys(Configuration.shape),
    json: ['schema', 'values', 'metadata'],
    edges: ['module'],
    nullable: [],
  },
  relationship: {
    folder: 'relationships',
    members: Object.keys(Relationship.shape),
    json: ['configuration'],
    edges: ['type', 'source', 'target'],
    nullable: ['versionRange', 'reason'],
    presets: { state: 'active' },
  },
  patch: { folder: 'patches', members: [], json: ['document', 'answer'], edges: ['module'], nullable: [] },
  draft: {
    folder: 'drafts',
    members: Object.keys(Draft.shape),
    json: ['document', 'tests', 'moves'],
    edges: [],
    nullable: ['module', 'reviewer', 'model', 'patchId', 'revision', 'prompt', 'promptHash', 'tests'],
  },
}
export const kindsInOrder = Object.keys(kinds) as Kind[]

/** Key of the module that a resource is, or belongs to. */
export const moduleOf = (ref: string): string => /^[^:]*:([^/]*)/.exec(ref)![1]!

export const kindOf = (ref: string): Kind => ref.slice(0, ref.indexOf(':')) as Kind

const dates = ['createdAt', 'updatedAt']

/** A resource as the row that its `save` query takes. */
export function toRow(state: State): Record<string, unknown> {
  const { json, spread, edges, presets = {}, derived } = kinds[kindOf(state.ref)]
  const row: Record<string, unknown> = { ref: state.ref }
  const properties: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(state)) {
    if (name === 'type' && kindOf(state.ref) === 'relationship')
      row[name] = relationshipTypes[value as RelationshipType]
    else if (edges.includes(name)) row[name] = value
    else if (name === spread)
      for (const [member, of] of Object.entries(value as object))
        properties[member] = json.includes(member) ? JSON.stringify(of) : of
    else if (value === null || value === presets[name]) continue
    else if (json.includes(name)) properties[name] = JSON.stringify(value)
    else properties[name] = dates.includes(name) ? new Date(value as string) : value
  }
  return { ...row, properties: { ...properties, ...derived?.(state) } }
}

/** A row of a query that returns all properties of a node (and the members that are edges) as a resource. */
export function fromRow<Resource extends State>(kind: Kind, row: Record<string, unknown>): Resource {
  const { json, spread, nullable, members, presets = {} } = kinds[kind]
  const state: Record<string, unknown> = {}
  for (const name of members) {
    const value = row[name] ?? presets[name] ?? null
    if (name === spread) state[name] = spreadOf(row, json)
    else if (json.includes(name) && value !== null) state[name] = JSON.parse(value as string)
    else if (name === 'endpoints') state[name] = inOrderOf(row.operations as string[], value as { operation: string }[])
    else if (value !== null || nullable.includes(name)) state[name] = value
  }
  if (kind === 'relationship') state.type = apiNames[row.type as string]
  return state as unknown as Resource
}

/** The properties of a module that its contract keeps in `metadata`. */
const spreadOf = (row: Record<string, unknown>, json: string[]) =>
  Object.fromEntries(
    Object.keys(ModuleMetadata.shape).flatMap((name) => {
      const value = row[name]
      if (value == null) return []
      return [[name, json.includes(name) ? JSON.parse(value as string) : value]]
    }),
  )

/** Edges have no order: endpoints are shown in that of the operations, then by method and path. */
export const inOrderOf = <Exposed extends { operation: string }>(
  operations: string[],
  endpoints: Exposed[],
): Exposed[] =>
  endpoints.toSorted(
    (a, b) =>
      operations.indexOf(a.operation) - operations.indexOf(b.operation) ||
      (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
  )

const apiNames = Object.fromEntries(Object.entries(relationshipTypes).map(([api, neo4j]) => [neo4j, api]))
