import type { Read, Run } from '../../graph/graph.ts'
import { Problem } from '../../kernel/errors.ts'
import { edit } from '../../store/change.ts'
import { fromRow, type Step } from '../../store/kind.ts'
import { write } from '../../store/write.ts'
import { refuseCycles } from './acyclic.ts'
import { requireAcceptable } from './relationship-ends.ts'
import type { Relationship } from './relationships.contract.ts'

/**
 * Activates pending relationships whose missing ends have just been written, oldest first. Those that are invalid now,
 * because they would close a cycle or already exist, become refused, with the reason. Decision 0012.
 * @returns the steps, already written, since each is validated against the result of those before
 */
export async function resolvePending(run: Run, arrived: string[]): Promise<Step[]> {
  const rows = await run('relationships/waiting', { refs: arrived })
  const resolved: Step[] = []
  for (const { relationship } of rows) {
    const before = fromRow<Relationship>('relationship', relationship)
    const reason = await objection(run, before)
    const { steps } = edit(before, reason === null ? { state: 'active' } : { state: 'refused', reason })
    await write(run, steps)
    resolved.push(...steps)
  }
  return resolved
}

async function objection(run: Read, relationship: Relationship): Promise<string | null> {
  try {
    await requireAcceptable(run, [relationship], () => '')
    await refuseCycles(run, [relationship])
    return null
  } catch (error) {
    if (error instanceof Problem) return error.detail
    throw error
  }
}
