import type { Read } from '../../graph/graph.ts'
import { closedCycles, type Edge } from '../../kernel/closed-cycles.ts'
import { components } from '../../kernel/components.ts'
import { Problem } from '../../kernel/errors.ts'
import { moduleOf } from '../../store/kind.ts'
import { relationshipTypes, type Relationship, type RelationshipType } from './relationships.contract.ts'

type Ends = Pick<Relationship, 'type' | 'source' | 'target'>

/** Types whose relationships must not form cycles. Relationships between parts join their modules: decision 0050. */
export const acyclicTypes: RelationshipType[] = ['dependency', 'hierarchical']

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
  throw cycleOf(
    closed.cycle.map(({ ref }) => ref),
    closed.cycle.map(({ name }) => name),
  )
}

/**
 * The same of relationships that are not written, nor will be: those of a dry run. They take the place of those with
 * their ids.
 * @throws Problem `dependency-cycle`
 */
export async function refuseClosing(run: Read, relationships: Relationship[]): Promise<void> {
  for (const type of acyclicTypes) {
    const added = relationships.filter((one) => one.type === type).map(edgeOf)
    const ids = relationships.map(({ id }) => id)
    const [cycle] = closedCycles(await edgesBehind(run, type, added, ids), added).filter(
      (closed) => closed !== undefined,
    )
    if (!cycle) continue
    const named = await run('modules/named', { refs: cycle })
    const names = new Map(named.map(({ ref, name }) => [ref, name]))
    throw cycleOf(
      cycle,
      cycle.map((ref) => names.get(ref)!),
    )
  }
}

/** The registered edges over which the targets of added ones could lead back to their sources. */
async function edgesBehind(run: Read, type: RelationshipType, added: Edge[], without: string[]) {
  const isOfModules = ([source]: Edge) => source.startsWith('module:')
  const isLarge = added.filter(isOfModules).length >= many
  const all = isLarge ? await run('analysis/edges', { types: [relationshipTypes[type]] }) : []
  const refs = [...new Set(added.filter((edge) => !(isLarge && isOfModules(edge))).map(([, target]) => target))]
  const near =
    refs.length > 0 ? await run('relationships/reachable', { refs, type: relationshipTypes[type], without }) : []
  return new Map([...near, ...all].map(({ ref, targets }) => [ref, targets]))
}

/** Relationships between modules or their parts join modules, those within a module join parts. Decision 0009. */
export function edgeOf({ source, target }: Pick<Relationship, 'source' | 'target'>): Edge {
  const [a, b] = [moduleOf(source), moduleOf(target)]
  return a === b ? [source, target] : [`module:${a}`, `module:${b}`]
}

function cycleOf(cycle: string[], names: string[]): Problem {
  const detail = `the relationship would close a cycle: ${names.join(' → ')}`
  return new Problem('dependency-cycle', detail, [], { cycle, names })
}

/** Of written relationships, those on a cycle of modules, and those other than dependencies between two modules. */
async function onCycles(run: Read, written: Ends[]): Promise<Ends[]> {
  const rows = await run('analysis/edges', { types: ['DEPENDS_ON'] })
  const circular = components(new Map(rows.map(({ ref, targets }) => [moduleOf(ref), targets.map(moduleOf)])))
  const componentOf = new Map(circular.flatMap((keys, index) => keys.map((key) => [key, index])))
  return written.filter(({ type, source, target }) => {
    const [a, b] = [moduleOf(source), moduleOf(target)]
    return type !== 'dependency' || a === b || (componentOf.has(a) && componentOf.get(a) === componentOf.get(b))
  })
}
