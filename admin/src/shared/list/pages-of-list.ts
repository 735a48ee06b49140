import { computed, reactive, shallowReactive, type ComputedRef } from 'vue'
import { oneOf, text } from '../client/url-state.ts'

export const pageSizes = ['20', '50', '100', '200'] as const
export type PageSize = (typeof pageSizes)[number]

/** URL parameters for the page of a list. */
export const pageParameters = (preset: PageSize) => ({ limit: oneOf(pageSizes, preset), cursor: text() })

interface PageOfList {
  readonly limit: PageSize
  readonly cursor: string
}

/**
 * Pagination of a list whose cursor is in the URL. Cursors only lead forward: the previous one is known only if the
 * user came from there.
 */
export function usePagesOfList(view: ComputedRef<PageOfList>, change: (values: Partial<PageOfList>) => void) {
  const before = shallowReactive(new Map<string, string>())
  return reactive({
    limit: computed(() => view.value.limit),
    cursor: computed(() => view.value.cursor),
    /** Cursor of the previous page: `''` for the first page, undefined if unknown. */
    previous: computed(() => before.get(view.value.cursor)),
    turnOn: (cursor: string) => {
      before.set(cursor, view.value.cursor)
      change({ cursor })
    },
    turnBack: (cursor: string) => change({ cursor }),
    resize: (limit: PageSize) => change({ limit, cursor: '' }),
  })
}
export type PagesOfList = ReturnType<typeof usePagesOfList>
