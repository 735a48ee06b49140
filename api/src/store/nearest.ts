import type { Read } from '../graph/graph.ts'
import { nearestTo } from '../kernel/validation.ts'

/** Maximum share of wrong letters; with many keys, a larger share would always find one. */
const share = 1 / 4

/** Suggests the nearest name among the refs with a prefix such as `entity:crm/`. */
export async function nearestAfter(run: Read, prefix: string, name: string): Promise<string> {
  const rows = await run('search/nearest', { prefix, letters: prefix.length + Math.min(name.length, 200) })
  const known = rows.map(({ ref }) => ref.slice(prefix.length))
  return known.includes(name) ? '' : nearestTo(name, known, share)
}
