import type { Via } from '@registry/cypher/questions'
import { isDeepStrictEqual } from 'node:util'
import { v7 as uuid } from 'uuid'
import { Problem } from '../kernel/errors.ts'
import { mayAct, type Role } from '../kernel/operation.ts'
import type { Graph, Read, RowOf, Run } from '../graph/graph.ts'
import { forOneState } from '../graph/revision-cache.ts'
import { kindNamed, kindOf, kindsInOrder, type State, type Step } from './kind.ts'
import { write } from './write.ts'

/** Origin of a change, stored in the log with it. */
export interface Origin {
  /** Display name: two keys of one name are two people. */
  actor: string
  /** Id of the API key, of callers with one of their own. */
  keyId?: string
  /** Role of the actor; whatever the operation, `change` refuses removals that the role does not allow. */
  role: Exclude<Role, 'public'>
  via: Via
  /**
   * The client's Idempotency-Key and the SHA-256 of its request; a repeated request returns the answer to the first.
   */
  idempotency?: { key: string; requestHash: string }
  /** Decides, writes and validates, then rolls back. */
  dryRun?: boolean
}

/** Whoever keeps something private: a key, or a name of callers without one. */
export type Person = Pick<Origin, 'actor' | 'keyId'>

/** What identifies a repeated request. */
export type Repeatable = Pick<Origin, 'idempotency'>

export interface Decision<Result> {
  /** The result for the caller, plain JSON. */
  result: Result
  /** The steps to write, first that of the changed resource; without steps nothing is written or logged. */
  steps: Step[]
  /** Additional writes in the same transaction that are not logged, such as monitoring state; the change is in the log by then. */
  beside?: (run: Run) => Promise<unknown>
}

interface Subject {
  /** Kind of change, such as `module.create`. */
  kind: string
  patchId?: string
  /** Reason, for changes by the registry itself. */
  reason?: string
}

/**
 * The only way to change the registry: a transaction that takes the registry's lock and the next revision number,
 * decides by what it then reads, validates, writes, and records itself in the log, which contains resources rather than
 * commands (decision 0002).
 * @param decide reads and decides under the lock; throws a Problem to change nothing; may run more than once
 * @throws Problem `idempotency-key-reused`, `dependency-cycle`, `forbidden`, and whatever `decide` throws
 */
export async function change<Result>(
  graph: Graph,
  origin: Origin,
  subject: Subject,
  decide: (run: Run, revision: number) => Promise<Decision<Result>>,
): Promise<Result> {
  const operation = uuid()
  let answered: Result | undefined
  const unchanged = new Unchanged()
  try {
    return await graph.write(async (run) => {
      const idempotencyKey = (!origin.dryRun && origin.idempotency?.key) || null
      const [begun] = await run('history/begin', { operation, idempotencyKey })
      if (!begun) throw new Problem('database-unavailable', 'the database holds no registry')
      // An earlier attempt was committed, but the confirmation was lost: return its result.
      if (begun.committed) throw unchanged.with(answered)
      if (begun.kept) throw unchanged.with(keptAnswer<Result>(begun.kept, origin))
      const { result, steps, beside } = await decide(run, begun.revision)
      if (steps.length === 0) throw unchanged.with(result)
      requireRemovable(steps, origin.role)
      const kinds = kindsInOrder()
      for (const kind of kinds) await kind.verify?.(run, steps)
      await write(run, steps)
      const followed: Step[] = []
      for (const kind of kinds) followed.push(...((await kind.follow?.(run, steps)) ?? []))
      if (origin.dryRun) throw unchanged.with(result)
      for (const kind of kinds) await kind.settle?.(run, steps)
      await record(run, { ...subject, ...origin, number: begun.revision, operation }, [...steps, ...followed])
      if (origin.idempotency)
        await run('history/keep-answer', { ...origin.idempotency, result: JSON.stringify(result) })
      await beside?.(run)
      answered = result
      return result
    })
  } catch (error) {
    // Thrown, not returned, so that the transaction is rolled back and its revision number is free again.
    if (error === unchanged) return unchanged.result as Result
    throw error
  }
}

/**
 * What `change` would answer, in a single state of the registry: nothing is written, nor locked.
 * @param verify refuses what writing the steps would refuse
 * @throws Problem like `change`
 */
export async function rehearse<Result>(
  graph: Graph,
  { role }: Pick<Origin, 'role'>,
  decide: (run: Read, revision: number) => Promise<Decision<Result>>,
  verify: (run: Read, steps: Step[]) => Promise<void>,
): Promise<Result> {
  const { result } = await forOneState(graph, async (revision) => {
    const { result, steps } = await decide(graph.read, revision + 1)
    requireRemovable(steps, role)
    await verify(graph.read, steps)
    return { result }
  })
  return result
}

