import { computed, shallowReactive, type ComputedRef } from 'vue'

export const pageSizes = ['20', '50', '100', '200'] as const
export type PageSize = (typeof pageSizes)[number]

/**
 * Turning the pages of a list whose cursor is in the address. A cursor only leads forward: which one came before is known as long as
 * the reader turned the pages here.
 */
export function usePagesOfList(
  view: ComputedRef<{ readonly cursor: string }>,
  change: (values: { cursor: string }) => void,
) {
  const before = shallowReactive(new Map<string, string>())
  return {
    /** The cursor of the page before, `''` for the first page, undefined when it is not known. */
    previous: computed(() => before.get(view.value.cursor)),
    turnOn: (cursor: string) => {
      before.set(cursor, view.value.cursor)
      change({ cursor })
    },
    turnBack: (cursor: string) => change({ cursor }),
  }
}
