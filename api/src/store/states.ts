import type { Read } from '../graph/graph.ts'
import { fromRow, kindOf, kindsInOrder, moduleOf, type Row, type State } from './kind.ts'

/** The parts of a module, ordered by kind. */
export async function partsOf(run: Read, key: string): Promise<State[]> {
  const parts: State[] = []
  for (const { name, list } of kindsInOrder())
    if (list) parts.push(...(await list(run, key)).map((row) => fromRow(name, row)))
  return parts
}

/** The current resources of these refs, without missing ones. */
export async function statesOf(run: Read, refs: string[]): Promise<Map<string, State>> {
  const found: State[] = []
  for (const { name, list, find } of kindsInOrder()) {
    const own = refs.filter((ref) => kindOf(ref) === name)
    const rows: Row[] = own.length > 0 && find ? await find(run, own) : []
    if (list) for (const key of new Set(own.map(moduleOf))) rows.push(...(await list(run, key)))
    found.push(...rows.map((row) => fromRow(name, row)))
  }
  const wanted = new Set(refs)
  return new Map(found.filter(({ ref }) => wanted.has(ref)).map((state) => [state.ref, state]))
}
