import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
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
  const origin = request.get('origin')
  if (!isLoopback(host.replace(/:\d+$/, ''))) throw new Problem('forbidden', 'the host is not this machine')
  if (origin !== undefined && origin !== `http://${host}`)
    throw new Problem('forbidden', 'requests from pages of other origins are not answered')
  next()
}

const withKey =
  (expected: Buffer): RequestHandler =>
  (request, response, next) => {
    if (openPaths.includes(request.path)) return next()
    const [scheme = '', value = ''] = (request.get('authorization') ?? '').split(' ')
    const given =
      scheme.toLowerCase() === 'basic'
        ? Buffer.from(value, 'base64')
            .toString()
            .replace(/^[^:]*:/, '')
        : value
    if (timingSafeEqual(digest(given), expected)) return next()
    response.set('WWW-Authenticate', 'Bearer, Basic realm="module registry"')
    throw new Problem('unauthorized', 'send the access key as bearer token')
  }
