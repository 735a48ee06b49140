import { z } from 'zod'
import { problemTypes, type ProblemType } from './errors.ts'
import { timestamp } from './text.ts'

/** Who may call an operation; each role may do what those before it may. */
export const roles = ['public', 'viewer', 'analyst', 'proposer', 'editor', 'admin'] as const
export type Role = (typeof roles)[number]

/** Whether a role may do what needs another. */
export const mayAct = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed)

/**
 * What an operation costs, which decides the queue in which it waits. `record`: it changes what is not logged. `heavy`: it
 * may take more than some 50 ms, of the process or of the database. `own`: it has a queue and limits of its own.
 */
export type Load = 'read' | 'write' | 'record' | 'heavy' | 'own'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** A representation of an answer other than JSON. */
export interface Representation {
  /** Its media type. */
  type: string
  /** File name for downloads, a URI template like `location`; without one a browser shows the answer. */
  file?: string
}

/** The field of GraphQL that answers an operation, or the reason why there is none. */
export type GraphqlField = { query: string } | { mutation: string } | { field: `Module.${string}` } | { none: string }

/**
 * One operation of the registry. From this entry come the REST route with its checks, the OpenAPI document, the field of GraphQL and
 * the web page's client; nothing about the operation is written a second time. Decision 0039.
 */
export interface Operation<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
  Repeatable extends boolean = boolean,
  Format extends string = string,
  Stream extends 'events' | 'progress' | undefined = 'events' | 'progress' | undefined,
> {
  method: Method
  /** In the style of OpenAPI: `/api/modules/{id}` */
  path: string
  summary: string
  role: Role
  params: Params
  query: Query
  body: Body
  /** Problem type of an invalid body. */
  invalidBody: ProblemType
  /** The service validates the body itself, so that it can report all errors at once; it gets the body as sent. */
  checksBody: boolean
  answer: Answer
  /** Representations of the answer by `format`; an answer that is always text has one. */
  representations: Record<Format, Representation>
  /**
   * `events`: the answer is a stream of events. `progress`: the work takes long; a client that accepts
   * `text/event-stream` gets its progress before the answer.
   */
  stream: Stream
  /** Default: `read` for GET, else `write`. */
  load: Load
  /** 200, 201 with `Location`, 202 with the `Location` of the job, or 204 without a body. */
  status: 200 | 201 | 202 | 204
  /**
   * URL of the new resource: a URI template such as `/api/modules/{key}`, whose names are path parameters or else members of
   * the answer. null if several are created.
   */
  location: string | null
  /** Whether it answers 200 if nothing was created, because it existed already or for a dry run. The handler decides. */
  repeatable: Repeatable
  /** The request must name the revision it changes. */
  ifMatch: boolean
  problems: ProblemType[]
  tag: string
  /** A sample request; its answer is in examples.json. */
  example: string | undefined
  graphql: GraphqlField
  /** The tool of MCP that offers it to agents. */
  tool: string | undefined
}

/** An operation under its name in the whole contract, such as `modules.list`. */
export type NamedOperation = Operation & { id: string }

const nothing = z.strictObject({})
type Nothing = typeof nothing

/** An operation that creates a resource declares its location. */
type Located =
  | { method: 'post'; status?: 201; location: string | null }
  | { method: 'post'; status: 202; location: string }
  | { method: 'post'; status: 200; location?: null }
  | { method: Exclude<Method, 'post'>; location?: null }
type Needed = 'path' | 'summary' | 'role' | 'graphql'

/** Fills in the defaults: 200 for reads, 201 for POST, 204 for DELETE; changes of a resource require its revision. */
export function operation<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
  Repeatable extends boolean = false,
  Format extends string = never,
  Stream extends 'events' | 'progress' | undefined = undefined,
>(
  given: Pick<Operation, Needed> &
    Partial<
      Omit<
        Operation<Params, Query, Body, Answer, Repeatable, Format, Stream>,
        Needed | 'method' | 'status' | 'location'
      >
    > &
    Located,
): Operation<Params, Query, Body, Answer, Repeatable, Format, Stream> {
  const { method } = given
  return {
    params: nothing as z.ZodObject as Params,
    query: nothing as z.ZodObject as Query,
    body: z.undefined() as z.ZodType as Body,
    invalidBody: 'invalid-request',
    checksBody: false,
    answer: z.undefined() as z.ZodType as Answer,
    representations: {} as Record<Format, Representation>,
    stream: undefined as Stream,
    load: method === 'get' ? 'read' : 'write',
    status: method === 'post' ? 201 : method === 'delete' ? 204 : 200,
    location: null,
    repeatable: false as Repeatable,
    ifMatch: method === 'put' || method === 'patch' || method === 'delete',
    problems: [],
    tag: given.path.split('/')[2] ?? 'registry',
    example: undefined,
    tool: undefined,
    ...given,
  }
}

