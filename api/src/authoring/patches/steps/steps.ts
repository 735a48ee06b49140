import { born, edit } from '../../../store/change.ts'
import { moduleOf, type State, type Step } from '../../../store/kind.ts'
import type { Relationship, RelationshipCreate } from '../../../registry/relationships/relationships.contract.ts'
import { bornRelationship } from '../../../registry/relationships/relationships.service.ts'
import type { ModuleState, Neighbour } from '../module-state.ts'
import { inDocuments, type RegisteredModule } from '../registered.ts'

/**
 * The steps from the registered to the desired state of a module; none for unchanged resources. Pure, except for ids
 * and times of new resources.
 */
export function stepsTo(desired: ModuleState, registered: RegisteredModule, revision: number): Step[] {
  const { key, module, parts, relationships } = registered
  const named = <Part extends { key: string }>(kind: string, list: Part[]) =>
    list.map((part): [string, object] => [`${kind}:${key}/${part.key}`, part])
  const wanted = new Map<string, object>([
    [`module:${key}`, desired.module],
    ...desired.entities.map((entity): [string, object] => [`entity:${key}/${entity.name}`, entity]),
    // Capabilities before endpoints: diagrams place later nodes beside those that they are connected with.
    ...named('capability', desired.capabilities),
    ...named('endpoint', desired.endpoints),
    ...named('configuration', desired.configurations),
  ])
  const known = new Map([...(module ? [module] : []), ...parts].map((state) => [state.ref, state as State]))
  const written = [...wanted].flatMap(([ref, contents]) => {
    const before = known.get(ref)
    if (before) return edit(before, contents as Partial<State>).steps
    return [{ before: null, after: { ...contents, ...born(ref, revision) } }]
  })
  const gone = parts.filter(({ ref }) => !wanted.has(ref))
  const goneRefs = new Set(gone.map(({ ref }) => ref))
  const lost = relationships.filter(({ source, target }) => goneRefs.has(source) || goneRefs.has(target))
  const lostRefs = new Set(lost.map(({ ref }) => ref))
  const relations = relationshipSteps(desired.relationships, registered, wanted, revision)
  return [
    ...written,
    ...[...gone, ...lost].map((before): Step => ({ before, after: null })),
    ...relations.filter(({ before }) => !before || !lostRefs.has(before.ref)),
  ]
}

/** Refs of possible ends of relationships in another module. */
const endsIn = ({ key, capabilities, configurations }: Neighbour): string[] => [
  `module:${key}`,
  ...capabilities.map((capability) => `capability:${key}/${capability.key}`),
  ...configurations.map((configuration) => `configuration:${key}/${configuration}`),
]

const nameOf = ({ type, source, target }: RelationshipCreate) => `${type} ${source} ${target}`

function relationshipSteps(
  desired: RelationshipCreate[],
  { module, outgoing, others, key }: RegisteredModule,
  wanted: ReadonlyMap<string, object>,
  revision: number,
): Step[] {
  const known = new Map(outgoing.map((relationship) => [nameOf(inDocuments(relationship)), relationship]))
  const registered = new Set(others.flatMap(endsIn))
  const isThere = (ref: string) => (moduleOf(ref) === key ? wanted.has(ref) : registered.has(ref))
  const steps = desired.flatMap((relationship): Step[] => {
    const before = known.get(nameOf(relationship))
    known.delete(nameOf(relationship))
    const { source: _source, target: _target, ...contents } = relationship
    const state = isThere(relationship.source) && isThere(relationship.target) ? 'active' : 'pending'
    if (before) return edit<Relationship>(before, before.state === 'pending' ? { ...contents, state } : contents).steps
    return [{ before: null, after: bornRelationship(relationship, revision, state) }]
  })
  // A document that registers a module must not delete relationships that were pending for it.
  const gone = module ? [...known.values()] : []
  return [...steps, ...gone.map((before): Step => ({ before, after: null }))]
}