/**
 * Runs work outside the registry's history once per Idempotency-Key: a repeated request returns the answer to the
 * first.
 * @throws Problem `idempotency-key-reused`
 */
export async function once<Result>(
  run: Run,
  { idempotency }: Repeatable,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!idempotency) return work()
  const [kept] = await run('history/claim-answer', { ...idempotency })
  if (kept!.result !== null) return keptAnswer<Result>({ ...kept!, result: kept!.result }, { idempotency })
  const result = await work()
  await run('history/fill-answer', { key: idempotency.key, result: JSON.stringify(result) })
  return result
}

/** Deletes the answers that are older than a day, batch by batch. */
export async function forgetAnswers(graph: Graph): Promise<void> {
  const limit = 1_000
  for (let last = limit; last === limit;) {
    const [row] = await graph.store((run) => run('history/forget-answers', { limit }))
    last = row!.forgotten
  }
}

/**
 * The stored answer to the same request, if any; for operations that are slow or costly before they change anything.
 * @throws Problem `idempotency-key-reused`
 */
export async function answeredBefore<Result>(run: Read, { idempotency }: Origin): Promise<Result | undefined> {
  if (!idempotency) return undefined
  const [kept] = await run('history/kept-answer', { key: idempotency.key })
  return kept && keptAnswer<Result>(kept, { idempotency })
}

/**
 * The required role depends on the effect: an undo that removes a module requires that of deleting one. Decision 0046.
 */
function requireRemovable(steps: Step[], role: Role): void {
  const removed = steps.flatMap(({ before, after }) => (before && !after ? [before.ref] : []))
  const isOfEndpoints = removed.every((ref) => kindOf(ref) === 'endpoint')
  // An endpoint that is removed together with a change of its entity or capability only follows that change.
  const isMoved = isOfEndpoints && steps.length > removed.length
  const needed = removed.find((ref) => !mayAct(role, kindNamed(kindOf(ref)).removal ?? 'editor'))
  if (needed === undefined || isMoved) return
  const more = removed.length === 1 ? '' : ` and ${removed.length - 1} more`
  throw new Problem(
    'forbidden',
    `this removes ${needed}${more}, which requires the role ${kindNamed(kindOf(needed)).removal}; the key has the role ${role}`,
  )
}

class Unchanged extends Error {
  result: unknown
  with(result: unknown): this {
    this.result = result
    return this
  }
}

function keptAnswer<Result>(kept: RowOf<'history/kept-answer'>, origin: Pick<Origin, 'idempotency'>): Result {
  if (kept.requestHash !== origin.idempotency?.requestHash)
    throw new Problem('idempotency-key-reused', 'this idempotency key was used for another request', [
      { pointer: '/header/idempotency-key', reason: 'must be unique for each request' },
    ])
  return JSON.parse(kept.result) as Result
}

async function record(run: Run, entry: Subject & Origin & { number: number; operation: string }, steps: Step[]) {
  const { number, operation, kind, actor, via, patchId, reason } = entry
  const refs = steps.map(({ before, after }) => (after ?? before)!.ref)
  await run('history/record', {
    revision: { number, operation, kind, ref: refs[0], actor, via, patchId, reason, at: new Date() },
    changes: steps.map(({ before, after }, position) => ({
      ref: refs[position],
      kind: !before ? 'created' : !after ? 'deleted' : 'changed',
      before: before ? JSON.stringify(before) : undefined,
      after: after ? JSON.stringify(after) : undefined,
      ...logged((after ?? before)!),
    })),
  })
}

const logged = (state: State) => kindNamed(kindOf(state.ref)).logged?.(state)

/**
 * The members that every new resource has.
 * @param revision of the registry: the first `rev`, so that a re-created resource never has a `rev` that a client may
 *   have seen before (decision 0008)
 */
export function born(ref: string, revision: number): State {
  const now = new Date().toISOString()
  return { id: uuid(), ref, rev: revision, createdAt: now, updatedAt: now }
}

/** The step to new contents, with an incremented revision; no step if nothing changes. */
export function edit<Resource extends State>(
  before: Resource,
  contents: Partial<Resource>,
): { after: Resource; steps: Step[] } {
  const after = { ...before, ...contents }
  if (isDeepStrictEqual(after, before)) return { after: before, steps: [] }
  const counted = { ...after, rev: before.rev + 1, updatedAt: new Date().toISOString() }
  return { after: counted, steps: [{ before, after: counted }] }
}

/** The revision that a client expects: any of the numbers in its If-Match, or any revision. */
export type Expected = number[] | '*'

export function requireRevision({ ref, rev }: Pick<State, 'ref' | 'rev'>, expected: Expected): void {
  if (expected !== '*' && !expected.includes(rev))
    throw new Problem('stale-revision', `the current revision of ${ref} is ${rev}`, [
      { pointer: '/header/if-match', reason: `must be "${rev}"` },
    ])
}