type Whole<Schema extends z.ZodObject, Member> = keyof Schema['shape'] extends never ? unknown : Member

/** What a handler gets of a request, from any door: the parts that the operation declares. */
export type Input<O extends Operation> = Whole<O['params'], { params: z.output<O['params']> }> &
  Whole<O['query'], { query: z.output<O['query']> }> &
  (O['body'] extends z.ZodUndefined ? unknown : { body: z.output<O['body']> })

/** What the sender of a request writes. */
export interface Request<O extends Operation> {
  params?: z.input<O['params']>
  query?: z.input<O['query']>
  body?: z.input<O['body']>
}

/** Expands a URI template with the first source that has the name: `{name}` is encoded, `{+name}` keeps its slashes. */
export const filled = (template: string, ...sources: object[]): string =>
  template.replace(/\{(\+?)(\w+)\}/g, (_, plus: string, name: string) => {
    const source = sources.find((one) => name in one) as Record<string, unknown> | undefined
    const value = String(source?.[name])
    return plus ? encodeURI(value) : encodeURIComponent(value)
  })

/** A page of a list; `revision` is that of the registry when the list was read. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    total: z.int().describe('Total number of items on all pages'),
    returned: z.int(),
    truncated: z.boolean().describe('Whether there are more items'),
    nextCursor: z.string().nullable().describe('Pass as `cursor` to get the next page'),
    revision: z.int().describe('Revision of the registry that the list reflects'),
  })

export interface List<Item> {
  items: Item[]
  total: number
  returned: number
  truncated: boolean
  nextCursor: string | null
  revision: number
}

/** An integer in a URL. */
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

/** An optional integer in a URL. */
export const integerParameter = (minimum: number, maximum: number, preset: number) =>
  wholeNumber(minimum, maximum).default(preset).meta({ type: 'integer', minimum, maximum, default: preset })

/** One or more values in a URL: `?x=a`, `?x=a,b` or `?x=a&x=b`. */
export const anyOf = <Value extends z.ZodType>(value: Value) => listed(value, (given) => given.split(','))

/** One or more texts in a URL, which may contain commas: `?x=a` or `?x=a&x=b`. */
export const anyTextOf = <Value extends z.ZodType>(value: Value, most?: number) =>
  listed(value, (given) => [given], most)

const listed = <Value extends z.ZodType>(value: Value, split: (given: string) => string[], most = 20) =>
  z
    .preprocess((given) => (typeof given === 'string' ? split(given) : given), z.array(value).min(1).max(most))
    .optional()

/** `true` or `false` in a URL. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .default(false)
  .meta({ type: 'boolean', default: false })

export const paging = {
  limit: integerParameter(1, 500, 50).describe('Maximum number of items'),
  cursor: z.string().max(2_000).optional().describe('`nextCursor` of the previous page'),
}

export const identity = {
  id: z.string().describe('UUID v7'),
  ref: z.string().describe('Globally unique reference, such as module:crm'),
  rev: z
    .int()
    .describe(
      'Revision of this resource, also its ETag; increases with every change, even after deletion and re-creation',
    ),
  createdAt: timestamp,
  updatedAt: timestamp,
}

/** A module in a request. */
export const moduleName = z.string().min(1).max(200).describe('Key, id or alias of a module')

export const moduleParams = z.strictObject({ id: moduleName.describe('Key, id or alias of the module') })

/** An error as RFC 9457 problem JSON. */
export const Problem = z
  .looseObject({
    type: z.enum(problemTypes).describe('Stable problem type'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe('URN of the request'),
    errors: z.array(z.strictObject({ pointer: z.string(), reason: z.string() })),
    cycle: z
      .array(z.string())
      .optional()
      .describe('Refs of the cycle that the change would close, from the source back to it'),
    names: z.array(z.string()).optional().describe('Names of the nodes of that cycle'),
    declared: z
      .strictObject({ module: z.string(), method: z.string(), path: z.string() })
      .optional()
      .describe('Endpoint that a module declares at this path and that the registry does not serve'),
  })
  .meta({ id: 'Problem' })
