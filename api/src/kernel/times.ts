import { z } from 'zod'

/**
 * A time as it is stored: RFC 3339 in UTC with milliseconds, so that texts sort like times. Undefined if it is not a time, a leap
 * second (no Date has one), or outside the years 0000 to 9999 in UTC (RFC 3339 has no other).
 */
export function utcOf(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const time = new Date(text.replace(' ', 'T').toUpperCase())
  const isKept = !Number.isNaN(time.getTime()) && time.getUTCFullYear() >= 0 && time.getUTCFullYear() <= 9999
  return isKept ? time.toISOString() : undefined
}

export const noTime =
  'must be a time such as 2026-01-31T12:00:00Z, without a leap second, of the years 0000 to 9999 in UTC'

/** A time in a request. */
export const instant = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => utcOf(text) !== undefined, { error: noTime })
