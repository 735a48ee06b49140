import neo4j from 'neo4j-driver'
import { Problem } from '../errors.ts'

export const deepestValue = 20

/** A value of Neo4j as JSON that tells nodes, relationships and paths apart; a whole number that JSON would round is text. */
export function plain(value: unknown, depth = 0): unknown {
  if (depth > deepestValue) throw new Problem('query-failed', `a value is more than ${deepestValue} levels deep`)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value === null || typeof value !== 'object') return value
  const below = (inner: unknown) => plain(inner, depth + 1)
  if (Array.isArray(value)) return value.map(below)
  if (neo4j.isNode(value)) return { id: idOf(value), labels: value.labels, properties: below(value.properties) }
  if (neo4j.isRelationship(value))
    return {
      id: value.elementId,
      type: value.type,
      source: value.startNodeElementId,
      target: value.endNodeElementId,
      properties: below(value.properties),
    }
  if (neo4j.isPath(value))
    return {
      nodes: below([value.start, ...value.segments.map(({ end }) => end)]),
      relationships: below(value.segments.map(({ relationship }) => relationship)),
    }
  if (neo4j.isPoint(value)) return { ...value, srid: Number(value.srid) }
  if (ArrayBuffer.isView(value)) return [...(value as Uint8Array)]
  if (value.constructor !== Object) return String(value) // dates, times and durations write themselves as ISO 8601
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, below(member)]))
}

const idOf = ({ elementId, properties }: { elementId: string; properties: object }) =>
  'ref' in properties ? String(properties.ref) : elementId

export interface Found {
  nodes: Map<string, { id: string; label: string; group: string; title: string }>
  edges: Map<string, { id: string; from: string; to: string; label: string; group: string }>
}

/** Puts the nodes and relationships of a value into a picture, wherever they stand in it. */
export function collect(value: unknown, found: Found, byElement: Map<string, string>): void {
  if (value === null || typeof value !== 'object') return
  if (neo4j.isNode(value)) {
    const properties = value.properties as Record<string, unknown>
    const group = value.labels.find((label) => label !== 'RegistryNode') ?? 'node'
    const id = idOf(value)
    byElement.set(value.elementId, id)
    const label = String(properties.name ?? properties.key ?? id)
    found.nodes.set(id, { id, label, group: group.toLowerCase(), title: `${group} ${id}` })
  } else if (neo4j.isRelationship(value)) {
    const { elementId, startNodeElementId: from, endNodeElementId: to, type } = value
    found.edges.set(elementId, { id: elementId, from, to, label: type.toLowerCase().replaceAll('_', ' '), group: type })
  } else if (neo4j.isPath(value)) {
    for (const { start, relationship, end } of value.segments)
      for (const one of [start, relationship, end]) collect(one, found, byElement)
    collect(value.start, found, byElement)
  } else for (const member of Object.values(value)) collect(member, found, byElement)
}
