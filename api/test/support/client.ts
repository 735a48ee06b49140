import { expect } from 'chai'
import { setTimeout as wait } from 'node:timers/promises'
import { problemTypes } from '../../src/kernel/errors.ts'
import { Problem } from '../../src/kernel/operation.ts'
import { namedOperations } from '../../src/contract.ts'
import { statusesOf } from '../../src/doors/rest/openapi.ts'
import { registry } from './database.ts'

export interface Answer {
  status: number
  headers: Headers
  /* eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
  body: any
}

interface Sent {
  method?: string
  body?: unknown
  raw?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

/** Sends a request to the real server, and validates the response against the contract. */
export async function send(path: string, { method = 'GET', body, raw, headers = {} }: Sent = {}): Promise<Answer> {
  const { origin } = await registry()
  const given = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(origin + path, {
    method,
    body: given,
    headers: { ...(given === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  })
  const text = await response.text()
  const answer = {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
  checkContract(method, path.split('?')[0]!, answer)
  return answer
}

export const post = (path: string, body: object) => send(path, { method: 'POST', body })

/** Starts a job and waits for its end. @returns its id */
export async function ended(path: string, body: object): Promise<string> {
  const { id } = (await post(path, body)).body
  while ((await send(`/api/jobs/${id}`)).body.endedAt === null) await wait(20)
  return id
}

/** Sends a GraphQL request to the real server. */
export async function ask(query: string, variables: object = {}, headers: Record<string, string> = {}) {
  const { origin } = await registry()
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  /* eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
  return (await response.json()) as { data: any; errors?: { message: string; extensions: any }[] }
}

function checkContract(method: string, path: string, { status, headers, body }: Answer): void {
  if (status >= 400) {
    expect(headers.get('content-type')).to.match(/^application\/problem\+json/)
    Problem.parse(body)
    expect(problemTypes).to.include(body.type)
    expect(body.status).to.equal(status)
    expect(JSON.stringify(body)).not.to.match(/node_modules|MATCH \(|Neo\.|at Object/)
    return
  }
  const endpoint = namedOperations.find(
    (candidate) =>
      candidate.method.toUpperCase() === method &&
      new RegExp(`^${candidate.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
  if (!endpoint) return
  expect(statusesOf(endpoint), `${method} ${path}`).to.include(status)
  endpoint.answer.parse(body)
  if (body?.rev !== undefined)
    expect(headers.get('etag')).to.equal(`"${body.rev}${body.health ? `-${body.status}-${body.health}` : ''}"`)
}
