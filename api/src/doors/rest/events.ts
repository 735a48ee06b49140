import type { RequestHandler } from 'express'
import type { z } from 'zod'
import { flowOf, type Admission } from '../../runtime/admission.ts'
import { Problem } from '../../kernel/errors.ts'
import { parse } from '../../kernel/validation.ts'
import type { HandledOperation, Events } from '../../store/call.ts'
import { whenOver } from './over.ts'
import { readRequest, waiting } from './route.ts'

const beat = 15_000

/** An operation whose answer is a stream of server-sent events. `Last-Event-ID` takes the place of `after` in its query. */
export const eventRoute =
  ({ operation, handle }: HandledOperation, { listeners }: Admission): RequestHandler =>
  async (request, response) => {
    const { input, call } = readRequest(operation, request, waiting(request))
    if (!request.accepts('text/event-stream'))
      throw new Problem('not-acceptable', 'changes are sent as server-sent events only', [
        { pointer: '/header/accept', reason: 'must allow text/event-stream' },
      ])
    const known = request.get('last-event-id')
    const after = known && parse(operation.query.shape.after as z.ZodType, known, '/header/last-event-id')
    const query = known ? { ...input.query, after } : input.query
    const headers = { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }
    // For HEAD nothing is sent, so that a disconnect would never be noticed.
    if (request.method === 'HEAD') return void response.set(headers).type('text/event-stream').end()
    whenOver(response, listeners.take(flowOf(call.origin)))
    // Before the headers are sent: the stream contains everything from then on.
    const found = (await handle({ ...input, query }, call)) as Events<{ event: string; data: object }>
    // A disconnect before this point would not be noticed.
    if (response.destroyed) return
    const alive = setInterval(() => response.write(':\n\n'), beat)
    response.on('close', () => void found.return())
    response.set(headers).type('text/event-stream').flushHeaders()
    response.write('retry: 2000\n\n')
    try {
      for await (const { id, event, data } of found) {
        const more = response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
        // A slow reader only delays itself; unread events stay in the database.
        if (!more && !response.destroyed)
          await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
      }
    } catch (error) {
      // The client reconnects with the last id that it received.
      request.log.warn({ err: error as Error }, 'a stream of events ended')
    } finally {
      clearInterval(alive)
      response.end()
    }
  }
