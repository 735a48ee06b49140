import { Agent, request } from 'node:http'

export interface Sent {
  path: string
  body?: unknown
}
export interface Answered {
  /** 0 without an answer. */
  status: number
  milliseconds: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
const limit = 60_000

/** Sends a request in the name of a caller, and reads the answer to its end. */
export function send(origin: string, { path, body }: Sent, actor: string): Promise<Answered> {
  const begun = performance.now()
  return new Promise((resolve) => {
    const answered = (status: number) => resolve({ status, milliseconds: performance.now() - begun })
    const sent = request(
      origin + path,
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'x-actor': actor, ...(body !== undefined && { 'content-type': 'application/json' }) },
        timeout: limit,
      },
      (response) => response.resume().on('end', () => answered(response.statusCode!)),
    )
    sent.on('timeout', () => sent.destroy()).on('error', () => answered(0))
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
