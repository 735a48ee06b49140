import { z } from 'zod'
import type { Input, List } from '../../kernel/operation.ts'
import { Problem, type Reason } from '../../kernel/errors.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import { change, write, type Decision, type Origin, type Step } from '../../store/change.ts'
import { kindOf } from '../../store/kinds.ts'
import { undo } from '../undo/undo.ts'
import { affectedRecords, requireFitting, settleRecords } from '../../runtime/hosting/evolution.ts'
import { fullText } from '../../registry/modules/modules.service.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { refuseCycleOf } from '../../store/acyclic.ts'
import type { Relationship } from '../../registry/relationships/relationships.contract.ts'
import {
  earlierPatch,
  hashOf,
  patchIdOf,
  patchStep,
  readPatch,
  repeatedAnswer,
  summaryOf,
  wholeAnswer,
} from './accepted.ts'
import { brokenConsumers } from './broken.ts'
import { PatchDocument } from './document.ts'
import { judge } from './judge.ts'
import type {
  BrokenConsumer,
  Patch,
  PatchAnswer,
  PatchPreview,
  patchesOperations,
  PatchSummary,
} from './patches.contract.ts'
import { plan, type Plan } from './plan.ts'
import { readSurroundings, type Surroundings } from './registered.ts'
import { similar } from './similar.ts'
import { drawn } from '../../questions/visualisation/visualisation.service.ts'
import { stepsTo } from './steps.ts'

type Endpoints = typeof patchesOperations

export type PatchesService = ReturnType<typeof patchesService>

/** Patch documents: what becomes of them is decided and written in one transaction each. */
export const patchesService = (graph: Graph) => ({
  /**
   * Does what the document says; the same document again changes nothing and gets the answer of the first time.
   * @throws Problem `invalid-patch`, `refused-by-policy`; `conflict` when its id came with another content;
   *   `confirmation-required`, with the preview, when it is of level L2 and nobody has confirmed; `dependency-cycle`
   */
  async apply({ query, body }: { query: { confirm: boolean }; body: unknown }, origin: Origin) {
    await requireReadable(graph.read, body)
    const via = origin.via === 'seed' ? 'seed' : 'patch'
    const subject = { kind: 'patch.apply', patchId: patchIdOf(body) }
    return change(graph, { ...origin, via }, subject, (run, revision) => applying(run, revision, body, query.confirm))
  },

  /** What `apply` would do, judged by the same reading in the same way; writes, looks, and leaves everything as it was. */
  async preview(
    { body, query }: { body: unknown; query: { diagrams: boolean } },
    origin: Origin,
  ): Promise<PatchPreview> {
    await requireReadable(graph.read, body)
    return change(graph, { ...origin, dryRun: true }, { kind: 'patch.preview' }, async (run, revision) => {
      const earlier = await earlierPatch(run, body, hashOf(body))
      if (earlier && earlier.patch.undoneBy === undefined)
        return { result: nothingToDo(await repeatedAnswer(run, earlier)), steps: [] }
      const decided = await decide(run, body, revision)
      const draw = () => diagramOf(run, decided.surroundings.key)
      const before = query.diagrams && decided.surroundings.current ? await draw() : null
      const result = await previewOf(run, decided, revision)
      // Whoever previews has written by now what the document would write, and takes it back at the end.
      const isDrawn = query.diagrams && decided.planned.refused.length === 0
      return { result: isDrawn ? { ...result, diagrams: { before, after: await draw() } } : result, steps: [] }
    })
  },

  async list({ query: { module, limit, cursor } }: Input<Endpoints['list']>): Promise<List<PatchSummary>> {
    const list = ['patches', module]
    const before = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? '~'
    const [rows] = await graph.read('patches/list', {
      ...{ module: module ?? null, before, limit: limit + 1 },
    })
    const { items, ...found } = page(rows!, limit, list, (last) => [last.id])
    return { ...found, items: items.map((item) => summaryOf(item, item.module)) }
  },

  async read({ params }: Input<Endpoints['read']>): Promise<Patch> {
    const { patch, module } = await readPatch(graph.read, params.id)
    const { patchId, createdAt, undoneBy = null } = patch
    const document = JSON.parse(patch.document) as PatchDocument
    return { patchId, module, undoneBy, createdAt, document, answer: await wholeAnswer(graph.read, patch) }
  },

  async undo({ params, query }: Input<Endpoints['undo']>, origin: Origin): Promise<{ revision: number }> {
    const { patch } = await readPatch(graph.read, params.id)
    const { revision: number } = JSON.parse(patch.answer) as PatchAnswer
    return undo(graph, { params: { number }, query, body: undefined }, origin)
  },
})

