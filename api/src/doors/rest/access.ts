import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler, Response } from 'express'
import type { Caller } from '../../registry/access/access.contract.ts'
import type { AccessService } from '../../registry/access/access.service.ts'
import { mayAct, type Role } from '../../kernel/operation.ts'
import { isLoopback } from '../../kernel/env.ts'
import { Problem } from '../../kernel/errors.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()
const openPaths = ['/livez', '/readyz']
const everything: Caller = { role: 'admin', name: null }
const callers = new WeakMap<IncomingMessage, Caller>()

/**
 * Authenticates requests. With a key in the settings, that key or one of the registry must be sent as bearer token, or as password
 * by browsers. Without, the registry is open to this machine only, and pages of other origins must not reach it
 * through the browser: Host and Origin must be loopback; a token that is sent all the same determines the role. Decision 0006.
 */
export function access(apiKey: string | undefined, { callerWith }: Pick<AccessService, 'callerWith'>): RequestHandler {
  const expected = apiKey === undefined ? undefined : digest(apiKey)
  return async (request, response, next) => {
    if (expected === undefined) refuseOtherHosts(request)
    else if (openPaths.includes(request.path)) return next()
    const { key, isBasic } = keySent(request)
    // A browser attaches a stored password to any request, whichever page causes it.
    if (expected === undefined || isBasic) refuseOtherPages(request)
    const isOpen = expected === undefined && (key === undefined || isBasic)
    // A request without a key is refused without asking the database.
    const caller = isOpen || isSame(key, expected) ? everything : key && (await callerWith(key))
    if (!caller) {
      response.set('WWW-Authenticate', 'Bearer, Basic realm="module registry"')
      throw new Problem('unauthorized', 'send an access key as a bearer token')
    }
    callers.set(request, caller)
    if (caller.name !== null) endWithKey(response, () => callerWith(key!))
    next()
  }
}

/** Milliseconds for which an answer may go on after its key has been deleted or has expired. */
const recheck = 2_000

/** Ends an answer that goes on for longer than its key is valid: events, subscriptions, exports, whichever door they leave by. */
function endWithKey(response: Response, callerOfKey: () => Promise<Caller | undefined>): void {
  // While the database does not answer, nobody knows.
  const look = () =>
    callerOfKey().then(
      (caller) => {
        if (!caller) response.destroy()
      },
      () => {},
    )
  const watch = setInterval(look, recheck).unref()
  response.once('close', () => clearInterval(watch))
}

/** The caller of an authenticated request. */
export const callerOf = (request: IncomingMessage): Caller => callers.get(request)!

/** @throws Problem if the role of the caller is too low */
export function requireRole({ role }: Caller, needed: Role): void {
  if (!mayAct(role, needed))
    throw new Problem('forbidden', `this requires the role ${needed}; the key has the role ${role}`)
}

/** For routes outside the contract: viewers may read, editors may do everything else. */
export const editorsWrite: RequestHandler = (request, _response, next) => {
  requireRole(callerOf(request), ['GET', 'HEAD', 'OPTIONS'].includes(request.method) ? 'viewer' : 'editor')
  next()
}

function keySent(request: Request): { key: string | undefined; isBasic: boolean } {
  const [scheme = '', value = ''] = (request.get('authorization') ?? '').split(' ')
  const isBasic = scheme.toLowerCase() === 'basic'
  const password = () =>
    Buffer.from(value, 'base64')
      .toString()
      .replace(/^[^:]*:/, '')
  return { key: scheme === '' ? undefined : isBasic ? password() : value, isBasic }
}

const isSame = (key: string | undefined, expected: Buffer | undefined) =>
  key !== undefined && expected !== undefined && timingSafeEqual(digest(key), expected)

/** For doors that refuse pages of other origins, whatever key they send. */
export const onlyOwnPages: RequestHandler = (request, _response, next) => {
  refuseOtherPages(request)
  next()
}

function refuseOtherHosts(request: Request): void {
  const host = request.get('host') ?? ''
  if (!isLoopback(host.replace(/:\d+$/, ''))) throw new Problem('forbidden', 'the host is not this machine')
}

function refuseOtherPages(request: Request): void {
  const origin = request.get('origin')
  const ownOrigins = ['http', 'https'].map((scheme) => `${scheme}://${request.get('host')}`)
  if (origin !== undefined && !ownOrigins.includes(origin))
    throw new Problem('forbidden', 'requests from pages of other origins are refused')
}
