import { closedCycles, type Edge } from '../../../kernel/closed-cycles.ts'
import type { Targets } from '../../../kernel/adjacency.ts'
import {
  relationshipTypeNames,
  type Relationship,
  type RelationshipType,
} from '../../../registry/relationships/relationships.contract.ts'
import { acyclicTypes, edgeOf } from '../../../registry/relationships/acyclic.ts'
import { kindOf, type Step } from '../../../store/kind.ts'
import type { OwnModule } from '../registered.ts'

/** A step that cannot be written: it closes a cycle, from the source of its relationship via its target back. */
export interface ClosingStep {
  step: Step
  cycle: string[]
}

/** Acyclic types of which the steps create relationships. Pure. */
export const riskyTypes = (steps: Step[]): RelationshipType[] =>
  relationshipTypeNames.filter((type) => acyclicTypes.includes(type) && steps.some((step) => isJoining(step, type)))

/**
 * The steps that would close cycles, if written in their order after all others. Pure.
 * @param modules registered edges between modules, by relationship type
 */
export function closingSteps(
  steps: Step[],
  { key, relationships }: Pick<OwnModule, 'key' | 'relationships'>,
  modules: ReadonlyMap<RelationshipType, Targets<string>>,
): ClosingStep[] {
  const gone = new Set(steps.flatMap(({ before, after }) => (before && !after ? [before.ref] : [])))
  const cycles = new Map<Step, string[]>()
  for (const [type, targets] of modules) {
    const joining = steps.filter((step) => isJoining(step, type))
    const left = relationships.filter((one) => one.type === type && one.state === 'active' && !gone.has(one.ref))
    const before = withOwn(targets, `module:${key}`, left.map(edgeOf))
    const closed = closedCycles(
      before,
      joining.map(({ after }) => edgeOf(after as Relationship)),
    )
    joining.forEach((step, index) => closed[index] && cycles.set(step, closed[index]))
  }
  return steps.flatMap((step) => {
    const cycle = cycles.get(step)
    return cycle ? [{ step, cycle }] : []
  })
}

/** Whether a step creates a relationship of the type, or activates a pending one. */
function isJoining({ before, after }: Step, type: RelationshipType): boolean {
  if (!after || kindOf(after.ref) !== 'relationship') return false
  const isActive = (state: Step['after']) => (state as Relationship).state === 'active'
  return (after as Relationship).type === type && isActive(after) && !(before && isActive(before))
}

/** Replaces all edges from and to a module. */
function withOwn(targets: Targets<string>, own: string, edges: Edge[]): Targets<string> {
  const all = new Map<string, readonly string[]>()
  for (const [node, heads] of targets)
    if (node !== own)
      all.set(
        node,
        heads.filter((head) => head !== own),
      )
  for (const [source, target] of edges) all.set(source, [...(all.get(source) ?? []), target])
  return all
}
