import { Problem } from '../errors.ts'
import type { Run } from '../graph/graph.ts'
import { moduleOf } from '../history/kinds.ts'
import { relationshipTypes, type Relationship } from './relationships.contract.ts'
import { components } from '../traversal/components.ts'

/** A relationship that could close a cycle, with its type in Neo4j. */
export interface Pair {
  type: string
  source: string
  target: string
}

/** Types whose relationships may never lead back to where they begin. */
export const acyclicTypes = ['DEPENDS_ON', 'PART_OF']

/** From so many on, one look at all dependencies takes less time than a search for each. */
const many = 50

/** Judges a relationship before it is written. @throws Problem `dependency-cycle` */
export async function refuseCycleOf(run: Run, { type, source, target }: Relationship): Promise<void> {
  const pair = { type: relationshipTypes[type], source, target }
  if (acyclicTypes.includes(pair.type)) await refuseCycle(run, [pair])
}

/**
 * Judges relationships under the lock, before they are written or after.
 * @throws Problem `dependency-cycle` with the cycle as refs and as names, beginning and ending with the source
 */
export async function refuseCycle(run: Run, pairs: Pair[]): Promise<void> {
  const suspects = pairs.length < many ? pairs : await onCycles(run, pairs)
  if (suspects.length === 0) return
  const [closed] = await run<{ cycle: { ref: string; name: string }[] }>('relationships/closed-cycle', {
    pairs: suspects,
  })
  if (!closed) return
  const cycle = closed.cycle.map(({ ref }) => ref)
  const names = closed.cycle.map(({ name }) => name)
  throw new Problem('dependency-cycle', `the relationship would close a cycle: ${names.join(' → ')}`, [], {
    cycle,
    names,
  })
}

/** Those that join modules of one cycle, and those that are no dependency between modules and have to be searched for. */
async function onCycles(run: Run, pairs: Pair[]): Promise<Pair[]> {
  const rows = await run<{ key: string; needs: string[] }>('relationships/module-dependencies')
  const circular = components(new Map(rows.map(({ key, needs }) => [key, needs])))
  const cycleOf = new Map(circular.flatMap((keys, index) => keys.map((key) => [key, index])))
  return pairs.filter(({ type, source, target }) => {
    const [a, b] = [moduleOf(source), moduleOf(target)]
    return type !== 'DEPENDS_ON' || a === b || (cycleOf.has(a) && cycleOf.get(a) === cycleOf.get(b))
  })
}
