import type { Request } from 'express'

/** A host with an optional port, without characters that a shell would interpret. */
const plainHost = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d+)?$/i

/** Base URL of the registry for the client: PUBLIC_URL, for deployments behind a proxy, else that of the request. */
export function baseUrlOf(request: Request): string {
  const given = request.app.get('public url') as string | undefined
  const host = request.get('host') ?? ''
  return given ?? `${request.protocol}://${plainHost.test(host) ? host : 'localhost:3000'}`
}
