import type { Request } from 'express'

/** A host and a port as they may stand in a call that somebody pastes into a shell. */
const plainHost = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?$/i

/** URL of the registry as the client reaches it: that of the settings, which knows of proxies, else what the request was sent to. */
export function baseUrlOf(request: Request): string {
  const given = request.app.get('public url') as string | undefined
  const host = request.get('host') ?? ''
  return given ?? `${request.protocol}://${plainHost.test(host) ? host : 'localhost:3000'}`
}
