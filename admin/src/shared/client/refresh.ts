import { useQueryCache } from '@pinia/colada'
import type { ApiProblem } from './client.ts'

declare module '@pinia/colada' {
  interface TypesConfig {
    defaultError: ApiProblem
  }
}

/** Refreshes active queries, all or those under a cache key. Ignores errors: they show where the data is displayed. */
export function useRefresh() {
  const cache = useQueryCache()
  return (...key: string[]): void => void cache.invalidateQueries(key.length > 0 ? { key } : {}).catch(() => undefined)
}
