import { healths, moduleSorts, moduleStatuses, moduleTypes } from '@registry/api/contract'
import { computed } from 'vue'
import type { LocationQuery } from 'vue-router'
import { pageParameters, usePagesOfList } from '../shared/list/pages-of-list.ts'
import { oneOf, readState, someOf, text, textList, useUrlState } from '../shared/client/url-state.ts'

const sorts = moduleSorts.flatMap((field) => [field, `-${field}`] as const)

const filters = {
  q: text(),
  status: someOf(moduleStatuses),
  type: someOf(moduleTypes),
  health: someOf(healths),
  owner: textList(),
  tag: textList(),
}
const parameters = { ...filters, sort: oneOf(sorts, 'name'), ...pageParameters('20') }
const none = { q: '', status: [], type: [], health: [], owner: [], tag: [] } as const

export const moduleListView = (query: LocationQuery) => readState(parameters, query)

/** Filters, order and page of the list of modules, all of it in the URL. */
export function useModuleListView() {
  const { view, change } = useUrlState(parameters)
  type View = typeof view.value

  return {
    view,
    /** Applies filters or order, and goes to the first page. */
    select: (values: Partial<Omit<View, 'cursor'>>, how?: { replace?: boolean }) =>
      change({ ...values, cursor: '' }, how),
    pages: usePagesOfList(view, change),
    clear: () => change({ ...none, cursor: '' }),
    activeFilters: computed(
      () => Object.keys(none).filter((name) => view.value[name as keyof typeof none].length > 0).length,
    ),
  }
}
export type ModuleListView = ReturnType<typeof useModuleListView>['view']['value']
