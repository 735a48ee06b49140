import type * as openaiPackage from 'openai'
import { Problem } from '../../kernel/errors.ts'

/** Connection to the language model, and limits of a generation; `time` and `tokens` are LLM_TIMEOUT and LLM_MAX_TOKENS. */
export interface ModelSettings {
  baseUrl: string
  model: string
  apiKey?: string
  limits?: Partial<Limits>
}

export interface Limits {
  /** Milliseconds for a whole generation, without waiting in the queue. */
  time: number
  /** Maximum number of tokens of an answer. */
  tokens: number
  bytes: number
  /** Maximum number of tokens of the registry's context in the prompt. */
  contextTokens: number
  atOnce: number
  waiting: number
}

export interface Message {
  role: 'system' | 'user' | 'assistant'
  content: string
}

type Shape = Pick<
  openaiPackage.OpenAI.ChatCompletionCreateParams,
  'response_format' | 'max_completion_tokens' | 'max_tokens'
>

/** Sends messages to the model and returns its answer. */
export type Ask = (messages: Message[], signal: AbortSignal, hear: (characters: number) => void) => Promise<string>

/**
 * A client for any server with OpenAI's chat completions API. Responses other than completions are never shown to
 * clients, since they may contain anything.
 * @param schema of the answer
 */
export async function languageModel(
  { baseUrl: baseURL, model, apiKey = 'none' }: ModelSettings,
  { tokens, bytes }: Limits,
  schema: Record<string, unknown>,
): Promise<Ask> {
  // Loaded on first use, for a faster start.
  const openai = await import('openai')
  // A redirect could send the key and the registry's context to another server.
  const bounded: typeof fetch = async (url, init) => capped(await fetch(url, { ...init, redirect: 'error' }), bytes)
  const client = new openai.OpenAI({ baseURL, apiKey, maxRetries: 0, logLevel: 'off', fetch: bounded })
  // Strict mode does not support maps, and `objects` is one.
  const formats: Shape[] = [
    { response_format: { type: 'json_schema', json_schema: { name: 'patch_document', schema, strict: false } } },
    { response_format: { type: 'json_object' } },
    {},
  ]
  // Servers differ in the formats that they know and in the name of the limit; many refuse what they do not know.
  const shapes = [{ max_completion_tokens: tokens }, { max_tokens: tokens }].flatMap((limit: Shape) =>
    formats.map((format) => ({ ...limit, ...format })),
  )
  /** The first shape that this server has not refused. */
  let known = 0
  const complete = async (messages: Message[], signal: AbortSignal, hear: (n: number) => void) => {
    const stream = await client.chat.completions.create({ model, messages, ...shapes[known], stream: true }, { signal })
    let text = ''
    for await (const { choices } of stream) {
      text += choices?.[0]?.delta?.content ?? ''
      hear(text.length)
      if (choices?.[0]?.finish_reason === 'length')
        throw failed(`its answer is longer than ${tokens} tokens; raise LLM_MAX_TOKENS`)
    }
    if (text === '') throw failed('its answer is empty or not a completion; check LLM_BASE_URL')
    return text
  }
  return async (messages, signal, hear) => {
    const first = known
    for (;;)
      try {
        return await complete(messages, signal, hear)
      } catch (error) {
        const isRefused = error instanceof openai.APIError && [400, 422].includes(error.status as number)
        if (!isRefused || known === shapes.length - 1) {
          // What is refused in every shape says nothing of shapes.
          if (isRefused) known = first
          throw asProblem(error, openai)
        }
        known++
      }
  }
}

class TooLarge extends Error {}

/** Limits the body of a response: reading more than `most` bytes fails. */
function capped({ body, status, headers }: Response, most: number): Response {
  let received = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.length
      if (received > most) controller.error(new TooLarge(`its answer is larger than ${most} bytes`))
      else controller.enqueue(chunk)
    },
  })
  return new Response(body?.pipeThrough(counter) ?? null, { status, headers })
}

const failed = (reason: string) => new Problem('model-failed', `the language model returned no document: ${reason}`)

const refused =
  'it refuses the request: LLM_MODEL may not exist there, or take less than the prompt and LLM_MAX_TOKENS together'
const byStatus: Record<number, string> = {
  401: 'it rejects the key in LLM_API_KEY',
  403: 'it rejects the key in LLM_API_KEY',
  400: refused,
  404: 'LLM_BASE_URL or LLM_MODEL does not exist',
  413: refused,
  422: refused,
}

function asProblem(error: unknown, openai: typeof openaiPackage): unknown {
  if (error instanceof Problem || error instanceof openai.APIUserAbortError) return error
  if (error instanceof openai.RateLimitError) {
    const retryAfter = secondsIn(error.headers?.get('retry-after'))
    return new Problem('busy', `the language model is overloaded; retry in ${retryAfter} s`, [], {
      retryAfter,
    })
  }
  const cause = error instanceof openai.APIConnectionError ? error.cause : error
  if (cause instanceof TooLarge) return failed(cause.message)
  if (error instanceof openai.APIConnectionError) return failed('it cannot be reached; check LLM_BASE_URL')
  if (error instanceof openai.APIError && error.status)
    return failed(byStatus[error.status] ?? `it answered with the status ${error.status}; its own log says more`)
  return failed('its answer is not a completion; check LLM_BASE_URL')
}

/** Seconds in a Retry-After header, at most an hour; a minute if it is missing or not a number of seconds. */
const secondsIn = (header: string | null | undefined): number =>
  /^\d{1,4}$/.test(header ?? '') ? Math.min(Math.max(Number(header), 1), 3_600) : 60
