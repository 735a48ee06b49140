import { computed, reactive, shallowReactive, type ComputedRef } from 'vue'
import { oneOf, text } from '../client/url-state.ts'

export const pageSizes = ['20', '50', '100', '200'] as const
export type PageSize = (typeof pageSizes)[number]

/** Which page of a list an address shows. */
export const pageParameters = (preset: PageSize) => ({ limit: oneOf(pageSizes, preset), cursor: text() })

interface PageOfList {
  readonly limit: PageSize
  readonly cursor: string
}

/**
 * Turning the pages of a list whose cursor is in the address. A cursor only leads forward: which one came before is known as long as
 * the reader turned the pages here.
 */
export function usePagesOfList(view: ComputedRef<PageOfList>, change: (values: Partial<PageOfList>) => void) {
  const before = shallowReactive(new Map<string, string>())
  return reactive({
    limit: computed(() => view.value.limit),
    cursor: computed(() => view.value.cursor),
    /** The cursor of the page before, `''` for the first page, undefined when it is not known. */
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
