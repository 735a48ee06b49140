import { Problem } from '../errors.ts'
import type { Run } from '../graph/graph.ts'

/** A relationship that could close a cycle, with its type in Neo4j. */
export interface Pair {
  type: string
  source: string
  target: string
}

/** Types whose relationships may never lead back to where they begin. */
export const acyclicTypes = ['DEPENDS_ON', 'PART_OF']

/**
 * Judges what has just been written, under the lock.
 * @throws Problem `dependency-cycle` with the cycle as refs and as names, beginning and ending with the source
 */
export async function refuseCycle(run: Run, pairs: Pair[]): Promise<void> {
  const [closed] = await run<{ cycle: { ref: string; name: string }[] }>('relationships/closed-cycle', { pairs })
  if (!closed) return
  const cycle = closed.cycle.map(({ ref }) => ref)
  const names = closed.cycle.map(({ name }) => name)
  throw new Problem('dependency-cycle', `the relationship would close a cycle: ${names.join(' → ')}`, [], {
    cycle,
    names,
  })
}
