import { number } from '../shared/shared.texts.ts'

/** Texts of the list of modules. */
export const listTexts = {
  create: 'New module',
  search: 'Search modules',
  filters: 'Filters',
  activeFilters: (count: number) => `Filters (${number(count)})`,
  summary: (returned: number, total: number) => `${number(returned)} of ${number(total)} modules`,
  nothingYet: 'No module is registered yet',
  nothingYetHint: 'Create one here, or send a patch document to the API, and it appears here.',
  apiReference: 'Open the API reference',
  noMatch: 'No module matches',
  example: 'example data',
  exampleHint: 'It came with example data. The reason of its health says whether it has been measured.',
  view: 'View',
  viewNamed: (name: string) => `View ${name}`,
  bulk: {
    all: (count: number) => `Select ${count === 1 ? 'this one' : `these ${number(count)}`}`,
    select: (name: string) => `Select ${name}`,
    chosen: (count: number) => `${number(count)} selected`,
    enable: (count: number) => `Enable ${number(count)}`,
    disable: (count: number) => `Disable ${number(count)}`,
    progress: (done: number, total: number) => `${number(done)} of ${number(total)}`,
    cancel: 'Cancel',
    stale: 'Somebody else changed it in the meantime; look at it again.',
    outcome: {
      whole: (right: number, total: number, status: 'active' | 'inactive') =>
        `${number(right)} of ${number(total)} are ${status === 'active' ? 'enabled' : 'disabled'}.`,
      cancelled: (right: number, total: number) =>
        `Cancelled: ${number(right)} of ${number(total)} were changed. The others are still selected.`,
      unreachable: (right: number, total: number) =>
        `The registry does not answer: ${number(right)} of ${number(total)} were changed. The others are still selected.`,
    },
  },
}
