import type { Read } from '../graph/graph.ts'
import { fromRow, kindOf, kindsInOrder, moduleOf, type Kind, type State } from './kinds.ts'

/** The kinds of parts, and the questions that list them. */
export const listsOfParts = {
  entity: 'entities/list',
  endpoint: 'endpoints/list',
  capability: 'capabilities/list',
  configuration: 'configuration/list',
} as const
export type PartKind = keyof typeof listsOfParts

const isPart = (kind: Kind): kind is PartKind => kind in listsOfParts
const unfiltered = {
  part: null,
  type: null,
  entity: null,
  operation: null,
  configType: null,
  after: '',
  limit: 100_000,
}

/** The parts of a module, kind by kind. */
export async function partsOf(run: Read, key: string): Promise<State[]> {
  const parts: State[] = []
  for (const kind of kindsInOrder.filter(isPart)) {
    const [rows] = await run(listsOfParts[kind], { modules: [key], ...unfiltered })
    parts.push(...(rows?.items ?? []).map((row) => fromRow(kind, row)))
  }
  return parts
}

/** Modules, parts, relationships and drafts as they are now; what is not there is left out. */
export async function statesOf(run: Read, refs: string[]): Promise<Map<string, State>> {
  const found = new Map<string, State>()
  const wanted = new Set(refs)
  const keep = (state: State) => {
    if (wanted.has(state.ref)) found.set(state.ref, state)
  }
  const ids = refs.filter((ref) => kindOf(ref) === 'relationship').map((ref) => ref.slice('relationship:'.length))
  if (ids.length > 0)
    for (const { relationship } of await run('relationships/read', { ids })) keep(fromRow('relationship', relationship))
  for (const ref of refs.filter((ref) => kindOf(ref) === 'draft')) {
    const [row] = await run('drafts/read', { id: ref.slice('draft:'.length) })
    if (row) keep(fromRow('draft', row.draft))
  }
  const modules = new Set(refs.filter((ref) => !['relationship', 'patch', 'draft'].includes(kindOf(ref))).map(moduleOf))
  for (const key of modules) {
    const [row] = await run('modules/read', { id: key })
    if (!row) continue
    keep(fromRow('module', row.module))
    if (refs.some((ref) => isPart(kindOf(ref)) && moduleOf(ref) === key))
      for (const part of await partsOf(run, key)) keep(part)
  }
  return found
}
