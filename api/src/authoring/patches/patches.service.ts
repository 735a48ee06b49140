import { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import { forOneState } from '../../graph/revision-cache.ts'
import type { Call, Service } from '../../store/call.ts'
import { change, type Decision } from '../../store/change.ts'
import { undo } from '../undo/undo.service.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { earlierPatch, patchStep, readPatch, repeatedAnswer, summaryOf, wholeAnswer } from './accepted-patches.ts'
import { answerOf, nothingToDo } from './answer.ts'
import { brokenConsumers } from './compare/broken-consumers.ts'
import { diagramsOf } from './diagrams.ts'
import { effectOf, requireDocument } from './effect.ts'
import type { BrokenConsumer, PatchAnswer, PatchPreview, patchesOperations } from './patches.contract.ts'
import { closingStepsOf, previewOf } from './preview.ts'
import { patchJsonSchema, type PatchDocument } from './read/document.ts'
import { readBody, type PatchBody } from './read/patch-body.ts'

const schema = patchJsonSchema() as Record<string, unknown>

export type PatchesService = ReturnType<typeof patchesService>

/** Evaluates and applies patch documents, each in one transaction. */
export const patchesService = (graph: Graph) =>
  ({
    /**
     * Applies a document; applying it again changes nothing and returns the answer of the first time.
     * @throws Problem `invalid-patch`, `refused-by-policy`; `conflict` if its id was used with other content;
     *   `confirmation-required`, with the preview, if its level is L2 and it is not confirmed; `dependency-cycle`
     */
    async apply({ query, body }: { query: { confirm: boolean }; body: unknown }, { origin }: Call) {
      const patch = readBody(body)
      await requireDocument(graph.read, patch)
      const via = origin.via === 'seed' ? 'seed' : 'patch'
      const subject = { kind: 'patch.apply', patchId: patch.patchId }
      return change(graph, { ...origin, via }, subject, (run, revision) =>
        applying(run, revision, patch, query.confirm),
      )
    },

    /** The effect that `apply` would have, in a single state of the registry. Nothing is written, nor locked. */
    async preview({ body, query }: { body: unknown; query: { diagrams: boolean } }): Promise<PatchPreview> {
      const patch = readBody(body)
      await requireDocument(graph.read, patch)
      return forOneState(graph, (revision) => previewing(graph.read, patch, revision + 1, query.diagrams))
    },

    readSchema: async () => schema,

    async list({ query: { module, limit, cursor } }) {
      const list = ['patches', module]
      const before = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? '~'
      const [rows] = await graph.read('patches/list', {
        module: module ?? null,
        before,
        limit: limit + 1,
      })
      const { items, ...found } = page(rows!, limit, list, (last) => [last.id])
      return { ...found, items: items.map((item) => summaryOf(item, item.module)) }
    },

    async read({ params }) {
      const { patch, module } = await readPatch(graph.read, params.id)
      const { patchId, createdAt, undoneBy = null } = patch
      const document = JSON.parse(patch.document) as PatchDocument
      return { patchId, module, undoneBy, createdAt, document, answer: await wholeAnswer(graph.read, patch) }
    },

    async undo({ params, query }, { origin }) {
      const { patch } = await readPatch(graph.read, params.id)
      const { revision: number } = JSON.parse(patch.answer) as PatchAnswer
      return undo(graph, number, { ...origin, ...query })
    },
  }) satisfies Service<typeof patchesOperations>

/** The decision to apply a document, for use in a larger change. */
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
    throw new Problem(
      'refused-by-policy',
      'the document contains changes that no patch document may make (L3)',
      refused,
    )
  const answer = { ...answerOf(effect, steps, revision), applied: true }
  if (answer.securityLevel !== 'L1' && !isConfirmed)
    throw new Problem(
      'confirmation-required',
      `the document has security level ${answer.securityLevel}`,
      [{ pointer: '/query/confirm', reason: 'must be true to apply it' }],
      { preview: await previewOf(run, effect, await closingStepsOf(run, effect), revision) },
    )
  const stored = {
    patchId: document.patchId,
    module: key,
    hash: patch.hash,
    document: patch.document,
    answer: { ...answer, changes: answer.changes.map(({ ref }) => ref) },
  }
  return {
    result: { answer, isNew: true, broken: brokenConsumers(difference, registered.incoming) },
    steps: [...steps, patchStep(earlier?.patch, stored, revision)],
  }
}

async function previewing(run: Read, patch: PatchBody, revision: number, isDrawn: boolean): Promise<PatchPreview> {
  const earlier = await earlierPatch(run, patch)
  if (earlier && earlier.patch.undoneBy === undefined) return nothingToDo(await repeatedAnswer(run, earlier))
  const effect = await effectOf(run, patch, revision)
  const closing = await closingStepsOf(run, effect)
  const preview = await previewOf(run, effect, closing, revision)
  if (!isDrawn || effect.refused.length > 0) return preview
  return { ...preview, diagrams: await diagramsOf(run, effect, closing, revision) }
}
