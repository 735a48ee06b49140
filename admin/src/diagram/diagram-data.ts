import { defineQueryOptions, useMutation, useQuery, useQueryCache } from '@pinia/colada'
import { contract, type HealthOverview, type VisGraph } from '@registry/api/contract'
import { computed, type ComputedRef } from 'vue'
import { call } from '../shared/client/client.ts'
import { additionOf } from './growth.ts'
import type { DiagramView } from './diagram-view.ts'

/** Cache key below that of modules, so that a refresh of modules refreshes their diagrams. */
const root = ['modules', 'diagram']
const { graph, tidy } = contract.graph
const { path, impact, cycles } = contract.traversal

export const wholePicture = 2_000
/** Maximum page size of the API. */
const page = 500

/** The queries of the diagram; each runs only in the mode that needs it. */
export function useDiagramData(view: ComputedRef<DiagramView>) {
  const cache = useQueryCache()
  const types = computed(() => (view.value.types.length > 0 ? [...view.value.types] : undefined))
  const base = computed(() => {
    const { focus, depth, direction, level, status, health } = view.value
    return {
      ...(focus && { focus, depth: Number(depth), direction }),
      level,
      types: types.value,
      status: [...status],
      health: [...health],
      limit: wholePicture,
    }
  })
  const anchors = computed(() => [...new Set(view.value.open.map((text) => additionOf(text).anchor))])

  return {
    base: useQuery({
      key: () => [...root, 'base', JSON.stringify(base.value)],
      query: ({ signal }) => call(graph, { query: base.value, signal }),
      placeholderData: (previous) => previous,
    }),
    around: useQuery({
      key: () => [...root, 'around', view.value.level, ...anchors.value],
      query: async () => {
        const found = anchors.value.map(async (anchor): Promise<[string, VisGraph]> => {
          const { data } = await cache.refresh(cache.ensure(neighbours({ focus: anchor, level: view.value.level })))
          return [anchor, data!]
        })
        return new Map(await Promise.all(found))
      },
      placeholderData: (previous) => previous,
    }),
    impact: useQuery({
      key: () => [...root, 'impact', view.value.from],
      query: ({ signal }) => call(impact, { query: { of: view.value.from, limit: page }, signal }),
      enabled: () => view.value.mode === 'impact' && view.value.from !== '',
    }),
    path: useQuery({
      key: () => [...root, 'path', view.value.from, view.value.to, view.value.direction, ...view.value.types],
      query: ({ signal }) =>
        call(path, {
          query: {
            from: view.value.from,
            to: view.value.to,
            types: types.value,
            direction: view.value.direction === 'both' ? 'both' : 'outgoing',
          },
          signal,
        }),
      enabled: () => view.value.mode === 'trace' && view.value.from !== '' && view.value.to !== '',
    }),
    cycles: useQuery({
      key: [...root, 'cycles'],
      query: ({ signal }) => call(cycles, { query: { limit: 100 }, signal }),
      enabled: () => view.value.mode === 'cycles',
    }),
    healths: useQuery({
      key: [...root, 'healths'],
      query: ({ signal }) => readHealths(signal),
      enabled: () => view.value.mode === 'health',
    }),
  }
}

/** Lays out all modules anew; until then, new ones join the picture and the others stay where they are. */
export function useTidying() {
  const cache = useQueryCache()
  return useMutation({
    mutation: () => call(tidy, {}),
    onSuccess: () => cache.invalidateQueries({ key: root }),
  })
}

/** A node with its neighbours: the list that offers them fills the cache from which the diagram adds them. */
const neighbours = defineQueryOptions(({ focus, level }: Pick<DiagramView, 'focus' | 'level'>) => ({
  key: [...root, 'neighbours', level, focus],
  query: ({ signal }: { signal: AbortSignal }) => call(graph, { query: { focus, level, limit: wholePicture }, signal }),
}))
export const useNeighbours = (ref: () => string, level: () => DiagramView['level']) =>
  useQuery(() => neighbours({ focus: ref(), level: level() }))

/** Reads all pages: with only some, the overlay would show the other modules as healthy. */
async function readHealths(signal: AbortSignal): Promise<HealthOverview['items']> {
  const items: HealthOverview['items'] = []
  for (let cursor: string | undefined; items.length < wholePicture;) {
    const answer = await call(contract.health.overview, { query: { limit: page, cursor }, signal })
    items.push(...answer.items)
    if (!answer.nextCursor) break
    cursor = answer.nextCursor
  }
  return items
}
