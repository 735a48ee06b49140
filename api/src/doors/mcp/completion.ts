import type { CompleteRequestParams, CompleteResult } from '@modelcontextprotocol/server'
import { Problem } from '../../kernel/errors.ts'
import { prompts } from './prompts.ts'
import { templates } from './resources.ts'
import type { Services } from './tool.ts'

/** As many as the protocol allows. */
const most = 100

/**
 * Keys of modules for what has been typed of one: those that begin like it come first, then those of modules in whose
 * name it occurs. Other arguments are free text, for which there is nothing to suggest.
 * @throws Problem `not-found` if there is no such prompt or resource, or it has no such argument
 */
export async function complete(
  { modules }: Services,
  { ref, argument: { name, value } }: CompleteRequestParams,
): Promise<CompleteResult> {
  const known = ref.type === 'ref/prompt' ? argumentsOfPrompt(ref.name) : argumentsOfResource(ref.uri)
  if (!known.includes(name)) throw new Problem('not-found', `there is no argument ${name.slice(0, 100)} to complete`)
  if (!['key', 'module'].includes(name)) return { completion: { values: [] } }
  const typed = value.slice(0, 200)
  const { items, total } = await modules.list({ query: { q: typed || undefined, limit: most, sort: 'key' } })
  const keys = items.map(({ key }) => key)
  const begins = (key: string) => key.startsWith(typed.toLowerCase())
  const values = [...keys.filter(begins), ...keys.filter((key) => !begins(key))]
  return { completion: { values, total, hasMore: total > values.length } }
}

const argumentsOfPrompt = (name: string): string[] =>
  prompts.find((prompt) => prompt.name === name)?.arguments.map((one) => one.name) ?? []

const argumentsOfResource = (uri: string): string[] =>
  templates.some(({ uriTemplate }) => uriTemplate === uri) ? ['key'] : []
