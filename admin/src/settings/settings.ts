import { useQuery } from '@pinia/colada'
import { contract, type ApiKey, type Delivery, type Job, type Webhook } from '@registry/api/contract'
import { useIntervalFn } from '@vueuse/core'
import { ApiProblem, call } from '../shared/client/client.ts'
import { settings as words } from './settings.texts.ts'
import { announce } from '../shared/announcements.ts'
import type { Values } from '../shared/forms/form.ts'
import { useRefresh } from '../shared/client/refresh.ts'

const { jobs, keys, webhooks } = contract
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

/** Whether a job can still be cancelled. */
export const isUnderWay = ({ endedAt }: Job) => endedAt === null

/** Your jobs, asked again while one of them is under way. */
export function useJobs() {
  const query = useQuery({
    key: [root, 'jobs'],
    query: ({ signal }) => call(jobs.list, { query: { limit: 50 }, signal }),
  })
  useIntervalFn(() => !document.hidden && query.data.value?.items.some(isUnderWay) && query.refetch(), 2_000)
  return query
}

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
    cancelJob: ({ id, title }: Job) => attempt(call(jobs.cancel, { params: { id } }), () => words.cancelled(title)),
    removeJob: ({ id }: Job) => attempt(call(jobs.remove, { params: { id } }), () => words.jobDeleted),
    redeliver: ({ webhook, id }: Delivery) =>
      attempt(call(webhooks.redeliver, { params: { id: webhook, delivery: id } }), () => words.redelivered),
  }
}
