import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import type { Role } from '../endpoint.ts'
import { isLoopback } from '../env.ts'
import { Problem } from '../errors.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()
const openPaths = ['/livez', '/readyz']

/**
 * Who may come in. With a key, it must be sent as bearer token, or as password where a browser asks for one. Without, the registry is
 * open to this machine only, and a page of somebody else's must not reach it through the browser: Host and Origin must be loopback.
 */
export function access(apiKey: string | undefined): RequestHandler {
  return apiKey === undefined ? onlyFromHere : withKey(digest(apiKey))
}

const onlyFromHere: RequestHandler = (request, _response, next) => {
  const host = request.get('host') ?? ''
  if (!isLoopback(host.replace(/:\d+$/, ''))) throw new Problem('forbidden', 'the host is not this machine')
  refuseOtherPages(request)
  next()
}

const withKey =
  (expected: Buffer): RequestHandler =>
  (request, response, next) => {
    if (openPaths.includes(request.path)) return next()
    const [scheme = '', value = ''] = (request.get('authorization') ?? '').split(' ')
    const isBasic = scheme.toLowerCase() === 'basic'
    const given = isBasic
      ? Buffer.from(value, 'base64')
          .toString()
          .replace(/^[^:]*:/, '')
      : value
    if (!timingSafeEqual(digest(given), expected)) {
      response.set('WWW-Authenticate', 'Bearer, Basic realm="module registry"')
      throw new Problem('unauthorized', 'send the access key as bearer token')
    }
    // A browser sends the password that it was once told along with whatever any page makes it ask.
    if (isBasic) refuseOtherPages(request)
    next()
  }

/** What the sender may do. There is one key so far, and whoever has come in may do everything (decision 0006). */
export const roleOf = (_request: Request): Role => 'admin'

/** For doors that no page of another origin has business with, whatever key it brings. */
export const onlyOwnPages: RequestHandler = (request, _response, next) => {
  refuseOtherPages(request)
  next()
}

function refuseOtherPages(request: Request): void {
  const origin = request.get('origin')
  const ownOrigins = ['http', 'https'].map((scheme) => `${scheme}://${request.get('host')}`)
  if (origin !== undefined && !ownOrigins.includes(origin))
    throw new Problem('forbidden', 'requests from pages of other origins are not answered')
}
