import { Problem } from '../kernel/errors.ts'
import type { Read } from '../graph/graph.ts'
import { moduleOf } from './kinds.ts'
import { relationshipTypes, type Relationship } from '../registry/relationships/relationships.contract.ts'
import { components } from '../kernel/components.ts'

/** A relationship that could close a cycle, with its type in Neo4j. Modules are joined by their parts: decision 0009. */
export interface Pair {
  type: string
  source: string
  target: string
}

export const pairOf = ({ type, source, target }: Relationship): Pair => ({
  ...{ type: relationshipTypes[type], source, target },
})

/** Types whose relationships may never lead back to where they begin. */
export const acyclicTypes = ['DEPENDS_ON', 'PART_OF']

/** From so many on, one look at all dependencies takes less time than a search for each. */
export const many = 50

/** From the source of a relationship by its target back to it. */
export type Cycle = { ref: string; name: string }[]

/** The refusal of a relationship, with the cycle as refs and as names. */
export function closesCycle(closed: Cycle): Problem {
  const cycle = closed.map(({ ref }) => ref)
  const names = closed.map(({ name }) => name)
  const detail = `the relationship would close a cycle: ${names.join(' → ')}`
  return new Problem('dependency-cycle', detail, [], { cycle, names })
}

/** Judges a relationship before it is written. @throws Problem `dependency-cycle` */
export async function refuseCycleOf(run: Read, relationship: Relationship): Promise<void> {
  const pair = pairOf(relationship)
  if (acyclicTypes.includes(pair.type)) await refuseFirst(run, [pair])
}

/** Judges many that have just been written, under the lock. @throws Problem `dependency-cycle` */
export async function refuseCycles(run: Read, pairs: Pair[]): Promise<void> {
  const suspects = await onCycles(run, pairs)
  if (suspects.length > 0) await refuseFirst(run, suspects)
}

async function refuseFirst(run: Read, pairs: Pair[]): Promise<void> {
  const [closed] = await run('relationships/closed-cycle', { pairs })
  if (closed) throw closesCycle(closed.cycle)
}

/** Those that join modules of one cycle, and those that are no dependency between modules and have to be searched for. */
async function onCycles(run: Read, pairs: Pair[]): Promise<Pair[]> {
  const rows = await run('analysis/edges', { types: ['MODULE_DEPENDS_ON'] })
  const circular = components(new Map(rows.map(({ ref, targets }) => [moduleOf(ref), targets.map(moduleOf)])))
  const cycleOf = new Map(circular.flatMap((keys, index) => keys.map((key) => [key, index])))
  return pairs.filter(({ type, source, target }) => {
    const [a, b] = [moduleOf(source), moduleOf(target)]
    return type !== 'DEPENDS_ON' || a === b || (cycleOf.has(a) && cycleOf.get(a) === cycleOf.get(b))
  })
}
