import { useMutation, useQuery } from '@pinia/colada'
import { contract, type Operation, type List, type Request } from '@registry/api/contract'
import { useIntervalFn } from '@vueuse/core'
import { announce } from '../shared/announcements.ts'
import { call } from '../shared/client/client.ts'
import { useRefresh } from '../shared/client/refresh.ts'
import { statisticsTexts } from './statistics.texts.ts'

const { overview, listSamples, dropExamples } = contract.statistics
type Overview = NonNullable<Request<typeof overview>['query']>
type Samples = NonNullable<Request<typeof listSamples>['query']>

const root = 'statistics'
const again = 10_000

/** Polls a query while the page is visible: measurements change all the time. */
function refreshed<Query extends { refetch: () => Promise<unknown> }>(query: Query): Query {
  useIntervalFn(() => document.hidden || query.refetch(), again)
  return query
}

export const useOverview = (query: () => Overview) =>
  refreshed(
    useQuery({
      key: () => [root, 'overview', JSON.stringify(query())],
      query: ({ signal }) => call(overview, { query: query(), signal }),
      placeholderData: (previous) => previous,
    }),
  )

export const useAlerts = () =>
  refreshed(
    useQuery({
      key: [root, 'alerts'],
      query: ({ signal }) => call(contract.health.alerts, { signal }),
    }),
  )

export const useSamples = (id: string, query: () => Samples) =>
  useQuery({
    key: () => [root, 'samples', id, JSON.stringify(query())],
    query: ({ signal }) => call(listSamples, { params: { id }, query: query(), signal }),
    placeholderData: (previous) => previous,
  })

/** Deletes the example data of all modules; every page may show some of it. */
export function useExamplesDropped() {
  const refresh = useRefresh()
  return useMutation({
    mutation: () => call(dropExamples, {}),
    onError: ({ detail }) => announce(statisticsTexts.examples.failed(detail), 'error'),
    onSettled: () => refresh(),
  })
}

/** Records of an entity. Its path is data, not part of the contract, so `modules.list` stands in for the operation. */
export const useRecords = (asked: () => { path: string; cursor: string; limit: number }) =>
  useQuery({
    key: () => [root, 'records', JSON.stringify(asked())],
    query: async ({ signal }) => {
      const { path, ...query } = asked()
      const list: Operation = { ...contract.modules.list, path }
      return (await call(list, { query, signal })) as List<Record<string, unknown>>
    },
    placeholderData: (previous) => previous,
  })
