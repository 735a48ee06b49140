import type { RequestHandler } from 'express'
import type { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import { parse } from '../../kernel/validation.ts'
import type { BoundOperation, Events } from '../../store/call.ts'
import { readRequest } from './route.ts'

/** So many listen at once to one process; a browser alone keeps six connections to a host. */
const mostListeners = 500
const beat = 15_000

/** An operation whose answer is a stream of server-sent events. `Last-Event-ID` takes the place of `after` in its query. */
export function eventRoute({ operation, handle }: BoundOperation): RequestHandler {
  let listeners = 0
  const leave = (error: unknown): never => {
    listeners--
    throw error
  }
  return async (request, response) => {
    const { input, call } = readRequest(operation, request)
    if (!request.accepts('text/event-stream'))
      throw new Problem('not-acceptable', 'changes come as server-sent events', [
        { pointer: '/header/accept', reason: 'must allow text/event-stream' },
      ])
    const known = request.get('last-event-id')
    const after = known && parse(operation.query.shape.after as z.ZodType, known, '/header/last-event-id')
    const query = known ? { ...input.query, after } : input.query
    const headers = { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }
    // Nothing would be sent, and nothing could tell who asked that it is over.
    if (request.method === 'HEAD') return void response.set(headers).type('text/event-stream').end()
    if (listeners >= mostListeners) throw new Problem('busy', `${mostListeners} are listening already`)
    // Counted before anything is waited for: else all that come at once would still find a place.
    listeners++
    // Before it is said that the stream is there: what comes from then on is in it.
    const found = (await handle({ ...input, query }, call).catch(leave)) as Events<{ event: string; data: object }>
    // Who left meanwhile would not be heard leaving.
    if (response.destroyed) return void listeners--
    const alive = setInterval(() => response.write(':\n\n'), beat)
    response.on('close', () => void found.return())
    response.set(headers).type('text/event-stream').flushHeaders()
    response.write('retry: 2000\n\n')
    try {
      for await (const { id, event, data } of found) {
        const more = response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
        // Who reads slowly waits for himself; what he has not read stays in the database.
        if (!more && !response.destroyed)
          await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
      }
    } catch (error) {
      // The client comes back with the last id that it got.
      request.log.warn({ err: error as Error }, 'a stream of events ended')
    } finally {
      clearInterval(alive)
      listeners--
      response.end()
    }
  }
}
