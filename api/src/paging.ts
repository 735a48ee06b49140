import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { List } from './endpoint.ts'
import { Problem } from './errors.ts'

/** A cursor holds the place after which the next page starts, and which list it belongs to; to clients it is opaque. */
const Cursor = z.tuple([z.string(), z.array(z.union([z.string().max(1_000), z.number(), z.null()])).max(4)])
type Place = z.output<typeof Cursor>[1]

const listName = (list: unknown[]) => createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12)

/**
 * @param list what makes the list: its name, filters and order; a cursor of another list is refused
 * @returns the place after which the page starts; undefined for the first
 * @throws Problem `invalid-cursor`
 */
export function readCursor(cursor: string | undefined, list: unknown[]): Place | undefined {
  if (cursor === undefined) return undefined
  try {
    const [name, place] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    if (name === listName(list)) return place
  } catch {
    // Not one of ours; told below.
  }
  throw new Problem('invalid-cursor', 'the cursor was not given by this list with these filters', [
    { pointer: '/query/cursor', reason: 'must be nextCursor of the page before' },
  ])
}

/** A page from one item more than its limit, when there are as many. */
export function page<Item>(
  { items, total, revision }: { items: Item[]; total: number; revision: number },
  limit: number,
  list: unknown[],
  placeOf: (last: Item) => Place,
): List<Item> {
  const shown = items.slice(0, limit)
  const truncated = items.length > limit
  const nextCursor = truncated
    ? Buffer.from(JSON.stringify([listName(list), placeOf(shown.at(-1)!)])).toString('base64url')
    : null
  return { items: shown, total, returned: shown.length, truncated, nextCursor, revision }
}
