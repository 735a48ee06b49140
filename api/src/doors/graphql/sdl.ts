import { parse, print } from 'graphql'
import { z } from 'zod'
import type { NamedOperation, Operation } from '../../kernel/operation.ts'
import { neverNull, scalars, sharedInputs, spreadBodies } from './compatibility.ts'

/** An operation under its name in Query or Mutation. */
export interface Root {
  type: 'Query' | 'Mutation'
  name: string
  operation: NamedOperation
}

/** Another field: one of a type of the contract, or a subscription. */
export interface Field {
  description: string
  query: z.ZodObject
  answer: z.ZodType
}

type Shape = z.ZodObject['shape']
type Direction = 'input' | 'output'
interface Definition {
  keyword: 'type' | 'input' | 'enum'
  description?: string
  members: string[]
}

/** Whether a missing resource is null instead of an error. */
export const isNullable = ({ type, name, operation: { method, params } }: Root): boolean =>
  type === 'Query' && method === 'get' && Object.keys(params.shape).length > 0 && !neverNull.includes(name)

/** Whether the members of the body are arguments themselves. */
export const hasSpreadBody = ({ name }: Root): boolean => spreadBodies.includes(name)

/** The query parameters without `format`: GraphQL answers with JSON if there is JSON. */
export function queryOf({ query, answer }: Operation): Shape {
  const { format, ...others } = query.shape
  return answer instanceof z.ZodString && format ? query.shape : others
}

/**
 * Generates the SDL from the schemas of the contract: those with an id become types of that name, an object without
 * one is JSON, an enum without one a String. Pure. Decision 0040.
 * @param fields further fields, by type and name
 * @returns the SDL, and the internal values of enums whose names differ
 */
export function definitionsOf(roots: Root[], fields: Record<string, Record<string, Field>>) {
  const definitions = new Map<string, Definition>()
  const enums: Record<string, Record<string, string>> = {}
  const define = (name: string, definition: Definition): string => {
    const known = definitions.get(name) ?? definition
    if (JSON.stringify(known) !== JSON.stringify(definition)) throw new Error(`two schemas are ${name} in GraphQL`)
    definitions.set(name, definition)
    return name
  }

  /** @param where member or argument of this type, such as `Module.id` */
  function typeOf(schema: z.ZodType, io: Direction, where = ''): string {
    const layers = layersOf(schema)
    const name = scalars[where] ?? scalarOf(layers, where) ?? namedType(layers.at(-1)!, io)
    return layers.some(mayBeNull) ? name : `${name}!`
  }

  function namedType(schema: z.ZodType, io: Direction): string {
    if (schema instanceof z.ZodArray) return `[${typeOf(schema.element as z.ZodType, io)}]`
    if (schema instanceof z.ZodEnum) return enumType(schema)
    return schema instanceof z.ZodObject ? objectType(schema, io) : 'JSON'
  }

  function enumType(schema: z.ZodEnum): string {
    const id = idOf(schema)
    if (id === undefined) return 'String'
    const values = Object.fromEntries(
      schema.options.map((value) => [String(value).replaceAll('-', '_'), String(value)]),
    )
    enums[id] = values
    return define(id, { keyword: 'enum', members: Object.keys(values) })
  }

  function objectType(schema: z.ZodObject, io: Direction): string {
    const id = nameOf(schema)
    if (id === undefined || schema.def.catchall instanceof z.ZodUnknown) return 'JSON'
    const name = io === 'output' ? id : (sharedInputs[id] ?? (answers.has(id) ? `${id}Input` : id))
    const members = membersOf(name, schema.shape, io)
    return define(name, {
      keyword: io === 'output' ? 'type' : 'input',
      description: descriptionOfType(schema),
      members,
    })
  }

  const membersOf = (of: string, shape: Shape, io: Direction): string[] =>
    Object.entries<z.ZodType>(shape).map(
      ([name, schema]) => `${described(schema)}${name}: ${typeOf(schema, io, `${of}.${name}`)}`,
    )

  function rootField(root: Root): string {
    const { type, name, operation } = root
    const { params, body, ifMatch, method, answer, checksBody, summary } = operation
    const args = [
      ...membersOf(name, params.shape, 'input'),
      ...(ifMatch ? ['"Expected revision of the resource; any other is refused as `stale-revision`" rev: Int!'] : []),
      ...(hasSpreadBody(root) ? membersOf(name, (body as z.ZodObject).shape, 'input') : []),
      ...(hasSpreadBody(root) || body instanceof z.ZodUndefined
        ? []
        : [`input: ${checksBody ? 'JSON!' : typeOf(body, 'input')}`]),
      ...membersOf(name, queryOf(operation), 'input'),
      ...(type === 'Mutation' && method === 'post'
        ? ['"Idempotency key: a repeated request gets the answer of the first" idempotencyKey: String']
        : []),
    ]
    const answered = answer instanceof z.ZodUndefined ? 'Boolean!' : typeOf(answer, 'output')
    return fieldOf(name, summary, args, isNullable(root) ? answered.replace(/!$/, '') : answered)
  }

  // Answers come first: an input with the name of an answer is renamed.
  for (const { operation } of roots)
    if (!(operation.answer instanceof z.ZodUndefined)) typeOf(operation.answer, 'output')
  for (const { answer } of Object.values(fields).flatMap((its) => Object.values(its))) typeOf(answer, 'output')
  const answers = new Set(definitions.keys())

  for (const type of ['Query', 'Mutation'] as const)
    definitions.set(type, { keyword: 'type', members: roots.filter((root) => root.type === type).map(rootField) })
  for (const [type, its] of Object.entries(fields)) {
    const members = Object.entries(its).map(([name, { description, query, answer }]) =>
      fieldOf(name, description, membersOf(name, query.shape, 'input'), typeOf(answer, 'output')),
    )
    const { members: own, ...definition } = definitions.get(type) ?? { keyword: 'type', members: [] }
    definitions.set(type, { ...definition, members: [...own, ...members] })
  }

  const written = [...definitions]
    .sort(byName)
    .map(
      ([name, { keyword, description, members }]) =>
        `${quoted(description)}${keyword} ${name} {\n${members.join('\n')}\n}`,
    )
  return { sdl: `${print(parse([...ownScalars, ...written].join('\n')))}\n`, enums }
}

