import type { Router } from 'express'
import { Problem } from '../../kernel/errors.ts'
import { readRequest } from './route.ts'
import { parse } from '../../kernel/validation.ts'
import { EventsQuery, eventsOperations as endpoints } from '../../runtime/events/events.contract.ts'
import type { EventsService } from '../../runtime/events/events.service.ts'

/** So many listen at once to one process; a browser alone keeps six connections to a host. */
const mostListeners = 500
const beat = 15_000

export function eventsRoutes(router: Router, { events, latest }: EventsService): void {
  let listeners = 0
  const leave = (error: unknown): never => {
    listeners--
    throw error
  }
  router.get(endpoints.listen.path, async (request, response) => {
    const { input } = readRequest(endpoints.listen, request)
    if (!request.accepts('text/event-stream'))
      throw new Problem('not-acceptable', 'changes come as server-sent events', [
        { pointer: '/header/accept', reason: 'must allow text/event-stream' },
      ])
    const known = request.get('last-event-id')
    const asked = known ? parse(EventsQuery.shape.after, known, '/header/last-event-id') : input.query.after
    if (listeners >= mostListeners) throw new Problem('busy', `${mostListeners} are listening already`)
    // Counted before anything is waited for: else all that come at once would still find a place.
    listeners++
    // Before it is said that the stream is there: what comes from then on is in it.
    const after = asked ?? (await latest().catch(leave))
    // Who left meanwhile would not be heard leaving.
    if (response.destroyed) return void listeners--
    const found = events({ ...input.query, after })
    const alive = setInterval(() => response.write(':\n\n'), beat)
    response.on('close', () => void found.return())
    response.set({ 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }).type('text/event-stream').flushHeaders()
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
  })
}
