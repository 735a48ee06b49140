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
import { earlierPatch, patchStep, readPatch, repeatedAnswer, summaryOf, wholeAnswer } from './accepted-patches.ts'
import { answerOf, nothingToDo } from './answer.ts'
import { brokenConsumers } from './compare/broken-consumers.ts'
import { similarModules } from './compare/similar-modules.ts'
import { edit } from './edit/edit.ts'
import type { ModuleState } from './module-state.ts'
import type {
  BrokenConsumer,
  Patch,
  PatchAnswer,
  PatchPreview,
  patchesOperations,
  PatchSummary,
} from './patches.contract.ts'
import { errorsOf, evaluate, type Evaluation } from './pipeline.ts'
import type { PatchDocument } from './read/document.ts'
import { readBody, type PatchBody } from './read/patch-body.ts'
import { readOwnModule, withNeighbours, type RegisteredModule } from './read/registered.ts'
import { stepsTo } from './steps.ts'
import { drawn } from '../../questions/visualisation/visualisation.service.ts'

type Endpoints = typeof patchesOperations

export type PatchesService = ReturnType<typeof patchesService>

/** Patch documents: what one would do is evaluated, and written, in one transaction each. */
export const patchesService = (graph: Graph) => ({
  /**
   * Does what the document says; the same document again changes nothing and gets the answer of the first time.
   * @throws Problem `invalid-patch`, `refused-by-policy`; `conflict` when its id came with another content;
   *   `confirmation-required`, with the preview, when it is of level L2 and nobody has confirmed; `dependency-cycle`
   */
  async apply({ query, body }: { query: { confirm: boolean }; body: unknown }, origin: Origin) {
    const patch = readBody(body)
    await requireDocument(graph.read, patch)
    const via = origin.via === 'seed' ? 'seed' : 'patch'
    const subject = { kind: 'patch.apply', patchId: patch.patchId }
    return change(graph, { ...origin, via }, subject, (run, revision) => applying(run, revision, patch, query.confirm))
  },

  /** What `apply` would do, by the same steps; writes, looks, and leaves everything as it was. */
  async preview(
    { body, query }: { body: unknown; query: { diagrams: boolean } },
    origin: Origin,
  ): Promise<PatchPreview> {
    const patch = readBody(body)
    await requireDocument(graph.read, patch)
    return change(graph, { ...origin, dryRun: true }, { kind: 'patch.preview' }, async (run, revision) => {
      const earlier = await earlierPatch(run, patch)
      if (earlier && earlier.patch.undoneBy === undefined)
        return { result: nothingToDo(await repeatedAnswer(run, earlier)), steps: [] }
      const effect = await effectOf(run, patch, revision)
      const draw = () => diagramOf(run, effect.key)
      const before = query.diagrams && effect.difference.before ? await draw() : null
      const result = await previewOf(run, effect, revision)
      // Whoever previews has written by now what the document would write, and takes it back at the end.
      const isDrawn = query.diagrams && effect.refused.length === 0
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
  patch: PatchBody,
  isConfirmed: boolean,
): Promise<Decision<{ answer: PatchAnswer; isNew: boolean; broken: BrokenConsumer[] }>> {
  const earlier = await earlierPatch(run, patch)
  if (earlier && earlier.patch.undoneBy === undefined)
    return { result: { answer: await repeatedAnswer(run, earlier), isNew: false, broken: [] }, steps: [] }
  const effect = await effectOf(run, patch, revision)
  const { document, key, steps, refused, difference, registered } = effect
  if (refused.length > 0)
    throw new Problem('refused-by-policy', 'the document asks for what nobody may do by patch (L3)', refused)
  const answer = { ...answerOf(effect, steps, revision), applied: true }
  if (answer.securityLevel !== 'L1' && !isConfirmed)
    throw new Problem(
      'confirmation-required',
      `the document is of security level ${answer.securityLevel}`,
      [{ pointer: '/query/confirm', reason: 'must be true to apply it' }],
      { preview: await previewOf(run, effect, revision) },
    )
  await requireFitting(run, steps)
  const stored = {
    patchId: document.patchId,
    module: key,
    hash: patch.hash,
    document,
    answer: { ...answer, changes: answer.changes.map(({ ref }) => ref) },
  }
  return {
    result: { answer, isNew: true, broken: brokenConsumers(difference, registered.incoming) },
    steps: [...steps, patchStep(earlier?.patch, stored, revision)],
    beside: async (run) => {
      await run('statistics/initialise', { key })
      await settleRecords(run, steps)
    },
  }
}

/** What a document would do to what is registered, and the steps that write it. */
interface Effect extends Evaluation {
  registered: RegisteredModule
  steps: Step[]
}

/** Refuses what is no document before it takes the registry's one lock. @throws Problem `invalid-patch` */
async function requireDocument(run: Read, patch: PatchBody): Promise<void> {
  if (!patch.document && !(await earlierPatch(run, patch))) throw invalidPatch(misshapen(patch))
}

/** Nothing is read for what is no document: which module it is about may be what is wrong. */
const misshapen = (patch: PatchBody) => errorsOf(patch, { current: null, others: [], hasDependants: false }).invalid

const invalidPatch = (invalid: Reason[]) => new Problem('invalid-patch', inWords(invalid), invalid.slice(0, 100))

/** @throws Problem `invalid-patch` with every error at once */
async function effectOf(run: Read, patch: PatchBody, revision: number): Promise<Effect> {
  const { document } = patch
  if (!document) throw invalidPatch(misshapen(patch))
  const own = await readOwnModule(run, document)
  const edited = edit(document, own.current)
  const registered = await withNeighbours(run, own, edited)
  const evaluation = evaluate(edited, registered)
  if (evaluation.invalid.length > 0) throw invalidPatch(evaluation.invalid)
  return { ...evaluation, registered, steps: stepsTo(evaluation.difference.after, registered, revision) }
}

const inWords = (errors: Reason[]) =>
  errors
    .slice(0, 3)
    .map(({ pointer, reason }) => `${pointer || 'the document'} ${reason}`)
    .join('; ')

async function previewOf(run: Run, effect: Effect, revision: number): Promise<PatchPreview> {
  const { difference, security, refused, registered, steps } = effect
  return {
    ...answerOf(effect, steps, revision),
    reasons: security.reasons,
    versionReasons: difference.reasons,
    cycles: refused.length > 0 ? [] : await closedCycles(run, steps),
    broken: brokenConsumers(difference, registered.incoming),
    records: await affectedRecords(run, steps),
    similar: difference.before ? [] : await similarTo(run, difference.after),
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

async function similarTo(run: Read, state: ModuleState): Promise<PatchPreview['similar']> {
  const { key, name } = state.module
  const candidates = await run('patches/candidates', {
    key,
    entities: state.entities.map((entity) => entity.name),
    capabilities: state.capabilities.map((capability) => capability.key),
    text: fullText(name),
  })
  return similarModules(state, candidates)
}

const diagramOf = (run: Read, key: string) =>
  drawn(run, { focus: key, depth: 1, direction: 'both', level: 'part', limit: 300 })
