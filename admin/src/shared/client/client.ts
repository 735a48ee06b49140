import type { Operation, Problem, Request } from '@registry/api/contract'
import type { output } from 'zod'
import { actor } from './actor.ts'
import { texts } from '../shared.texts.ts'

export type Answer<E extends Operation> = output<E['answer']>

type ProblemDocument = output<typeof Problem>

/** Error of a request: a problem of the API, or `unreachable` or `unexpected-answer` if there is none. */
export class ApiProblem extends Error {
  constructor(
    readonly type: ProblemDocument['type'] | 'unreachable' | 'unexpected-answer',
    readonly status: number,
    readonly detail: string,
    readonly errors: ProblemDocument['errors'] = [],
    /** Refs of the cycle that a refused relationship would close. */
    readonly cycle: readonly string[] = [],
    /** Position of the error in the text of a query. */
    readonly position?: number,
  ) {
    super(detail)
    this.name = 'ApiProblem'
  }
}

interface CallOptions {
  /** Revision that the change is based on; sent as If-Match. */
  rev?: number
  signal?: AbortSignal
}

/**
 * Calls an operation of the contract.
 * @throws ApiProblem, or the AbortError of the signal
 */
export async function call<E extends Operation>(
  endpoint: E,
  request: Request<E> & CallOptions = {},
): Promise<Answer<E>> {
  const response = await send(endpoint, request, 'application/json')
  if (response.status === 204) return undefined as Answer<E>
  const answer = await json(response)
  if (!response.ok) throw problemOf(response.status, answer)
  return answer as Answer<E>
}

/** Like `call`, for a long-running operation: calls `tell` with each progress event. */
export async function callLong<E extends Operation>(
  endpoint: E,
  request: Request<E> & CallOptions,
  tell: (event: string, data: Record<string, unknown>) => void,
): Promise<Answer<E>> {
  const response = await send(endpoint, request, 'text/event-stream')
  if (!response.ok) throw problemOf(response.status, await json(response))
  const { EventSourceParserStream } = await import('eventsource-parser/stream')
  const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  for (let reader = events.getReader(); ;) {
    const { value } = await reader.read()
    if (!value) throw new ApiProblem('unreachable', 0, texts.problem.unreachableHint)
    const data = JSON.parse(value.data) as Record<string, unknown>
    if (value.event === 'done') return data as Answer<E>
    if (value.event === 'problem') throw problemOf(Number(data.status), data)
    tell(value.event!, data)
  }
}

/** Like `call`, for an answer in a file format. */
export async function callFile<E extends Operation>(endpoint: E, request: Request<E> & CallOptions): Promise<Blob> {
  const response = await send(endpoint, request, '*/*')
  if (!response.ok) throw problemOf(response.status, await json(response))
  return response.blob().catch((cause: unknown) => {
    if (request.signal?.aborted) throw cause
    throw new ApiProblem('unreachable', 0, texts.problem.unreachableHint)
  })
}

/** Reads a document of the API that is not an operation of the contract. */
export async function readDocument(path: string, signal: AbortSignal): Promise<unknown> {
  const response = await reach(path, { signal })
  const answer = await json(response)
  if (!response.ok) throw problemOf(response.status, answer)
  return answer
}

async function send<E extends Operation>(
  endpoint: E,
  { params, query, body, rev, signal }: Request<E> & CallOptions,
  accept: string,
): Promise<Response> {
  const headers = new Headers({ Accept: accept })
  if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (rev !== undefined) headers.set('If-Match', `"${rev}"`)
  if (actor.value) headers.set('X-Actor', String.fromCharCode(...new TextEncoder().encode(actor.value)))
  return reach(pathOf(endpoint, params ?? {}) + queryOf(query ?? {}), {
    method: endpoint.method.toUpperCase(),
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  })
}

const reach = (path: string, init: RequestInit) =>
  fetch(path, init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause
    throw new ApiProblem('unreachable', 0, texts.problem.unreachableHint)
  })

const pathOf = (endpoint: Operation, params: Record<string, unknown>) =>
  endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))

/** Query string: a list repeats its name, because values may contain commas; undefined and empty values are omitted. */
function queryOf(query: Record<string, unknown>): string {
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== '')
      .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)])),
  ).toString()
  return search && `?${search}`
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    throw new ApiProblem('unexpected-answer', response.status, texts.problem.unexpectedAnswer)
  }
}

function problemOf(status: number, answer: unknown): ApiProblem {
  const { type, detail, errors, cycle, position } = answer as ProblemDocument & { cycle?: string[] }
  return new ApiProblem(type, status, detail, errors, cycle, typeof position === 'number' ? position : undefined)
}
