import { z } from 'zod'
import { operation, identity, listOf, paging, roles } from '../../kernel/operation.ts'
import { nameText } from '../../kernel/text.ts'

/** Role of a key; `public` is for callers without one. */
const KeyRole = z.enum(roles.filter((role) => role !== 'public')).meta({ id: 'Role' })

const ofKey = {
  name: nameText(100).describe(
    'Name of the holder; changes are logged under it. Must not look like the name of another key or of the registry',
  ),
  role: KeyRole.describe(
    'viewer: read; analyst: also run Cypher; proposer: also write drafts, which others review; editor: also write, but remove nothing; admin: everything',
  ),
  expiresAt: z.iso.datetime().nullable().describe('Expiry time; null: never expires'),
}

export const ApiKey = z.strictObject({ ...ofKey, ...identity }).meta({ id: 'ApiKey', description: 'API key' })
export type ApiKey = z.output<typeof ApiKey>

export const ApiKeyCreate = z
  .strictObject({ name: ofKey.name, role: ofKey.role, expiresAt: ofKey.expiresAt.default(null) })
  .meta({ id: 'ApiKeyCreate' })

const ApiKeyCreated = z
  .strictObject({ ...ApiKey.shape, key: z.string().describe('The key, returned only once; send it as a bearer token') })
  .meta({ id: 'ApiKeyCreated' })

const Caller = z
  .strictObject({
    role: KeyRole,
    name: z.string().nullable().describe('Name of the key; null without a key or with the key of the settings'),
  })
  .meta({ id: 'Caller', description: 'The caller and their role' })
/** The caller as the doors know them, with the id of their key. */
export type Caller = z.output<typeof Caller> & { keyId?: string }

const base = '/api/keys'
const one = { params: z.strictObject({ id: z.string().min(1).max(100) }), role: 'admin' } as const

export const accessOperations = {
  caller: operation({
    method: 'get',
    path: '/api/caller',
    summary: 'Read the current caller and role',
    role: 'viewer',
    tag: 'keys',
    answer: Caller,
    graphql: { query: 'caller' },
  }),
  list: operation({
    method: 'get',
    path: base,
    summary: 'List API keys, oldest first, without the secrets',
    role: 'admin',
    query: z.strictObject(paging),
    answer: listOf(ApiKey),
    problems: ['invalid-cursor'],
    graphql: { query: 'apiKeys' },
  }),
  create: operation({
    method: 'post',
    path: base,
    summary: 'Create an API key',
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
    summary: 'Read an API key, without the secret',
    answer: ApiKey,
    graphql: { query: 'apiKey' },
  }),
  remove: operation({
    ...one,
    method: 'delete',
    path: `${base}/{id}`,
    summary: 'Delete an API key',
    graphql: { mutation: 'deleteApiKey' },
  }),
}
