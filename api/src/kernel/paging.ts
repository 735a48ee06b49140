import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { List } from './operation.ts'
import { Problem } from './errors.ts'

/** A cursor contains its list and the position after which the next page starts; it is opaque to clients. */
type Place = (string | number)[]

const listName = (list: unknown[]) => createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12)

/**
 * @param list  identity of the list: name, filters and order; a cursor of another list is refused
 * @param place schema of a position in this list
 * @returns the position after which the page starts; undefined for the first page
 * @throws Problem `invalid-cursor`
 */
export function readCursor<P extends z.ZodType<Place>>(
  cursor: string | undefined,
  list: unknown[],
  place: P,
): z.output<P> | undefined {
  if (cursor === undefined) return undefined
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return z.tuple([z.literal(listName(list)), place]).parse(parts)[1] as z.output<P>
  } catch {
    // Not a cursor of the registry; reported below.
  }
  throw new Problem('invalid-cursor', 'the cursor belongs to another list or to other filters', [
    { pointer: '/query/cursor', reason: 'must be nextCursor of the previous page' },
  ])
}

/** The cursor of the page that starts after this position. */
export const cursorOf = (list: unknown[], place: Place): string =>
  Buffer.from(JSON.stringify([listName(list), place])).toString('base64url')

/** A page from its items and, if there is a next page, one more. */
export function page<Item>(
  { items, total, revision }: { items: Item[]; total: number; revision: number },
  limit: number,
  list: unknown[],
  placeOf: (last: Item) => Place,
): List<Item> {
  const shown = items.slice(0, limit)
  const truncated = items.length > limit
  const nextCursor = truncated ? cursorOf(list, placeOf(shown.at(-1)!)) : null
  return { items: shown, total, returned: shown.length, truncated, nextCursor, revision }
}

/** A page of a list in memory, sorted by position. */
export function pageInOrder<Item, P extends z.ZodType<Place>>(
  { items, revision }: { items: readonly Item[]; revision: number },
  { limit, cursor }: { limit: number; cursor?: string },
  list: unknown[],
  place: P,
  placeOf: (item: Item) => Place,
): List<Item> {
  const after = readCursor(cursor, list, place)
  const start = after === undefined ? 0 : items.findIndex((item) => comparePlaces(placeOf(item), after) > 0)
  const shown = start < 0 ? [] : items.slice(start, start + limit + 1)
  return page({ items: shown, total: items.length, revision }, limit, list, placeOf)
}

export function comparePlaces(a: Place, b: Place): number {
  const differs = a.findIndex((step, index) => step !== b[index])
  return differs < 0 ? 0 : a[differs]! < b[differs]! ? -1 : 1
}
