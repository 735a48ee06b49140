import { draftStates } from '@registry/api/contract'
import { pageParameters, usePagesOfList } from '../shared/list/pages-of-list.ts'
import { someOf, useUrlState } from '../shared/client/url-state.ts'

/** Filters and page of the list of AI modules, all of it in the URL. */
export function useDraftListView() {
  const { view, change } = useUrlState({
    state: someOf(draftStates),
    ...pageParameters('50'),
  })
  return {
    view,
    select: (values: Partial<Omit<typeof view.value, 'cursor'>>) => change({ ...values, cursor: '' }),
    pages: usePagesOfList(view, change),
  }
}