/** What `apply` decides, for a change that does more. */
export async function applying(
  run: Run,
  revision: number,
  body: unknown,
  isConfirmed: boolean,
): Promise<Decision<{ answer: PatchAnswer; isNew: boolean; broken: BrokenConsumer[] }>> {
  const hash = hashOf(body)
  const earlier = await earlierPatch(run, body, hash)
  if (earlier && earlier.patch.undoneBy === undefined)
    return { result: { answer: await repeatedAnswer(run, earlier), isNew: false, broken: [] }, steps: [] }
  const decided = await decide(run, body, revision)
  const { document, steps, planned, surroundings } = decided
  if (planned.refused.length > 0)
    throw new Problem('refused-by-policy', 'the document asks for what nobody may do by patch (L3)', planned.refused)
  const answer = { ...answerOf(decided, revision), applied: true }
  if (answer.securityLevel !== 'L1' && !isConfirmed)
    throw new Problem(
      'confirmation-required',
      `the document is of security level ${answer.securityLevel}`,
      [{ pointer: '/query/confirm', reason: 'must be true to apply it' }],
      { preview: await previewOf(run, decided, revision) },
    )
  await requireFitting(run, steps)
  const { patchId } = document
  const { key } = surroundings
  const kept = {
    patchId,
    module: key,
    hash,
    document,
    answer: { ...answer, changes: answer.changes.map(({ ref }) => ref) },
  }
  const broken = brokenConsumers(surroundings.current, planned.verdict, surroundings.incoming)
  return {
    result: { answer, isNew: true, broken },
    steps: [...steps, patchStep(earlier?.patch, kept, revision)],
    beside: async (run) => {
      await run('statistics/initialise', { key })
      await settleRecords(run, steps)
    },
  }
}

interface Decided {
  document: PatchDocument
  surroundings: Surroundings
  planned: Plan
  steps: Step[]
}

/** Refuses what is no document before it takes the registry's one lock. @throws Problem `invalid-patch` */
async function requireReadable(run: Read, body: unknown): Promise<void> {
  if (PatchDocument.safeParse(body).success || (await earlierPatch(run, body, hashOf(body)))) return
  throw invalidPatch(judge(body, await readSurroundings(run, null)).invalid)
}

const invalidPatch = (invalid: Reason[]) => new Problem('invalid-patch', inWords(invalid), invalid.slice(0, 100))

/** @throws Problem `invalid-patch` with every error at once */
async function decide(run: Run, body: unknown, revision: number): Promise<Decided> {
  const parsed = PatchDocument.safeParse(body)
  const surroundings = await readSurroundings(run, parsed.success ? parsed.data : null)
  const { document, invalid } = judge(body, surroundings)
  if (!document || invalid.length > 0) throw invalidPatch(invalid)
  const planned = plan(document, surroundings)
  return { document, surroundings, planned, steps: await stepsTo(run, planned.desired, surroundings, revision) }
}

const inWords = (errors: Reason[]) =>
  errors
    .slice(0, 3)
    .map(({ pointer, reason }) => `${pointer || 'the document'} ${reason}`)
    .join('; ')

function answerOf({ document, surroundings, planned, steps }: Decided, revision: number): PatchAnswer {
  const { from, to, bump } = planned.verdict
  return {
    patchId: document.patchId,
    module: surroundings.key,
    securityLevel: planned.security.level,
    applied: false,
    revision,
    version: { from, to, bump },
    changes: steps.map(({ before, after }) => ({
      ref: (after ?? before)!.ref,
      kind: !before ? 'created' : !after ? 'deleted' : 'changed',
      before,
      after,
    })),
    pending: steps.flatMap(({ after }) => {
      if (!after || kindOf(after.ref) !== 'relationship' || (after as Relationship).state !== 'pending') return []
      const { type, source, target } = after as Relationship
      return [{ type, source, target }]
    }),
    warnings: planned.warnings,
  }
}

async function previewOf(run: Run, decided: Decided, revision: number): Promise<PatchPreview> {
  const { planned, surroundings, steps } = decided
  const { current, incoming } = surroundings
  return {
    ...answerOf(decided, revision),
    reasons: planned.security.reasons,
    versionReasons: planned.verdict.reasons,
    cycles: planned.refused.length > 0 ? [] : await closedCycles(run, steps),
    broken: brokenConsumers(current, planned.verdict, incoming),
    records: await affectedRecords(run, steps),
    similar: current ? [] : await similarModules(run, planned),
  }
}

/** Writes all but new relationships, and then these one after the other, so that each cycle is found. */
async function closedCycles(run: Run, steps: Step[]): Promise<PatchPreview['cycles']> {
  const isJoining = ({ before, after }: Step) =>
    !before && kindOf(after!.ref) === 'relationship' && (after as Relationship).state === 'active'
  await write(
    run,
    steps.filter((step) => !isJoining(step)),
  )
  const cycles: PatchPreview['cycles'] = []
  for (const step of steps.filter(isJoining))
    try {
      await refuseCycleOf(run, step.after as Relationship)
      await write(run, [step])
    } catch (error) {
      if (!(error instanceof Problem) || error.type !== 'dependency-cycle') throw error
      cycles.push(error.extra as PatchPreview['cycles'][number])
    }
  return cycles
}

async function similarModules(run: Read, { desired }: Plan): Promise<PatchPreview['similar']> {
  const { key, name } = desired.module
  const candidates = await run('patches/candidates', {
    key,
    entities: desired.entities.map((entity) => entity.name),
    capabilities: desired.capabilities.map((capability) => capability.key),
    text: fullText(name),
  })
  return similar(desired, candidates)
}

const diagramOf = (run: Read, key: string) =>
  drawn(run, { focus: key, depth: 1, direction: 'both', level: 'part', limit: 300 })

const nothingToDo = (answer: PatchAnswer): PatchPreview => ({
  ...answer,
  applied: false,
  changes: [],
  pending: [],
  warnings: [`the document was applied in revision ${answer.revision}`, ...answer.warnings],
  ...{ reasons: [], versionReasons: [], cycles: [], broken: [], records: [], similar: [] },
})
