import { callToolHere, type CallToolInThread } from './doors/mcp/call-tool.ts'
import { tools } from './doors/mcp/tools.ts'
import { createServices, handlersOf, type AnswerInThread, type Services } from './features.ts'
import { connect, createGraph, type DatabaseSettings } from './graph/graph.ts'

// What a worker thread answers: operations that would hold up the process, with services and connections of its own.

let known: Services | undefined

const services = ({ uri, user, password, database }: DatabaseSettings): Services =>
  (known ??= createServices(createGraph({ driver: connect(uri, user, password), database })))

/** Answers an operation. */
export const answerInThread: AnswerInThread = async (database, id, input, call) => {
  const { handle } = handlersOf(services(database)).find(({ operation }) => operation.id === id)!
  const outcome = await handle(input, call)
  if (typeof outcome === 'string') return { text: outcome }
  return { json: new TextEncoder().encode(JSON.stringify(outcome)) }
}

/** Calls a tool of MCP. */
export const callToolInThread: CallToolInThread = (database, name, args, call) =>
  callToolHere(
    services(database),
    tools.find((tool) => tool.name === name)!,
    args,
    call,
  )
