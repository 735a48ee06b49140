import { z } from 'zod'
import { cleanText } from '../text.ts'
import { flagsOf, notice } from '../context/foreign.ts'
import { tokens } from '../context/tokens.ts'
import { Problem } from '../errors.ts'
import { cursorOf, readCursor } from '../paging.ts'
import type { Services } from '../services.ts'

interface Asked {
  module: string
  maxTokens: number
  cursor?: string
}

/** What is written about a module, so many tokens at a time; `total` and `returned` count characters. */
export async function getDocs(services: Services, { module: id, maxTokens, cursor }: Asked) {
  const { key, text: whole, flags } = await writtenAbout(services, id)
  const list = ['docs', key]
  const [start] = readCursor(cursor, list, z.tuple([z.int().min(0)])) ?? [0]
  if (start > whole.length) throw new Problem('invalid-cursor', 'the documentation is shorter by now')
  const { count } = await tokens()
  // Four characters or so are a token; where they are less, the piece is made shorter until it fits.
  let end = Math.min(whole.length, start + maxTokens * 4)
  while (end > start + 1 && count(whole.slice(start, end)) > maxTokens) end = start + Math.ceil((end - start) * 0.8)
  // Not between the two halves of a sign.
  if (/[\ud800-\udbff]/.test(whole[end - 1] ?? '') && end > start + 1) end--
  const truncated = end < whole.length
  return {
    ...{ module: key, text: whole.slice(start, end), total: whole.length, returned: end - start, truncated },
    ...{ nextCursor: truncated ? cursorOf(list, [end]) : null, notice },
    ...(flags ? { flags } : {}),
  }
}

/** Its description and the documentation of its configurations, as Markdown. */
async function writtenAbout({ modules, configurations }: Services, id: string) {
  const { key, name, description } = await modules.read({ params: { id } })
  const [list] = await configurations.listOfEach([key], { limit: 500 })
  const documented = list!.items.filter(({ documentation }) => documentation !== '')
  const text = [
    `# ${name}`,
    ...(description === '' ? [] : [description]),
    ...documented.map(({ key, configType, documentation }) => `## ${key} (${configType})\n\n${documentation}`),
  ].join('\n\n')
  const flags = flagsOf({
    description,
    ...Object.fromEntries(documented.map(({ key, documentation }) => [key, documentation])),
  })
  return { key, text: cleanText(text), flags }
}
