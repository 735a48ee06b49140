import { useQuery } from '@pinia/colada'
import { contract, type Request } from '@registry/api/contract'
import { ApiProblem, call } from '../shared/client/client.ts'
import { forms } from '../shared/forms/forms.texts.ts'
import { announce } from '../shared/announcements.ts'
import { useRefresh } from '../shared/client/refresh.ts'

const { list, read, undo } = contract.history
/** Separate cache keys: lists change with the registry, a revision never does. */
const [root, lists] = ['revision', 'revisions'] as const
type ListQuery = NonNullable<Request<typeof list>['query']>

export const useRevisions = (query: () => ListQuery) =>
  useQuery({
    key: () => [lists, JSON.stringify(query())],
    query: ({ signal }) => call(list, { query: query(), signal }),
    placeholderData: (previous) => previous,
  })

/** A revision with the resources before and after it; cached forever, since revisions are immutable. */
export const useRevision = (number: () => number) =>
  useQuery({
    key: () => [root, String(number())],
    query: ({ signal }) => call(read, { params: { number: number() }, signal }),
    staleTime: Infinity,
  })

/** Undoes a revision and announces the result. */
export function useUndo() {
  const refresh = useRefresh()
  return async function takeBack(number: number): Promise<void> {
    try {
      const { revision } = await call(undo, { params: { number } })
      announce(forms.undone, 'success', { text: forms.undo, perform: () => void takeBack(revision) })
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      announce(forms.undoFailed(error.detail), 'error')
    }
    refresh()
  }
}

/** Undoes the last change of a kind to a resource. */
export function useTakingBack() {
  const undoNumber = useUndo()
  return async (kind: string, ref: string) => {
    try {
      const { items } = await call(list, { query: { kind: [kind], limit: 500 } })
      const found = items.find((revision) => revision.ref === ref)
      if (found) await undoNumber(found.number)
      else announce(forms.undoFailed(forms.undoUnknown), 'error')
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      announce(forms.undoFailed(error.detail), 'error')
    }
  }
}
