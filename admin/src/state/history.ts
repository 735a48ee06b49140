import { useQueryCache } from '@pinia/colada'
import { contract } from '@registry/api/contract'
import { ApiProblem, call } from '../api.ts'
import { forms } from '../texts/forms.ts'
import { announce } from './announcements.ts'

const { listRevisions, undo } = contract.history

/** Takes back a change of the registry, and says how that went. */
export function useUndo() {
  const cache = useQueryCache()
  return async (number: number) => {
    try {
      await call(undo, { params: { number } })
      announce(forms.undone)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      announce(forms.undoFailed(error.detail), 'error')
    }
    await cache.invalidateQueries()
  }
}

/** Takes back the last change of this kind to this resource. */
export function useTakingBack() {
  const undoNumber = useUndo()
  return async (kind: string, ref: string) => {
    const { items } = await call(listRevisions, { query: { limit: 100 } })
    const found = items.find((revision) => revision.kind === kind && revision.ref === ref)
    if (found) await undoNumber(found.number)
  }
}
