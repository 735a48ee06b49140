import type { Read, Run } from '../../graph/graph.ts'
import { kindOf, moduleOf, type Step } from '../../store/kind.ts'

/** Where the records of a module are kept. Decision 0047. */
export interface RecordSpace {
  /** Id of the module, when the change at hand creates or deletes it. */
  owner: string | null
  /** First part of the kinds of its records. */
  name: string
}

const idsIn = (steps: Step[]): Map<string, string> =>
  new Map(
    steps.flatMap(({ before, after }) => {
      const { ref, id } = (after ?? before)!
      return kindOf(ref) === 'module' ? [[moduleOf(ref), id] as const] : []
    }),
  )

/** The record space of each module whose entities some steps change, by key. One query for all, none without entities. */
export async function spacesOf(run: Read, steps: Step[]): Promise<Map<string, RecordSpace>> {
  const ids = idsIn(steps)
  const refs = steps.map(({ before, after }) => (after ?? before)!.ref).filter((ref) => kindOf(ref) === 'entity')
  const rows = [...new Set(refs.map(moduleOf))].map((key) => ({ key, id: ids.get(key) ?? null }))
  const found = rows.length > 0 ? await run('hosting/spaces', { rows }) : []
  return new Map(found.map(({ key, space }) => [key, { owner: ids.get(key) ?? null, name: space }]))
}

/** Keeps the records of deleted modules out of sight, and has those of restored modules back. */
export async function settleSpaces(run: Run, steps: Step[]): Promise<void> {
  const modules = steps.filter(({ before, after }) => kindOf((after ?? before)!.ref) === 'module')
  const rows = (some: Step[]) =>
    some.map(({ before, after }) => {
      const { ref, id } = (after ?? before)!
      return { key: moduleOf(ref), id }
    })
  const gone = rows(modules.filter(({ after }) => !after))
  const come = rows(modules.filter(({ before }) => !before))
  if (gone.length > 0) await run('hosting/leave-space', { rows: gone })
  if (come.length > 0) await run('hosting/enter-space', { rows: come })
}
