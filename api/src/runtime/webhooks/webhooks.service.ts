import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, RowOf } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import { once, requireRevision } from '../../store/change.ts'
import { readModule } from '../../registry/modules/modules.service.ts'
import type { Outbound } from '../outbound/outbound.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { send, testMessage, type Signing } from './signing.ts'
import type { Webhook, webhooksOperations } from './webhooks.contract.ts'

/** A stored webhook, with the fingerprint of the key behind its secret and the last revision that was queued for it. */
export type StoredWebhook = RowOf<'webhooks/read'>['webhook']
export type StoredDelivery = RowOf<'webhooks/redeliver'>['delivery']

/** Maximum number of webhooks: every change is matched against all of them. */
const mostWebhooks = 100

/** Webhooks. They are not registered content, so they are not logged. */
export function webhooksService(graph: Graph, outbound: Outbound, sign: Signing) {
  const readStored = async (id: string): Promise<StoredWebhook> => {
    const [row] = await graph.read('webhooks/read', { id })
    if (!row) throw missing(`webhook ${id}`, '/path/id')
    return row.webhook
  }

  const shown = ({ keyId: _keyId, known: _known, module, url, ...webhook }: StoredWebhook): Webhook => ({
    ...webhook,
    url: sign.openedUrl(webhook.id, url) ?? unreadable,
    module: module ?? null,
  })

  return {
    async list({ query }) {
      const list = ['webhooks']
      const after = readCursor(query.cursor, list, z.tuple([z.string()]))?.[0] ?? ''
      const [rows] = await graph.read('webhooks/list', { after, limit: query.limit + 1 })
      return page({ ...rows!, items: rows!.items.map(shown) }, query.limit, list, ({ id }) => [id])
    },

    async create({ body }, { origin }) {
      const keyId = sign.keyId()
      const id = await graph.store((run) =>
        once(run, origin, async () => {
          if (body.module !== null) await readModule(run, body.module, '/module')
          const [counted] = await run('webhooks/count', {})
          if (counted!.total >= mostWebhooks)
            throw new Problem('conflict', `the maximum of ${mostWebhooks} webhooks is reached`)
          const id = uuid()
          const now = new Date().toISOString()
          const webhook = { ...body, id, ref: `webhook:${id}`, rev: 1, createdAt: now, updatedAt: now }
          const url = sign.sealedUrl(id, body.url)
          await run('webhooks/save', { ref: webhook.ref, properties: { ...webhook, url, keyId } })
          // Only the id is stored as the answer for repeated requests: the URL is in the graph in encrypted form only.
          return id
        }),
      )
      return { ...shown(await readStored(id)), secret: sign.secretOf(id) }
    },

    read: async ({ params }) => shown(await readStored(params.id)),

    async remove({ params }, { expected }) {
      requireRevision(await readStored(params.id), expected)
      await graph.store((run) => run('webhooks/remove', { id: params.id }))
      return null
    },

    async test({ params }) {
      return send({ outbound, sign }, await readStored(params.id), testMessage())
    },

    async listDeliveries({ params, query }) {
      const { state, limit, cursor } = query
      const list = ['deliveries', params.id, state]
      const before = readCursor(cursor, list, z.tuple([z.string()]))?.[0] ?? '~'
      const filters = { webhook: params.id, state: state ?? null, before, limit: limit + 1 }
      const [rows] = await graph.read('webhooks/deliveries', filters)
      if (!rows) throw missing(`webhook ${params.id}`, '/path/id')
      return page({ ...rows, items: rows.items.map(shownDelivery) }, limit, list, ({ id }) => [id])
    },

    async redeliver({ params }) {
      const { id } = await readStored(params.id)
      const [row] = await graph.store((run) => run('webhooks/redeliver', { webhook: id, id: params.delivery }))
      if (!row) throw missing(`delivery ${params.delivery}`, '/path/delivery')
      return shownDelivery(row.delivery)
    },
  } satisfies Service<typeof webhooksOperations>
}

/** In the place of a URL that was sealed with another SECRETS_KEY: no host is called so (RFC 2606). */
const unreadable = 'https://sealed-with-another-secrets-key.invalid/'

const missing = (what: string, pointer: string) =>
  new Problem('not-found', `there is no ${what}`, [{ pointer, reason: 'names no existing resource' }])

const shownDelivery = ({ ref: _ref, body: _body, lastStatus, lastError, nextAt, ...delivery }: StoredDelivery) => {
  const { id, webhook, state, type, revision, attempts, createdAt } = delivery
  return {
    id,
    webhook,
    state,
    type,
    revision,
    attempts,
    createdAt,
    lastStatus: lastStatus ?? null,
    lastError: lastError ?? null,
    nextAt: state === 'pending' ? nextAt : null,
  }
}
