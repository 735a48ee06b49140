import { z } from 'zod'
import type { Input } from '../endpoint.ts'
import type { Entity } from '../entities/entities.contract.ts'
import { Problem } from '../errors.ts'
import type { Graph } from '../graph/graph.ts'
import { fromRow } from '../history/kinds.ts'
import { page, readCursor } from '../paging.ts'
import type { documentationEndpoints as endpoints, OpenApi } from './documentation.contract.ts'
import { openApiOf, type Described } from './openapi.ts'

interface Row extends Omit<Described, 'entities'> {
  entities: Record<string, unknown>[]
}

export type DocumentationService = ReturnType<typeof documentationService>

/** Documents that are made of the graph each time they are asked for; none is stored. */
export const documentationService = (graph: Graph) => ({
  /** @throws Problem `not-found` */
  async openApi({ params: { id } }: Input<typeof endpoints.readModuleOpenApi>): Promise<OpenApi> {
    const [row] = await graph.read<Row & { revision: number }>('hosting/documented', { id })
    if (!row)
      throw new Problem('not-found', `there is no module ${id}`, [{ pointer: '/path/id', reason: 'is unknown' }])
    const { name: title, description, version } = row
    return { ...openApiOf({ title, description, version }, [described(row)]), 'x-revision': row.revision }
  },

  /** @throws Problem `invalid-cursor` */
  async openApiOfAll({ query: { limit, cursor } }: Input<typeof endpoints.listOpenApi>): Promise<OpenApi> {
    const list = ['openapi']
    const [afterKey] = readCursor(cursor, list, z.tuple([z.string()])) ?? ['']
    const [rows] = await graph.read<{ revision: number; total: number; items: Row[] }>('hosting/active', {
      ...{ afterKey, limit: limit + 1 },
    })
    const { items, revision, ...modules } = page(rows!, limit, list, ({ module }) => [module])
    const about = { title: 'Modules', description: 'All active modules that the registry serves.', version: '1.0.0' }
    return { ...openApiOf(about, items.map(described)), 'x-revision': revision, 'x-modules': modules }
  },
})

const described = (row: Row): Described => ({
  ...row,
  entities: row.entities.map((stored) => fromRow<Entity>('entity', stored)),
})
