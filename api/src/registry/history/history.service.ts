import { z } from 'zod'
import type { List } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, ParametersOf, Read, RowOf } from '../../graph/graph.ts'
import { readModule } from '../modules/modules.service.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import type { Service } from '../../store/call.ts'
import type { historyOperations, Revision, RevisionQuery, RevisionSummary } from './history.contract.ts'

export type StoredSummary = RowOf<'history/after'>['entry']
export type StoredRevision = RowOf<'history/read'>['revision']

type Paging = { limit: number; cursor?: string }

export const historyService = (graph: Graph) => {
  const newestFirst = async (
    list: unknown[],
    ask: (page: { before: number; limit: number }) => Promise<RowOf<'history/list'>[]>,
    { limit, cursor }: Paging,
  ): Promise<List<RevisionSummary>> => {
    const before = readCursor(cursor, list, z.tuple([z.int()]))?.[0] ?? Number.MAX_SAFE_INTEGER
    const [rows] = await ask({ before, limit: limit + 1 })
    return page({ ...rows!, items: rows!.items.map(summary) }, limit, list, (last) => [last.number])
  }
  const ofModule = (of: Omit<ParametersOf<'history/of-module'>, 'before' | 'limit'>, paging: Paging) =>
    newestFirst(['history/of-module', of], (page) => graph.read('history/of-module', { ...of, ...page }), paging)
  return {
    /** Also for modules that have been deleted. */
    async list({ query }) {
      const { module: key, limit, cursor, ...given } = query
      const paging = { limit, ...(cursor !== undefined && { cursor }) }
      if (key !== undefined) return ofModule({ key, ...filters(given) }, paging)
      const isFiltered = Object.values(given).some((value) => value !== undefined)
      if (!isFiltered) return newestFirst(['history/list', {}], (page) => graph.read('history/list', page), paging)
      const of = filters(given)
      return newestFirst(['history/filtered', of], (page) => graph.read('history/filtered', { ...of, ...page }), paging)
    },
    read: ({ params }) => readRevision(graph.read, params.number),
    async listOfModule({ params, query }) {
      const { key } = await readModule(graph.read, params.id)
      return ofModule({ key, ...filters({}) }, query)
    },
  } satisfies Service<typeof historyOperations>
}

type Filters = Omit<z.output<typeof RevisionQuery>, 'module' | 'limit' | 'cursor'>
const filters = ({ actor, via, kind, since, until }: Filters) => ({
  actor: actor ?? null,
  via: via ?? null,
  kind: kind ?? null,
  since: since === undefined ? null : new Date(since),
  until: until === undefined ? null : new Date(until),
})

/** @throws Problem `not-found` */
export async function readRevision(run: Read, number: number): Promise<Revision> {
  const [row] = await run('history/read', { number })
  if (!row)
    throw new Problem('not-found', `there is no revision ${number}`, [
      { pointer: '/path/number', reason: 'names no revision' },
    ])
  return revisionOf(row.revision)
}

export function revisionOf(stored: StoredRevision): Revision {
  const changes = stored.changes.map(({ ref, kind, before, after }) => ({
    ref,
    kind,
    before: typeof before === 'string' ? JSON.parse(before) : null,
    after: typeof after === 'string' ? JSON.parse(after) : null,
  }))
  return { ...summary(stored), changes }
}

export const summary = ({
  number,
  at,
  actor,
  via,
  kind,
  ref,
  patchId,
  reason,
  changes,
}: StoredSummary): RevisionSummary => ({
  number,
  at,
  actor,
  via,
  kind,
  ref,
  patchId: patchId ?? null,
  reason: reason ?? null,
  changes,
})
