import { useQuery } from '@pinia/colada'
import { contract, type Operation, type List, type Request } from '@registry/api/contract'
import { useIntervalFn } from '@vueuse/core'
import { call } from '../shared/client/client.ts'

const { overview, listSamples } = contract.statistics
type Overview = NonNullable<Request<typeof overview>['query']>
type Samples = NonNullable<Request<typeof listSamples>['query']>

const root = 'statistics'
const again = 10_000

/** What is measured changes all the time: it is asked for again as long as somebody looks at it. */
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

/** The records under a path of a module, which only the graph knows. */
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
