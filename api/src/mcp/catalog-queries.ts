import { catalog, type Query } from '@registry/cypher/catalog'
import { z } from 'zod'
import { Problem } from '../errors.ts'
import type { Graph } from '../graph/graph.ts'
import { parse } from '../http/validation.ts'

export type CatalogQueries = ReturnType<typeof catalogQueries>

const types: Record<string, z.ZodType> = {
  STRING: z.string().max(10_000),
  INTEGER: z.int(),
  BOOLEAN: z.boolean(),
  DATETIME: z.iso.datetime().transform((text) => new Date(text)),
  ANY: z.union([z.string().max(10_000), z.number(), z.boolean()]),
  MAP: z.record(z.string(), z.unknown()),
  'LIST<STRING>': z.array(z.string().max(10_000)).max(1_000),
  'LIST<MAP>': z.array(z.record(z.string(), z.unknown())).max(1_000),
}

/** The questions of `cypher/` that only read, by name. */
export const catalogQueries = (graph: Graph) => ({
  list: () => readable().map(({ name, sentence, parameters, columns }) => ({ name, sentence, parameters, columns })),

  /** @throws Problem `not-found`, `invalid-request` */
  async run(name: string, parameters: Record<string, unknown>): Promise<{ columns: string[]; rows: unknown[] }> {
    const query = readable().find((one) => one.name === name)
    if (!query)
      throw new Problem('not-found', `there is no question ${name}`, [
        { pointer: '/name', reason: 'names no question that only reads: registry://queries lists them' },
      ])
    const rows = await graph.read(name, parse(schemaOf(query), parameters, '/parameters'))
    return { columns: query.columns, rows }
  },
})

const readable = () => [...catalog.values()].filter(({ access }) => access === 'read')

/** What may be null may be left out. */
const schemaOf = ({ parameters }: Query) =>
  z.strictObject(
    Object.fromEntries(
      parameters.map(({ name, type, nullable }) => [
        name,
        nullable ? types[type]!.nullable().default(null) : types[type]!,
      ]),
    ),
  )
