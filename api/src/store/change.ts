import { isDeepStrictEqual } from 'node:util'
import { v7 as uuid } from 'uuid'
import { Problem } from '../kernel/errors.ts'
import type { Graph, Read, RowOf, Run } from '../graph/graph.ts'
import type { vias } from '../registry/history/history.contract.ts'
import { acyclicTypes, closesCycle, many, pairOf, refuseCycles } from './acyclic.ts'
import { resolvePending } from './pending.ts'
import type { Relationship } from '../registry/relationships/relationships.contract.ts'
import { isMoved as haveOtherEnds } from './relationship-ends.ts'
import { kindOf, kinds, kindsInOrder, moduleOf, toRow, type State } from './kinds.ts'

/** Where a change comes from; goes into the log with it. */
export interface Origin {
  actor: string
  via: (typeof vias)[number]
  /** The client's Idempotency-Key and the SHA-256 of its request: the same again gets the answer of the first time. */
  idempotency?: { key: string; requestHash: string }
  /** Decides, writes and checks, and then leaves everything as it was. */
  dryRun?: boolean
}

/** One resource of a change: created without `before`, deleted without `after`. */
export interface Step {
  before: State | null
  after: State | null
}

export interface Decision<Result> {
  /** What the caller gets, plain JSON. */
  result: Result
  /** What is to be written, first what the change is about; none leaves the registry as it is, without an entry in the log. */
  steps: Step[]
  /** Writes in the same transaction what the log leaves out, such as statistics. */
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
 * writes, and records itself in the log, which keeps resources and not commands (decision 0002).
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
      await write(run, steps)
      const arrived = steps.flatMap(({ before, after }) => (after && !before ? endsIn(after) : []))
      const resolved = arrived.length > 0 ? await resolvePending(run, arrived, write) : []
      if (origin.dryRun) throw unchanged.with(result)
      await beside?.(run)
      await record(run, { ...subject, ...origin, number: begun.revision, operation }, [...steps, ...resolved])
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

/** What somebody may wait for: a new resource, or what a relationship waits for that may have come meanwhile. */
function endsIn(state: State): string[] {
  if (['module', 'capability', 'configuration'].includes(kindOf(state.ref))) return [state.ref]
  if (kindOf(state.ref) !== 'relationship' || (state as Relationship).state !== 'pending') return []
  return [(state as Relationship).source, (state as Relationship).target]
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
    throw new Problem('idempotency-key-reused', 'this key came with another request before', [
      { pointer: '/header/idempotency-key', reason: 'must be new for a new request' },
    ])
  return JSON.parse(kept.result) as Result
}

/** Brings the graph from `before` to `after` of each step: deletions first, parts before what they belong to, then the rest. */
export async function write(run: Run, steps: Step[]): Promise<void> {
  for (const kind of kindsInOrder.toReversed()) {
    const gone = steps.flatMap(({ before, after }) =>
      before && kindOf(before.ref) === kind && (!after || isMoved(before, after)) ? [before] : [],
    )
    if (gone.length === 0) continue
    if (kind === 'relationship') await removeRelationships(run, gone as Relationship[])
    else await run(`${kinds[kind].folder}/remove`, { refs: gone.map((state) => state.ref) })
  }
  for (const kind of kindsInOrder) {
    const written = steps.filter(({ after }) => after && kindOf(after.ref) === kind)
    if (kind === 'relationship') await writeRelationships(run, written)
    else await save(written, (rows) => run(`${kinds[kind].folder}/save`, { rows, search: false }))
  }
}

/** @returns what the question says, when there was something to write */
async function save<Saved extends { saved: number }>(
  steps: Step[],
  write: (rows: object[]) => Promise<Saved[]>,
): Promise<Saved | undefined> {
  if (steps.length === 0) return undefined
  const rows = steps.map(({ after }) => toRow(after!))
  const [row] = await write(rows)
  if (row?.saved !== rows.length)
    throw new Error(
      `wrote ${row?.saved ?? 0} of ${rows.length} rows: something that ${rows[0]!.ref} names is not there`,
    )
  return row
}

/** @throws Problem `dependency-cycle` when what is new, or has other ends now, closes a cycle */
async function writeRelationships(run: Run, steps: Step[]): Promise<void> {
  const real = steps.filter(({ after }) => !isWaiting(after as Relationship))
  const risky = real
    .filter(({ before, after }) => !before || isMoved(before, after!))
    .map(({ after }) => pairOf(after as Relationship))
    .filter(({ type }) => acyclicTypes.includes(type))
  // With few of them the search goes along with the writing; many are looked at all at once.
  const search = risky.length > 0 && risky.length < many
  const saved = await save(real, (rows) => run('relationships/save', { rows, search }))
  if (saved?.cycle) throw closesCycle(saved.cycle)
  if (risky.length >= many) await refuseCycles(run, risky)
  await save(
    steps.filter(({ after }) => isWaiting(after as Relationship)),
    (rows) => run('relationships/save-pending', { rows }),
  )
}

/** Whether it is kept as a node of its own, for want of an end. */
const isWaiting = ({ state }: Relationship) => state === 'pending' || state === 'refused'

async function removeRelationships(run: Run, gone: Relationship[]): Promise<void> {
  const edges = gone.filter((relationship) => !isWaiting(relationship))
  const ids = gone.filter(isWaiting).map(({ id }) => id)
  if (edges.length > 0) await run('relationships/remove', { rows: edges })
  if (ids.length > 0) await run('relationships/remove-pending', { ids })
}

/** Whether a relationship has got other ends, or has become an edge: an edge of Neo4j can't move. */
const isMoved = (before: State, after: State): boolean =>
  kindOf(before.ref) === 'relationship' &&
  ((before as Relationship).state !== (after as Relationship).state ||
    haveOtherEnds(before as Relationship, after as Relationship))

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
      ...modulesOfEnds((after ?? before)!),
    })),
  })
}

/** The modules whose history tells of a relationship. */
const modulesOfEnds = (state: State) => {
  if (kindOf(state.ref) !== 'relationship') return {}
  const { source, target } = state as Relationship
  return { source: moduleOf(source), target: moduleOf(target) }
}

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
    throw new Problem('stale-revision', `${ref} is at revision ${rev} now`, [
      { pointer: '/header/if-match', reason: `must be "${rev}"` },
    ])
}
