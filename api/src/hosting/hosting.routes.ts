import express, { Router, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { Problem } from '../errors.ts'
import { readRequest, type Call } from '../http/bind.ts'
import { jsonObject } from '../text.ts'
import type { Measured } from '../statistics/meter.ts'
import { mostInBatch, type RecordsService } from './records.service.ts'
import { Outdated, type Kind, type Served, type ServedModules } from './served.ts'
import type { Shown } from './storage.ts'
import type { Values } from './values.ts'

const open = { role: 'public', path: '', summary: '' } as const
const byQuery = z.record(z.string(), z.unknown()) as unknown as z.ZodObject
const Batch = z.strictObject({ items: z.array(jsonObject).min(1).max(mostInBatch) })

/** How requests for records are read; where these are served is in the graph. */
const operations = {
  list: endpoint({ ...open, method: 'get', query: byQuery }),
  read: endpoint({ ...open, method: 'get' }),
  create: endpoint({ ...open, method: 'post', body: jsonObject }),
  batch: endpoint({ ...open, method: 'post', body: Batch }),
  update: endpoint({ ...open, method: 'patch', body: jsonObject }),
  delete: endpoint({ ...open, method: 'delete' }),
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

/** What can be done with the address of an entity, of its batch, and of one of its records. */
const doors: Record<'all' | 'batch' | 'one', Record<string, Operation>> = {
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

interface Found {
  kind: Kind
  door: keyof typeof doors
  path: string
  id: string
}

/** The records of modules, each under the base path of its module, as the registry has them at this moment. */
export function hostingRoutes(
  modules: ServedModules,
  records: RecordsService,
  record: (measured: Measured) => void,
): Router {
  const router = Router()
  router.use(async (request, response, next) => {
    const served = await modules.at(request.path)
    if (!served) return next()
    response.locals.served = served
    next()
  })
  router.use(isServed(express.raw({ type: () => true, limit: '1mb' })))
  router.use(
    isServed(async (request, response) => {
      measure(request, response, record)
      for (let tries = 1; ; tries++)
        try {
          return await serve(modules, records, request, response, tries > 1)
        } catch (error) {
          const isLast = !(await isOutdated(modules, request, response, error, tries))
          if (isLast) throw error
          if (tries === 3) throw new Problem('busy', 'the module changes all the time')
        }
    }),
  )
  return router
}

/** Whether what was tried went by a definition that is no longer the module's, also when it was refused by that. */
async function isOutdated(
  modules: ServedModules,
  { path }: Request,
  { locals }: Response,
  error: unknown,
  tries: number,
): Promise<boolean> {
  if (error instanceof Outdated) return true
  const { kind } = locals as { kind?: Kind }
  if (tries > 1 || kind === undefined || !(error instanceof Problem) || !byDefinition.includes(error.type)) return false
  const now = findIn((await modules.at(path, true)) ?? nowhere, withoutSlash(path))?.kind
  return now?.moduleRev !== kind.moduleRev || now.entity.rev !== kind.entity.rev
}
const byDefinition: Problem['type'][] = ['invalid-request', 'conflict', 'invalid-cursor']
const nowhere = { module: '', base: '', status: 'inactive', kinds: new Map<string, Kind>() } as const

const withoutSlash = (path: string) => path.replace(/(.)\/$/, '$1')

const isServed =
  (handler: RequestHandler): RequestHandler =>
  (request, response, next) =>
    response.locals.served === undefined ? next() : handler(request, response, next)

/** Counts what was asked of a module that runs: one that people have switched off does not fail. */
function measure(request: Request, response: Response, record: (measured: Measured) => void): void {
  const { begun, served } = response.locals as { begun: number; served: Served }
  response.on('finish', () => {
    const { kind, isOff } = response.locals as { kind?: Kind; isOff?: boolean }
    if (isOff) return
    const failed = response.statusCode >= 500
    record({
      module: served.module,
      entity: kind?.entity.name ?? null,
      milliseconds: performance.now() - begun,
      failed,
      wrote: !['GET', 'HEAD', 'OPTIONS'].includes(request.method) && response.statusCode < 400,
    })
  })
}

async function serve(
  modules: ServedModules,
  records: RecordsService,
  request: Request,
  response: Response,
  isFresh: boolean,
): Promise<void> {
  const { locals } = response
  const path = withoutSlash(request.path)
  const look = async (again: boolean) => {
    const served = await modules.at(path, again)
    if (!served) throw nothingAt(path)
    return { served, found: findIn(served, path) }
  }
  let { served, found } = await look(isFresh)
  // What is refused is looked up first: it may have come meanwhile.
  if (!isFresh && (!found || served.status === 'inactive')) ({ served, found } = await look(true))
  if (served.status === 'inactive') {
    locals.isOff = true
    throw new Problem('module-disabled', `module ${served.module} is inactive`)
  }
  if (!found) throw nothingAt(path)
  locals.kind = found.kind
  const operation = doors[found.door][request.method === 'HEAD' ? 'GET' : request.method]
  if (!operation) {
    const allowed = Object.keys(doors[found.door])
    response.set('Allow', allowed.join(', '))
    throw new Problem('method-not-allowed', `this resource knows ${allowed.join(', ')}`)
  }
  const { input, call } = readRequest(operation.read, request)
  const asked = { ...found, call, query: input.query as Values, body: input.body as Values }
  operation.answer(response, await operation.run(records, asked), found.path)
}

function findIn({ kinds }: Served, path: string): Found | undefined {
  const all = kinds.get(path)
  if (all) return { kind: all, door: 'all', path, id: '' }
  const batch = path.endsWith(':batch') ? path.slice(0, -':batch'.length) : undefined
  const many = batch === undefined ? undefined : kinds.get(batch)
  if (many) return { kind: many, door: 'batch', path: batch!, id: '' }
  const end = path.lastIndexOf('/')
  const one = kinds.get(path.slice(0, end))
  return one && { kind: one, door: 'one', path: path.slice(0, end), id: path.slice(end + 1) }
}

const nothingAt = (path: string) => new Problem('not-found', `there is nothing at ${path.slice(0, 200)}`)
