import { z } from 'zod'
import { problemTypes, type ProblemType } from './errors.ts'
import { timestamp } from './text.ts'

/** Who may call an operation; each role may do what those before it may. */
export const roles = ['public', 'viewer', 'analyst', 'editor', 'admin'] as const
export type Role = (typeof roles)[number]

/**
 * One operation of the registry. From this entry come the binding to Express with validation, the OpenAPI document, the
 * arguments that GraphQL accepts and the web page's client; nothing about the operation is written a second time.
 */
export interface Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** In the style of OpenAPI: `/api/modules/{id}` */
  path: string
  summary: string
  role: Role
  params: Params
  query: Query
  body: Body
  /** What a body that does not fit is called. */
  invalidBody: ProblemType
  /** The service judges the body, by its shape and by more, so that every error is told at once; it gets what was sent. */
  judgesBody: boolean
  answer: Answer
  /** Content types of the answer as a file of text, where it can be had as one. */
  texts: string[]
  /** 200, 201 with `Location`, or 204 without a body. */
  status: 200 | 201 | 204
  /** Answers 200 when nothing new is made: what was made before, or would be made. */
  repeatable: boolean
  /** The request must name the revision it changes. */
  ifMatch: boolean
  problems: ProblemType[]
  tag: string
  /** A request to show, of the sample modules; its answer stands in examples.json. */
  example: string | undefined
}

const nothing = z.strictObject({})
type Nothing = typeof nothing

/** Fills in what most operations share: reads answer 200, POST makes, DELETE empties; changes of something need its revision. */
export function operation<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
>(
  given: Pick<Operation, 'method' | 'path' | 'summary' | 'role'> &
    Partial<Omit<Operation<Params, Query, Body, Answer>, 'method' | 'path' | 'summary' | 'role'>>,
): Operation<Params, Query, Body, Answer> {
  const { method } = given
  return {
    params: nothing as unknown as Params,
    query: nothing as unknown as Query,
    body: z.undefined() as unknown as Body,
    invalidBody: 'invalid-request',
    judgesBody: false,
    answer: z.undefined() as unknown as Answer,
    texts: [],
    status: method === 'post' ? 201 : method === 'delete' ? 204 : 200,
    repeatable: false,
    ifMatch: method === 'put' || method === 'patch' || method === 'delete',
    problems: [],
    tag: given.path.split('/')[2] ?? 'registry',
    example: undefined,
    ...given,
  }
}

/** What a service gets of a request, whichever door it came through. */
export type Input<E extends Operation> = {
  params: z.output<E['params']>
  query: z.output<E['query']>
  body: z.output<E['body']>
}

/** What the sender of a request writes. */
export interface Request<E extends Operation> {
  params?: z.input<E['params']>
  query?: z.input<E['query']>
  body?: z.input<E['body']>
}

/** Every list says what it left out; `revision` is the registry's when the list was read. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    total: z.int().describe('How many there are in all pages'),
    returned: z.int(),
    truncated: z.boolean().describe('Whether more follow'),
    nextCursor: z.string().nullable().describe('Give it as `cursor` for the next page'),
    revision: z.int().describe('Number of the last change of the registry that the list can show'),
  })

export interface List<Item> {
  items: Item[]
  total: number
  returned: number
  truncated: boolean
  nextCursor: string | null
  revision: number
}

/** A whole number in an address. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .union([
      z.int(),
      z
        .string()
        .regex(/^-?\d{1,15}$/, { error: 'must be a whole number' })
        .transform(Number),
    ])
    .pipe(z.int().min(minimum).max(maximum))
    .meta({ type: 'integer', minimum, maximum })

/** A whole number in an address that may be left out. */
export const integerParameter = (minimum: number, maximum: number, preset: number) =>
  wholeNumber(minimum, maximum).default(preset).meta({ type: 'integer', minimum, maximum, default: preset })

/** `a` or `a,b` or `?x=a&x=b` in an address: any of them. */
export const anyOf = <Value extends z.ZodType>(value: Value) => listed(value, (given) => given.split(','))

/** `?x=a` or `?x=a&x=b` in an address: any of these texts, which may have commas. */
export const anyTextOf = <Value extends z.ZodType>(value: Value) => listed(value, (given) => [given])

const listed = <Value extends z.ZodType>(value: Value, split: (given: string) => string[]) =>
  z.preprocess((given) => (typeof given === 'string' ? split(given) : given), z.array(value).min(1).max(20)).optional()

/** `true` or `false` in an address. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .default(false)
  .meta({ type: 'boolean', default: false })

export const paging = {
  limit: integerParameter(1, 500, 50).describe('How many at most'),
  cursor: z.string().max(2_000).optional().describe('`nextCursor` of the page before'),
}

export const identity = {
  id: z.string().describe('UUID v7'),
  ref: z.string().describe('Name across the whole registry, such as module:crm'),
  rev: z.int().describe('Grows with each change of this resource, also when it is made anew; its ETag'),
  createdAt: timestamp,
  updatedAt: timestamp,
}

export const moduleParams = z.strictObject({ id: z.string().min(1).max(100).describe('Key or id of the module') })

/** An error as RFC 9457 problem JSON. */
export const Problem = z
  .looseObject({
    type: z.enum(problemTypes).describe('Stable name of the kind of problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('The request, by its id'),
    errors: z.array(z.strictObject({ pointer: z.string(), reason: z.string() })),
    cycle: z
      .array(z.string())
      .optional()
      .describe('The refs of a cycle that would be closed, from the source back to it'),
    names: z.array(z.string()).optional().describe('The names of what is on that cycle'),
  })
  .meta({ id: 'Problem' })
