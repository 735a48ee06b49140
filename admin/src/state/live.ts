import { useQueryCache } from '@pinia/colada'
import { contract } from '@registry/api/contract'
import { useEventSource, watchThrottled } from '@vueuse/core'

/** Reads again what is shown when the registry changes, at most once a second. */
export function useLiveModules(): void {
  const cache = useQueryCache()
  const { data } = useEventSource(contract.events.listen.path, ['change', 'health'] as const)
  watchThrottled(data, () => void cache.invalidateQueries({ key: ['modules'] }).catch(() => undefined), {
    throttle: 1_000,
    trailing: true,
  })
}
