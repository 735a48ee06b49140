import type { Run } from '../../graph/graph.ts'
import { born, edit, type Step } from '../../store/change.ts'
import { moduleOf, type State } from '../../store/kinds.ts'
import { removableEdges } from '../../store/removal.ts'
import type { Relationship, RelationshipCreate } from '../../registry/relationships/relationships.contract.ts'
import { bornRelationship } from '../../registry/relationships/relationships.service.ts'
import { inDocuments, type Surroundings } from './registered.ts'
import type { ModuleState } from './state.ts'

/** What brings a module from what is registered to what a document wants; nothing where both are the same. */
export async function stepsTo(
  run: Run,
  desired: ModuleState,
  surroundings: Surroundings,
  revision: number,
): Promise<Step[]> {
  const { key, module, parts } = surroundings
  const wanted = new Map<string, object>([
    [`module:${key}`, desired.module],
    ...desired.entities.map((entity): [string, object] => [`entity:${key}/${entity.name}`, entity]),
    // Before its endpoints: diagrams place what came later beside what it belongs to.
    ...(['capability', 'endpoint', 'configuration'] as const).flatMap((kind) =>
      desired[`${kind === 'capability' ? 'capabilitie' : kind}s`].map((part): [string, object] => [
        `${kind}:${key}/${part.key}`,
        part,
      ]),
    ),
  ])
  const known = new Map([...(module ? [module] : []), ...parts].map((state) => [state.ref, state as State]))
  const written = [...wanted].flatMap(([ref, contents]) => {
    const before = known.get(ref)
    if (before) return edit(before, contents as Partial<State>).steps
    return [{ before: null, after: { ...contents, ...born(ref, revision) } }]
  })
  const gone = parts.filter(({ ref }) => !wanted.has(ref))
  const goneRefs = gone.map(({ ref }) => ref)
  const edges = goneRefs.length > 0 ? await removableEdges(run, goneRefs, true) : []
  const removed = [...gone, ...edges].map((before): Step => ({ before, after: null }))
  const lost = new Set(edges.map(({ ref }) => ref))
  const relations = relationshipSteps(desired.relationships, surroundings, wanted, revision)
  return [...written, ...removed, ...relations.filter(({ before }) => !before || !lost.has(before.ref))]
}

const nameOf = ({ type, source, target }: RelationshipCreate) => `${type} ${source} ${target}`

function relationshipSteps(
  desired: RelationshipCreate[],
  { module, outgoing, others, key }: Surroundings,
  wanted: ReadonlyMap<string, object>,
  revision: number,
): Step[] {
  const known = new Map(outgoing.map((relationship) => [nameOf(inDocuments(relationship)), relationship]))
  const registered = new Set(others.map((other) => other.key))
  const isThere = (ref: string) => (moduleOf(ref) === key ? wanted.has(ref) : registered.has(moduleOf(ref)))
  const steps = desired.flatMap((relationship): Step[] => {
    const before = known.get(nameOf(relationship))
    known.delete(nameOf(relationship))
    const { source: _source, target: _target, ...contents } = relationship
    const state = isThere(relationship.source) && isThere(relationship.target) ? 'active' : 'pending'
    if (before) return edit<Relationship>(before, before.state === 'pending' ? { ...contents, state } : contents).steps
    return [{ before: null, after: bornRelationship(relationship, revision, state) }]
  })
  // What waits for a new module is not the document's to take away.
  const gone = module ? [...known.values()] : []
  return [...steps, ...gone.map((before): Step => ({ before, after: null }))]
}
