import type { ServerResponse } from 'node:http'

// Given as the reason: without one, an exception with its stack would be made for each request.
const isOver = new Error('the response is over')

/** Aborted when a response is over: sent, or its client has gone. */
export function overOf(response: ServerResponse): AbortSignal {
  const over = new AbortController()
  response.once('close', () => over.abort(isOver))
  return over.signal
}
