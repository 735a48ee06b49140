import type { Entity } from '../../registry/entities/entities.contract.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { isServed } from '../../registry/endpoints/served.ts'
import type { StoredEndpoint } from '../../registry/endpoints/endpoints.contract.ts'
import { statusOf, titleOf, type ProblemType } from '../../kernel/errors.ts'
import { mostOfHead } from '../../kernel/json.ts'
import { headers, listParameters } from './list-parameters.ts'
import { nameOf, problemSchema, refTo, schemasOf, type Schema } from './schemas.ts'

/** A module in an OpenAPI document. */
export interface Described {
  module: string
  name: string
  description: string
  version: string
  base: string | null
  status: Module['status']
  entities: Entity[]
  endpoints: Pick<StoredEndpoint, 'method' | 'path' | 'description' | 'deprecated'>[]
}

const securitySchemes = {
  key: { type: 'http', scheme: 'bearer', description: 'Access key, if the registry requires one' },
  password: { type: 'http', scheme: 'basic', description: 'Access key as password, as browsers send it' },
}

/**
 * OpenAPI 3.1 document of the record operations that the registry serves for modules, and of the endpoints that they
 * declare besides, marked with `x-served: false`. Pure.
 */
export function openApiOf(info: { title: string; description: string; version: string }, modules: Described[]) {
  const entities = modules.flatMap((module) => module.entities)
  const paths: Paths = Object.fromEntries(
    modules.flatMap(({ entities, status }) => entities.flatMap((entity) => pathsOf(entity, status))),
  )
  const declaring = modules.filter((module) => addDeclared(paths, module))
  return {
    openapi: '3.1.0' as const,
    info,
    servers: [{ url: '/' }],
    security: [{}, { key: [] }, { password: [] }],
    tags: [
      ...entities.map((entity) => ({ name: nameOf(entity), description: entity.description || entity.label })),
      ...declaring.map((module) => ({ name: tagOfDeclared(module), description: 'Declared by the module only' })),
    ],
    paths,
    components: {
      securitySchemes,
      schemas: Object.assign({}, ...entities.map(schemasOf), { Problem: problemSchema() }),
    },
  }
}

type Paths = Record<string, Record<string, unknown>>

/** The operations on the records of an entity, marked if its module is inactive. */
function pathsOf(entity: Entity, status: Module['status']): [string, Record<string, unknown>][] {
  const mark = status === 'inactive' ? { ...notServed, description: 'Not served while the module is inactive.' } : {}
  return [
    [entity.path!, { get: { ...list(entity), ...mark }, post: { ...create(entity), ...mark } }],
    [`${entity.path!}:batch`, { post: { ...batch(entity), ...mark } }],
    [
      `${entity.path!}/{id}`,
      {
        parameters: [id(entity)],
        get: { ...read(entity), ...mark },
        patch: { ...change(entity), ...mark },
        delete: { ...remove(entity), ...mark },
      },
    ],
  ]
}

const notServed = { 'x-served': false }
const tagOfDeclared = ({ module }: Described) => `${module}: not served here`
/** Paths that differ in the names of parameters only are the same to OpenAPI. */
const shapeOf = (path: string) => path.replaceAll(/\{[^}]*\}/g, '{}')

/** Adds the endpoints of a module that are not served. @returns whether there are any */
function addDeclared(paths: Paths, module: Described): boolean {
  const lists = module.status === 'inactive' ? [] : module.entities.map(({ path }) => path!)
  const places = new Map(Object.keys(paths).map((path) => [shapeOf(path), path]))
  let isAny = false
  for (const endpoint of module.endpoints) {
    if (isServed(lists, endpoint)) continue
    const { path, parameters } = numbered(endpoint.path)
    const place = places.get(shapeOf(path)) ?? path
    places.set(shapeOf(path), place)
    const item = (paths[place] ??= parameters.length > 0 ? { parameters } : {})
    const method = endpoint.method.toLowerCase()
    if (item[method]) continue
    item[method] = declared(module, endpoint)
    isAny = true
  }
  return isAny
}

/** A path whose parameters all have different names, with these. */
function numbered(template: string) {
  const names: string[] = []
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const free = names.includes(name) ? `${name}${names.length + 1}` : name
    names.push(free)
    return `{${free}}`
  })
  const schema = { type: 'string' }
  return { path, parameters: names.map((name) => ({ name, in: 'path', required: true, schema })) }
}

