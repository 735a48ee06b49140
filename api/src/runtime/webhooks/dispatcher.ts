import pLimit from 'p-limit'
import { v7 as uuid } from 'uuid'
import type { EventsService } from '../events/events.service.ts'
import type { Graph } from '../../graph/graph.ts'
import { summary } from '../../registry/history/history.service.ts'
import type { RevisionSummary } from '../../registry/history/history.contract.ts'
import { monitorLease } from '../../store/lease.ts'
import type { Outbound } from '../outbound/outbound.ts'
import { send, type Signing } from './signing.ts'
import type { StoredDelivery, StoredWebhook } from './webhooks.service.ts'

const seconds = 1_000
const minutes = 60 * seconds
/** Milliseconds to wait after each failed attempt; after the last one the message is dead. */
const usualPauses = [10 * seconds, minutes, 5 * minutes, 30 * minutes, 120 * minutes]
const changesAtOnce = 100
const messagesAtOnce = 50
const sendingAtOnce = 10
/**
 * Maximum number of pending messages of a webhook; further ones are queued once some have been delivered or are dead.
 */
const mostWaiting = 1_000

export interface DispatcherOptions {
  graph: Graph
  outbound: Outbound
  sign: Signing
  events: Pick<EventsService, 'eventOf' | 'isAbout'>
  pauses?: number[]
}

/** Delivers events to webhooks, at least once each, in the process that holds the lease. */
export function createDispatcher({ graph, outbound, sign, events, pauses = usualPauses }: DispatcherOptions) {
  const limit = pLimit(sendingAtOnce)
  let forgotten = 0

  const messageOf = async (webhook: StoredWebhook, change: RevisionSummary) => {
    const { event, data } = await events.eventOf(change)
    const id = uuid()
    const type = event === 'health' ? 'module.health' : 'registry.change'
    return {
      ref: `delivery:${id}`,
      id,
      webhook: webhook.id,
      state: 'pending',
      type,
      revision: change.number,
      attempts: 0,
      createdAt: new Date(),
      body: JSON.stringify({ type, timestamp: change.at, data }),
    }
  }

  /** Queues messages for the changes since the last that the webhook knows. */
  const queue = async (webhook: StoredWebhook, fence: number) => {
    const [row] = await graph.read('webhooks/read', { id: webhook.id })
    if (!row || row.pending >= mostWaiting) return
    const rows = await graph.read('history/after', {
      after: webhook.known,
      module: null,
      limit: changesAtOnce,
    })
    const messages: object[] = []
    for (const change of rows.map(({ entry }) => summary(entry))) {
      if (webhook.events === 'health' && change.kind !== 'module.health') continue
      if (await events.isAbout(change, webhook.module, webhook.withinSteps))
        messages.push(await messageOf(webhook, change))
    }
    const known = rows.at(-1)?.entry.number
    if (known === undefined) return
    const held = { name: monitorLease, fence }
    await graph.store((run) => run('webhooks/queue', { ...held, webhook: webhook.id, known, rows: messages }))
  }

  const deliver = async (delivery: StoredDelivery, webhook: StoredWebhook, fence: number, signal: AbortSignal) => {
    const { ok, status, detail } = await send({ outbound, sign }, webhook, delivery, signal)
    if (signal.aborted) return // ended by this process, which is not a failed attempt
    const attempts = delivery.attempts + 1
    const pause = pauses[delivery.attempts]
    const state = ok ? 'delivered' : pause === undefined ? 'dead' : 'pending'
    await graph.store((run) =>
      run('webhooks/settle', {
        name: monitorLease,
        fence,
        ref: delivery.ref,
        properties: { state, attempts, lastStatus: status, lastError: ok ? null : detail },
        waits: state === 'pending' ? Math.round(pause! * (0.9 + 0.2 * Math.random())) : null,
      }),
    )
  }

  /** Queues and sends the messages that are due, and deletes old ones from time to time. */
  return async (fenceOf: () => number | undefined, signal: AbortSignal): Promise<void> => {
    const fence = fenceOf()
    if (fence === undefined) return
    const [rows] = await graph.read('webhooks/list', {
      after: '',
      limit: 1_000,
    })
    const { items, revision } = rows!
    for (const webhook of items) if (webhook.known < revision) await queue(webhook, fence)
    const due = await graph.read('webhooks/due', { limit: messagesAtOnce })
    await Promise.all(
      due.map(({ delivery, webhook }) =>
        limit(async () => {
          if (fenceOf() === fence && !signal.aborted) await deliver(delivery, webhook, fence, signal)
        }),
      ),
    )
    if (Date.now() - forgotten < 10 * minutes) return
    forgotten = Date.now()
    await graph.store((run) => run('webhooks/forget', {}))
  }
}
