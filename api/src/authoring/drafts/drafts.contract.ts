import { z } from 'zod'
import { anyOf, anyTextOf, operation, flag, identity, listOf, paging } from '../../kernel/operation.ts'
import { jsonObject, key, longText, nameText, timestamp } from '../../kernel/text.ts'
import { draftStates, moveNames } from './moves.ts'

/** One for each move; a draft that has had as many is better begun anew. */
export const mostMoves = 200

const DraftState = z.enum(draftStates).meta({ id: 'DraftState' })

const DraftTest = z
  .strictObject({
    name: z.enum(['schema', 'references', 'preview', 'examples']),
    passed: z.boolean(),
    detail: z.string().describe('What was found'),
  })
  .meta({ id: 'DraftTest' })
export type DraftTest = z.output<typeof DraftTest>

const DraftMove = z
  .strictObject({
    move: z.enum(moveNames),
    from: DraftState.nullable(),
    to: DraftState,
    at: timestamp,
    actor: z.string(),
    comment: z.string(),
  })
  .meta({ id: 'DraftMove' })

const title = nameText(200)
const about = {
  title: title.describe('Name for people'),
  state: DraftState,
  module: z.string().nullable().describe('Key of the module that it is about, as far as the document says'),
  actor: z.enum(['ai', 'human']).meta({ id: 'DraftActor' }).describe('Who wrote the document'),
  author: z.string().describe('Who brought it'),
  reviewer: z.string().nullable().describe('Who approved or rejected it'),
  model: z.string().nullable().describe('Language model that wrote it'),
  patchId: z.string().nullable().describe('Of the document, once it is published'),
  revision: z.int().nullable().describe('Number of the change of the registry that applied the document'),
}

export const Draft = z
  .strictObject({
    ...about,
    document: jsonObject.describe('The patch document, valid or not'),
    prompt: z.string().nullable(),
    promptHash: z.string().nullable().describe('SHA-256'),
    contextRefs: z.array(z.string()).describe('What of the registry the language model was told'),
    tests: z.array(DraftTest).nullable().describe('The last result'),
    moves: z.array(DraftMove).describe('Its history, oldest first'),
    ...identity,
  })
  .meta({
    id: 'Draft',
    description: 'An AI module on its way: a patch document that is tested, reviewed and published',
  })
export type Draft = z.output<typeof Draft>

export const DraftSummary = z.strictObject({ ...about, ...identity }).meta({ id: 'DraftSummary' })
export type DraftSummary = z.output<typeof DraftSummary>

const prompt = longText(10_000).refine((text) => text.trim() !== '', { error: 'must have a visible character' })

export const DraftCreate = z
  .strictObject({
    document: jsonObject,
    title: title.optional().describe('Name of the module when not given'),
    model: nameText(200).optional().describe('Language model that wrote the document'),
    prompt: prompt.optional().describe('What the language model was asked'),
  })
  .meta({ id: 'DraftCreate' })
export type DraftCreate = z.output<typeof DraftCreate>

export const DraftReplace = z
  .strictObject({ document: jsonObject, title: title.optional() })
  .meta({ id: 'DraftReplace' })

export const DraftReview = z
  .strictObject({
    decision: z.enum(['approve', 'reject']).meta({ id: 'DraftDecision' }),
    comment: longText(2_000).default(''),
  })
  .refine(({ decision, comment }) => decision === 'approve' || comment.trim() !== '', {
    error: 'is needed: what has to be changed',
    path: ['comment'],
  })
  .meta({ id: 'DraftReview', description: 'By somebody else than who wrote or changed it' })

export const DraftPrompt = z
  .strictObject({
    prompt: prompt.describe('What the module shall do, in words'),
    module: key.optional().describe('Key of the module, new or registered'),
    title: title.optional(),
  })
  .meta({ id: 'DraftPrompt' })
export type DraftPrompt = z.output<typeof DraftPrompt>

