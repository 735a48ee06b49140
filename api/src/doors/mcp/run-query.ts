import { notice } from '../../kernel/untrusted-text.ts'
import type { Call } from '../../store/call.ts'
import type { Services } from './tool.ts'

interface Asked {
  name: string
  parameters: Record<string, unknown>
  limit: number
}

/** The first rows of a named question. */
export async function runQuery({ queries }: Services, { name, parameters, limit }: Asked, call: Call) {
  const { columns, rows, total, returned, truncated, revision, problem } = await queries.firstRows(
    name,
    parameters,
    limit,
    call,
  )
  return { columns, items: rows, total, returned, truncated, revision, ...(problem ? { problem } : {}), notice }
}
