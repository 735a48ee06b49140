import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import { mayAct } from '../../kernel/operation.ts'
import type { Graph, Read } from '../../graph/graph.ts'
import type { Call, Service } from '../../store/call.ts'
import { born, change, edit, requireRevision, type Origin } from '../../store/change.ts'
import { fromRow } from '../../store/kind.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { patchIdOf, readBody } from '../patches/read/patch-body.ts'
import { applying, type PatchesService } from '../patches/patches.service.ts'
import { requireAccepted, testsOf } from './checks.ts'
import { DraftSummary, mostMoves, type Draft, type DraftCreate, type draftsOperations } from './drafts.contract.ts'
import { isOfAi, moduleIn, titleOf } from './document-summary.ts'
import { stateAfter, type Move } from './moves.ts'
import { requireOther, stepsOfPublication, stepsOfWithdrawal } from './publication.ts'

export type DraftsService = ReturnType<typeof draftsService>

/** Drafts of AI modules. Each move is a change of the registry and must be in the table of moves. Decision 0015. */
export const draftsService = (graph: Graph, patches: PatchesService) => {
  const test = (document: Draft['document'], acknowledgeBroken: boolean) =>
    testsOf(() => patches.preview({ body: document, query: { diagrams: false } }), acknowledgeBroken)

  return {
    async list({ query: { limit, cursor, ...filters } }) {
      const list = ['drafts', filters]
      const before = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? '~'
      const [rows] = await graph.read('drafts/list', {
        state: null,
        module: null,
        author: null,
        ...defined(filters),
        before,
        limit: limit + 1,
      })
      return page({ ...rows!, items: rows!.items.map(summaryOf) }, limit, list, (last) => [last.id])
    },

    read: ({ params }) => readDraft(graph.read, params.id),

    create: ({ body }, { origin }) => keepDraft(graph, 'create', body, origin),

    /** The failed tests of a document. */
    async errorsOf(document: Draft['document']): Promise<string[]> {
      const tests = await test(document, false)
      return tests.filter(({ passed }) => !passed).map(({ name, detail }) => `${name}: ${detail}`)
    },

    /** Stores a generated document as a draft, with its test results. */
    async keepGenerated(given: Generated, call: Call): Promise<Draft> {
      return keepDraft(graph, 'generate', { ...given, tests: await test(given.document, false) }, call.origin)
    },

    test: async ({ params, query }, call) => {
      const draft = await readDraft(graph.read, params.id)
      requireOwn(draft, call.origin)
      const { document } = draft
      const tests = await test(document, query.acknowledgeBroken)
      const failed = tests.filter(({ passed }) => !passed).length
      return moveDraft(graph, params.id, failed > 0 ? 'fail' : 'test', call.origin, (draft) => {
        if (!isDeepStrictEqual(draft.document, document))
          throw new Problem('stale-revision', 'the document was replaced during the test')
        return { contents: { tests }, comment: `${tests.length - failed} of ${tests.length} passed` }
      })
    },

    replace: ({ params, body }, { expected, origin }) =>
      moveDraft(graph, params.id, 'edit', origin, (draft) => {
        requireRevision(draft, expected)
        const { document, title = draft.title } = body
        const contents = { document, title, module: moduleIn(document), ...untouched }
        return { contents }
      }),

    remove: ({ params }, { expected, origin }) =>
      change(graph, origin, { kind: 'draft.delete' }, async (run) => {
        const before = await readDraft(run, params.id)
        requireOwn(before, origin)
        requireRevision(before, expected)
        stateAfter(before.state, 'delete')
        return { result: null, steps: [{ before, after: null }] }
      }),

    submit: ({ params }, { origin }) => moveDraft(graph, params.id, 'submit', origin, () => ({ contents: {} })),

    review: ({ params, body }, { expected, origin }) =>
      moveDraft(graph, params.id, body.decision, origin, (draft) => {
        requireRevision(draft, expected)
        requireOther(draft, origin.actor)
        return { contents: { reviewer: origin.actor }, comment: body.comment }
      }),

    async publish({ params }, { origin }) {
      const patchId = patchIdOf((await readDraft(graph.read, params.id)).document)
      return change(graph, origin, { kind: 'draft.publish', patchId }, async (run, revision) => {
        const draft = await readDraft(run, params.id)
        stateAfter(draft.state, 'publish')
        const applied = await applying(run, revision, readBody(draft.document), true)
        const { answer, broken } = applied.result
        requireAccepted(draft, broken)
        const { after, steps } = moved(draft, 'publish', origin, {
          contents: { patchId: answer.patchId, revision: answer.revision, module: answer.module },
        })
        const published = await stepsOfPublication(run, after, applied)
        return { result: after, steps: [...steps, ...published] }
      })
    },

    unpublish: ({ params }, { origin }) =>
      change(graph, origin, { kind: 'draft.unpublish' }, async (run, revision) => {
        const draft = await readDraft(run, params.id)
        const { after, steps } = moved(draft, 'unpublish', origin, { contents: {} })
        const withdrawn = await stepsOfWithdrawal(run, draft, revision)
        return { result: after, steps: [...steps, ...withdrawn] }
      }),
  } satisfies Service<Omit<typeof draftsOperations, 'generate'>>
}

