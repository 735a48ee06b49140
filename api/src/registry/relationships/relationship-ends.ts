import { Problem, type ProblemType, type Reason } from '../../kernel/errors.ts'
import type { Read, RowOf } from '../../graph/graph.ts'
import { meantBy } from '../modules/nearest.ts'
import { moduleOf } from '../../store/kind.ts'
import { relationshipTypes, type Relationship } from './relationships.contract.ts'

type Ends = Pick<Relationship, 'id' | 'type' | 'source' | 'target'>

export const haveOtherEnds = (before: Ends, after: Ends): boolean =>
  before.type !== after.type || before.source !== after.source || before.target !== after.target

interface Refusal extends Reason {
  type: ProblemType
  /** Ref of an end that does not exist. */
  missing?: string
}

/**
 * Validates the ends of new or moved relationships; cycles are checked when they are written.
 * @param pointerOf pointer to the relationship with this index in the request
 * @throws Problem `invalid-request` for ends that cannot be joined, `not-found` for a missing end, `already-exists` for
 *   a second relationship of a type between two ends, `conflict` for a second parent; reports all errors of that type
 *   at once
 */
export async function requireAcceptable(
  run: Read,
  relationships: Ends[],
  pointerOf: (index: number) => string,
): Promise<void> {
  const refuse = (refusals: Refusal[]) => {
    if (refusals.length === 0) return
    const type = refusals[0]!.type
    const errors = refusals
      .filter((refusal) => refusal.type === type)
      .map(({ pointer, reason }) => ({ pointer, reason }))
    throw new Problem(
      type,
      errors
        .map(({ reason }) => reason)
        .slice(0, 3)
        .join('; '),
      errors,
    )
  }
  refuse(relationships.flatMap((relationship, index) => unjoinable(relationship, pointerOf(index))))
  refuse(repeated(relationships, pointerOf))
  const rows = relationships.map(({ id, type, source, target }, index) => ({
    index,
    id,
    source,
    target,
    type: relationshipTypes[type],
  }))
  const found = await run('relationships/ends', { rows })
  const refusals = found.flatMap((row) => refusalsOf(relationships[row.index]!, row, pointerOf(row.index)))
  for (const type of ['not-found', 'already-exists', 'conflict'] as const)
    refuse(
      await withNearest(
        run,
        refusals.filter((refusal) => refusal.type === type),
      ),
    )
}

/** Suggests the nearest existing ref for each missing one. */
const withNearest = (run: Read, refusals: Refusal[]): Promise<Refusal[]> =>
  Promise.all(
    refusals.map(async (refusal, index) =>
      refusal.missing === undefined || index >= mostSuggested
        ? refusal
        : { ...refusal, reason: `${refusal.reason}${await meantBy(run, refusal.missing)}` },
    ),
  )
/** Maximum number of suggestions for a request: each is a query. */
const mostSuggested = 10

function unjoinable({ type, source, target }: Ends, at: string): Refusal[] {
  if (source === target)
    return [{ type: 'invalid-request', pointer: `${at}/target`, reason: 'must not be the source itself' }]
  if (type === 'hierarchical')
    return Object.entries({ source, target }).flatMap(([end, ref]): Refusal[] =>
      ref.startsWith('module:')
        ? []
        : [
            {
              type: 'invalid-request',
              pointer: `${at}/${end}`,
              reason: 'must be a module: only modules can be part of other modules',
            },
          ],
    )
  const isModuleAndPart = source.startsWith('module:') !== target.startsWith('module:')
  if (moduleOf(source) === moduleOf(target) && isModuleAndPart)
    return [
      {
        type: 'invalid-request',
        pointer: `${at}/target`,
        reason: 'must not belong to the same module as the source',
      },
    ]
  return []
}

/** Identifies equal relationships; an integration has no direction. */
const nameOf = ({ type, source, target }: Ends) =>
  JSON.stringify([type, ...(type === 'integration' ? [source, target].sort() : [source, target])])

function repeated(relationships: Ends[], pointerOf: (index: number) => string): Refusal[] {
  const first = new Map<string, number>()
  const parents = new Map<string, number>()
  return relationships.flatMap((relationship, index): Refusal[] => {
    const name = nameOf(relationship)
    const same = first.get(name)
    if (same !== undefined)
      return [{ type: 'already-exists', pointer: pointerOf(index), reason: `is the same as ${pointerOf(same)}` }]
    first.set(name, index)
    if (relationship.type !== 'hierarchical') return []
    const sibling = parents.get(relationship.source)
    parents.set(relationship.source, index)
    if (sibling === undefined) return []
    return [
      {
        type: 'conflict',
        pointer: `${pointerOf(index)}/target`,
        reason: `is a second parent, in addition to ${pointerOf(sibling)}`,
      },
    ]
  })
}

function refusalsOf(
  { type, source, target }: Ends,
  { sourceFound, targetFound, existing, parent }: RowOf<'relationships/ends'>,
  at: string,
): Refusal[] {
  const refusals: Refusal[] = []
  const missing = { ...(sourceFound ? {} : { source }), ...(targetFound ? {} : { target }) }
  for (const [end, ref] of Object.entries(missing))
    refusals.push({ type: 'not-found', pointer: `${at}/${end}`, reason: `there is no ${ref}`, missing: ref })
  if (existing !== null)
    refusals.push({
      type: 'already-exists',
      pointer: at,
      reason: `${source} and ${target} already have a relationship of type ${type}: ${existing}`,
    })
  else if (parent !== null)
    refusals.push({ type: 'conflict', pointer: `${at}/target`, reason: `${source} is already part of ${parent}` })
  return refusals
}
