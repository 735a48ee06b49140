import type { Response, Router } from 'express'
import type { z } from 'zod'
import type { Operation, Input } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import { answer, readRequest, routeOf, type Call } from './route.ts'
import { asProblem, problemBody } from './problems.ts'

/** Tells what is being done, by name and with what there is to say about it. */
export type Tell = (event: string, data: object) => void

/**
 * An operation that takes longer than others may. Whoever accepts `text/event-stream` is told what is being done, and at the end gets
 * `done` with the answer or `problem`; anybody else waits. It is given up when the client goes.
 */
export function bindLong<E extends Operation>(
  router: Router,
  endpoint: E,
  handler: (input: Input<E>, call: Call & { tell: Tell }) => Promise<z.output<E['answer']>>,
): void {
  router[endpoint.method](routeOf(endpoint.path), async (request, response) => {
    const { input, call } = readRequest(endpoint, request)
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const isStream = request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'
    const tell: Tell = isStream ? (event, data) => write(response, event, data) : () => {}
    try {
      const result = await handler(input, { ...call, signal: gone.signal, tell })
      if (!isStream) return answer(endpoint, request, response, result)
      write(response, 'done', result as object)
    } catch (error) {
      // Until something was told, a stream is refused as everything is.
      if (!response.headersSent) throw error
      if (!(error instanceof Problem)) request.log.error({ err: error as Error }, 'unexpected error')
      write(response, 'problem', problemBody(asProblem(error), `urn:request:${String(request.id)}`))
    }
    response.end()
  })
}

function write(response: Response, event: string, data: object): void {
  if (response.destroyed) return
  if (!response.headersSent) response.set('Cache-Control', 'no-store').type('text/event-stream').flushHeaders()
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}
