import { z } from 'zod'
import type { Input } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { readModule } from '../../registry/modules/modules.service.ts'
import { cursorOf, readCursor } from '../../kernel/paging.ts'
import { candidatesFor } from './candidates.ts'
import type { AiContext, packsOperations } from './packs.contract.ts'
import { accountOf, contextAnswer, contextMarkdown, type Around } from './pack-answer.ts'
import { pack, type Packed } from './pack.ts'
import type { Piece } from './pieces.ts'
import { tokens } from './tokens.ts'

type Query = Omit<Input<typeof packsOperations.context>['query'], 'format'>

/** A pack as Markdown, and the refs of its pieces. */
export interface ContextText {
  text: string
  refs: string[]
  truncated: boolean
  nextCursor: string | null
}

/** Maximum number of packs for a task: computing one requires all before it. */
const mostPacks = 200

export type PacksService = ReturnType<typeof packsService>

/** Packs: what the registry knows about a task, as much as fits into a budget of tokens, and what was left out. */
export const packsService = (graph: Graph, cached: RevisionCache) => {
  /** The pack at a cursor, or the first one; its tokens are counted in the requested format. */
  const inForm = async <Answer extends object>(
    name: string,
    query: Query,
    { priceOf, write, answer }: Form<Answer>,
  ) => {
    const { task, maxTokens, cursor } = query
    const found = await Promise.all((query.modules ?? []).map((id) => readModule(graph.read, id, '/query/modules')))
    const named = [...new Set(found.map(({ key }) => key))]
    const list = [name, task, named, maxTokens]
    const [cursorRevision, number] = readCursor(cursor, list, z.tuple([z.int(), z.int().min(1).max(mostPacks)])) ?? [
      null,
      0,
    ]
    return cached(name, [list, number], async (revision) => {
      if (cursorRevision !== null && cursorRevision !== revision) throw gone()
      const { count } = await tokens()
      const pieces = await cached('candidates', [task, named], () => candidatesFor(graph, task, named))
      const given = new Set<string>()
      for (let n = 0; ; n++) {
        const nextCursor = n < mostPacks ? cursorOf(list, [revision, n + 1]) : null
        const around: Around = { maxTokens, revision, nextCursor, total: pieces.length, before: given.size }
        const packed = pack(
          pieces.filter(({ ref }) => !given.has(ref)),
          {
            maxTokens,
            given,
            priceOf: (piece) => count(priceOf(piece)) + 2,
            costOf: (packed) => count(write(packed, around)),
          },
        )
        if (n === number || packed.shown.length === 0) return answer(packed, around, count)
        // Each pack is made of the pieces that those before it left out.
        for (const { ref } of packed.shown) given.add(ref)
      }
    })
  }

  const json = ({ query }: { query: Query }): Promise<AiContext> =>
    inForm('context', query, {
      priceOf: ({ data }) => JSON.stringify(data),
      write: (packed, around) => JSON.stringify(contextAnswer(packed, around)),
      answer: contextAnswer,
    })

  const markdown = ({ query }: { query: Query }): Promise<ContextText> =>
    inForm('context in Markdown', query, {
      priceOf: ({ line }) => line,
      write: contextMarkdown,
      answer: (packed, around, count) => {
        const { truncated, nextCursor } = accountOf(packed, around)
        const refs = packed.shown.map(({ ref }) => ref)
        return { text: contextMarkdown(packed, around, count), refs, truncated, nextCursor }
      },
    })

  return {
    json,
    markdown,
    context: async ({ query: { format, ...query } }: Input<typeof packsOperations.context>) =>
      format === 'json' ? json({ query }) : (await markdown({ query })).text,
  }
}

interface Form<Answer> {
  priceOf: (piece: Piece) => string
  /** The answer as it is sent, with `maxTokens` as its number of tokens, for counting. */
  write: (packed: Packed, around: Around) => string
  answer: (packed: Packed, around: Around, count: (text: string) => number) => Answer
}

const gone = () =>
  new Problem('invalid-cursor', 'the registry has changed since the previous pack', [
    { pointer: '/query/cursor', reason: 'belongs to an earlier revision: retry without it' },
  ])