export type Generated = DraftCreate & Pick<Draft, 'contextRefs'>

/** State of a draft whose document is new. */
const untouched = { tests: null, reviewer: null, patchId: null, revision: null }

const summaryOf = (row: Record<string, unknown>): DraftSummary =>
  DraftSummary.parse(Object.fromEntries(Object.keys(DraftSummary.shape).map((name) => [name, row[name] ?? null])))

const defined = (filters: object) =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))

/** @throws Problem `not-found` */
async function readDraft(run: Read, id: string): Promise<Draft> {
  const [row] = await run('drafts/read', { id })
  if (!row)
    throw new Problem('not-found', `there is no AI module ${id}`, [
      { pointer: '/path/id', reason: 'names no AI module' },
    ])
  return fromRow<Draft>('draft', row.draft)
}

function keepDraft(
  graph: Graph,
  move: 'create' | 'generate',
  { document, title, model, prompt, contextRefs = [], tests = null }: DraftCreate & Partial<Draft>,
  origin: Origin,
): Promise<Draft> {
  return change(graph, origin, { kind: `draft.${move}` }, async (_run, revision) => {
    const identity = born('', revision)
    const { actor } = origin
    const after: Draft = {
      title: title ?? titleOf(document),
      state: 'draft',
      module: moduleIn(document),
      actor: model !== undefined || isOfAi(document) ? 'ai' : 'human',
      author: actor,
      model: model ?? null,
      document,
      prompt: prompt ?? null,
      promptHash: prompt === undefined ? null : createHash('sha256').update(prompt).digest('hex'),
      contextRefs,
      ...untouched,
      tests,
      moves: [{ move, from: null, to: 'draft', at: identity.createdAt, actor, comment: '' }],
      ...identity,
      ref: `draft:${identity.id}`,
    }
    return { result: after, steps: [{ before: null, after }] }
  })
}

/** @throws Problem `forbidden` if a proposer would change the draft of another author */
function requireOwn({ author }: Draft, { actor, role }: Origin): void {
  if (!mayAct(role, 'editor') && author !== actor)
    throw new Problem('forbidden', `${author} has proposed this; to change it requires the role editor`)
}

interface Contents {
  contents: Partial<Draft>
  comment?: string
}

const moveDraft = (graph: Graph, id: string, move: Move, origin: Origin, decide: (draft: Draft) => Contents) =>
  change(graph, origin, { kind: `draft.${move}` }, async (run) => {
    const draft = await readDraft(run, id)
    requireOwn(draft, origin)
    const { after, steps } = moved(draft, move, origin, decide(draft))
    return { result: after, steps }
  })

/** @throws Problem `conflict` if the state does not allow the move, or the maximum number of moves is reached */
function moved(draft: Draft, move: Move, { actor }: Origin, { contents, comment = '' }: Contents) {
  const to = stateAfter(draft.state, move)
  // Unpublishing is always possible.
  if (draft.moves.length >= mostMoves && move !== 'unpublish')
    throw new Problem('conflict', `an AI module has at most ${mostMoves} moves; create a new one with its document`)
  const entry = { move, from: draft.state, to, at: new Date().toISOString(), actor, comment }
  return edit(draft, { ...contents, state: to, moves: [...draft.moves, entry] })
}
