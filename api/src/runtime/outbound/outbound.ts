import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { performance } from 'node:perf_hooks'
import { Agent, buildConnector, request, type Dispatcher } from 'undici'
import { isHttpPort, isReachable, type Range } from '../../kernel/addresses.ts'
import { messageOf } from '../../kernel/errors.ts'

export interface Asked {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** Milliseconds for the whole request: name resolution, connections, redirects and the body. */
  timeout: number
  /** Maximum number of bytes of the body to read. */
  most: number
  redirects?: number
  signal?: AbortSignal
}

export interface Answered {
  status: number
  text: string
  /** Whether the body was longer than what was read. */
  truncated: boolean
  milliseconds: number
}

export type Outbound = (url: string, asked: Asked) => Promise<Answered>
type Lookup = (name: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void

/** The request was not sent; the message can be shown to clients. */
export class Refused extends Error {}

const everyAddress: Lookup = (name, done) => systemLookup(name, { all: true, verbatim: true }, done)

/**
 * Sends requests to URLs given by clients, which may point anywhere. Connections go to exactly the address that was
 * checked, for every host name, IP literal and redirect. Decision 0023.
 * @param allowed non-public address ranges that may be reached
 */
export function createOutbound(allowed: Range[] = [], lookup: Lookup = everyAddress): Outbound {
  const requireReachable = (address: string) => {
    if (!isReachable(address, allowed)) throw new Refused(`${address} is not a public address`)
  }
  const checkedLookup: LookupFunction = (name, { all }, done) =>
    lookup(name, (error, addresses) => {
      if (error) return done(error, '', 0)
      try {
        for (const { address } of addresses) requireReachable(address)
      } catch (refused) {
        return done(refused as Error, '', 0)
      }
      const first = addresses[0]
      if (first === undefined) done(new Refused(`${name} has no address`), '', 0)
      else if (all) done(null, addresses)
      else done(null, first.address, first.family)
    })
  const connecting = buildConnector({ lookup: checkedLookup, timeout: 10_000 })
  // For an IP literal the lookup is never called.
  const connect: buildConnector.connector = (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '')
    try {
      if (isIP(host)) requireReachable(host)
    } catch (refused) {
      return done(refused as Error, null)
    }
    connecting(options, done)
  }

  return async (url, { timeout, redirects = 0, signal, ...asked }) => {
    const start = performance.now()
    const late = AbortSignal.timeout(Math.max(1, Math.ceil(timeout)))
    const ending = signal ? AbortSignal.any([late, signal]) : late
    // A separate pool per request: thousands of dead addresses must not pile up in a shared one.
    const agent = new Agent({ connect, pipelining: 0, maxHeaderSize: 16_384 })
    try {
      for (let target = parsed(url), left = redirects; ; left--) {
        const answer = await request(target, {
          method: asked.method ?? 'GET',
          body: asked.body,
          headers: asked.headers,
          dispatcher: agent,
          signal: ending,
        })
        const next = answer.statusCode >= 300 && answer.statusCode < 400 ? answer.headers.location : undefined
        if (typeof next !== 'string' || redirects === 0) return await read(answer, asked.most, start, ending)
        answer.body.on('error', () => {}).destroy()
        if (left === 0) throw new Refused(`more than ${redirects} redirects`)
        target = parsed(new URL(next, target).href)
      }
    } catch (error) {
      throw late.aborted ? new Error(`no answer within ${Math.round(timeout)} ms`) : error
    } finally {
      void agent.destroy()
    }
  }
}

/** @throws Refused unless it is an http or https URL with an allowed port and without credentials */
function parsed(text: string): URL {
  if (!URL.canParse(text)) throw new Refused('it is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Refused(`${url.protocol} is not http or https`)
  if (url.username !== '' || url.password !== '') throw new Refused('it contains a user or a password')
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  if (!isHttpPort(port)) throw new Refused(`port ${port} is not allowed`)
  return url
}

async function read(
  { statusCode, body }: Dispatcher.ResponseData,
  most: number,
  start: number,
  ending: AbortSignal,
): Promise<Answered> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body as AsyncIterable<Buffer>) {
    ending.throwIfAborted()
    pieces.push(piece)
    size += piece.length
    if (size > most) break
  }
  const text = Buffer.concat(pieces).subarray(0, most).toString()
  return { status: statusCode, text, truncated: size > most, milliseconds: Math.round(performance.now() - start) }
}

/** Describes an error in words that can be shown to clients. */
export function reasonOf(error: unknown): string {
  const message = messageOf(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return words[code] || (error instanceof Refused ? `not asked: ${message}` : message)
}

const words: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection lost',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'its name cannot be resolved',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'network not reachable',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_SOCKET: 'connection lost',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too large',
}
