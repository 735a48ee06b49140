import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, RequestHandler, Response, Router } from 'express'
import type { Caller } from '../../registry/access/access.contract.ts'
import { filled, type Operation, type Representation } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import { Json, type HandledOperation, type Call, type Made, type Parts, type Streamed } from '../../store/call.ts'
import type { Expected, Origin } from '../../store/change.ts'
import { isOwnActor } from '../../kernel/look-alikes.ts'
import { nameText } from '../../kernel/text.ts'
import { flowOf, longestRequest, type Admission, type Waiting } from '../../runtime/admission.ts'
import { callerOf, requireRole } from './access.ts'
import { overOf, whenOver } from './over.ts'
import { baseUrlOf } from './base-url.ts'
import { parseJson } from '../../kernel/json.ts'
import { parse } from '../../kernel/validation.ts'

/** The route of an operation: validates the request and answers with status, ETag and Location. */
export const route =
  ({ operation, handle }: HandledOperation, { admit }: Admission): RequestHandler =>
  async (request, response) => {
    // Reading the body is part of the work: it may have a megabyte.
    const turn = waiting(request)
    const { input, outcome } = await admit(operation.load, turn, async () => {
      const { input, call } = readRequest(operation, request, turn)
      return { input, outcome: await handle(input, call) }
    })
    await answer(operation, input, response, outcome)
  }

/** The turn of a request, before anything of it is read but who sends it. */
export const waiting = (request: Request): Waiting => ({
  flow: flowOf({ keyId: callerOf(request).keyId, actor: request.get('x-actor') ?? '' }),
  deadline: (request.res!.locals.begun as number) + longestRequest,
  signal: overOf(request.res!),
})

/**
 * Keeps a request waiting for its turn, which ends with the answer or with `response.locals.leave`; at the latest at its
 * deadline, since a client that does not read would keep it.
 */
export const inTurn =
  ({ queues }: Admission): RequestHandler =>
  async (request, response, next) => {
    const { flow, deadline, signal } = waiting(request)
    const end = await queues.document.enter(flow, signal)
    const timer = setTimeout(end, deadline - performance.now())
    const leave = () => (clearTimeout(timer), end())
    whenOver(response, leave)
    response.locals.leave = leave
    if (!response.destroyed) next()
  }

/** @throws Problem if the request is invalid */
export function readRequest(
  operation: Operation,
  request: Request,
  { deadline, signal }: Waiting,
): { input: Parts; call: Call } {
  const caller = callerOf(request)
  requireRole(caller, operation.role)
  const input = readInput(operation, request)
  const expected = readExpected(operation, request)
  const origin = readOrigin(operation, request, caller)
  const led = (params: object) => {
    input.params = params
    request.res!.set('Content-Location', filled(operation.path, params))
  }
  return { input, call: { expected, origin, caller, baseUrl: baseUrlOf(request), deadline, signal, led } }
}

export async function answer(operation: Operation, input: Parts, response: Response, outcome: unknown): Promise<void> {
  const representation = representationOf(operation, input)
  if (representation) return sendAs(representation, input, response, outcome as string | Streamed)
  if (outcome instanceof Json)
    return void response
      .status(operation.status)
      .type('json')
      .send(Buffer.from(outcome.bytes.buffer, outcome.bytes.byteOffset, outcome.bytes.length))
  const { answer, isNew } = operation.repeatable ? (outcome as Made<unknown>) : { answer: outcome, isNew: true }
  const body = answer as Record<string, unknown> | null
  const status = isNew ? operation.status : 200
  if (body !== null && typeof body.rev === 'number') response.set('ETag', tagOf(body))
  if ((status === 201 || status === 202) && operation.location !== null)
    response.location(filled(operation.location, input.params, body ?? {}))
  if (status === 204) response.status(204).end()
  else response.status(status).json(body)
}

/**
 * The ETag: the revision, which If-Match compares, and for modules also status and health, which have no revision and
 * which only If-None-Match compares. Decision 0045.
 */
const tagOf = ({ rev, health, status }: Record<string, unknown>): string =>
  typeof health === 'string' ? `"${String(rev)}-${String(status)}-${health}"` : `"${String(rev)}"`

/** The requested representation of the answer, or its only one; undefined for JSON. */
const representationOf = ({ representations }: Operation, { query }: Parts): Representation | undefined =>
  'format' in query ? representations[String(query.format)] : Object.values(representations)[0]

async function sendAs(usual: Representation, { params }: Parts, response: Response, text: string | Streamed) {
  const { type, file } = (typeof text === 'object' && text.as) || usual
  if (file !== undefined) response.attachment(filled(file, params))
  response.type(`${type}; charset=utf-8`)
  if (typeof text === 'string') return void response.send(text)
  response.set({ 'Cache-Control': 'no-store', ...(text.run !== undefined && { 'X-Run': text.run }) })
  // If the client disconnects, the pipeline calls return() on the pieces, which stops their source.
  await pipeline(Readable.from(text.pieces), response).catch(() => {})
}

