import { draftStates } from '@registry/api/contract'
import { pageSizes, usePagesOfList } from '../shared/list/pages-of-list.ts'
import { oneOf, someOf, text, useUrlState } from '../shared/client/url-state.ts'

/** Which AI modules the list shows, from where on; all of it in the address. */
export function useDraftListView() {
  const { view, change } = useUrlState({
    state: someOf(draftStates),
    limit: oneOf(pageSizes, '50'),
    cursor: text(),
  })
  return {
    view,
    select: (values: Partial<Omit<typeof view.value, 'cursor'>>) => change({ ...values, cursor: '' }),
    ...usePagesOfList(view, change),
  }
}
