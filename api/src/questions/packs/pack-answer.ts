import type { AiContext } from './packs.contract.ts'
import { notice } from '../../kernel/untrusted-text.ts'
import type { Packed } from './pack.ts'
import type { Piece } from './pieces.ts'

type Count = (text: string) => number

/** Metadata of a pack. */
export interface Around {
  maxTokens: number
  revision: number
  nextCursor: string | null
  /** Number of pieces in all packs, and in those before this one. */
  total: number
  before: number
}

const lists: Record<
  Exclude<Piece['kind'], 'module'>,
  'capabilities' | 'entities' | 'documentation' | 'relationships'
> = {
  capability: 'capabilities',
  entity: 'entities',
  documentation: 'documentation',
  relationship: 'relationships',
}

/** The pack as JSON. Pure. @param count counts its tokens; without it, `tokens` is `maxTokens` */
export function contextAnswer(packed: Packed, around: Around, count?: Count): AiContext {
  const modules = byModule(packed).map(([key, pieces]) => {
    const module: AiContext['modules'][number] = { key }
    for (const { kind, data } of pieces)
      if (kind === 'module') module.about = data
      else (module[lists[kind]] ??= []).push(data)
    return module
  })
  const answer = { notice, modules, ...accountOf(packed, around) }
  return counted((tokens) => ({ ...answer, tokens }), around, count && ((one) => count(JSON.stringify(one))))
}

/** The pack as Markdown. Pure. @param count counts its tokens; without it, the number of tokens is `maxTokens` */
export function contextMarkdown(packed: Packed, around: Around, count?: Count): string {
  const { leftOut, total, returned, nextCursor } = accountOf(packed, around)
  const body = byModule(packed).map(([key, pieces]) =>
    [...(pieces[0]!.kind === 'module' ? [] : [`## ${key}`]), ...pieces.map(({ line }) => line)].join('\n'),
  )
  const left = packed.left.slice(0, packed.named).map(({ ref, tokens, ask }) => `- ${ref} (${tokens}): ${ask}`)
  const more = [
    `## Left out`,
    `${leftOut.pieces} pieces, ${leftOut.tokens} tokens. ${leftOut.ask}`,
    ...left,
    ...(nextCursor === null ? [] : [`Next: cursor=${nextCursor}`]),
  ]
  const head = (tokens: number) =>
    `# What the registry knows, revision ${around.revision}: ${returned} of ${total} pieces, ${tokens} tokens\n> ${notice}`
  const write = (tokens: number) =>
    [head(tokens), ...body, ...(leftOut.pieces > 0 ? [more.join('\n')] : [])].join('\n\n') + '\n'
  return counted(write, around, count)
}

/** Groups pieces by module, in the order of the pieces. */
function byModule({ shown }: Packed): [string, Piece[]][] {
  const groups = new Map<string, Piece[]>()
  for (const piece of shown) groups.set(piece.module, [...(groups.get(piece.module) ?? []), piece])
  return [...groups]
}

export function accountOf({ shown, left, named }: Packed, { maxTokens, revision, nextCursor, total, before }: Around) {
  const tokens = left.reduce((sum, piece) => sum + piece.tokens, 0)
  const hasMore = left.length > 0 && shown.length > 0
  return {
    maxTokens,
    leftOut: {
      pieces: left.length,
      modules: left.filter(({ kind }) => kind === 'module').length,
      tokens,
      ask:
        left.length === 0
          ? ''
          : hasMore
            ? 'The next pack has more; a larger maxTokens has more at once.'
            : 'A larger maxTokens has more.',
      items: left.slice(0, named).map((piece) => ({ ref: piece.ref, tokens: piece.tokens, ask: piece.ask })),
    },
    total,
    returned: shown.length,
    truncated: before + shown.length < total,
    nextCursor: hasMore ? nextCursor : null,
    revision,
  }
}

/** Writes an answer that contains its own number of tokens, which may change that number: repeats until it is right. */
function counted<Form>(write: (tokens: number) => Form, { maxTokens }: Around, count?: (form: Form) => number): Form {
  let tokens = maxTokens
  for (let tries = 0; count && tries < 4; tries++) {
    const counted = count(write(tokens))
    if (counted === tokens) break
    tokens = counted
  }
  return write(tokens)
}
