import { useQuery } from '@pinia/colada'
import { contract, type Request } from '@registry/api/contract'
import { call } from './client.ts'

const { search } = contract.search
type Search = NonNullable<Request<typeof search>['query']>

/** Search results in the registry; no request for an empty text. */
export const useSearch = (query: () => Search) =>
  useQuery({
    key: () => ['search', JSON.stringify(query())],
    query: ({ signal }) => call(search, { query: query(), signal }),
    enabled: () => String(query().q).trim() !== '',
    placeholderData: (previous) => previous,
  })
