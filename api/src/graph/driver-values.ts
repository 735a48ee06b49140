import neo4j from 'neo4j-driver'

/**
 * A plain value as the driver must get it: whole numbers become Cypher integers (else `LIMIT $n` fails), dates become DATETIME.
 * Objects are copied: the driver throws on objects without prototype (Express 5's `req.params`), and takes any object with
 * a member like `__isInteger__` for a type of its own. What the driver throws while it sends stays half in the buffer of the connection,
 * and comes before the next request of anybody: so what it can't send is refused here, before a connection is touched.
 * @throws TypeError for what is no JSON, a date or an integer of 64 bits
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
/** Far more than any request has, and little enough for the driver, which calls itself for each level. */
const deepestParameter = 200

/** Parameters by name, as the driver must get them. */
export const toParameters = (parameters: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, toParameter(value)]))

/** A value of the driver as plain JSON: DATETIME becomes RFC 3339 text in UTC, nodes and relationships their properties. */
export function fromResult(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value
  if (Array.isArray(value)) return value.map(fromResult)
  if (neo4j.isDateTime(value)) return value.toStandardDate().toISOString()
  if (neo4j.isInt(value)) return value.toNumber()
  if (neo4j.isNode(value) || neo4j.isRelationship(value)) return fromResult(value.properties)
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fromResult(member)]))
}
