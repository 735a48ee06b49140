import { z } from 'zod'
import type { Input } from '../endpoint.ts'
import { Problem } from '../errors.ts'
import type { Graph } from '../graph/graph.ts'
import type { Kept } from '../graph/kept.ts'
import { readModule } from '../modules/modules.service.ts'
import { cursorOf, readCursor } from '../paging.ts'
import { candidatesFor } from './candidates.ts'
import type { AiContext, contextEndpoints } from './context.contract.ts'
import { contextAnswer, contextMarkdown, type Around } from './pack-answer.ts'
import { pack, type Packed } from './pack.ts'
import type { Piece } from './pieces.ts'
import { tokens } from './tokens.ts'

type Query = Pick<
  Input<typeof contextEndpoints.context>['query'],
  'task' | 'modules' | 'maxTokens' | 'cursor' | 'format'
>

/** A pack in the form in which it was asked for. */
export interface ContextPack {
  answer: AiContext
  /** The same as Markdown. */
  text: string
  /** What stands in it. */
  refs: string[]
}

/** Packs of one task at most: each is made after those before it. */
const mostPacks = 200

export type PacksService = ReturnType<typeof packsService>

/** What the registry knows for a task, as much as fits into a budget, with an account of what does not. */
export const packsService = (graph: Graph, keep: Kept) => ({
  async context({ query }: { query: Query }): Promise<ContextPack> {
    const { task, maxTokens, cursor, format } = query
    const found = await Promise.all((query.modules ?? []).map((id) => readModule(graph.read, id, '/query/modules')))
    const named = [...new Set(found.map(({ key }) => key))]
    const list = ['context', task, named, maxTokens, format]
    const [asked, number] = readCursor(cursor, list, z.tuple([z.int(), z.int().min(1).max(mostPacks)])) ?? [null, 0]
    return keep('context', [list, number], async (revision) => {
      if (asked !== null && asked !== revision) throw gone()
      const { count } = await tokens()
      const pieces = await keep('candidates', [task, named], () => candidatesFor(graph, task, named))
      const { packed, around } = packNumber(number, pieces, { maxTokens, format, count, revision, list })
      const refs = packed.shown.map(({ ref }) => ref)
      return { answer: contextAnswer(packed, around, count), text: contextMarkdown(packed, around, count), refs }
    })
  },
})

interface Form {
  maxTokens: number
  format: Query['format']
  count: (text: string) => number
  revision: number
  list: unknown[]
}

/** Each pack is made of what those before it have left. Pure. */
function packNumber(number: number, pieces: Piece[], { maxTokens, format, count, revision, list }: Form) {
  const given = new Set<string>()
  const isText = format === 'markdown'
  const priceOf = (piece: Piece) => count(isText ? piece.line : JSON.stringify(piece.data)) + 2
  for (let n = 0; ; n++) {
    const nextCursor = n < mostPacks ? cursorOf(list, [revision, n + 1]) : null
    const around: Around = { maxTokens, revision, nextCursor, total: pieces.length, before: given.size }
    const open = pieces.filter(({ ref }) => !given.has(ref))
    const costOf = (packed: Packed) =>
      count(isText ? contextMarkdown(packed, around, count) : JSON.stringify(contextAnswer(packed, around, count)))
    const packed = pack(open, { maxTokens, priceOf, given, costOf })
    if (n === number || packed.shown.length === 0) return { packed, around }
    for (const { ref } of packed.shown) given.add(ref)
  }
}

const gone = () =>
  new Problem('invalid-cursor', 'the registry has changed since the pack before', [
    { pointer: '/query/cursor', reason: 'belongs to an earlier revision: ask again without it' },
  ])
