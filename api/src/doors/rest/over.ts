import type { ServerResponse } from 'node:http'

/** Calls back once a response is over: sent, or its client has gone; at once if that was before. */
export function whenOver(response: ServerResponse, act: () => void): void {
  if (response.destroyed) act()
  else response.once('close', act)
}

// Given as the reason: without one, an exception with its stack would be made for each request.
const isOver = new Error('the response is over')

/** Aborted when a response is over. */
export function overOf(response: ServerResponse): AbortSignal {
  const over = new AbortController()
  whenOver(response, () => over.abort(isOver))
  return over.signal
}
