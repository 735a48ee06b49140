import type { Entity } from '../../registry/entities/entities.contract.ts'
import { statusOf, titleOf, type ProblemType } from '../../kernel/errors.ts'
import { mostOfHead } from '../../kernel/json.ts'
import { headers, listParameters } from './parameters.ts'
import { nameOf, problemSchema, refTo, schemasOf, type Schema } from './schemas.ts'

/** What documents tell of a module. */
export interface Described {
  module: string
  name: string
  description: string
  version: string
  base: string | null
  entities: Entity[]
}

const securitySchemes = {
  key: { type: 'http', scheme: 'bearer', description: 'The access key, where the registry has one' },
  password: { type: 'http', scheme: 'basic', description: 'The access key as password, as browsers send it' },
}

/** What the registry serves of modules, as OpenAPI 3.1. Pure. */
export function openApiOf(info: { title: string; description: string; version: string }, modules: Described[]) {
  const entities = modules.flatMap((module) => module.entities)
  return {
    openapi: '3.1.0' as const,
    info,
    servers: [{ url: '/' }],
    security: [{}, { key: [] }, { password: [] }],
    tags: entities.map((entity) => ({ name: nameOf(entity), description: entity.description || entity.label })),
    paths: Object.fromEntries(entities.flatMap(pathsOf)),
    components: {
      securitySchemes,
      schemas: Object.assign({}, ...entities.map(schemasOf), { Problem: problemSchema() }),
    },
  }
}

const pathsOf = (entity: Entity): [string, unknown][] => [
  [entity.path!, { get: list(entity), post: create(entity) }],
  [`${entity.path!}:batch`, { post: batch(entity) }],
  [
    `${entity.path!}/{id}`,
    { parameters: [id(entity)], get: read(entity), patch: change(entity), delete: remove(entity) },
  ],
]

const id = ({ label }: Entity) => ({
  ...{ name: 'id', in: 'path', required: true, description: `id of a ${label}`, schema: { type: 'string' } },
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
  ...about(entity, 'list', 'One page of its records'),
  parameters: listParameters(entity),
  responses: {
    200: json('A page', refTo(`${nameOf(entity)}.List`)),
    ...problems(['invalid-cursor']),
    431: { description: `Address and headers have more than ${mostOfHead / 1_024} KiB` },
  },
})
const create = (entity: Entity) => ({
  ...about(entity, 'create', 'Makes a record'),
  parameters: [headers.idempotencyKey, headers.actor],
  requestBody: body(refTo(`${nameOf(entity)}.Create`)),
  responses: {
    201: { ...json('Created, at Location', refTo(nameOf(entity))), headers: { ...etag, ...location } },
    ...problems([...ofBodies, 'idempotency-key-reused']),
  },
})
const batch = (entity: Entity) => ({
  ...about(entity, 'batch', 'Makes and changes records: all of them, or none'),
  parameters: [headers.idempotencyKey, headers.actor],
  requestBody: body(refTo(`${nameOf(entity)}.Batch`)),
  responses: {
    200: json('As they are now, in the order of the items', refTo(`${nameOf(entity)}.Written`)),
    ...problems([...ofBodies, 'in-use', 'idempotency-key-reused']),
  },
})
const read = (entity: Entity) => ({
  ...about(entity, 'read', 'One record'),
  responses: { 200: { ...json('The record', refTo(nameOf(entity))), headers: etag }, ...problems([]) },
})
const change = (entity: Entity) => ({
  ...about(entity, 'update', 'Changes a record'),
  parameters: [headers.ifMatch, headers.actor],
  requestBody: body(refTo(`${nameOf(entity)}.Change`), ['application/merge-patch+json', 'application/json']),
  responses: {
    200: { ...json('The record as it is now', refTo(nameOf(entity))), headers: etag },
    ...problems([...ofBodies, ...ofRevisions]),
  },
})
const remove = (entity: Entity) => ({
  ...about(entity, 'delete', 'Deletes a record, and those that say that they go with it'),
  parameters: [headers.ifMatch, headers.actor],
  responses: { 204: { description: 'Deleted' }, ...problems(ofRevisions) },
})

const about = (entity: Entity, operation: string, summary: string) => ({
  ...{ operationId: `${nameOf(entity)}.${operation}`, summary, tags: [nameOf(entity)] },
})
const json = (description: string, schema: Schema) => ({ description, content: { 'application/json': { schema } } })
const body = (schema: Schema, types = ['application/json']) => ({
  required: true,
  content: Object.fromEntries(types.map((type) => [type, { schema }])),
})
const etag = {
  ETag: { required: true, description: 'The revision, for If-Match', schema: { type: 'string', pattern: '^"\\d+"$' } },
}
const location = { Location: { required: true, description: 'Where the record is', schema: { type: 'string' } } }
const others: Record<number, object> = {
  405: { Allow: { description: 'The methods that the address knows', schema: { type: 'string' } } },
  503: { 'Retry-After': { description: 'Seconds', schema: { type: 'string' } } },
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
