import { notice } from '../context/foreign.ts'
import type { Services } from '../services.ts'

interface Asked {
  name: string
  parameters: Record<string, unknown>
  limit: number
}

/** The first rows of a named question, and how many there are. */
export async function runQuery({ queries }: Services, { name, parameters, limit }: Asked) {
  const { columns, rows } = await queries.run(name, parameters)
  const items = rows.slice(0, limit)
  return { columns, items, total: rows.length, returned: items.length, truncated: rows.length > limit, notice }
}
