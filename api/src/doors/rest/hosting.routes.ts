import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { operation } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import { notFound } from './problems.ts'
import { allowedBy, readRequest, waiting } from './route.ts'
import type { Call } from '../../store/call.ts'
import { jsonObject } from '../../kernel/text.ts'
import { recordMethods } from '../../registry/endpoints/served.ts'
import type { Measured } from '../../runtime/statistics/meter.ts'
import type { StatisticsService } from '../../runtime/statistics/statistics.service.ts'
import type { Admission } from '../../runtime/admission.ts'
import { calledNothing } from '../../runtime/hosting/not-served.ts'
import { atCurrent, type Known, type Place } from '../../runtime/hosting/current.ts'
import { mostInBatch, type RecordsService } from '../../runtime/hosting/records.service.ts'
import type { Kind, Served, ServedModules } from '../../runtime/hosting/served.ts'
import type { Shown } from '../../runtime/hosting/storage.ts'
import type { Values } from '../../runtime/hosting/field-values.ts'

const open = {
  role: 'public',
  path: '',
  summary: '',
  location: null,
  graphql: { none: 'not of the contract' },
} as const
const byQuery = z.looseObject({})
const Batch = z.strictObject({ items: z.array(jsonObject).min(1).max(mostInBatch) })

/** How requests for records are read; where these are served is in the graph. */
const operations = {
  list: operation({ ...open, method: 'get', query: byQuery }),
  read: operation({ ...open, method: 'get' }),
  create: operation({ ...open, method: 'post', body: jsonObject }),
  batch: operation({ ...open, method: 'post', body: Batch }),
  update: operation({ ...open, method: 'patch', body: jsonObject }),
  delete: operation({ ...open, method: 'delete' }),
}

interface Asked {
  kind: Kind
  id: string
  call: Call
  query: Values
  body: Values
}
interface Operation {
  read: (typeof operations)[keyof typeof operations]
  run(records: RecordsService, asked: Asked): Promise<unknown>
  answer(response: Response, outcome: unknown, path: string): void
}

const sendRecord = (status: number) => (response: Response, outcome: unknown, path: string) => {
  const { rev, record } = outcome as Shown
  if (status === 201) response.location(`${path}/${record.id}`)
  response.status(status).set('ETag', `"${rev}"`).json(record)
}
const sendJson = (status: number) => (response: Response, outcome: unknown) => {
  response.status(status).json(outcome)
}

type Doors = { [What in Place['what']]: Record<(typeof recordMethods)[What][number], Operation> }

/** Operations on the paths of an entity, of its batch and of a record. */
const doors: Doors = {
  all: {
    GET: { read: operations.list, run: (records, { kind, query }) => records.list(kind, query), answer: sendJson(200) },
    POST: {
      read: operations.create,
      run: (records, { kind, body, call }) => records.create(kind, body, call.origin),
      answer: sendRecord(201),
    },
  },
  batch: {
    POST: {
      read: operations.batch,
      run: (records, { kind, body, call }) => records.batch(kind, body.items as Values[], call.origin),
      answer: sendJson(200),
    },
  },
  one: {
    GET: { read: operations.read, run: (records, { kind, id }) => records.read(kind, id), answer: sendRecord(200) },
    PATCH: {
      read: operations.update,
      run: (records, { kind, id, body, call }) => records.change(kind, id, body, call.expected),
      answer: sendRecord(200),
    },
    DELETE: {
      read: operations.delete,
      run: (records, { kind, id, call }) => records.remove(kind, id, call.expected),
      answer: (response) => void response.status(204).end(),
    },
  },
}

interface Services {
  served: ServedModules
  records: RecordsService
  statistics: Pick<StatisticsService, 'record'>
  admission: Admission
}

/** The records of modules, each under the base path of its module, as the registry has them at this moment; 404 elsewhere. */
export function hostingRoutes(
  { served: modules, records, statistics: { record }, admission }: Services,
  guard: RequestHandler,
): Router {
  const router = Router()
  router.use(async (request, response, next) => {
    const look = async () => modules.at(request.path)
    const served = modules.cached(request.path) ?? (await admission.admit('read', waiting(request), look))
    if (!served) return next()
    response.locals.served = served
    response.locals.known = {} satisfies Known
    measure(request, response, record)
    next()
  })
  // What is refused from here on is counted.
  router.use(guard)
  router.use(isServed(express.raw({ type: () => true, limit: '1mb' })))
  router.use(
    isServed(async (request, response) => {
      await atCurrent(modules, request.path, response.locals.known as Known, (place) =>
        answer(records, admission, place, request, response),
      )
    }),
  )
  router.use(notFound)
  router.use((async (error, request, _response, next) => {
    if (!calledNothing(error)) return next(error)
    next(await admission.admit('read', waiting(request), () => modules.explained(error, request)))
  }) satisfies ErrorRequestHandler)
  return router
}

const isServed =
  (handler: RequestHandler): RequestHandler =>
  (request, response, next) =>
    response.locals.served === undefined ? next() : handler(request, response, next)

/** Records the request in the statistics of the module, unless the module is disabled. */
function measure(request: Request, response: Response, record: (measured: Measured) => void): void {
  const { begun, served, known } = response.locals as { begun: number; served: Served; known: Known }
  response.on('finish', () => {
    if (known.isOff) return
    record({
      module: served.module,
      entity: known.kind?.entity.name ?? null,
      milliseconds: performance.now() - begun,
      status: response.statusCode, // decision 0017 says which are errors
      wrote: !['GET', 'HEAD', 'OPTIONS'].includes(request.method) && response.statusCode < 400,
    })
  })
}

async function answer(
  records: RecordsService,
  { admit }: Admission,
  { kind, what, path, id }: Place,
  request: Request,
  response: Response,
): Promise<void> {
  const operations: Record<string, Operation> = doors[what]
  const operation = operations[request.method === 'HEAD' ? 'GET' : request.method]
  if (!operation) {
    const allowed = [...recordMethods[what]]
    response.set('Allow', allowedBy(allowed))
    if (request.method === 'OPTIONS') return void response.status(204).end()
    throw new Problem('method-not-allowed', `this resource allows ${allowed.join(', ')}`)
  }
  const load = operation.read.method === 'get' ? 'read' : 'record'
  const turn = waiting(request)
  const outcome = await admit(load, turn, async () => {
    const { input, call } = readRequest(operation.read, request, turn)
    return operation.run(records, { kind, id, call, query: input.query as Values, body: input.body as Values })
  })
  operation.answer(response, outcome, path)
}
