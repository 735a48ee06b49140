import { z } from 'zod'
import { paging } from '../../kernel/operation.ts'
import { parse, unknownName } from '../../kernel/validation.ts'
import { invalidRecord } from './record-check.ts'
import { askedValue, foldedValue, isIndexed, isOrdered, isSortable, type Values } from './field-values.ts'
import type { Field } from '../../registry/entities/entities.contract.ts'
import type { Kind } from './served.ts'

export interface Test {
  field: string
  test: 'in' | 'has' | 'min' | 'max'
  values: unknown[]
  /** The values as words, of a field that is filtered by these. */
  folded?: string[]
}
export interface Asked {
  limit: number
  cursor: string | undefined
  tests: Test[]
  /** The only test, if an index finds its records in the requested order. */
  lead?: { field: string; value: unknown }
  sort: { field: string; descending: boolean }
}

const moment = { type: 'datetime' } as const
const core: Field[] = [
  { name: 'id', type: 'text' },
  { name: 'createdAt', ...moment },
  { name: 'updatedAt', ...moment },
]

/**
 * Parses the query parameters of a list of records: `status=open`, `status=open&status=new` (any of them),
 * `amount.min=5`, `amount.max=9`, `sort=-name`. A field with the name of a parameter, such as limit, is filtered by as
 * `field.limit`.
 * @throws Problem `invalid-request`
 */
export function readQuery({ rules }: Kind, query: Values): Asked {
  const { limit, cursor, sort = 'id', ...filters } = query
  const paged = parse(z.strictObject(paging), { limit, cursor }, '/query')
  const fields = new Map([...core, ...rules.fields.values()].map((field) => [field.name, field]))
  const tests = Object.entries(filters).map(([name, given]) => readTest(fields, name, given))
  const by = parse(z.string().max(100), sort, '/query/sort').replace(/^-/, '')
  const sorted = fields.get(by)
  if (!sorted || !isSortable(sorted))
    throw invalidRecord([
      {
        pointer: '/query/sort',
        reason: unknownName(
          by,
          [...fields.values()].filter(isSortable).map(({ name }) => name),
        ),
      },
    ])
  const order = { field: by, descending: String(sort).startsWith('-') }
  const [only] = tests
  const isLead =
    tests.length === 1 && only!.test === 'in' && only!.values.length === 1 && isIndexed(fields.get(only!.field)!)
  const isByIndex = isLead && order.field === 'id' && !order.descending && rules.fields.has(only!.field)
  return {
    limit: paged.limit,
    cursor: paged.cursor,
    tests,
    sort: order,
    ...(isByIndex ? { lead: { field: only!.field, value: only!.values[0] } } : {}),
  }
}

function readTest(fields: Map<string, Field>, asked: string, given: unknown): Test {
  const [, name = '', bound] = /^(?:field\.)?(\w+)(?:\.(min|max))?$/.exec(asked) ?? []
  const pointer = `/query/${asked.slice(0, 200)}`
  const field = fields.get(name)
  if (!field) throw invalidRecord([{ pointer, reason: unknownName(name || asked, [...fields.keys()]) }])
  if (bound && !isOrdered(field))
    throw invalidRecord([{ pointer, reason: `must not have bounds: a ${field.type} has no order` }])
  const several = parse(
    z
      .array(z.string())
      .min(1)
      .max(bound ? 1 : 20),
    [given].flat(),
    pointer,
  )
  const values = several.map((value) => parse(askedValue(field, bound !== undefined), value, pointer))
  const folded = values.flatMap((value) => foldedValue(field, value) ?? [])
  return {
    field: name,
    test: bound === 'min' || bound === 'max' ? bound : field.type === 'multiselect' ? 'has' : 'in',
    values,
    ...(folded.length > 0 ? { folded } : {}),
  }
}
