import type { Read } from '../../graph/graph.ts'
import type { Earlier } from '../../graph/revision-cache.ts'
import { moduleOf } from '../../store/kind.ts'
import type { Relationship } from '../relationships/relationships.contract.ts'

/** With more changes, reading everything takes less. */
const mostChanges = 1_000

/**
 * Keys of the modules that may differ from an earlier state: they have changed, or their parts or relationships.
 * Undefined if the log does not tell, as after a restored backup, or tells of too many. Decision 0061.
 */
export async function modulesChangedSince(
  read: Read,
  { revision, operation }: Omit<Earlier<unknown>, 'answer'>,
): Promise<string[] | undefined> {
  const rows = await read('history/changed-since', { revision, limit: mostChanges })
  const isKnown = rows.some((row) => row.number === revision && row.operation === operation)
  if (!isKnown || rows.length === mostChanges) return undefined
  const keys = rows.flatMap(({ ref, states }) =>
    states.length === 0
      ? [moduleOf(ref)]
      : states.flatMap((state) => {
          const { source, target } = JSON.parse(state) as Relationship
          return [moduleOf(source), moduleOf(target)]
        }),
  )
  return [...new Set(keys)]
}
