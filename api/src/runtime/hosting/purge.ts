import type { Graph } from '../../graph/graph.ts'
import type { Work } from '../jobs/jobs.service.ts'

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
 * @param work of the job that does it, if one does
 */
export async function purgeRecords(
  graph: Graph,
  before: Date,
  key: string | null = null,
  work?: Work,
): Promise<Purged[]> {
  const purged: Purged[] = []
  let done = 0
  for (const { module, key: of } of await graph.read('hosting/left-spaces', { before, key })) {
    let records = 0
    for (let last = batch; last === batch; records += last) {
      work?.signal.throwIfAborted()
      const [row] = await graph.store((run) => run('hosting/purge', { module, limit: batch }))
      last = row!.purged
      done += last
      work?.tell({ done, message: of })
    }
    await graph.store((run) => run('hosting/forget-space', { module }))
    purged.push({ module: of, records })
  }
  return purged
}
