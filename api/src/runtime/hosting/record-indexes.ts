import type { Graph } from '../../graph/graph.ts'
import { isIndexed } from './field-values.ts'
import type { Kind } from './served.ts'

/** Indexes slow down every write of a record, so that one entity does not get one for each of its fields. */
const mostOfEntity = 20

/** Makes an index for each field by which many records are often looked for; entities with fields of one name share it. */
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
          return making.catch(() => made.delete(field)) // a question without its index is slower, not wrong
        }),
    )
}
