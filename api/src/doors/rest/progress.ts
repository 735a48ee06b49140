import type { RequestHandler, Response } from 'express'
import type { HandledOperation } from '../../store/call.ts'
import { Problem, problemBody } from '../../kernel/errors.ts'
import { answer, readRequest, waiting } from './route.ts'
import { asProblem } from './problems.ts'

/**
 * The route of a long-running operation. A client that accepts `text/event-stream` gets its progress, and at the end
 * `done` with the answer or `problem`; other clients wait. It is aborted when the client goes.
 */
export const progressRoute =
  ({ operation, handle }: HandledOperation): RequestHandler =>
  async (request, response) => {
    const { input, call } = readRequest(operation, request, waiting(request))
    const isStream = request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'
    const tell = (event: string, data: object) => write(response, event, data)
    try {
      const result = await handle(input, { ...call, ...(isStream && { tell }) })
      if (!isStream) return answer(operation, input, response, result)
      write(response, 'done', result as object)
    } catch (error) {
      // Before the first event, errors are answered as usual.
      if (!response.headersSent) throw error
      if (!(error instanceof Problem)) request.log.error({ err: error as Error }, 'unexpected error')
      write(response, 'problem', problemBody(asProblem(error), `urn:request:${String(request.id)}`))
    }
    response.end()
  }

function write(response: Response, event: string, data: object): void {
  if (response.destroyed) return
  if (!response.headersSent) response.set('Cache-Control', 'no-store').type('text/event-stream').flushHeaders()
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}
