import type { Module } from '@registry/api/contract'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { ApiProblem } from '../shared/client/client.ts'
import { setStatus } from './modules.ts'
import { useRefresh } from '../shared/client/refresh.ts'
import { listTexts } from './module-list.texts.ts'

export interface BulkRun {
  status: 'active' | 'inactive'
  total: number
  done: number
  failures: { module: Module; reason: string }[]
  ended: false | 'whole' | 'cancelled' | 'unreachable'
}

/** Enables or disables the selected modules of a page sequentially; an error for one does not stop the others. */
export function useBulk(shown: () => readonly Module[]) {
  const refresh = useRefresh()
  const keys = ref(new Set<string>())
  /** Selected modules of the visible page: a bulk action never changes modules that are not shown. */
  const chosen = computed(() => shown().filter(({ key }) => keys.value.has(key)))
  const run = shallowRef<BulkRun | null>(null)
  let stop = new AbortController()
  onScopeDispose(() => stop.abort())

  async function start(status: BulkRun['status']) {
    stop = new AbortController()
    const waiting = [...chosen.value]
    run.value = { status, total: waiting.length, done: 0, failures: [], ended: false }
    const tell = (news: Partial<BulkRun>) => (run.value = { ...run.value!, ...news })
    for (const module of waiting) {
      try {
        if (module.status !== status) await setStatus(module, status, stop.signal)
        keys.value.delete(module.key)
      } catch (error) {
        if (stop.signal.aborted) break
        if (!(error instanceof ApiProblem)) throw error
        const reason = error.type === 'stale-revision' ? listTexts.bulk.stale : error.detail
        tell({ failures: [...run.value.failures, { module, reason }] })
        if (error.type === 'unreachable') break
      }
      tell({ done: run.value.done + 1 })
    }
    const isWhole = run.value.done === waiting.length
    tell({ ended: isWhole ? 'whole' : stop.signal.aborted ? 'cancelled' : 'unreachable' })
    refresh('modules')
  }

  return {
    keys,
    chosen,
    run,
    start,
    cancel: () => stop.abort(),
    close: () => (run.value = null),
    chooseAll: (all: boolean) => (keys.value = new Set(all ? shown().map(({ key }) => key) : [])),
  }
}
export type Bulk = ReturnType<typeof useBulk>
