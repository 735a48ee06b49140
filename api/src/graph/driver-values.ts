import neo4j from 'neo4j-driver'

/**
 * Converts a plain value to a parameter of the driver: whole numbers become Cypher integers (otherwise `LIMIT $n`
 * fails), dates become DATETIME. Objects are copied, because the driver throws on objects without prototype (Express
 * 5's `req.params`) and takes any object with a member like `__isInteger__` for one of its own types. If the driver
 * throws while sending, half a message stays in the connection's buffer and precedes the next request, so unsupported
 * values are refused here, before a connection is used.
 * @throws TypeError for anything but JSON, dates and 64-bit integers
 */
export function toParameter(value: unknown, depth = 0): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError(`a ${typeof value} is no parameter`)
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value)
    throw new TypeError('an integer has more than 64 bits')
  if (depth > deepestParameter) throw new TypeError(`a parameter is more than ${deepestParameter} levels deep`)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? neo4j.int(value) : value
  if (value instanceof Date) return neo4j.types.DateTime.fromStandardDate(value)
  if (Array.isArray(value)) return value.map((item) => toParameter(item, depth + 1))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) =>
        key.startsWith('__is') || member === undefined ? [] : [[key, toParameter(member, depth + 1)]],
      ),
    )
  return value
}
/** Maximum nesting depth of a parameter: more than any request needs, and safe for the driver, which is recursive. */
const deepestParameter = 200

/** Converts parameters by name with `toParameter`. */
export const toParameters = (parameters: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, toParameter(value)]))

/** Converts a value of the driver to JSON: DATETIME to RFC 3339 in UTC, nodes and relationships to properties. */
export function fromResult(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value
  if (Array.isArray(value)) return value.map(fromResult)
  if (neo4j.isDateTime(value)) return value.toStandardDate().toISOString()
  if (neo4j.isInt(value)) return value.toNumber()
  if (neo4j.isNode(value) || neo4j.isRelationship(value)) return fromResult(value.properties)
  // Not by entries, which are twice as slow: this runs for each map of each row.
  const plain: Record<string, unknown> = {}
  for (const key of Object.keys(value)) plain[key] = fromResult((value as Record<string, unknown>)[key])
  return plain
}
