import { useQuery, useQueryCache } from '@pinia/colada'
import { contract, type Request, type SavedView } from '@registry/api/contract'
import { call } from '../client/client.ts'

const { list, create, replace, remove } = contract.views
const root = 'views'
export type ViewBody = NonNullable<Request<typeof replace>['body']>

/** Saved views of a page that the user may see. */
export const useViews = (page: SavedView['page'], isWanted: () => boolean) =>
  useQuery({
    key: [root, page],
    query: ({ signal }) => call(list, { query: { page, limit: 200 }, signal }),
    enabled: isWanted,
  })

export function useKeepingViews() {
  const cache = useQueryCache()
  const renew = () => cache.invalidateQueries({ key: [root] })
  return {
    create: (body: ViewBody) => call(create, { body }).finally(renew),
    replace: ({ id, rev }: SavedView, body: ViewBody) => call(replace, { params: { id }, rev, body }).finally(renew),
    remove: ({ id, rev }: SavedView) => call(remove, { params: { id }, rev }).finally(renew),
  }
}
