import type { Relationship, VisEdge } from '@registry/api/contract'
import { shallowRef } from 'vue'
import { announce } from '../shared/announcements.ts'
import { ApiProblem } from '../shared/client/client.ts'
import { useUnrelating } from './relating.ts'

/** Removes the relationships of an edge, with undo. */
export function useLineRemoval() {
  const { remove, restore } = useUnrelating()
  const removed = shallowRef<{ text: string; items: Relationship[] }>()
  const failed = (error: unknown) => {
    if (!(error instanceof ApiProblem)) throw error
    announce(error.detail, 'error')
  }
  return {
    removed,
    async unrelate(edge: VisEdge, text: string) {
      const items = await remove(edge).catch(failed)
      if (items) removed.value = { text, items }
    },
    async undo() {
      if (await restore(removed.value!.items).catch(failed)) removed.value = undefined
    },
  }
}
