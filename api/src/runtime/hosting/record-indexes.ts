import { LRUCache } from 'lru-cache'
import { storedFields } from '../../registry/entities/fields.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import type { Graph } from '../../graph/graph.ts'
import { isIndexed } from './field-values.ts'
import { many, type Kind } from './served.ts'

/** Maximum number of indexes for an entity: each slows down every write of a record. */
const mostOfEntity = 20

/** Creates indexes for fields that are often filtered by; entities with equal field names share an index. */
export function recordIndexes(graph: Graph): (kind: Kind) => Promise<unknown> {
  // Asked again now and then: another process may have dropped one that nobody needed.
  const made = new LRUCache<string, Promise<unknown>>({ max: 10_000, ttl: 3_600_000 })
  return ({ entity }) =>
    Promise.all(
      indexedFields(entity).map((field) => {
        const making = made.get(field) ?? graph.store((run) => run('hosting/index-field', { field }))
        made.set(field, making)
        return making.catch(() => made.delete(field)) // a query without its index is slower, not wrong
      }),
    )
}

const indexedFields = ({ fields }: Pick<Entity, 'fields'>): string[] =>
  fields
    .filter(isIndexed)
    .slice(0, mostOfEntity)
    .map(({ name }) => name)

/** Drops the indexes of fields that no entity with many records has any more. @returns their names */
export async function dropUnusedIndexes(graph: Graph): Promise<string[]> {
  const indexes = await graph.read('hosting/indexes', {})
  if (indexes.length === 0) return []
  const large = await graph.read('hosting/large', { many })
  const used = new Set(large.flatMap(({ fields }) => indexedFields({ fields: storedFields(fields) })))
  const unused = indexes.filter(({ field }) => !used.has(field)).map(({ name }) => name)
  for (const index of unused) await graph.store((run) => run('hosting/drop-index', { index }))
  return unused
}
