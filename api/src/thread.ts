import { createServices, handlersOf, type AnswerInThread } from './features.ts'
import { connect, createGraph } from './graph/graph.ts'
import { Problem } from './kernel/errors.ts'
import type { HandledOperation } from './store/call.ts'

// What a worker thread answers: operations that would hold up the process, with services and connections of its own.

let handled: Map<string, HandledOperation> | undefined

/** Answers an operation. What can be told to a client comes back as a problem: an error would lose its class. */
export const answerInThread: AnswerInThread = async ({ uri, user, password, database }, id, input, call) => {
  handled ??= new Map(
    handlersOf(createServices(createGraph({ driver: connect(uri, user, password), database }))).map((one) => [
      one.operation.id,
      one,
    ]),
  )
  try {
    const outcome = await handled.get(id)!.handle(input, call)
    if (typeof outcome === 'string') return { text: outcome }
    return { json: new TextEncoder().encode(JSON.stringify(outcome)) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { type, detail, errors, extra } = error
    return { problem: { type, detail, errors, extra } }
  }
}
