import type { RelationshipType } from '@registry/api/contract'
import { ref, shallowRef } from 'vue'
import { announce } from '../shared/announcements.ts'
import { explorerTexts } from './explorer.texts.ts'
import { isGroup } from './groups.ts'

interface Ends {
  source: string
  target: string
}

/** Mode for relating two nodes: by drawing an edge, or by choosing one after the other. */
export function useRelateMode() {
  const isDrawing = ref(false)
  /** The first of the two nodes; '' if none. */
  const from = ref('')
  /** Ends of the relationship that the dialog creates. */
  const ends = shallowRef<Ends>()
  const type = ref<RelationshipType>('dependency')
  /** The cycle that a refused relationship would have closed. */
  const refused = shallowRef<readonly string[]>([])

  function connect(source: string, target: string) {
    isDrawing.value = false
    if (isGroup(source) || isGroup(target)) return announce(explorerTexts.openFirst)
    refused.value = []
    ends.value = { source, target }
  }
  return {
    isDrawing,
    from,
    ends,
    type,
    refused,
    connect,
    draw: () => (isDrawing.value = !isDrawing.value),
    begin: (ref: string) => (from.value = ref),
    end() {
      ends.value = undefined
      from.value = ''
    },
    cancel() {
      isDrawing.value = false
      from.value = ''
    },
  }
}
