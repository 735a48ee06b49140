import { useQuery } from '@pinia/colada'
import { contract, type Request } from '@registry/api/contract'
import { call } from './client.ts'

const { search } = contract.search
type Search = NonNullable<Request<typeof search>['query']>

/** What of the registry words find; without words, nothing is asked. */
export const useSearch = (query: () => Search) =>
  useQuery({
    key: () => ['search', JSON.stringify(query())],
    query: ({ signal }) => call(search, { query: query(), signal }),
    enabled: () => String(query().q).trim() !== '',
    placeholderData: (previous) => previous,
  })
