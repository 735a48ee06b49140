import { notice } from '../../kernel/untrusted-text.ts'
import type { Origin } from '../../store/change.ts'
import type { Services } from '../../services.ts'

interface Asked {
  name: string
  parameters: Record<string, unknown>
  limit: number
}

/** The first rows of a named question. */
export async function runQuery(
  { queries }: Services,
  { name, parameters, limit }: Asked,
  { origin: { actor } }: { origin: Origin },
) {
  const { columns, rows, total, returned, truncated, revision, problem } = await queries.run(name, parameters, {
    actor,
    rows: limit,
  })
  return { columns, items: rows, total, returned, truncated, revision, ...(problem ? { problem } : {}), notice }
}
