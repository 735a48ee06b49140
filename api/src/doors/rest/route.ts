import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Request, Response, Router } from 'express'
import type { z } from 'zod'
import type { Caller } from '../../registry/access/access.contract.ts'
import type { Operation, Input } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Expected, Origin } from '../../store/change.ts'
import { nameText } from '../../kernel/text.ts'
import { callerOf, requireRole } from './access.ts'
import { parseJson } from '../../kernel/json.ts'
import { parse } from '../../kernel/validation.ts'

/** What a handler gets beside the input: which revision is to be changed, and where the request comes from. */
export interface Call {
  expected: Expected
  origin: Origin
  caller: Caller
  /** Aborted when nobody waits for the answer any more; where the work takes long enough to matter. */
  signal?: AbortSignal
}

/** The answer to a `repeatable` request that made nothing new: 200 instead of 201. */
export class Repeated<Answer> {
  constructor(readonly answer: Answer) {}
}

/** An answer that is no JSON but a text: to be saved as a file when it has the name of one, else to be read. */
export class Text {
  constructor(
    readonly text: string,
    readonly type: string,
    readonly fileName?: string,
  ) {}
}

/** Makes an operation of the contract a route: validates what comes in, and answers with status, ETag and Location. */
export function bind<E extends Operation>(
  router: Router,
  endpoint: E,
  handler: (
    input: Input<E>,
    call: Call,
  ) => Promise<z.output<E['answer']> | Repeated<z.output<E['answer']>> | Text | null>,
): void {
  router[endpoint.method](routeOf(endpoint.path), async (request, response) => {
    const { input, call } = readRequest(endpoint, request)
    answer(endpoint, request, response, await handler(input, call))
  })
}

/** @throws Problem when anything of the request is not as the operation wants it */
export function readRequest<E extends Operation>(endpoint: E, request: Request): { input: Input<E>; call: Call } {
  const caller = callerOf(request)
  requireRole(caller, endpoint.role)
  return {
    input: readInput(endpoint, request),
    call: { expected: readExpected(endpoint, request), origin: readOrigin(endpoint, request, caller), caller },
  }
}

export function answer(endpoint: Operation, request: Request, response: Response, outcome: unknown): void {
  if (outcome instanceof Text) {
    if (outcome.fileName !== undefined) response.attachment(outcome.fileName)
    response.type(`${outcome.type}; charset=utf-8`).send(outcome.text)
    return
  }
  const isRepeated = outcome instanceof Repeated
  const body = (isRepeated ? outcome.answer : outcome) as Record<string, unknown> | null
  const status = isRepeated ? 200 : endpoint.status
  if (body !== null && typeof body.rev === 'number') response.set('ETag', `"${body.rev}"`)
  const name = body?.key ?? body?.name ?? body?.patchId ?? body?.id
  if (status === 201 && name !== undefined) response.location(locationOf(request, name))
  if (status === 204) response.status(204).end()
  else response.status(status).json(body)
}

/** From OpenAPI's way of writing a path to Express's. */
export const routeOf = (path: string) => path.replaceAll(':', '\\:').replace(/\{(\w+)\}/g, ':$1')

/** Answers 405 with the methods that a path does know; comes after all routes. */
export function refuseOtherMethods(router: Router, endpoints: Operation[]): void {
  const methods = new Map<string, string[]>()
  for (const { path, method } of endpoints) {
    const route = routeOf(path)
    methods.set(route, [...(methods.get(route) ?? []), method.toUpperCase()])
  }
  for (const [route, allowed] of methods)
    router.all(route, (_request: Request, response: Response) => {
      response.set('Allow', allowed.join(', '))
      throw new Problem('method-not-allowed', `this resource knows ${allowed.join(', ')}`)
    })
}

function readInput<E extends Operation>(endpoint: E, request: Request): Input<E> {
  return {
    params: parse(endpoint.params, { ...request.params }, '/path'),
    query: parse(endpoint.query, { ...request.query }, '/query'),
    body: endpoint.body.type === 'undefined' ? undefined : bodyFor(endpoint, readBody(request)),
  } as Input<E>
}

/** What a service gets of what was sent. */
export const bodyFor = ({ body, invalidBody, judgesBody }: Operation, sent: unknown): unknown =>
  judgesBody ? sent : parse(body, sent, '', invalidBody)

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

function readExpected(endpoint: Operation, request: Request): Expected {
  if (!endpoint.ifMatch) return '*'
  const header = request.get('if-match')?.trim()
  const pointer = '/header/if-match'
  if (!header)
    throw new Problem('revision-required', 'If-Match must name the revision to be changed', [
      { pointer, reason: 'is needed: the ETag of the resource' },
    ])
  if (header === '*') return '*'
  const tags = header.match(/(W\/)?"[^"]*"/g) ?? []
  if (!/^(W\/)?"[^"]*"(\s*,\s*(W\/)?"[^"]*")*$/.test(header))
    throw new Problem('invalid-request', 'If-Match is not a list of entity tags', [
      { pointer, reason: 'must be like "3"' },
    ])
  // A weak tag never matches (RFC 9110, 13.1.1); neither does what is not a revision of ours.
  return tags.map((tag) => (/^"\d{1,15}"$/.test(tag) ? Number(tag.slice(1, -1)) : -1))
}

function readOrigin(endpoint: Operation, request: Request, caller: Caller): Origin {
  const key = endpoint.method === 'post' ? request.get('idempotency-key') : undefined
  const actor = readActor(request.get('x-actor'), caller)
  const sent = [`${request.method} ${request.originalUrl}`, actor, (request.body as Buffer | undefined) ?? '']
  return { actor, via: 'rest', ...idempotency(key, '/header/idempotency-key', sent) }
}

/** Who acts: whose key it is; who comes without one of their own says it. */
export function readActor(header: string | null | undefined, { name }: Caller, otherwise = 'local'): string {
  if (name !== null) return name
  if (header === undefined || header === null) return otherwise
  // Headers arrive as Latin-1, also when UTF-8 was sent.
  const bytes = Buffer.from(header, 'latin1')
  return parse(nameText(100), isUtf8(bytes) ? bytes.toString() : header, '/header/x-actor')
}

/**
 * @param key what the client sent to be able to ask again, if anything
 * @param sent all that makes the request what it is
 */
export function idempotency(
  key: string | undefined,
  pointer: string,
  sent: (string | Buffer)[],
): Pick<Origin, 'idempotency'> {
  if (key === undefined) return {}
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Problem('invalid-request', 'the idempotency key is not acceptable', [
      { pointer, reason: 'must be 1 to 200 visible ASCII characters' },
    ])
  const hash = createHash('sha256')
  for (const piece of sent) hash.update(piece).update('\n')
  return { idempotency: { key, requestHash: hash.digest('hex') } }
}

function locationOf(request: Request, name: unknown): string {
  return `${request.baseUrl}${request.path.replace(/\/$|:[a-z]+$/, '')}/${encodeURIComponent(String(name))}`
}
