import type { Read } from '../../graph/graph.ts'
import { components } from '../../kernel/components.ts'
import { Problem } from '../../kernel/errors.ts'
import { moduleOf } from '../../store/kind.ts'
import { relationshipTypes, type Relationship } from './relationships.contract.ts'

type Ends = Pick<Relationship, 'type' | 'source' | 'target'>

/** Types whose relationships may never lead back to where they begin. Modules are joined by their parts: decision 0009. */
export const acyclicTypes: Relationship['type'][] = ['dependency', 'hierarchical']

/** From so many on, one look at all dependencies takes less time than a search for each. */
const many = 50

/**
 * The one search for a cycle that relationships close: one that is not written yet, or any number that have just been.
 * @throws Problem `dependency-cycle` with the cycle as refs and as names, from the source of a relationship by its target back to it
 */
export async function refuseCycles(run: Read, relationships: Ends[]): Promise<void> {
  const risky = relationships.filter(({ type }) => acyclicTypes.includes(type))
  const suspects = risky.length < many ? risky : await onCycles(run, risky)
  if (suspects.length === 0) return
  const pairs = suspects.map(({ type, source, target }) => ({ type: relationshipTypes[type], source, target }))
  const [closed] = await run('relationships/closed-cycle', { pairs })
  if (!closed) return
  const cycle = closed.cycle.map(({ ref }) => ref)
  const names = closed.cycle.map(({ name }) => name)
  const detail = `the relationship would close a cycle: ${names.join(' → ')}`
  throw new Problem('dependency-cycle', detail, [], { cycle, names })
}

/** Of those that are written: those on cycles of modules, and those that are no dependency between modules and have to be searched for. */
async function onCycles(run: Read, written: Ends[]): Promise<Ends[]> {
  const rows = await run('analysis/edges', { types: ['MODULE_DEPENDS_ON'] })
  const circular = components(new Map(rows.map(({ ref, targets }) => [moduleOf(ref), targets.map(moduleOf)])))
  const cycleOf = new Map(circular.flatMap((keys, index) => keys.map((key) => [key, index])))
  return written.filter(({ type, source, target }) => {
    const [a, b] = [moduleOf(source), moduleOf(target)]
    return type !== 'dependency' || a === b || (cycleOf.has(a) && cycleOf.get(a) === cycleOf.get(b))
  })
}
