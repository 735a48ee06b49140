import type { Read, Run } from '../../graph/graph.ts'
import { Problem } from '../../kernel/errors.ts'
import { edit } from '../../store/change.ts'
import { fromRow, moduleOf, ofKind, type Step } from '../../store/kind.ts'
import { write } from '../../store/write.ts'
import type { Module } from '../modules/modules.contract.ts'
import { moduleKind } from '../modules/modules.kind.ts'
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

/**
 * Leads pending relationships to the module whose new alias they name instead of a key.
 * @returns the steps, already written
 */
export async function leadPending(run: Run, steps: Step[]): Promise<Step[]> {
  const keys = new Map(
    ofKind(moduleKind, steps).flatMap(({ before, after }) => {
      const [earlier, now] = [before as Module | null, after as Module | null]
      const gained = now?.aliases?.filter((alias) => !earlier?.aliases.includes(alias)) ?? []
      return gained.map((alias) => [alias.toLowerCase(), now!.key] as const)
    }),
  )
  if (keys.size === 0) return []
  const rows = await run('relationships/pending-with', { keys: [...keys.keys()] })
  const led = rows.flatMap(({ relationship }) => {
    const before = fromRow<Relationship>('relationship', relationship)
    const [source, target] = [before.source, before.target].map((ref) => {
      const key = keys.get(moduleOf(ref))
      return key === undefined ? ref : ref.replace(/:[^/]*/, `:${key}`)
    }) as [string, string]
    return edit(before, { source, target }).steps
  })
  await write(run, led)
  return led
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