/** Converts a path from OpenAPI's syntax to that of Express. */
export const routeOf = (path: string) => path.replaceAll(':', '\\:').replace(/\{(\w+)\}/g, ':$1')

/** The Allow header of a path with these methods: GET implies HEAD, and every path has OPTIONS. */
export const allowedBy = (methods: string[]): string =>
  [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(', ')

/** Answers OPTIONS with the allowed methods of a path and 405 to others; must be registered after all routes. */
export function refuseOtherMethods(router: Router, operations: Operation[]): void {
  const methods = new Map<string, string[]>()
  for (const { path, method } of operations) {
    const route = routeOf(path)
    methods.set(route, [...(methods.get(route) ?? []), method.toUpperCase()])
  }
  for (const [route, allowed] of methods)
    router.all(route, (request: Request, response: Response) => {
      response.set('Allow', allowedBy(allowed))
      if (request.method === 'OPTIONS') return void response.status(204).end()
      throw new Problem('method-not-allowed', `this resource allows ${allowed.join(', ')}`)
    })
}

const readInput = (operation: Operation, request: Request): Parts => ({
  params: parse(operation.params, { ...request.params }, '/path'),
  query: parse(operation.query, { ...request.query }, '/query'),
  body: operation.body.type === 'undefined' ? undefined : bodyFor(operation, readBody(request)),
})

/** The body as the handler gets it. */
export const bodyFor = ({ body, invalidBody, checksBody }: Operation, sent: unknown): unknown =>
  checksBody ? sent : parse(body, sent, '', invalidBody)

const jsonTypes = ['application/json', 'application/merge-patch+json']

function readBody(request: Request): unknown {
  const body = request.body as Buffer | undefined
  const type = (request.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (!jsonTypes.includes(type))
    throw new Problem('unsupported-media-type', 'the body must be JSON', [
      { pointer: '/header/content-type', reason: 'must be application/json' },
    ])
  return parseJson(Buffer.isBuffer(body) ? body : Buffer.alloc(0))
}

function readExpected(operation: Operation, request: Request): Expected {
  if (!operation.ifMatch) return '*'
  const header = request.get('if-match')?.trim()
  const pointer = '/header/if-match'
  if (!header)
    throw new Problem('revision-required', 'If-Match must name the revision to change', [
      { pointer, reason: 'is required: the ETag of the resource' },
    ])
  if (header === '*') return '*'
  const tags = header.match(/(W\/)?"[^"]*"/g) ?? []
  if (!/^(W\/)?"[^"]*"(\s*,\s*(W\/)?"[^"]*")*$/.test(header))
    throw new Problem('invalid-request', 'If-Match is not a list of entity tags', [
      { pointer, reason: 'must be like "3"' },
    ])
  // RFC 9110, 13.1.1, requires strong tags; but a compressing proxy weakens them, and the revision in them is the same.
  return tags.map((tag) => Number(/^(?:W\/)?"(\d{1,15})(?:-[a-z-]+)?"$/.exec(tag)?.[1] ?? -1))
}

function readOrigin(operation: Operation, request: Request, caller: Caller): Origin {
  const key = operation.method === 'post' ? request.get('idempotency-key') : undefined
  const actor = readActor(request.get('x-actor'), caller)
  const sent = [`${request.method} ${request.originalUrl}`, actor, (request.body as Buffer | undefined) ?? '']
  return {
    actor,
    keyId: caller.keyId,
    role: caller.role,
    via: 'rest',
    ...idempotency(key, '/header/idempotency-key', sent),
  }
}

/** The actor: the name of the key, else X-Actor. */
export function readActor(header: string | null | undefined, { name }: Caller, otherwise = 'local'): string {
  if (name !== null) return name
  if (header === undefined || header === null) return otherwise
  // Headers arrive as Latin-1, also when UTF-8 was sent.
  const bytes = Buffer.from(header, 'latin1')
  const actor = parse(nameText(100), isUtf8(bytes) ? bytes.toString() : header, '/header/x-actor')
  if (!isOwnActor(actor)) return actor
  throw new Problem('invalid-request', `X-Actor cannot be ${actor}`, [
    { pointer: '/header/x-actor', reason: 'is, or looks like, the name of the registry itself' },
  ])
}

/**
 * @param key the Idempotency-Key of the client, if any
 * @param sent the parts that identify the request
 */
export function idempotency(
  key: string | undefined,
  pointer: string,
  sent: (string | Buffer)[],
): Pick<Origin, 'idempotency'> {
  if (key === undefined) return {}
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Problem('invalid-request', 'the idempotency key is invalid', [
      { pointer, reason: 'must be 1 to 200 visible ASCII characters' },
    ])
  const hash = createHash('sha256')
  for (const piece of sent) hash.update(piece).update('\n')
  return { idempotency: { key, requestHash: hash.digest('hex') } }
}
