import { vias } from '@registry/api/contract'
import { computed } from 'vue'
import { pageParameters, usePagesOfList } from '../shared/list/pages-of-list.ts'
import { someOf, text, useUrlState } from '../shared/client/url-state.ts'

/** Kinds of resources to filter by: prefixes of the kinds of changes, such as `module.create`. */
export const subjects = [
  ...(['module', 'owner', 'capability', 'configuration', 'entity', 'endpoint', 'relationship'] as const),
  ...(['patch', 'draft', 'revision'] as const),
]

const none = { actor: '', via: [], kind: [], module: '', since: '', until: '' } as const
const isDay = (given: string) => /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given))
/** Start of a day in local time, or of a later day; counts in dates because a day may have 23 or 25 hours. */
function beginOf(day: string, later = 0): string {
  const begin = new Date(`${day}T00:00:00`)
  begin.setDate(begin.getDate() + later)
  return begin.toISOString()
}

/** Filters and page of the change log, all of it in the URL. */
export function useActivityView() {
  const { view, change } = useUrlState({
    actor: text(),
    via: someOf(vias),
    kind: someOf(subjects),
    module: text(),
    since: text(),
    until: text(),
    ...pageParameters('50'),
  })
  type View = typeof view.value
  return {
    view,
    query: computed(() => {
      const { actor, via, kind, module, since, until, limit, cursor } = view.value
      return {
        actor: actor ? [actor] : [],
        via: [...via],
        kind: [...kind],
        module,
        limit,
        cursor,
        since: isDay(since) ? beginOf(since) : '',
        until: isDay(until) ? beginOf(until, 1) : '',
      }
    }),
    select: (values: Partial<Omit<View, 'cursor'>>) => change({ ...values, cursor: '' }),
    clear: () => change({ ...none, cursor: '' }),
    isFiltered: computed(() => Object.keys(none).some((name) => view.value[name as keyof typeof none].length > 0)),
    pages: usePagesOfList(view, change),
  }
}
