import neo4j from 'neo4j-driver'
import { Problem } from '../../kernel/errors.ts'

const { types } = neo4j
const temporal = [types.Date, types.DateTime, types.Duration, types.LocalDateTime, types.LocalTime, types.Time]

export const deepestValue = 20

/**
 * Converts a value of Neo4j to JSON. Nodes, relationships and paths are recognised by their classes, since a map may
 * have any member, such as `constructor` or `__isNode__`. Integers that JSON would round become text.
 */
export function plain(value: unknown, depth = 0): unknown {
  if (depth > deepestValue) throw new Problem('query-failed', `a value is more than ${deepestValue} levels deep`)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value === null || typeof value !== 'object') return value
  const below = (inner: unknown) => plain(inner, depth + 1)
  if (Array.isArray(value)) return value.map(below)
  if (value instanceof types.Node) return { id: idOf(value), labels: value.labels, properties: below(value.properties) }
  if (value instanceof types.Relationship)
    return {
      id: value.elementId,
      type: value.type,
      source: value.startNodeElementId,
      target: value.endNodeElementId,
      properties: below(value.properties),
    }
  if (value instanceof types.Path)
    return {
      nodes: below([value.start, ...value.segments.map(({ end }) => end)]),
      relationships: below(value.segments.map(({ relationship }) => relationship)),
    }
  if (value instanceof types.Point) return { ...value, srid: Number(value.srid) }
  if (ArrayBuffer.isView(value)) return [...new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]
  if (temporal.some((Type) => value instanceof Type)) return String(value) // ISO 8601
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, below(member)]))
}

const idOf = ({ elementId, properties }: { elementId: string; properties: object }) =>
  'ref' in properties ? String(properties.ref) : elementId
