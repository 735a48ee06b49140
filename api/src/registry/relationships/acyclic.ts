import type { Read } from '../../graph/graph.ts'
import { components } from '../../kernel/components.ts'
import { Problem } from '../../kernel/errors.ts'
import { moduleOf } from '../../store/kind.ts'
import { relationshipTypes, type Relationship } from './relationships.contract.ts'

type Ends = Pick<Relationship, 'type' | 'source' | 'target'>

/** Types whose relationships must not form cycles. Relationships between parts join their modules: decision 0050. */
export const acyclicTypes: Relationship['type'][] = ['dependency', 'hierarchical']

/** Number of relationships from which reading all dependencies is faster than a search for each. */
const many = 50

/**
 * Checks whether relationships close a cycle: one that is not written yet, or any number that have just been written.
 * @throws Problem `dependency-cycle` with the cycle as refs and as names, from the source of a relationship via its
 *   target back to it
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

/** Of written relationships, those on a cycle of modules, and those other than dependencies between two modules. */
async function onCycles(run: Read, written: Ends[]): Promise<Ends[]> {
  const rows = await run('analysis/edges', { types: ['DEPENDS_ON'] })
  const circular = components(new Map(rows.map(({ ref, targets }) => [moduleOf(ref), targets.map(moduleOf)])))
  const cycleOf = new Map(circular.flatMap((keys, index) => keys.map((key) => [key, index])))
  return written.filter(({ type, source, target }) => {
    const [a, b] = [moduleOf(source), moduleOf(target)]
    return type !== 'dependency' || a === b || (cycleOf.has(a) && cycleOf.get(a) === cycleOf.get(b))
  })
}
