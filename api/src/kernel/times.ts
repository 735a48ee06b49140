import { z } from 'zod'

/**
 * A time as it is stored: RFC 3339 in UTC with milliseconds, so that texts sort like times. Undefined if it is not a time, a leap
 * second (no Date has one), outside the years 0000 to 9999 in UTC (RFC 3339 has no other), or has digits below the millisecond, which would
 * be lost.
 */
export function utcOf(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,3}0*)?([Zz]|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const time = new Date(text.replace(' ', 'T').toUpperCase())
  const isKept = !Number.isNaN(time.getTime()) && time.getUTCFullYear() >= 0 && time.getUTCFullYear() <= 9999
  return isKept ? time.toISOString() : undefined
}

export const noTime =
  'must be a time such as 2026-01-31T12:00:00Z, without a leap second and without digits below the millisecond, of the years 0000 to 9999 in UTC'

const time = z.iso.datetime({ offset: true, abort: true })

/** A time that is kept as a value. */
export const exactInstant = time.refine((text) => utcOf(text) !== undefined, { error: noTime })

/** A time that something is measured at or bounded by: what is below the millisecond does not count. */
export const instant = time.refine((text) => utcOf(text.replace(/(\.\d{3})\d+/, '$1')) !== undefined, { error: noTime })
