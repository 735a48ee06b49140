import { useQueryCache } from '@pinia/colada'
import type { ApiProblem } from './client.ts'

declare module '@pinia/colada' {
  interface TypesConfig {
    defaultError: ApiProblem
  }
}

/** Reads again what is shown, all of it or what lies below a key; where that fails, what is shown says so itself. */
export function useRefresh() {
  const cache = useQueryCache()
  return (...key: string[]): void => void cache.invalidateQueries(key.length > 0 ? { key } : {}).catch(() => undefined)
}
