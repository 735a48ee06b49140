import { useMutation, useQuery, useQueryCache } from '@pinia/colada'
import { contract, type Module, type Request } from '@registry/api/contract'
import { call, type Answer } from '../shared/client/client.ts'
import { announce } from '../shared/announcements.ts'
import { useRefresh } from '../shared/client/refresh.ts'
import { moduleTexts } from './module-editing.texts.ts'

/** Cache key of all queries about modules, so that one invalidation refreshes them all. */
const root = 'modules'
const { modules } = contract

type ListQuery = NonNullable<Request<typeof modules.list>['query']>

const listOf = (query: ListQuery) => ({
  key: [root, 'list', JSON.stringify(query)],
  query: ({ signal }: { signal: AbortSignal }) => call(modules.list, { query, signal }),
})
export const useModuleList = (query: () => ListQuery) =>
  useQuery(() => ({
    ...listOf(query()),
    placeholderData: (previous: Answer<typeof modules.list> | undefined) => previous,
  }))

/** Prefetches a list before its page is shown; resolves when it has arrived, or after `patience` milliseconds. */
export async function prepareModuleList(query: ListQuery, patience: number): Promise<void> {
  const cache = useQueryCache()
  const asked = cache.refresh(cache.ensure(listOf(query))).catch(() => undefined)
  await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, patience))])
}

export const useModule = (id: string) =>
  useQuery({
    key: [root, id],
    query: ({ signal }) => call(modules.read, { params: { id }, signal }),
  })

export const useModuleHealth = (id: string) =>
  useQuery({
    key: [root, id, 'health'],
    query: ({ signal }) => call(contract.health.read, { params: { id }, signal }),
  })

export const useGraph = (focus: string) =>
  useQuery({
    key: [root, focus, 'graph'],
    query: ({ signal }) => call(contract.graph.graph, { query: { focus, level: 'part' }, signal }),
  })

interface StatusChange {
  module: Module
  status: Module['status']
}

/** Changes the status of a module optimistically; restores it if the API refuses, for example a stale revision. */
export function useStatusChange() {
  const cache = useQueryCache()
  const refresh = useRefresh()
  const show = (key: string, known: Partial<Module>) => {
    cache.setQueryData<Module>([root, key], (read) => (read && { ...read, ...known }) as Module)
    for (const entry of cache.getEntries({ key: [root, 'list'] })) {
      const list = entry.state.value.data as Answer<typeof modules.list> | undefined
      if (!list?.items.some((item) => item.key === key)) continue
      const items = list.items.map((item) => (item.key === key ? { ...item, ...known } : item))
      cache.setQueryData(entry.key, { ...list, items })
    }
  }
  return useMutation({
    mutation: ({ module, status }: StatusChange) => setStatus(module, status),
    onMutate: ({ module, status }) => show(module.key, { status }),
    onSuccess(module) {
      // Update the cached revision at once: the next change needs it, and the refresh of the list may take long.
      show(module.key, module)
      announce(moduleTexts[module.status === 'active' ? 'enabled' : 'disabled'](module.name))
    },
    onError: ({ type, detail }, { module: { key, name, status } }) => {
      show(key, { status })
      announce(
        type === 'stale-revision' ? moduleTexts.changedMeanwhile(name) : moduleTexts.changeFailed(name, detail),
        'error',
      )
    },
    onSettled: () => refresh(root),
  })
}

export const setStatus = ({ key, rev }: Module, status: Module['status'], signal?: AbortSignal): Promise<Module> =>
  call(modules.setStatus, { params: { id: key }, body: { status }, rev, ...(signal && { signal }) })
