import { isDeepStrictEqual } from 'node:util'
import type { StoredCapability } from '../../registry/capabilities/capabilities.contract.ts'
import { endpointKey } from '../../registry/endpoints/endpoints.service.ts'
import { Problem, type Reason } from '../../kernel/errors.ts'
import type { Service } from '../../store/call.ts'
import type { undoOperations } from './undo.contract.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { ConfigurationService } from '../../registry/configuration/configuration.service.ts'
import { purgedPlaces } from '../../registry/configuration/secrets.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { Owner } from '../../registry/owners/owners.contract.ts'
import { ownerNames, primaryOf } from '../../registry/owners/ownership.ts'
import { requireFreeNames } from '../../registry/modules/aliases.ts'
import { requireFreeBasePath } from '../../registry/modules/modules.service.ts'
import type { Relationship } from '../../registry/relationships/relationships.contract.ts'
import { requireAcceptable } from '../../registry/relationships/relationship-ends.ts'
import { change, type Decision, type Origin } from '../../store/change.ts'
import type { Revision } from '../../registry/history/history.contract.ts'
import { readRevision } from '../../registry/history/history.service.ts'
import { kindOf, moduleOf, withPresets, type State, type Step } from '../../store/kind.ts'
import { partsOf, statesOf } from '../../store/states.ts'

export const undoService = (graph: Graph, configurations: ConfigurationService) =>
  ({
    undo: ({ params, query }, { origin }) =>
      undo(graph, params.number, { ...origin, ...query }, async (run, steps) => {
        for (const { before, after } of steps)
          if (isConfiguration(after))
            await configurations.concealEarlier(run, isConfiguration(before) ? before : null, after)
      }),
  }) satisfies Service<typeof undoOperations>

/**
 * Undoes a change: deletes what it created, re-creates what it deleted and restores what it changed.
 * @param beside writes what is not logged
 * @returns the number of the revision that undoes it
 * @throws Problem `not-found`; `conflict` with all resources changed, created or deleted since that prevent it;
 *   `in-use`, `already-exists`, `dependency-cycle` if a resource cannot be deleted or restored
 */
export const undo = (
  graph: Graph,
  number: number,
  origin: Origin,
  beside?: (run: Run, steps: Step[]) => Promise<void>,
): Promise<{ revision: number }> =>
  change(graph, origin, { kind: 'revision.undo' }, async (run, revision) => {
    const decision = await takingBack(run, number, revision)
    return { ...decision, beside: async (run) => beside?.(run, decision.steps) }
  })

/** The decision to undo a change, for use in a larger change. */
export async function takingBack(run: Run, number: number, revision: number): Promise<Decision<{ revision: number }>> {
  const undone = await readRevision(run, number)
  const steps = await inverseSteps(run, undone, revision)
  if (steps.length === 0) throw new Problem('conflict', `there is nothing to undo in revision ${number}`)
  await requireWhole(run, steps)
  return { result: { revision }, steps }
}

const isModule = (state: State | null): state is Module => state !== null && kindOf(state.ref) === 'module'
const isConfiguration = (state: State | null): state is Configuration =>
  state !== null && kindOf(state.ref) === 'configuration'
const isRelationship = (state: State): state is Relationship => kindOf(state.ref) === 'relationship'
const isOwner = (state: State): state is Owner => kindOf(state.ref) === 'owner'
const isCapability = (state: State): state is StoredCapability => kindOf(state.ref) === 'capability'

/** A logged change; the log contains complete resources. */
interface Logged {
  ref: string
  before: State | null
  after: State | null
}

async function inverseSteps(run: Read, undone: Revision, revision: number): Promise<Step[]> {
  // An owner that was made for its name stays: others may be linked to it by now.
  const changes = (undone.changes as Logged[]).filter(
    ({ ref, before }) => kindOf(ref) !== 'owner' || before !== null || ref === undone.ref,
  )
  const logged = changes.filter(
    ({ ref, before, after }) => kindOf(ref) !== 'patch' && !isDeepStrictEqual(before, after),
  )
  const current = await statesOf(
    run,
    logged.map(({ ref }) => ref),
  )
  const errors: Reason[] = []
  const steps = logged.map((change): Step => {
    const { ref } = change
    const now = current.get(ref) ?? null
    const [before, after] = [change.before, change.after].map((state) => state && completed(state, now)) as [
      State | null,
      State | null,
    ]
    if (!isDeepStrictEqual(withoutHealth(now, after), after))
      errors.push({ pointer: `/changes/${ref}`, reason: standing(ref, now, after) })
    if (isConfiguration(before))
      for (const place of purgedPlaces(before.values))
        errors.push({ pointer: `/changes/${ref}`, reason: `the value of ${ref} at ${place} has been purged` })
    if (before === null) return { before: now, after: null }
    const counted = {
      ...measured(before, after, now),
      rev: now ? now.rev + 1 : revision,
      updatedAt: new Date().toISOString(),
    }
    return { before: now, after: counted }
  })
  if (errors.length > 0) throw new Problem('conflict', `the change cannot be undone: ${errors[0]!.reason}`, errors)
  return [
    ...(await withOwnerNames(run, steps)),
    ...changes.filter(({ ref }) => kindOf(ref) === 'patch').map((logged) => keepDocument(logged, revision)),
  ]
}