const ownScalars = [
  '"RFC 3339 timestamp in UTC" scalar DateTimeISO',
  '"Any JSON value" scalar JSON',
  '"Integer of at most 53 bits, for numbers that can exceed 32 bits" scalar SafeInt',
]
const ofHints: Record<string, string> = {
  integer: 'Int',
  boolean: 'Boolean',
  int64: 'SafeInt',
  'date-time': 'DateTimeISO',
}
const identifiers = /\.(id|part|delivery)$/

/** Hints in JSON Schema's terms take precedence over the type of the schema. */
function scalarOf(layers: z.ZodType[], where: string): string | undefined {
  const hints = layers.flatMap((layer) => [z.globalRegistry.get(layer)?.format, z.globalRegistry.get(layer)?.type])
  const hint = hints.find((one) => typeof one === 'string' && one in ofHints)
  if (typeof hint === 'string') return ofHints[hint]
  const schema = layers.at(-1)
  if (schema instanceof z.ZodISODateTime) return 'DateTimeISO'
  if (schema instanceof z.ZodNumber) return schema.format?.includes('int') ? 'Int' : 'Float'
  if (schema instanceof z.ZodBoolean) return 'Boolean'
  if (schema instanceof z.ZodLiteral) return [...schema.values].every(Number.isInteger) ? 'Int' : 'String'
  const isText = schema instanceof z.ZodString || schema instanceof z.ZodStringFormat || schema instanceof z.ZodNull
  return isText ? (identifiers.test(where) ? 'ID' : 'String') : undefined
}

/** A schema with the schemas that it wraps, from the outside in. */
function layersOf(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodNonOptional)
    return layersOf(schema.unwrap() as z.ZodType).filter((layer) => !(layer instanceof z.ZodOptional))
  if (schema instanceof z.ZodPipe)
    return [schema, ...layersOf((schema.out instanceof z.ZodTransform ? schema.in : schema.out) as z.ZodType)]
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return [schema, ...layersOf(schema.unwrap() as z.ZodType)]
  return [schema]
}

const mayBeNull = (layer: z.ZodType): boolean =>
  layer instanceof z.ZodOptional ||
  layer instanceof z.ZodNullable ||
  layer instanceof z.ZodUnknown ||
  layer instanceof z.ZodNull ||
  layer instanceof z.ZodDefault

type AnySchema = z.core.$ZodType | undefined

/** A schema that only has a new description keeps its id. */
const idOf = (schema: AnySchema): string | undefined =>
  schema && (z.globalRegistry.get(schema)?.id ?? idOf(schema._zod.parent))

/** A list is named after its items. */
function nameOf(schema: z.ZodObject): string | undefined {
  const { items, nextCursor } = schema.shape
  const id = idOf(schema)
  if (id !== undefined || !(items instanceof z.ZodArray) || !nextCursor) return id
  const item = idOf(items.element)
  return item && `${item}List`
}

/** The description of the schema that has the id. */
const descriptionOfType = (schema: AnySchema): string | undefined => {
  const told = schema && z.globalRegistry.get(schema)
  return told?.id === undefined ? schema && descriptionOfType(schema._zod.parent) : told.description
}

/** The description of a member, unless it is that of its type. */
function described(schema: z.ZodType): string {
  const layer = layersOf(schema).find((one) => z.globalRegistry.get(one)?.description !== undefined)
  const description = layer && z.globalRegistry.get(layer)?.description
  return description === descriptionOfType(layer) ? '' : quoted(description)
}

const quoted = (text: string | undefined): string => (text === undefined ? '' : `${JSON.stringify(text)} `)

const fieldOf = (name: string, description: string, args: string[], type: string): string =>
  `${quoted(description)}${name}${args.length > 0 ? `(${args.join('\n')})` : ''}: ${type}`

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)
