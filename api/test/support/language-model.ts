import type { IncomingMessage, ServerResponse } from 'node:http'

export interface Asked {
  model: string
  stream: boolean
  messages: { role: string; content: string }[]
  max_completion_tokens?: number
  max_tokens?: number
  response_format?: { type: string; json_schema?: { strict: boolean; schema: { $defs: object } } }
}
export type Behaviour = (response: ServerResponse, asked: Asked, request: IncomingMessage) => void

/** Streams a completion in chunks of twenty characters. */
export const says =
  (answer: unknown, finish = 'stop'): Behaviour =>
  (response) => {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const chunk = (delta: object, finish_reason: string | null = null) =>
      response.write(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
      )
    for (let at = 0; at < text.length; at += 20) chunk({ content: text.slice(at, at + 20) })
    chunk({}, finish)
    response.end('data: [DONE]\n\n')
  }
