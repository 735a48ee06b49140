import { Problem } from '../../kernel/errors.ts'
import { inWorker } from '../../kernel/workers.ts'
import { meantBy, moduleMeantBy } from '../../registry/modules/nearest.ts'
import type { Graph, Read } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { relationshipTypeNames, relationshipTypes } from '../../registry/relationships/relationships.contract.ts'
import type { Service } from '../../store/call.ts'
import { draw, toLayOut, type Found } from './drawing.ts'
import { graphAs } from './formats.ts'
import { thorough, type layered, type Place } from './layers.ts'
import { GraphQuery, type VisGraph, type visualisationOperations } from './visualisation.contract.ts'

export const visualisationService = (graph: Graph, cached: RevisionCache) =>
  ({
    /** @throws Problem `not-found` for an unknown focus, `invalid-request` for parameters that require a focus */
    async graph({ query: { format, ...query } }) {
      if (query.focus === undefined) requireNothingOfAFocus(query)
      const isWhole = query.focus === undefined && query.level === 'module'
      const [kept] = isWhole ? await graph.read('visualisation/kept-since', {}) : []
      const found = await cached('graph', [query, kept?.tidiedAt], async () =>
        drawn(graph.read, query, kept && (await keptPicture(graph.read))?.places),
      )
      return format === 'json' ? found : graphAs[format](found)
    },
    tidy: () => tidied(graph),
  }) satisfies Service<typeof visualisationOperations>

/** Where the modules of the picture of all of them stay, since when. */
interface KeptPicture {
  tidiedAt: string
  places: Map<string, Place>
}

async function keptPicture(run: Read): Promise<KeptPicture | undefined> {
  const [row] = await run('visualisation/kept-places', {})
  if (!row) return undefined
  const places = Object.entries(JSON.parse(row.places) as Record<string, [number, number]>)
  return { tidiedAt: row.tidiedAt, places: new Map(places.map(([ref, [x, y]]) => [ref, { x, y }])) }
}

const whole = GraphQuery.parse({ limit: 5_000 })

/** Lays out all modules anew and keeps where they are. */
async function tidied(graph: Graph) {
  const found = (await findGraph(graph.read, whole))!
  const file = new URL('layers.ts', import.meta.url)
  const laidOut = await inWorker<typeof layered>('questions', file, 'layered', [...toLayOut(found), thorough])
  const places = JSON.stringify(Object.fromEntries([...laidOut].map(([ref, { x, y }]) => [ref, [x, y]])))
  const [row] = await graph.store((run) => run('visualisation/keep-places', { places }))
  return { tidiedAt: row!.tidiedAt, modules: laidOut.size }
}

/** Keeps where modules are, as soon as there are any, and again when most are new: they would all move with each new one. */
export async function keepPicture(graph: Graph): Promise<void> {
  const kept = await keptPicture(graph.read)
  const [row] = await graph.read('registry/revision', {})
  if (Math.min(row!.modules, whole.limit) > 2 * (kept?.places.size ?? 0)) await tidied(graph)
}

/**
 * Reads and draws a graph.
 * @param places where modules stay
 */
export async function drawn(run: Read, query: GraphQuery, places?: ReadonlyMap<string, Place>): Promise<VisGraph> {
  const found = await findGraph(run, query)
  if (!found) {
    const focus = query.focus!
    const meant = await (focus.includes(':') ? meantBy(run, focus) : moduleMeantBy(run, focus))
    throw new Problem('not-found', `there is no module or part ${focus}${meant}`, [
      { pointer: '/query/focus', reason: `names no module or part${meant}` },
    ])
  }
  return draw(found, { ...query, depth: query.depth ?? 1 }, places)
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
