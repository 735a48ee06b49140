import { useQueryCache } from '@pinia/colada'
import { contract } from '@registry/api/contract'
import { useDocumentVisibility, useEventSource, watchThrottled } from '@vueuse/core'
import { watch } from 'vue'

/**
 * Refreshes the active queries under a cache key when the registry changes, at most once a second. Only visible tabs
 * listen: browsers limit the connections to a host to six, for all tabs together.
 */
export function useLive(root: string): void {
  const cache = useQueryCache()
  const visibility = useDocumentVisibility()
  const { data, open, close } = useEventSource(contract.events.listen.path, ['change', 'health'] as const, {
    immediate: visibility.value === 'visible',
  })
  const refresh = () => void cache.invalidateQueries({ key: [root] }).catch(() => undefined)
  watchThrottled(data, refresh, { throttle: 1_000, trailing: true })
  watch(visibility, (now) => {
    if (now === 'hidden') return close()
    open()
    refresh()
  })
}
