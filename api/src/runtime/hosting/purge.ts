import type { Graph } from '../../graph/graph.ts'

/** Records of one transaction. */
const batch = 1_000

export interface Purged {
  /** Key of the deleted module. */
  module: string
  records: number
}

/**
 * Deletes the records of deleted modules for good, batch by batch. What an undo brings back meanwhile is left as it is.
 * @param before modules that were deleted before then
 * @param key only modules of this key
 */
export async function purgeRecords(graph: Graph, before: Date, key: string | null = null): Promise<Purged[]> {
  const purged: Purged[] = []
  for (const { module, key: of } of await graph.read('hosting/left-spaces', { before, key })) {
    let records = 0
    for (let last = batch; last === batch; records += last) {
      const [row] = await graph.store((run) => run('hosting/purge', { module, limit: batch }))
      last = row!.purged
    }
    await graph.store((run) => run('hosting/forget-space', { module }))
    purged.push({ module: of, records })
  }
  return purged
}
