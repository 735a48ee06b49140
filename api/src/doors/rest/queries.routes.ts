import type { Request, Response, Router } from 'express'
import type { Operation, Input } from '../../kernel/operation.ts'
import { answer, bind, readRequest, routeOf, type Call } from './route.ts'
import type { Answering } from '../../questions/queries/console.ts'
import { stream } from '../../questions/queries/answer-formats.ts'
import { queriesOperations as endpoints, type QueryFormat } from '../../questions/queries/queries.contract.ts'
import type { QueriesService } from '../../questions/queries/queries.service.ts'

type Asking = typeof endpoints.cypher | typeof endpoints.run | typeof endpoints.rows

export function queriesRoutes(router: Router, queries: QueriesService): void {
  bind(router, endpoints.list, (input, { origin }) => queries.list(input, origin.actor))
  bind(router, endpoints.create, (input, { origin }) => queries.create(input, origin.actor))
  ask(router, endpoints.run, (input, asker) => queries.startNamed(input, asker))
  ask(router, endpoints.rows, (input, asker) => queries.startFromAddress(input, asker))
  bind(router, endpoints.read, (input, { origin }) => queries.read(input, origin.actor))
  bind(router, endpoints.replace, (input, { origin, expected }) => queries.replace(input, origin.actor, expected))
  bind(router, endpoints.remove, (input, { origin, expected }) => queries.remove(input, origin.actor, expected))
  bind(router, endpoints.plan, (input) => queries.plan(input))
  ask(router, endpoints.cypher, (input, asker) => queries.startCypher(input, asker))
  bind(router, endpoints.cancel, (input) => queries.cancel(input))

  /** An operation whose answer may be a stream; it is ended in the database when the client goes. */
  function ask<E extends Asking>(
    router: Router,
    endpoint: E,
    start: (input: Input<E>, asker: { actor: string; signal: AbortSignal }) => Promise<Answering>,
  ): void {
    router[endpoint.method](routeOf(endpoint.path), async (request: Request, response: Response) => {
      const { input, call }: { input: Input<E>; call: Call } = readRequest(endpoint as Operation, request) as never
      const gone = new AbortController()
      response.on('close', () => gone.abort())
      const answering = await start(input, { actor: call.origin.actor, signal: gone.signal })
      const { format } = input.query as { format: QueryFormat }
      if (format === 'csv' || format === 'ndjson') return stream(response, answering, format, await queries.revision())
      answer(endpoint as Operation, request, response, await queries.whole(answering, format))
    })
  }
}
