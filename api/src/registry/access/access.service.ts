import { createHash, createHmac } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read, RowOf } from '../../graph/graph.ts'
import type { Call, Service } from '../../store/call.ts'
import { once, requireRevision } from '../../store/change.ts'
import { isReservedName, looksLike } from '../../kernel/look-alikes.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import type { accessOperations, ApiKey } from './access.contract.ts'

type Stored = RowOf<'access/read'>['key']

/** Maximum number of keys: all are held in memory. */
const mostKeys = 500
/** Milliseconds for which keys are cached, and so for which another process may still accept a deleted key. */
const heldFor = 5_000
/** Minimum milliseconds between two reads of the graph, however many unknown keys arrive. */
const askedAgainAfter = 500

export type AccessService = ReturnType<typeof accessService>

/** API keys and their roles. They are not part of the registered content, so they are not logged. */
export function accessService(graph: Graph, secretsKey: Buffer | undefined) {
  let held = new Map<string, Stored>()
  let heldSince = -Infinity
  let reading: Promise<typeof held> | undefined

  /** Derives the key from SECRETS_KEY: it is not stored, but a retry after a lost answer returns it again. */
  const keyOf = (id: string) => {
    if (!secretsKey) throw new Problem('not-configured', 'the registry has no key for secrets: set SECRETS_KEY')
    return `registry_${createHmac('sha256', secretsKey).update(`api key ${id}`).digest('base64url')}`
  }
  const readAll = async () => {
    const [rows] = await graph.read('access/list', { after: '', limit: mostKeys })
    return new Map(rows!.items.map((key) => [key.digest, key]))
  }
  /** Reads the keys, once for all requests that wait for them. */
  const hold = (): Promise<typeof held> => {
    if (reading) return reading
    const own = readAll()
      .then((keys) => {
        // What was read before a key was made or deleted serves only those that asked before.
        if (reading === own) [held, heldSince] = [keys, performance.now()]
        return keys
      })
      .finally(() => {
        if (reading === own) reading = undefined
      })
    return (reading = own)
  }
  const forget = () => {
    heldSince = -Infinity
    reading = undefined
  }
  const readStored = async (run: Read, id: string): Promise<Stored> => {
    const [row] = await run('access/read', { id })
    if (!row) throw new Problem('not-found', `there is no key ${id}`, [{ pointer: '/path/id', reason: 'names no key' }])
    return row.key
  }

  return {
    /** @returns undefined for an unknown, deleted or expired key */
    async callerWith(key: string): Promise<Call['caller'] | undefined> {
      const digest = digestOf(key)
      const age = performance.now() - heldSince
      const keys = age > heldFor || (age > askedAgainAfter && !held.has(digest)) ? await hold() : held
      const found = keys.get(digest)
      if (!found || (found.expiresAt !== undefined && Date.parse(found.expiresAt) <= Date.now())) return undefined
      return { role: found.role, name: found.name, keyId: found.id }
    },

    caller: async (_input, { caller: { role, name } }) => ({ role, name }),

    async list({ query }) {
      const list = ['keys']
      const after = readCursor(query.cursor, list, z.tuple([z.string()]))?.[0] ?? ''
      const [rows] = await graph.read('access/list', { after, limit: query.limit + 1 })
      return page({ ...rows!, items: rows!.items.map(shown) }, query.limit, list, ({ id }) => [id])
    },

    async create({ body }, { origin }) {
      const created = await graph.store((run) =>
        once(run, origin, async () => {
          const [rows] = await run('access/list', { after: '', limit: mostKeys })
          requireDistinct(body.name, rows!.items)
          if (rows!.total >= mostKeys) throw new Problem('conflict', `the maximum of ${mostKeys} keys is reached`)
          const id = uuid()
          const now = new Date().toISOString()
          const key = { ...body, id, ref: `key:${id}`, rev: 1, createdAt: now, updatedAt: now }
          const saved = await run('access/save', {
            name: body.name,
            properties: { ...key, digest: digestOf(keyOf(id)) },
          })
          if (saved.length === 0)
            throw new Problem('already-exists', `a key ${body.name} already exists`, [
              { pointer: '/name', reason: 'is the name of another key' },
            ])
          return key
        }),
      )
      forget()
      return { ...created, key: keyOf(created.id) }
    },

    read: async ({ params }) => shown(await readStored(graph.read, params.id)),

    async remove({ params }, { expected }) {
      await graph.store(async (run) => {
        requireRevision(await readStored(run, params.id), expected)
        await run('access/remove', { id: params.id })
      })
      forget()
      return null
    },
  } satisfies Service<typeof accessOperations>
}

/** A name in the log must say who it was. @throws Problem `invalid-request`, `already-exists` */
function requireDistinct(name: string, keys: Stored[]): void {
  if (isReservedName(name))
    throw new Problem('invalid-request', `no key can be called ${name}`, [
      { pointer: '/name', reason: 'is reserved, or looks like a name that is' },
    ])
  const alike = keys.find((key) => key.name !== name && looksLike(key.name, name))
  if (alike)
    throw new Problem('already-exists', `the name looks like that of the key ${alike.name}`, [
      { pointer: '/name', reason: `looks like ${alike.name}` },
    ])
}

/** A plain hash suffices: keys are random, so a salt or a slow hash would add nothing. */
const digestOf = (key: string) => createHash('sha256').update(key).digest('hex')

const shown = ({ digest: _digest, expiresAt, ...key }: Stored): ApiKey => ({ ...key, expiresAt: expiresAt ?? null })
