import { useQueryCache } from '@pinia/colada'
import { contract } from '@registry/api/contract'
import { useEventSource, watchThrottled } from '@vueuse/core'

/** Reads again what is shown below a key when the registry changes, at most once a second. */
export function useLive(root: string): void {
  const cache = useQueryCache()
  const { data } = useEventSource(contract.events.listen.path, ['change', 'health'] as const)
  const refresh = () => void cache.invalidateQueries({ key: [root] }).catch(() => undefined)
  watchThrottled(data, refresh, { throttle: 1_000, trailing: true })
}

export const useLiveModules = (): void => useLive('modules')
