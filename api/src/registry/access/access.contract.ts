import { z } from 'zod'
import { operation, identity, listOf, paging, roles } from '../../kernel/operation.ts'
import { nameText } from '../../kernel/text.ts'

/** What a key may do; who has none may at most see whether the registry lives. */
const KeyRole = z.enum(roles.filter((role) => role !== 'public')).meta({ id: 'Role' })

const ofKey = {
  name: nameText(100).describe('Who has it; what is changed with it is logged under this name'),
  role: KeyRole.describe('viewer reads, analyst also asks in Cypher, editor also writes, admin may do everything'),
  expiresAt: z.iso.datetime().nullable().describe('Until when it is taken; null: until it is deleted'),
}

export const ApiKey = z
  .strictObject({ ...ofKey, ...identity })
  .meta({ id: 'ApiKey', description: 'A key with which somebody may come in' })
export type ApiKey = z.output<typeof ApiKey>

export const ApiKeyCreate = z
  .strictObject({ name: ofKey.name, role: ofKey.role, expiresAt: ofKey.expiresAt.default(null) })
  .meta({ id: 'ApiKeyCreate' })

const ApiKeyCreated = z
  .strictObject({ ...ApiKey.shape, key: z.string().describe('Shown only here; to be sent as bearer token') })
  .meta({ id: 'ApiKeyCreated' })

const Caller = z
  .strictObject({
    role: KeyRole,
    name: z.string().nullable().describe('Of the key; null without one, or with that of the settings'),
  })
  .meta({ id: 'Caller', description: 'Who asks, and what they may do' })
export type Caller = z.output<typeof Caller>

const base = '/api/keys'
const one = { params: z.strictObject({ id: z.string().min(1).max(100) }), role: 'admin' } as const

export const accessOperations = {
  caller: operation({
    method: 'get',
    path: '/api/caller',
    summary: 'Read who I am to the registry, and what I may do',
    role: 'viewer',
    tag: 'keys',
    answer: Caller,
    graphql: { query: 'caller' },
  }),
  list: operation({
    method: 'get',
    path: base,
    summary: 'List keys, oldest first; never the keys themselves',
    role: 'admin',
    query: z.strictObject(paging),
    answer: listOf(ApiKey),
    problems: ['invalid-cursor'],
    graphql: { query: 'apiKeys' },
  }),
  create: operation({
    method: 'post',
    path: base,
    summary: 'Make a key for somebody',
    role: 'admin',
    body: ApiKeyCreate,
    answer: ApiKeyCreated,
    problems: ['already-exists', 'conflict', 'not-configured'],
    location: '/api/keys/{id}',
    graphql: { mutation: 'createApiKey' },
  }),
  read: operation({
    ...one,
    method: 'get',
    path: `${base}/{id}`,
    summary: 'Read a key, but not itself',
    answer: ApiKey,
    graphql: { query: 'apiKey' },
  }),
  remove: operation({
    ...one,
    method: 'delete',
    path: `${base}/{id}`,
    summary: 'Delete a key: it is taken no more',
    graphql: { mutation: 'deleteApiKey' },
  }),
}
