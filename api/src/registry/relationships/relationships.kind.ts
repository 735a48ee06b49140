import { kindOf, moduleOf, saveRows, type Kind, type State, type Step } from '../../store/kind.ts'
import { refuseCycles } from './acyclic.ts'
import { leadPending, resolvePending } from './pending.ts'
import { haveOtherEnds } from './relationship-ends.ts'
import { Relationship, relationshipTypes, type RelationshipType } from './relationships.contract.ts'

const apiNames = Object.fromEntries(Object.entries(relationshipTypes).map(([api, neo4j]) => [neo4j, api]))

export const relationshipKind: Kind<Relationship> = {
  name: 'relationship',
  removal: 'admin',
  members: Object.keys(Relationship.shape),
  json: ['configuration'],
  edges: ['type', 'source', 'target'],
  nullable: ['versionRange', 'reason'],
  presets: { state: 'active' },
  converted: {
    type: {
      toGraph: (type) => relationshipTypes[type as RelationshipType],
      fromGraph: (type) => apiNames[type as string],
    },
  },
  async find(run, refs) {
    const rows = await run('relationships/read', { ids: refs.map((ref) => ref.slice('relationship:'.length)) })
    return rows.map(({ relationship }) => relationship)
  },

  /** @throws Problem `dependency-cycle` if a new or moved relationship closes a cycle */
  async save(run, steps) {
    const joining = steps.filter(({ after }) => !isWaiting(after!))
    await saveRows(joining, (rows) => run('relationships/save', { rows }))
    const moved = joining.filter(({ before, after }) => !before || isMoved(before, after!))
    await refuseCycles(
      run,
      moved.map(({ after }) => after!),
    )
    const waiting = steps.filter(({ after }) => isWaiting(after!))
    await saveRows(waiting, (rows) => run('relationships/save-pending', { rows }))
  },
  async remove(run, gone) {
    const edges = gone.filter((relationship) => !isWaiting(relationship))
    const ids = gone.filter(isWaiting).map(({ id }) => id)
    if (edges.length > 0) await run('relationships/remove', { rows: edges })
    if (ids.length > 0) await run('relationships/remove-pending', { ids })
  },
  isMoved,
  logged: ({ source, target }) => ({ source: moduleOf(source), target: moduleOf(target) }),

  async follow(run, steps) {
    const led = await leadPending(run, steps)
    const arrived = [...steps, ...led].flatMap(({ before, after }) =>
      after && (!before || led.length > 0) ? endsIn(after) : [],
    )
    const resolved = arrived.length > 0 ? await resolvePending(run, arrived) : []
    return merged([...led, ...resolved])
  },
}

/** One step for each relationship: the log has each resource once in a revision. */
function merged(steps: Step[]): Step[] {
  const byRef = new Map<string, Step>()
  for (const step of steps) {
    const { ref } = (step.after ?? step.before)!
    byRef.set(ref, { before: byRef.get(ref)?.before ?? step.before, after: step.after })
  }
  return [...byRef.values()]
}

/** Whether it is stored as a node because it lacks an end. */
const isWaiting = ({ state }: Relationship) => state === 'pending' || state === 'refused'

/** Neo4j can neither change the ends of an edge nor turn a node into one. */
function isMoved(before: Relationship, after: Relationship): boolean {
  return before.state !== after.state || haveOtherEnds(before, after)
}

const isRelationship = (state: State): state is Relationship => kindOf(state.ref) === 'relationship'

/** Refs that relationships may be waiting for: a new resource, or the ends of a new pending relationship. */
function endsIn(state: State): string[] {
  if (['module', 'capability', 'configuration'].includes(kindOf(state.ref))) return [state.ref]
  return isRelationship(state) && state.state === 'pending' ? [state.source, state.target] : []
}
