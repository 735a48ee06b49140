import type { ServerResponse } from 'node:http'

/** Aborted when a response is over: sent, or its client has gone. */
export function overOf(response: ServerResponse): AbortSignal {
  const over = new AbortController()
  response.once('close', () => over.abort())
  return over.signal
}
