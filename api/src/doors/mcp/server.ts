import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type JSONRPCMessage,
  type Transport,
} from '@modelcontextprotocol/server'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { notice } from '../../kernel/untrusted-text.ts'
import { mayAct, type Role } from '../../kernel/operation.ts'
import type { DatabaseSettings } from '../../graph/graph.ts'
import { Problem } from '../../kernel/errors.ts'
import { parseJson } from '../../kernel/json.ts'
import { longestRequest, waitingFor } from '../../runtime/admission.ts'
import { nearestTo } from '../../kernel/validation.ts'
import { copied, type Call } from '../../store/call.ts'
import { callTool, problemResult } from './call-tool.ts'
import { complete } from './completion.ts'
import { argumentOf, inArguments, memberOfRequest } from './places.ts'
import { getPrompt, prompts } from './prompts.ts'
import { listResources, loadOf, readResource, templates } from './resources.ts'
import { shortSchema } from './short-schema.ts'
import type { Services, Tool } from './tool.ts'
import { tools } from './tools.ts'
import { inTurn } from './turn.ts'

export interface Caller {
  role: Call['caller']['role']
  actor: string
  keyId?: string
  baseUrl: string
}

/** The tools that a role may call; others are not listed. */
export const toolsFor = (role: Role): Tool[] => tools.filter((tool) => mayAct(role, tool.role))

/** Takes all arguments of a call as one text of JSON as well, which some clients send. */
class LenientServer extends Server {
  override async connect(transport: Transport): Promise<void> {
    await super.connect(transport)
    const read = transport.onmessage
    transport.onmessage = (message, extra) => read?.(withArguments(message), extra)
  }
}

function withArguments(message: JSONRPCMessage): JSONRPCMessage {
  if (!('method' in message) || message.method !== 'tools/call' || typeof message.params?.arguments !== 'string')
    return message
  try {
    return { ...message, params: { ...message.params, arguments: parseJson(Buffer.from(message.params.arguments)) } }
  } catch {
    return message // the protocol says what is wrong with a text
  }
}

/** A stateless server for one request, or for one client on standard input. */
export function mcpServer(
  services: Services,
  { role, actor, keyId, baseUrl }: Caller,
  logger: Logger,
  version: string,
  database?: DatabaseSettings,
): Server {
  const server = new LenientServer(
    { name: 'module-registry', title: 'Module registry', version },
    { capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} }, instructions },
  )
  const callNow = (signal?: AbortSignal): Call => ({
    expected: '*',
    origin: { actor, keyId, role, via: 'mcp' },
    caller: { role, name: actor },
    baseUrl,
    deadline: performance.now() + longestRequest,
    signal,
  })
  const known = toolsFor(role)

  server.setRequestHandler('tools/list', () => ({ tools: known.map(definitionOf) }))
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq: { signal } }) => {
    const tool = known.find(({ name }) => name === params.name)
    if (!tool) {
      const meant = nearestTo(
        params.name,
        known.map(({ name }) => name),
      )
      const told = `there is no tool ${params.name.slice(0, 100)}${meant}`
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, told)
    }
    try {
      const call = callNow(signal)
      const { name, arguments: given } = params
      return await inTurn(services, tool.load, call, database, 'callToolInThread', [name, given, copied(call)], () =>
        callTool(services, tool, given, call),
      )
    } catch (error) {
      const instance = `urn:error:${randomUUID()}`
      if (!(error instanceof Problem)) logger.error({ err: error as Error, instance }, 'unexpected error')
      return problemResult(error, instance)
    }
  })
  server.setRequestHandler('resources/list', ({ params }) =>
    asProtocol(() => listResources(services, params?.cursor), memberOfRequest),
  )
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: templates }))
  server.setRequestHandler('resources/read', ({ params: { uri } }, { mcpReq: { signal } }) => {
    const call = callNow(signal)
    return asProtocol(
      () =>
        inTurn(services, loadOf(uri), call, database, 'readResourceInThread', [uri, copied(call)], () =>
          readResource(services, uri, call),
        ),
      memberOfRequest,
    )
  })
  server.setRequestHandler('prompts/list', () => ({ prompts }))
  server.setRequestHandler('prompts/get', ({ params: { name, arguments: given } }, { mcpReq: { signal } }) =>
    asProtocol(
      () =>
        inTurn(services, 'heavy', callNow(signal), database, 'getPromptInThread', [name, given], () =>
          getPrompt(services, name, given),
        ),
      argumentOf(['task']),
    ),
  )
  server.setRequestHandler('completion/complete', ({ params }, { mcpReq: { signal } }) =>
    asProtocol(
      () => services.admission.admit('read', waitingFor(callNow(signal)), () => complete(services, params)),
      memberOfRequest,
    ),
  )
  return server
}

const instructions = `The registry of the platform's modules. Use get_context to read what a task needs, or search_modules. Propose changes with propose_patch; people decide. ${notice}`

const definitionOf = ({ name, title, description, input, output, isReadOnly }: Tool) => ({
  name,
  title,
  description,
  inputSchema: shortSchema(input, 'input') as { type: 'object' },
  outputSchema: shortSchema(output, 'output') as { type: 'object' },
  annotations: { readOnlyHint: isReadOnly, destructiveHint: false, openWorldHint: false },
})

/** Resources and prompts report problems as protocol errors. */
async function asProtocol<Result>(work: () => Promise<Result>, placeOf: (pointer: string) => string): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    const error = inArguments(thrown, placeOf)
    if (!(error instanceof Problem)) throw error
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.detail, { type: error.type, errors: error.errors })
  }
}
