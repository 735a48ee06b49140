import { useQuery, useQueryCache } from '@pinia/colada'
import { contract, mostRows, type Request } from '@registry/api/contract'
import { ApiProblem, call, callFile } from '../shared/client/client.ts'

const { list, read, create, replace, remove, run, cypher, plan, cancel } = contract.queries
const root = 'queries'
type ListQuery = NonNullable<Request<typeof list>['query']>
export type SavedBody = NonNullable<Request<typeof replace>['body']>

export const paramsOf = (name: string) => {
  const [folder = '', ...rest] = name.split('/')
  return { folder, name: rest.join('/') }
}

export const useQueryLibrary = (query: () => ListQuery, isWanted = () => true) =>
  useQuery({
    key: () => [root, 'list', JSON.stringify(query())],
    query: ({ signal }) => call(list, { query: { ...query(), limit: 200 }, signal }),
    enabled: isWanted,
    placeholderData: (previous) => previous,
  })

export const useStoredQuery = (name: () => string) =>
  useQuery({
    key: () => [root, 'one', name()],
    query: ({ signal }) => call(read, { params: paramsOf(name()), signal }),
    enabled: () => name() !== '',
  })

/** Vocabulary for the completion in the editor; optional. */
export const useSchema = () =>
  useQuery({
    key: [root, 'schema'],
    query: async ({ signal }) => {
      const { rows } = await call(run, { params: paramsOf('analysis/vocabulary'), body: {}, signal })
      return rows as { kind: 'labels' | 'types' | 'properties'; names: string[] }[]
    },
    staleTime: 300_000,
  })
/** A query to run: a stored one by its name, or Cypher if the name is empty. */
export interface Question {
  name: string
  cypher: string
  parameters: Record<string, unknown>
}
interface Asking {
  run: string
  signal: AbortSignal
}

export const ask = ({ name, cypher: text, parameters }: Question, format: 'json' | 'graph', asking: Asking) => {
  const [query, { run: id, signal }] = [{ format }, asking]
  return name
    ? call(run, { params: paramsOf(name), query, body: { parameters, run: id }, signal })
    : call(cypher, { query, body: { query: text, parameters, run: id }, signal })
}

export const exportRows = (question: Question, format: 'csv' | 'ndjson', { run: id, signal }: Asking) => {
  const body = { parameters: question.parameters, rows: mostRows, run: id }
  return question.name
    ? callFile(run, { params: paramsOf(question.name), query: { format }, body, signal })
    : callFile(cypher, { query: { format }, body: { ...body, query: question.cypher }, signal })
}

export const planOf = (query: string, parameters: Record<string, unknown>, signal?: AbortSignal) =>
  call(plan, { body: { query, parameters }, ...(signal && { signal }) })

/** Cancels a run. Ignores a run that is not found: it has not started, or has already ended. */
export const endRun = (id: string) =>
  call(cancel, { params: { run: id } }).catch((error: unknown) => {
    if (!(error instanceof ApiProblem && error.type === 'not-found')) throw error
  })

export function useSaving() {
  const cache = useQueryCache()
  const renew = () => cache.invalidateQueries({ key: [root] })
  return {
    create: (name: string, body: SavedBody) => call(create, { body: { name, ...body } }).finally(renew),
    replace: (name: string, rev: number, body: SavedBody) =>
      call(replace, { params: paramsOf(name), rev, body }).finally(renew),
    /** Refreshes the lists only: components that still show the query would request it again. */
    remove: (name: string, rev: number) =>
      call(remove, { params: paramsOf(name), rev }).finally(() => cache.invalidateQueries({ key: [root, 'list'] })),
  }
}
