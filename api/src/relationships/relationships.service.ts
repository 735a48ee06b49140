import { z } from 'zod'
import type { Input, List } from '../endpoint.ts'
import type { Graph } from '../graph/graph.ts'
import { fromRow } from '../history/kinds.ts'
import { readModule } from '../modules/modules.service.ts'
import { page, readCursor } from '../paging.ts'
import { relationshipTypes, type Relationship, type relationshipsEndpoints } from './relationships.contract.ts'

/** A relationship with the names of its ends, for answers that show names. */
export interface NamedRelationship extends Relationship {
  sourceName: string
  targetName: string
}
interface Rows {
  revision: number
  total: number
  items: Record<string, unknown>[]
}
type Of = Input<typeof relationshipsEndpoints.listOfModule>

export type RelationshipsService = ReturnType<typeof relationshipsService>

export const relationshipsService = (graph: Graph) => {
  const namedOfModule = async ({ params, query }: Of): Promise<List<NamedRelationship>> => {
    const { type, limit, cursor } = query
    const list = ['relationships', type]
    const after = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? ''
    const types = type?.map((name) => relationshipTypes[name]) ?? null
    const [rows] = await graph.read<Rows>('relationships/of-module', {
      id: params.id,
      type: types,
      after,
      limit: limit + 1,
    })
    if (!rows) await readModule(graph.read, params.id)
    const items = rows!.items.map((row) => ({
      ...fromRow<Relationship>('relationship', row),
      sourceName: row.sourceName as string,
      targetName: row.targetName as string,
    }))
    return page({ ...rows!, items }, limit, list, (last) => [last.id])
  }
  return {
    namedOfModule,
    async listOfModule(input: Of): Promise<List<Relationship>> {
      const found = await namedOfModule(input)
      return { ...found, items: found.items.map(({ sourceName: _s, targetName: _t, ...relationship }) => relationship) }
    },
  }
}
