import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { List } from './operation.ts'
import { Problem } from './errors.ts'

/** A cursor holds which list it belongs to and the place after which the next page starts; to clients it is opaque. */
type Place = (string | number)[]

const listName = (list: unknown[]) => createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12)

/**
 * @param list  what makes the list: its name, filters and order; a cursor of another list is refused
 * @param place what a place of this list is
 * @returns the place after which the page starts; undefined for the first
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
    // Not one of ours; told below.
  }
  throw new Problem('invalid-cursor', 'the cursor belongs to another list or to other filters', [
    { pointer: '/query/cursor', reason: 'must be nextCursor of the previous page' },
  ])
}

/** Of the page that starts after this place. */
export const cursorOf = (list: unknown[], place: Place): string =>
  Buffer.from(JSON.stringify([listName(list), place])).toString('base64url')

/** A page from one item more than its limit, when there are as many. */
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

/** A page of a list that is whole in memory, sorted by its places. */
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
