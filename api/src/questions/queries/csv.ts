import { stringify } from 'csv-stringify/sync'

/** Start of a cell that a spreadsheet takes for a formula; an apostrophe before it makes it text. */
const formula = /^[\s\u00a0]*[=+\-@|%\t\r\uff1d\uff0b\uff0d\uff20]/

export function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return formula.test(text) ? `'${text}` : text
}

/** A line of CSV by RFC 4180. As in PostgreSQL, null is empty and an empty text is `""`. */
export const csvLine = (values: unknown[]): string => stringify([values.map(cell)], { quoted_match: /^$/ })