/** A logged resource with the members that are newer than the log; of a module, owners are what its `owner` says now. */
function completed(state: State, now: State | null): State {
  const isOlder = !Object.hasOwn(state, 'owners')
  if (!isModule(state) || !isModule(now) || !isOlder || state.owner !== now.owner) return withPresets(state)
  const contents: Module = { ...withPresets(state), owners: now.owners }
  return contents
}

/** Modules that return have the names that their owners have now, or get back with the same undo. */
async function withOwnerNames(run: Read, steps: Step[]): Promise<Step[]> {
  const primaries = steps.flatMap(({ after }) => (isModule(after) ? (primaryOf(after.owners)?.owner ?? []) : []))
  const names = await ownerNames(run, primaries)
  for (const { after } of steps) if (after && isOwner(after)) names.set(after.key, after.name)
  return steps.map(({ before, after }) => {
    const name = isModule(after) && names.get(primaryOf(after.owners)?.owner ?? '')
    return { before, after: name ? ({ ...after, owner: name } as State) : after }
  })
}

/** Ignores what the monitor has changed in a module since, which must not prevent an undo. */
function withoutHealth(now: State | null, after: State | null): State | null {
  if (!isModule(now) || !isModule(after)) return now
  const { health, status, rev, updatedAt } = after
  const isMonitored = [status, now.status].sort().join() === 'active,error'
  const contents: Module = { ...now, health, rev, updatedAt, ...(isMonitored ? { status } : {}) }
  return contents
}

/** The module before the change, with its current health and status unless the change was about these. */
function measured(before: State, after: State | null, now: State | null): State {
  if (!isModule(before) || !isModule(after) || !isModule(now)) return before
  const contents: Module = {
    ...before,
    ...(before.health === after.health ? { health: now.health } : {}),
    ...(before.status === after.status ? { status: now.status } : {}),
  }
  return contents
}

/** An accepted document is never deleted, but marked as undone, so that it can be applied again. */
const keepDocument = ({ before, after }: Logged, revision: number): Step => {
  const now = after!
  const mark = before ?? { undoneBy: revision }
  const marked = { ...now, undoneBy: null, ...mark, rev: now.rev + 1 }
  return { before: now, after: marked }
}

const standing = (ref: string, now: State | null, after: State | null) =>
  now === null
    ? `${ref} has been deleted`
    : after === null
      ? `${ref} has been created again`
      : `${ref} has been changed`

/**
 * Refuses an undo that would delete resources added since, or restore some whose references or names are not available.
 */
async function requireWhole(run: Read, steps: Step[]): Promise<void> {
  const goes = new Set(steps.flatMap(({ before, after }) => (before && !after ? [before.ref] : [])))
  const comes = steps.flatMap(({ after }) => (after && kindOf(after.ref) !== 'patch' ? [after] : []))
  const returning = new Set(comes.map(({ ref }) => ref))

  const beside: { ref: string }[] = []
  for (const ref of goes) if (kindOf(ref) === 'module') beside.push(...(await partsOf(run, moduleOf(ref))))
  for (const { relationship } of await run('relationships/touching', {
    refs: [...goes],
  }))
    beside.push({ ref: `relationship:${relationship.id}` })
  for (const ref of goes)
    if (kindOf(ref) === 'owner')
      for (const { module } of await run('owners/modules', { ref }))
        if (!returning.has(`module:${module.key}`)) beside.push({ ref: `module:${module.key}` })
  refuse(beside.filter(({ ref }) => !goes.has(ref)).map(({ ref }) => `${ref} has been added since`))

  const named = [...new Set(comes.flatMap(namedBy))].filter((ref) => !returning.has(ref))
  const there = await statesOf(run, named)
  refuse(named.filter((ref) => !there.has(ref) || goes.has(ref)).map((ref) => `${ref} is gone`))

  for (const state of comes.filter(isModule)) {
    await requireFreeNames(run, state)
    await requireFreeBasePath(run, state)
  }
  const relationships = comes.filter(isRelationship)
  const joining = relationships.filter(
    ({ source, target, state }) => state === 'active' && !returning.has(source) && !returning.has(target),
  )
  await requireAcceptable(run, joining, (index) => `/changes/${joining[index]!.ref}`)
}

function refuse(reasons: string[]): void {
  if (reasons.length === 0) return
  const errors = reasons.map((reason) => ({ pointer: `/changes/${reason.split(' ')[0]}`, reason }))
  throw new Problem('conflict', `the change cannot be undone: ${reasons[0]}`, errors)
}

/** Refs of the resources that a resource requires. */
function namedBy(state: State): string[] {
  if (isModule(state)) return state.owners.map(({ owner }) => `owner:${owner}`)
  if (['owner', 'draft'].includes(kindOf(state.ref))) return []
  if (isRelationship(state)) return state.state === 'active' ? [state.source, state.target] : []
  const module = moduleOf(state.ref)
  if (!isCapability(state)) return [`module:${module}`]
  const { entity, endpoints } = state
  return [
    `module:${module}`,
    ...(entity === null ? [] : [`entity:${module}/${entity}`]),
    ...endpoints.map((exposed) => `endpoint:${module}/${endpointKey(exposed)}`),
  ]
}
