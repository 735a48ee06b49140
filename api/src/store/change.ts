import type { Via } from '@registry/cypher/questions'
import { isDeepStrictEqual } from 'node:util'
import { v7 as uuid } from 'uuid'
import { Problem } from '../kernel/errors.ts'
import type { Graph, Read, RowOf, Run } from '../graph/graph.ts'
import { kindNamed, kindOf, kindsInOrder, type State, type Step } from './kind.ts'
import { write } from './write.ts'

/** Where a change comes from; goes into the log with it. */
export interface Origin {
  actor: string
  via: Via
  /** The client's Idempotency-Key and the SHA-256 of its request: the same again gets the answer of the first time. */
  idempotency?: { key: string; requestHash: string }
  /** Decides, writes and checks, and then leaves everything as it was. */
  dryRun?: boolean
}

export interface Decision<Result> {
  /** What the caller gets, plain JSON. */
  result: Result
  /** What is to be written, first what the change is about; none leaves the registry as it is, without an entry in the log. */
  steps: Step[]
  /** Writes in the same transaction what the log leaves out, such as what the monitor has counted. */
  beside?: (run: Run) => Promise<unknown>
}

interface Subject {
  /** What is done, such as `module.create`. */
  kind: string
  patchId?: string
  /** Why, where nobody asked for it. */
  reason?: string
}

/**
 * The only way to change the registry: one transaction that takes the one lock, gets its number, decides on what it then reads,
 * verifies, writes, and records itself in the log, which keeps resources and not commands (decision 0002).
 * @param decide reads and judges under the lock; throws a Problem to leave everything as it was; may run more than once
 * @throws Problem `idempotency-key-reused`, `dependency-cycle`, and whatever `decide` throws
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
      // An earlier try was committed, only its answer was lost on the way: giving that answer is all that is left to do.
      if (begun.committed) throw unchanged.with(answered)
      if (begun.kept) throw unchanged.with(keptAnswer<Result>(begun.kept, origin))
      const { result, steps, beside } = await decide(run, begun.revision)
      if (steps.length === 0) throw unchanged.with(result)
      const kinds = kindsInOrder()
      for (const kind of kinds) await kind.verify?.(run, steps)
      await write(run, steps)
      const followed: Step[] = []
      for (const kind of kinds) followed.push(...((await kind.follow?.(run, steps)) ?? []))
      if (origin.dryRun) throw unchanged.with(result)
      for (const kind of kinds) await kind.settle?.(run, steps)
      await beside?.(run)
      await record(run, { ...subject, ...origin, number: begun.revision, operation }, [...steps, ...followed])
      if (origin.idempotency)
        await run('history/keep-answer', { ...origin.idempotency, result: JSON.stringify(result) })
      answered = result
      return result
    })
  } catch (error) {
    // Thrown, not returned, so that the transaction is rolled back and its number is free again.
    if (error === unchanged) return unchanged.result as Result
    throw error
  }
}

/**
 * What is no change of the registry, done once: with an Idempotency-Key, the same request again gets the answer of the first time.
 * @throws Problem `idempotency-key-reused`
 */
export async function once<Result>(run: Run, { idempotency }: Origin, work: () => Promise<Result>): Promise<Result> {
  if (!idempotency) return work()
  const [kept] = await run('history/claim-answer', { ...idempotency })
  if (kept!.result !== null) return keptAnswer<Result>({ ...kept!, result: kept!.result }, { idempotency })
  const result = await work()
  await run('history/fill-answer', { key: idempotency.key, result: JSON.stringify(result) })
  return result
}

/**
 * For what takes long or costs something before it changes anything: what the same request was answered before, if it was.
 * @throws Problem `idempotency-key-reused`
 */
export async function answeredBefore<Result>(run: Read, { idempotency }: Origin): Promise<Result | undefined> {
  if (!idempotency) return undefined
  const [kept] = await run('history/kept-answer', { key: idempotency.key })
  return kept && keptAnswer<Result>(kept, { idempotency })
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
 * @param revision of the registry: `rev` begins there, so that what is made anew under an old name never has a `rev` that somebody knows
 *   (decision 0008)
 */
export function born(ref: string, revision: number): State {
  const now = new Date().toISOString()
  return { id: uuid(), ref, rev: revision, createdAt: now, updatedAt: now }
}

/** `before` with other contents as the step that counts it up; no step when the contents are the same. */
export function edit<Resource extends State>(
  before: Resource,
  contents: Partial<Resource>,
): { after: Resource; steps: Step[] } {
  const after = { ...before, ...contents }
  if (isDeepStrictEqual(after, before)) return { after: before, steps: [] }
  const counted = { ...after, rev: before.rev + 1, updatedAt: new Date().toISOString() }
  return { after: counted, steps: [{ before, after: counted }] }
}

/** The revision that a client wants to change: any of the numbers in its If-Match, or whatever there is. */
export type Expected = number[] | '*'

export function requireRevision({ ref, rev }: Pick<State, 'ref' | 'rev'>, expected: Expected): void {
  if (expected !== '*' && !expected.includes(rev))
    throw new Problem('stale-revision', `the current revision of ${ref} is ${rev}`, [
      { pointer: '/header/if-match', reason: `must be "${rev}"` },
    ])
}
