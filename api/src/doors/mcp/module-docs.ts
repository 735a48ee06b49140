import { z } from 'zod'
import type { DocsSection } from '../../questions/documentation/documentation.contract.ts'
import { flagsOf, notice } from '../../kernel/untrusted-text.ts'
import { tokens } from '../../questions/packs/tokens.ts'
import { Problem } from '../../kernel/errors.ts'
import { cursorOf, readCursor } from '../../kernel/paging.ts'
import type { Call } from '../../store/call.ts'
import type { Services } from './tool.ts'

interface Asked {
  module: string
  section?: DocsSection[]
  maxTokens: number
  cursor?: string
}

/** The documentation of a module in pages of `maxTokens`; `total` and `returned` count characters. */
export async function getDocs(
  { documentation }: Services,
  { module: id, section, maxTokens, cursor }: Asked,
  { baseUrl }: Pick<Call, 'baseUrl'>,
) {
  const { key, markdown: whole, texts } = await documentation.docs(id, baseUrl, section)
  const flags = flagsOf(texts)
  const list = ['docs', key, section ?? []]
  const [start] = readCursor(cursor, list, z.tuple([z.int().min(0)])) ?? [0]
  if (start > whole.length)
    throw new Problem('invalid-cursor', 'the documentation has become shorter; start again without a cursor')
  const { count } = await tokens()
  // Four characters or so are a token; where they are less, the piece is made shorter until it fits.
  let end = Math.min(whole.length, start + maxTokens * 4)
  while (end > start + 1 && count(whole.slice(start, end)) > maxTokens) end = start + Math.ceil((end - start) * 0.8)
  // Not between the two halves of a sign.
  if (/[\ud800-\udbff]/.test(whole[end - 1] ?? '') && end > start + 1) end--
  const truncated = end < whole.length
  return {
    module: key,
    text: whole.slice(start, end),
    total: whole.length,
    returned: end - start,
    truncated,
    nextCursor: truncated ? cursorOf(list, [end]) : null,
    notice,
    ...(flags ? { flags } : {}),
  }
}
