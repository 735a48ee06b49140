import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler } from '@modelcontextprotocol/server'
import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { callerOf } from '../rest/access.ts'
import { baseUrlOf } from '../rest/base-url.ts'
import { readActor } from '../rest/route.ts'
import type { DatabaseSettings } from '../../graph/graph.ts'
import { Problem } from '../../kernel/errors.ts'
import { parseJson } from '../../kernel/json.ts'
import type { Call } from '../../store/call.ts'
import type { Services } from './tool.ts'
import { mcpServer } from './server.ts'

/**
 * MCP over streamable HTTP. Each request gets a server of its own: any process can answer it.
 * @param database where threads find it that answer what is heavy; without it the process does
 */
export function mcpDoor(
  services: Services,
  logger: Logger,
  version: string,
  database?: DatabaseSettings,
): RequestHandler {
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const [role] = authInfo!.scopes as [Call['caller']['role']]
      const { baseUrl, keyId } = authInfo!.extra as { baseUrl: string; keyId?: string }
      return mcpServer(services, { role, actor: authInfo!.clientId, keyId, baseUrl }, logger, version, database)
    },
    { onerror: (err) => logger.debug({ err }, 'refused by MCP') },
  )
  const answer = toNodeHandler(handler)
  return async (request, response) => {
    const body = request.body as Buffer | undefined
    // The library wants to read both types; who takes anything, or does not say, takes both.
    if (/(^|,)\s*\*\/\*/.test(request.headers.accept ?? '*/*'))
      request.headers.accept = 'application/json, text/event-stream'
    let sent: unknown
    try {
      sent = Buffer.isBuffer(body) && request.is('json') ? parseJson(body) : undefined
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { detail, type } = error
      return void response
        .status(400)
        .json({ jsonrpc: '2.0', id: null, error: { ...unreadable, message: detail, data: { type } } })
    }
    await answer(Object.assign(request, { auth: authOf(request) }), response, sent)
  }
}

/** JSON-RPC 2.0, 5.1: invalid JSON was received. */
const unreadable = { code: -32_700 }

/** The caller in the terms of the library: the token has been checked and is not passed on. */
const authOf = (request: Request) => {
  const caller = callerOf(request)
  const clientId = readActor(request.get('x-actor'), caller, 'mcp')
  return { token: '', clientId, scopes: [caller.role], extra: { baseUrl: baseUrlOf(request), keyId: caller.keyId } }
}
