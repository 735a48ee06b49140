import { Problem } from '../kernel/errors.ts'
import type { Read } from '../graph/graph.ts'
import { fromRow, type State } from './kind.ts'

/**
 * The relationships that must be removed together with these resources.
 * @throws Problem `in-use` if others depend on them, unless `force` is set
 */
export async function removableEdges(run: Read, refs: string[], force: boolean): Promise<State[]> {
  const [{ total, listed } = { total: 0, listed: [] }] = await run('relationships/dependants', { refs })
  if (total > 0 && !force) {
    const needs = listed.map(({ source, target }) => `${source} needs ${target}`).join(', ')
    const shown =
      total > listed.length ? `${total} relationships depend on it, ${listed.length} are listed: ${needs}` : needs
    throw new Problem('in-use', `${shown}; force=true deletes these relationships too`, [], {
      dependants: listed.map(({ source }) => source),
      total,
    })
  }
  const rows = await run('relationships/touching', { refs })
  return rows.map(({ relationship }) => fromRow('relationship', relationship))
}
