import { Problem } from '../../kernel/errors.ts'
import { meantBy, moduleMeantBy } from '../../registry/modules/nearest.ts'
import type { Graph, Read } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { relationshipTypeNames, relationshipTypes } from '../../registry/relationships/relationships.contract.ts'
import type { Service } from '../../store/call.ts'
import { draw, type Found } from './drawing.ts'
import { graphAs } from './formats.ts'
import type { GraphQuery, VisGraph, visualisationOperations } from './visualisation.contract.ts'

export const visualisationService = (graph: Graph, cached: RevisionCache) =>
  ({
    /** @throws Problem `not-found` for an unknown focus, `invalid-request` for parameters that require a focus */
    async graph({ query: { format, ...query } }) {
      if (query.focus === undefined) requireNothingOfAFocus(query)
      const found = await cached('graph', query, () => drawn(graph.read, query))
      return format === 'json' ? found : graphAs[format](found)
    },
  }) satisfies Service<typeof visualisationOperations>

/** Reads and draws a graph. */
export async function drawn(run: Read, query: GraphQuery): Promise<VisGraph> {
  const found = await findGraph(run, query)
  if (!found) {
    const focus = query.focus!
    const meant = await (focus.includes(':') ? meantBy(run, focus) : moduleMeantBy(run, focus))
    throw new Problem('not-found', `there is no module or part ${focus}${meant}`, [
      { pointer: '/query/focus', reason: `names no module or part${meant}` },
    ])
  }
  return draw(found, { ...query, depth: query.depth ?? 1 })
}

/**
 * Reads what a graph shows; undefined for an unknown focus.
 * @param refs modules, capabilities or configurations to read instead of a focus, for graphs of parts
 */
export async function findGraph(
  run: Read,
  query: GraphQuery,
  refs: string[] | null = null,
): Promise<Found | undefined> {
  const { focus = null, depth = 1, direction, types = relationshipTypeNames, level, limit } = query
  const { status, health, moduleType, owner, tag } = query
  const asked = {
    focus,
    direction,
    limit,
    // A single map, whatever its members: the database plans a query again for parameters of other types, and planning
    // dominates.
    filters: { status, health, type: moduleType, owner, tag },
    depth: focus === null ? 0 : depth,
    types: types.map((name) => relationshipTypes[name]),
  }
  const [found] = await (level === 'part'
    ? run('visualisation/parts', { ...asked, refs })
    : run('visualisation/modules', asked))
  return found
}

function requireNothingOfAFocus({ depth, direction }: GraphQuery): void {
  const given = [depth === undefined ? [] : 'depth', direction === 'both' ? [] : 'direction'].flat()
  if (given.length === 0) return
  throw new Problem(
    'invalid-request',
    `${given.join(' and ')} given without a focus`,
    given.map((name) => ({ pointer: `/query/${name}`, reason: 'requires a focus' })),
  )
}
