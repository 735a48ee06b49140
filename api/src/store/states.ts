import type { Run } from '../graph/graph.ts'
import { fromRow, kindOf, kinds, moduleOf, type Kind, type State } from './kinds.ts'

const partKinds: Kind[] = ['entity', 'endpoint', 'capability', 'configuration']
const unfiltered = {
  part: null,
  type: null,
  entity: null,
  operation: null,
  configType: null,
  after: '',
  limit: 100_000,
}
type Rows = { items: Record<string, unknown>[] }

/** The parts of a module, kind by kind. */
export async function partsOf(run: Run, key: string): Promise<State[]> {
  const parts: State[] = []
  for (const kind of partKinds) {
    const [rows] = await run<Rows>(`${kinds[kind].folder}/list`, { modules: [key], ...unfiltered })
    parts.push(...(rows?.items ?? []).map((row) => fromRow(kind, row)))
  }
  return parts
}

/** Modules, parts, relationships and drafts as they are now; what is not there is left out. */
export async function statesOf(run: Run, refs: string[]): Promise<Map<string, State>> {
  const found = new Map<string, State>()
  const wanted = new Set(refs)
  const keep = (state: State) => {
    if (wanted.has(state.ref)) found.set(state.ref, state)
  }
  const ids = refs.filter((ref) => kindOf(ref) === 'relationship').map((ref) => ref.slice('relationship:'.length))
  if (ids.length > 0)
    for (const { relationship } of await run<{ relationship: Record<string, unknown> }>('relationships/read', { ids }))
      keep(fromRow('relationship', relationship))
  for (const ref of refs.filter((ref) => kindOf(ref) === 'draft')) {
    const [row] = await run<{ draft: Record<string, unknown> }>('drafts/read', { id: ref.slice('draft:'.length) })
    if (row) keep(fromRow('draft', row.draft))
  }
  const modules = new Set(refs.filter((ref) => !['relationship', 'patch', 'draft'].includes(kindOf(ref))).map(moduleOf))
  for (const key of modules) {
    const [row] = await run<{ module: Record<string, unknown> }>('modules/read', { id: key })
    if (!row) continue
    keep(fromRow('module', row.module))
    if (refs.some((ref) => partKinds.includes(kindOf(ref)) && moduleOf(ref) === key))
      for (const part of await partsOf(run, key)) keep(part)
  }
  return found
}