const params = z.strictObject({ id: z.uuid().describe('Id of the AI module') })
const one = { path: '/api/ai-modules/{id}', params, answer: Draft } as const
const move = { method: 'post', role: 'editor', params, answer: Draft, status: 200, tag: 'ai-modules' } as const

export const draftsOperations = {
  list: operation({
    method: 'get',
    path: '/api/ai-modules',
    summary: 'List AI modules, newest first, without their documents',
    role: 'viewer',
    query: z.strictObject({
      state: anyOf(DraftState),
      module: anyOf(key),
      author: anyTextOf(z.string().min(1).max(100)),
      ...paging,
    }),
    answer: listOf(DraftSummary),
    problems: ['invalid-cursor'],
    graphql: { query: 'drafts' },
  }),
  create: operation({
    method: 'post',
    path: '/api/ai-modules',
    summary: 'Keep a patch document as a draft, valid or not; nothing is applied',
    role: 'editor',
    body: DraftCreate,
    answer: Draft,
    location: '/api/ai-modules/{id}',
    graphql: { mutation: 'createDraft' },
    tool: 'propose_patch',
  }),
  generate: operation({
    method: 'post',
    path: '/api/ai-modules:generate',
    tag: 'ai-modules',
    summary:
      'Let the language model write a patch document, kept as a draft and never applied. May take a minute; who accepts text/event-stream is told how far it is',
    role: 'editor',
    body: DraftPrompt,
    answer: Draft,
    stream: 'progress',
    problems: ['not-configured', 'model-failed', 'busy', 'timeout'],
    location: '/api/ai-modules/{id}',
    graphql: { mutation: 'generateDraft' },
  }),
  read: operation({
    ...one,
    method: 'get',
    summary: 'Read an AI module with its document and its history',
    role: 'viewer',
    graphql: { query: 'draft' },
  }),
  replace: operation({
    ...one,
    method: 'put',
    summary: 'Replace the document; what was tested or reviewed before counts no more',
    role: 'editor',
    body: DraftReplace,
    problems: ['conflict'],
    graphql: { mutation: 'replaceDraft' },
  }),
  remove: operation({
    method: 'delete',
    path: one.path,
    params,
    summary: 'Delete an AI module that is not published',
    role: 'editor',
    problems: ['conflict'],
    graphql: { mutation: 'deleteDraft' },
  }),
  test: operation({
    ...move,
    path: '/api/ai-modules/{id}:test',
    summary: 'Test the document: schema, references, preview, examples; the state is tested when all pass',
    query: z.strictObject({ acknowledgeBroken: flag.describe('Consumers that it breaks are accepted') }),
    problems: ['conflict', 'stale-revision'],
    graphql: { mutation: 'testDraft' },
  }),
  submit: operation({
    ...move,
    path: '/api/ai-modules/{id}:submit',
    summary: 'Ask for a review',
    problems: ['conflict'],
    graphql: { mutation: 'submitDraft' },
  }),
  review: operation({
    ...move,
    path: '/api/ai-modules/{id}:review',
    summary: 'Approve or reject what If-Match names, as somebody else than who wrote it (X-Actor)',
    body: DraftReview,
    ifMatch: true,
    problems: ['conflict'],
    graphql: { mutation: 'reviewDraft' },
  }),
  publish: operation({
    ...move,
    path: '/api/ai-modules/{id}:publish',
    summary: 'Apply the document and mark the module with where it comes from, in one transaction',
    problems: ['conflict', 'already-exists', 'dependency-cycle', 'invalid-patch', 'refused-by-policy'],
    graphql: { mutation: 'publishDraft' },
  }),
  unpublish: operation({
    ...move,
    path: '/api/ai-modules/{id}:unpublish',
    summary: 'Set the module inactive that it registered, or take back what it changed of another',
    problems: ['conflict', 'already-exists', 'dependency-cycle'],
    graphql: { mutation: 'unpublishDraft' },
  }),
}
