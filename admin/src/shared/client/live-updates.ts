import { useQueryCache } from '@pinia/colada'
import { contract } from '@registry/api/contract'
import { useDocumentVisibility, useEventSource, watchThrottled } from '@vueuse/core'
import { watch } from 'vue'

/**
 * Reads again what is shown below a key when the registry changes, at most once a second. Only a tab that is seen listens:
 * a browser keeps six connections to a host, for all its tabs together.
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
