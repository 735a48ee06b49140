import { useMutation, useQuery, useQueryCache } from '@pinia/colada'
import { contract, type Draft, type Request } from '@registry/api/contract'
import { call } from '../shared/client/client.ts'
import { drafts } from './drafts.texts.ts'
import { announce } from '../shared/announcements.ts'

const root = 'drafts'
const { list, read, create, replace, remove, test, submit, review, publish, unpublish } = contract.drafts
type ListQuery = NonNullable<Request<typeof list>['query']>

export const useDraftList = (query: () => ListQuery) =>
  useQuery({
    key: () => [root, 'list', JSON.stringify(query())],
    query: ({ signal }) => call(list, { query: query(), signal }),
    placeholderData: (previous) => previous,
  })

export const useDraft = (id: string) =>
  useQuery({ key: [root, id], query: ({ signal }) => call(read, { params: { id }, signal }) })

/** Preview of the document of a draft, applied to the current registry. */
export const usePreview = (draft: () => Draft) =>
  useQuery({
    key: () => [root, draft().id, 'preview', draft().rev],
    query: ({ signal }) =>
      call(contract.patches.preview, { body: draft().document as never, query: { diagrams: true }, signal }),
  })

/** The applied patch of a published draft. */
export const useApplied = (draft: () => Draft) =>
  useQuery({
    key: () => [root, draft().id, 'applied'],
    query: ({ signal }) => call(contract.patches.read, { params: { id: draft().patchId! }, signal }),
    enabled: () => draft().patchId !== null,
  })

/** A transition of a draft with its input. */
type Move =
  | { move: 'edit'; document: Draft['document'] }
  | { move: 'test'; acknowledgeBroken: boolean }
  | { move: 'approve' | 'reject'; comment: string }
  | { move: 'submit' | 'publish' | 'unpublish' | 'delete' }

function perform({ id, rev }: Draft, asked: Move): Promise<Draft | undefined> {
  const params = { id }
  switch (asked.move) {
    case 'edit':
      return call(replace, { params, body: { document: asked.document }, rev })
    case 'test':
      return call(test, { params, query: { acknowledgeBroken: asked.acknowledgeBroken } })
    case 'approve':
    case 'reject':
      return call(review, { params, body: { decision: asked.move, comment: asked.comment }, rev })
    case 'submit':
      return call(submit, { params })
    case 'publish':
      return call(publish, { params })
    case 'unpublish':
      return call(unpublish, { params })
    case 'delete':
      return call(remove, { params, rev })
  }
}

/** Performs a transition of a draft, then refreshes drafts and modules. */
export function useMove(draft: () => Draft) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (asked: Move) => perform(draft(), asked),
    onSuccess: (_draft, { move }) => announce(drafts.moved[move](draft().title)),
    onError: ({ type, detail }) =>
      announce(type === 'stale-revision' ? drafts.changedMeanwhile : drafts.moveFailed(detail), 'error'),
    onSettled: (_draft, _error, { move }) =>
      Promise.all([
        move !== 'delete' && cache.invalidateQueries({ key: [root] }),
        cache.invalidateQueries({ key: ['modules'] }),
      ]),
  })
}

/** Creates a draft from a document written by hand. */
export const keepDraft = (document: Draft['document']): Promise<Draft> => call(create, { body: { document } })
