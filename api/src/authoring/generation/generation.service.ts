import { setTimeout as wait } from 'node:timers/promises'
import pLimit from 'p-limit'
import { v7 as uuid } from 'uuid'
import { Problem, type ProblemType } from '../../kernel/errors.ts'
import type { PacksService } from '../../questions/packs/packs.service.ts'
import type { Graph } from '../../graph/graph.ts'
import { answeredBefore } from '../../store/change.ts'
import type { Call, Handler } from '../../store/call.ts'
import { parseJson } from '../../kernel/json.ts'
import { patchJsonSchema } from '../patches/read/document.ts'
import type { Draft, draftsOperations } from '../drafts/drafts.contract.ts'
import type { DraftsService } from '../drafts/drafts.service.ts'
import { languageModel, type Ask, type Limits, type ModelSettings } from './language-model.ts'
import { firstMessages, repairMessages, type Task } from './prompt.ts'
import { contextOf } from './task-context.ts'

type Document = Draft['document']
type Tell = NonNullable<Call['tell']>
const presets: Limits = {
  time: 60_000,
  tokens: 16_000,
  bytes: 2_000_000,
  contextTokens: 6_000,
  atOnce: 2,
  waiting: 8,
}
/** Seconds after which a document that could not be kept is kept again, while the database is slow or restarts. */
const again = [1, 2, 4, 8, 15, 30]

/** Generates patch documents with a language model. Its output becomes a draft and nothing else. */
export function generation(
  graph: Graph,
  packs: PacksService,
  drafts: DraftsService,
  settings: ModelSettings | undefined,
) {
  const limits = { ...presets, ...settings?.limits }
  const turns = pLimit(limits.atOnce)
  let ask: Ask | undefined

  /** Generates a document, with one attempt to repair an invalid one. */
  const write = async (task: Task, ask: Ask, call: Call & { signal: AbortSignal }, tell: Tell) => {
    const { signal } = call
    const context = await contextOf(graph, packs, task, limits.contextTokens)
    tell('context', { refs: context.refs, tokens: context.tokens })
    const messages = firstMessages(task, context.text)
    const hear = (characters: number) => tell('generating', { characters })
    const answer = await ask(messages, signal, sometimes(hear))
    tell('validating', { characters: answer.length })
    let document = documentIn(answer, task)
    const errors = document instanceof Problem ? [document.detail] : await drafts.errorsOf(document)
    if (errors.length > 0) {
      tell('repairing', { errors })
      const mended = await ask(repairMessages(messages, answer, errors), signal, sometimes(hear))
      tell('validating', { characters: mended.length })
      const second = documentIn(mended, task)
      // A readable document is kept if its repair is unreadable.
      if (document instanceof Problem || !(second instanceof Problem)) document = second
    }
    if (document instanceof Problem) throw document
    return { document, contextRefs: context.refs }
  }

  /** What has taken a minute to write is not lost because the database is slow. */
  const keep = async (written: Parameters<DraftsService['keepGenerated']>[0], call: Call): Promise<Draft> => {
    // A change that failed may have been made; with a key it is made once.
    const { idempotency = { key: `generation ${uuid()}`, requestHash: '' } } = call.origin
    const origin = { ...call.origin, idempotency }
    for (let failures = 0; ; failures++)
      try {
        return await drafts.keepGenerated(written, { ...call, origin })
      } catch (error) {
        if (!(error instanceof Problem) || !passing.includes(error.type)) throw error
        if (failures === again.length)
          throw new Problem(
            error.type,
            `${error.detail}; the document is in this answer: post it to /api/ai-modules`,
            [],
            {
              document: written.document,
            },
          )
        await wait(again[failures]! * 1_000)
      }
  }

  return {
    /** @throws Problem `not-configured`, `busy` if too many generations are waiting, `timeout`, `model-failed` */
    async generate({ body }, { tell = () => {}, ...call }) {
      if (!settings) throw notConfigured()
      const before = await answeredBefore<Draft>(graph.read, call.origin)
      if (before) return before
      if (turns.pendingCount >= limits.waiting)
        throw new Problem('busy', `${limits.waiting} generations are waiting already`, [], { retryAfter: 30 })
      tell('queued', { before: turns.activeCount + turns.pendingCount })
      return turns(async () => {
        const late = AbortSignal.timeout(limits.time)
        const signal = AbortSignal.any([late, ...(call.signal ? [call.signal] : [])])
        const { title, ...task } = body
        const writing = async () => {
          signal.throwIfAborted()
          ask ??= await languageModel(settings, limits, patchJsonSchema())
          return write(task, ask, { ...call, signal }, tell)
        }
        const written = await writing().catch((error: unknown) => {
          if (late.aborted) throw tooLate(limits.time)
          if (signal.aborted) throw new Problem('timeout', 'the client closed the connection')
          throw error
        })
        return keep({ ...written, title, model: settings.model, prompt: task.prompt }, call)
      })
    },
  } satisfies { generate: Handler<typeof draftsOperations.generate> }
}

const passing: ProblemType[] = ['busy', 'timeout', 'database-unavailable']

const notConfigured = () =>
  new Problem(
    'not-configured',
    'no language model is configured: set LLM_BASE_URL and LLM_MODEL (and LLM_API_KEY if required) and restart, or post a patch document to /api/ai-modules',
  )

const tooLate = (time: number) =>
  new Problem(
    'timeout',
    `the language model did not finish within ${time / 1_000} s; raise LLM_TIMEOUT if it is slow`,
    [],
    { retryAfter: 30 },
  )

/** Throttles progress events to four per second. */
function sometimes(hear: (characters: number) => void): (characters: number) => void {
  let last = 0
  return (characters) => {
    if (Date.now() - last < 250) return
    last = Date.now()
    hear(characters)
  }
}

/**
 * Parses the document in an answer by the same rules as a posted one. Members that the model cannot know, or could
 * forge, are overwritten: id, time, author and the requested module.
 */
export function documentIn(answer: string, { module: key }: Task): Document | Problem {
  const [whole, ...pieces] = jsonIn(answer).map(readDocument)
  const isRead = !(whole instanceof Problem) || whole.type !== 'invalid-json'
  const given = isRead ? whole! : (pieces.find((piece) => !(piece instanceof Problem)) ?? pieces[0] ?? whole!)
  if (given instanceof Problem)
    return new Problem('model-failed', `the language model returned no document: ${given.detail}`)
  const own = { version: '1.0', patchId: `ai-${uuid()}`, timestamp: new Date().toISOString(), actor: 'ai' }
  const module = key === undefined ? {} : { module: { ...(given.module as object | undefined), key } }
  return { ...given, ...own, ...module }
}

/** Texts in an answer that may be the document: all of it, and of what follows its thoughts what stands in fences, and in braces. */
function jsonIn(answer: string): string[] {
  const said = answer.slice(answer.lastIndexOf('</think>') + 1).replace(/^\/think>/, '')
  const fenced = said.split('```').filter((_, index) => index % 2 === 1)
  const inBraces = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)
  return [answer, ...fenced.map((block) => block.replace(/^\w*/, '')), ...(inBraces === '' ? [] : [inBraces])]
}

function readDocument(text: string): Document | Problem {
  try {
    const parsed = parseJson(Buffer.from(text))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Document)
      : new Problem('model-failed', 'its answer is not a JSON object')
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
