import { useQuery } from '@pinia/colada'
import { contract, type ApiKey, type Delivery, type Webhook } from '@registry/api/contract'
import { ApiProblem, call } from '../shared/client/client.ts'
import { settings as words } from './settings.texts.ts'
import { announce } from '../shared/announcements.ts'
import type { Values } from '../shared/forms/form.ts'
import { useRefresh } from '../shared/client/refresh.ts'

const { keys, webhooks } = contract
const root = 'settings'
/** Maximum page size of the API; views tell the user if there are more items. */
const limit = 500

export const useKeys = () =>
  useQuery({ key: [root, 'keys'], query: ({ signal }) => call(keys.list, { query: { limit }, signal }) })

export const useWebhooks = () =>
  useQuery({ key: [root, 'webhooks'], query: ({ signal }) => call(webhooks.list, { query: { limit }, signal }) })

export const useDeliveries = (id: () => string, query: () => { state: Delivery['state'][]; cursor: string }) =>
  useQuery({
    key: () => [root, 'deliveries', id(), JSON.stringify(query())],
    query: ({ signal }) =>
      call(webhooks.listDeliveries, { params: { id: id() }, query: { ...query(), limit: 50 }, signal }),
    placeholderData: (previous) => previous,
  })

/** Actions of administrators; each announces its result. */
export function useSettings() {
  const refresh = useRefresh()
  async function attempt<Answer>(work: Promise<Answer>, said: (answer: Answer) => string): Promise<void> {
    try {
      announce(said(await work))
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      announce(words.failed(error.detail), 'error')
    }
    refresh(root)
  }
  const renewed = async <Answer>(work: Promise<Answer>): Promise<Answer> => {
    const answer = await work
    refresh(root)
    return answer
  }
  return {
    createKey: (body: Values) => renewed(call(keys.create, { body: body as never })),
    revoke: ({ id, rev, name }: ApiKey) =>
      attempt(call(keys.remove, { params: { id }, rev }), () => words.revoked(name)),
    createWebhook: (body: Values) => renewed(call(webhooks.create, { body: body as never })),
    removeWebhook: ({ id, rev }: Webhook) =>
      attempt(call(webhooks.remove, { params: { id }, rev }), () => words.webhookDeleted),
    test: ({ id }: Webhook) => call(webhooks.test, { params: { id } }),
    redeliver: ({ webhook, id }: Delivery) =>
      attempt(call(webhooks.redeliver, { params: { id: webhook, delivery: id } }), () => words.redelivered),
  }
}