const declared = (
  module: Described,
  { method, path, description, deprecated }: Described['endpoints'][number],
): Record<string, unknown> => ({
  ...notServed,
  operationId: `${module.module}.${method} ${path}`,
  summary: 'Declared by the module, not served here',
  description: [description, `Module ${module.module} declares it; this registry does not answer it.`]
    .filter((text) => text !== '')
    .join('\n\n'),
  tags: [tagOfDeclared(module)],
  ...(deprecated ? { deprecated } : {}),
  responses: problems([]),
})

const id = ({ label }: Entity) => ({
  name: 'id',
  in: 'path',
  required: true,
  description: `Id of a ${label}`,
  schema: { type: 'string' },
})

const ofEvery: ProblemType[] = [
  ...(['invalid-request', 'unauthorized', 'forbidden', 'not-found', 'method-not-allowed', 'internal-error'] as const),
  ...(['database-unavailable', 'module-disabled', 'busy', 'timeout'] as const),
]
const ofBodies: ProblemType[] = [
  'invalid-json',
  'body-too-large',
  'unsupported-media-type',
  'conflict',
  'already-exists',
]
const ofRevisions: ProblemType[] = ['revision-required', 'stale-revision', 'in-use']

const list = (entity: Entity) => ({
  ...about(entity, 'list', 'List records'),
  parameters: listParameters(entity),
  responses: {
    200: json('A page of records', refTo(`${nameOf(entity)}.List`)),
    ...problems(['invalid-cursor']),
    431: { description: `URL and headers exceed ${mostOfHead / 1_024} KiB` },
  },
})
const create = (entity: Entity) => ({
  ...about(entity, 'create', 'Create a record'),
  parameters: [headers.idempotencyKey, headers.actor],
  requestBody: body(refTo(`${nameOf(entity)}.Create`)),
  responses: {
    201: { ...json('Created; its URL is in Location', refTo(nameOf(entity))), headers: { ...etag, ...location } },
    ...problems([...ofBodies, 'idempotency-key-reused']),
  },
})
const batch = (entity: Entity) => ({
  ...about(entity, 'batch', 'Create and update records atomically'),
  parameters: [headers.idempotencyKey, headers.actor],
  requestBody: body(refTo(`${nameOf(entity)}.Batch`)),
  responses: {
    200: json('The records after the change, in the order of the items', refTo(`${nameOf(entity)}.Written`)),
    ...problems([...ofBodies, 'in-use', 'idempotency-key-reused']),
  },
})
const read = (entity: Entity) => ({
  ...about(entity, 'read', 'Read a record'),
  responses: { 200: { ...json('The record', refTo(nameOf(entity))), headers: etag }, ...problems([]) },
})
const change = (entity: Entity) => ({
  ...about(entity, 'update', 'Update a record'),
  parameters: [headers.ifMatch, headers.actor],
  requestBody: body(refTo(`${nameOf(entity)}.Change`), ['application/merge-patch+json', 'application/json']),
  responses: {
    200: { ...json('The updated record', refTo(nameOf(entity))), headers: etag },
    ...problems([...ofBodies, ...ofRevisions]),
  },
})
const remove = (entity: Entity) => ({
  ...about(entity, 'delete', 'Delete a record, and the records that cascade with it'),
  parameters: [headers.ifMatch, headers.actor],
  responses: { 204: { description: 'Deleted' }, ...problems(ofRevisions) },
})

const about = (entity: Entity, operation: string, summary: string) => ({
  operationId: `${nameOf(entity)}.${operation}`,
  summary,
  tags: [nameOf(entity)],
})
const json = (description: string, schema: Schema) => ({ description, content: { 'application/json': { schema } } })
const body = (schema: Schema, types = ['application/json']) => ({
  required: true,
  content: Object.fromEntries(types.map((type) => [type, { schema }])),
})
const etag = {
  ETag: {
    required: true,
    description: 'Revision of the record, for If-Match',
    schema: { type: 'string', pattern: '^"\\d+"$' },
  },
}
const location = { Location: { required: true, description: 'URL of the record', schema: { type: 'string' } } }
const others: Record<number, object> = {
  405: { Allow: { description: 'Allowed methods', schema: { type: 'string' } } },
  503: { 'Retry-After': { description: 'Seconds until the next attempt', schema: { type: 'string' } } },
}

function problems(own: ProblemType[]) {
  const types = [...new Set([...ofEvery, ...own])]
  return Object.fromEntries(
    [...new Set(types.map(statusOf))].map((status) => [
      status,
      {
        description: types
          .filter((type) => statusOf(type) === status)
          .map((type) => `${type}: ${titleOf(type)}`)
          .join('; '),
        ...(others[status] ? { headers: others[status] } : {}),
        content: { 'application/problem+json': { schema: refTo('Problem') } },
      },
    ]),
  )
}
