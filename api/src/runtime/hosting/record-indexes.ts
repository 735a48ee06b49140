import type { Graph } from '../../graph/graph.ts'
import { isIndexed } from './field-values.ts'
import type { Kind } from './served.ts'

/** Maximum number of indexes for an entity: each slows down every write of a record. */
const mostOfEntity = 20

/** Creates indexes for fields that are often filtered by; entities with equal field names share an index. */
export function recordIndexes(graph: Graph): (kind: Kind) => Promise<unknown> {
  const made = new Map<string, Promise<unknown>>()
  return ({ entity }) =>
    Promise.all(
      entity.fields
        .filter(isIndexed)
        .slice(0, mostOfEntity)
        .map(({ name: field }) => {
          const making = made.get(field) ?? graph.store((run) => run('hosting/index-field', { field }))
          made.set(field, making)
          return making.catch(() => made.delete(field)) // a query without its index is slower, not wrong
        }),
    )
}
