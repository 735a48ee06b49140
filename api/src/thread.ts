import { callTool } from './doors/mcp/call-tool.ts'
import { getPrompt } from './doors/mcp/prompts.ts'
import { readResource } from './doors/mcp/resources.ts'
import { tools } from './doors/mcp/tools.ts'
import type { InThread } from './doors/mcp/turn.ts'
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

export const callToolInThread: InThread<'callToolInThread'> = (database, name, given, call) =>
  callTool(
    services(database),
    tools.find((tool) => tool.name === name)!,
    given,
    call,
  )

export const readResourceInThread: InThread<'readResourceInThread'> = (database, uri, call) =>
  readResource(services(database), uri, call)

export const getPromptInThread: InThread<'getPromptInThread'> = (database, name, given) =>
  getPrompt(services(database), name, given)
