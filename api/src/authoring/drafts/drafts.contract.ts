import { z } from 'zod'
import { anyOf, anyTextOf, operation, flag, identity, listOf, moduleName, paging } from '../../kernel/operation.ts'
import { isVisible, jsonObject, key, longText, nameText, timestamp } from '../../kernel/text.ts'
import { draftStates, moveNames } from './moves.ts'

/** Maximum number of moves of a draft, each of which is stored with it. */
export const mostMoves = 200

const DraftState = z.enum(draftStates).meta({ id: 'DraftState' })

const DraftTest = z
  .strictObject({
    name: z.enum(['schema', 'references', 'preview', 'examples']),
    passed: z.boolean(),
    detail: z.string().describe('Result of the test'),
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
  title: title.describe('Display name'),
  state: DraftState,
  module: z.string().nullable().describe('Key of the module, if the document names one'),
  actor: z
    .enum(['ai', 'human'])
    .meta({ id: 'DraftActor' })
    .describe('Whether a language model or a person wrote the document'),
  author: z.string().describe('Name of the submitter'),
  reviewer: z.string().nullable().describe('Name of the reviewer'),
  model: z.string().nullable().describe('Language model that generated it'),
  patchId: z.string().nullable().describe('Id of the published patch document; null until published'),
  revision: z.int().nullable().describe('Revision that applied the document'),
}

export const Draft = z
  .strictObject({
    ...about,
    document: jsonObject.describe('The patch document, valid or not'),
    prompt: z.string().nullable(),
    promptHash: z.string().nullable().describe('SHA-256 of the prompt'),
    contextRefs: z.array(z.string()).describe('Refs of the resources given to the language model as context'),
    tests: z.array(DraftTest).nullable().describe('Latest test result'),
    moves: z.array(DraftMove).describe('History, oldest first'),
    ...identity,
  })
  .meta({
    id: 'Draft',
    description: 'A draft: a patch document to be tested, reviewed and published',
  })
export type Draft = z.output<typeof Draft>

export const DraftSummary = z.strictObject({ ...about, ...identity }).meta({ id: 'DraftSummary' })
export type DraftSummary = z.output<typeof DraftSummary>

const prompt = longText(10_000).refine(isVisible, { error: 'must have a visible character' })

export const DraftCreate = z
  .strictObject({
    document: jsonObject,
    title: title.optional().describe('Default: the name of the module'),
    model: nameText(200).optional().describe('Language model that generated the document'),
    prompt: prompt.optional().describe('Prompt of the language model'),
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
    error: 'is required for a rejection: say what has to be changed',
    path: ['comment'],
  })
  .meta({ id: 'DraftReview', description: 'Review by someone other than the author' })

export const DraftPrompt = z
  .strictObject({
    prompt: prompt.describe('Description of what the module does'),
    module: key.optional().describe('Key of the module, new or registered'),
    title: title.optional(),
  })
  .meta({ id: 'DraftPrompt' })
export type DraftPrompt = z.output<typeof DraftPrompt>

const params = z.strictObject({ id: z.uuid().describe('Id of the AI module') })
const one = { path: '/api/ai-modules/{id}', params, answer: Draft } as const
/** Proposers may move only their own drafts. */
const move = { method: 'post', role: 'proposer', params, answer: Draft, status: 200, tag: 'ai-modules' } as const

export const draftsOperations = {
  list: operation({
    method: 'get',
    path: '/api/ai-modules',
    summary: 'List AI modules, newest first, without their documents',
    role: 'viewer',
    query: z.strictObject({
      state: anyOf(DraftState),
      module: anyOf(moduleName),
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
    summary: 'Save a patch document as a draft, valid or not; nothing is applied',
    role: 'proposer',
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
      'Generate a draft with the language model; nothing is applied. May take a minute; with Accept: text/event-stream, progress is streamed',
    role: 'editor',
    body: DraftPrompt,
    answer: Draft,
    stream: 'progress',
    load: 'own',
    problems: ['not-configured', 'model-failed', 'busy', 'timeout'],
    location: '/api/ai-modules/{id}',
    graphql: { mutation: 'generateDraft' },
  }),
  read: operation({
    ...one,
    method: 'get',
    summary: 'Read an AI module with its document and history',
    role: 'viewer',
    graphql: { query: 'draft' },
  }),
  replace: operation({
    ...one,
    method: 'put',
    summary: 'Replace the document; earlier tests and reviews no longer count',
    role: 'proposer',
    body: DraftReplace,
    problems: ['conflict'],
    graphql: { mutation: 'replaceDraft' },
  }),
  remove: operation({
    method: 'delete',
    path: one.path,
    params,
    summary: 'Delete an unpublished AI module',
    role: 'proposer',
    problems: ['conflict'],
    graphql: { mutation: 'deleteDraft' },
  }),
  test: operation({
    ...move,
    path: '/api/ai-modules/{id}:test',
    summary: 'Test the document (schema, references, preview, examples); the state becomes tested if all pass',
    query: z.strictObject({ acknowledgeBroken: flag.describe('Pass even if consumers would break') }),
    problems: ['conflict', 'stale-revision'],
    graphql: { mutation: 'testDraft' },
  }),
  submit: operation({
    ...move,
    path: '/api/ai-modules/{id}:submit',
    summary: 'Submit a draft for review',
    problems: ['conflict'],
    graphql: { mutation: 'submitDraft' },
  }),
  review: operation({
    ...move,
    role: 'editor',
    path: '/api/ai-modules/{id}:review',
    summary: 'Approve or reject the expected revision of a draft; the reviewer must not be the author',
    body: DraftReview,
    ifMatch: true,
    problems: ['conflict'],
    graphql: { mutation: 'reviewDraft' },
  }),
  publish: operation({
    ...move,
    role: 'editor',
    path: '/api/ai-modules/{id}:publish',
    summary: 'Apply the document and record its origin in the module, in one transaction',
    problems: ['conflict', 'already-exists', 'dependency-cycle', 'invalid-patch', 'refused-by-policy'],
    graphql: { mutation: 'publishDraft' },
  }),
  unpublish: operation({
    ...move,
    role: 'editor',
    path: '/api/ai-modules/{id}:unpublish',
    summary: 'Deactivate the module that the draft registered, or undo its changes to an existing one',
    problems: ['conflict', 'already-exists', 'dependency-cycle'],
    graphql: { mutation: 'unpublishDraft' },
  }),
}
