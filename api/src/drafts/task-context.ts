import pluralize from 'pluralize'
import type { Graph } from '../graph/graph.ts'
import { fullText } from '../modules/modules.service.ts'
import type { Candidate } from '../patches/similar.ts'
import { framed, type Task } from './prompt.ts'

export interface TaskContext {
  text: string
  tokens: number
  /** What of the registry stands in it. */
  refs: string[]
}

interface Neighbour {
  key: string
  apiBasePath: string | null
  entities: { name: string; fields: string }[]
  capabilities: { key: string; operations: string[] }[]
}

const mostWords = 20
const mostModules = 12

/** What the registry knows that a task may need: the modules that its words occur in, the most fitting first, as far as the budget goes. */
export async function contextOf(graph: Graph, { prompt, module }: Task, budget: number): Promise<TaskContext> {
  const words = wordsOf(prompt)
  const found = await graph.read<Candidate>('patches/candidates', {
    ...{ key: '', entities: [], capabilities: [] },
    text: words.map(fullText).join(' OR ') || '""',
  })
  const ranked = rank(found, words).map(({ key }) => key)
  const keys = [...new Set([...(module === undefined ? [] : [module]), ...ranked])].slice(0, mostModules)
  const neighbours = await graph.read<Neighbour>('patches/neighbours', { keys, path: null })
  const paths = await graph.read<{ key: string; apiBasePath: string }>('drafts/base-paths', { limit: 500 })
  const described = keys.flatMap((key) => {
    const neighbour = neighbours.find((one) => one.key === key)
    return neighbour
      ? [
          describe(
            neighbour,
            found.find((one) => one.key === key),
          ),
        ]
      : []
  })
  // Loaded when it is first needed: the vocabulary takes 46 MB.
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base')
  const taken = paths.map(({ apiBasePath }) => apiBasePath).join(' ')
  return pack([`Base paths that are taken: ${framed(taken)}`], described, budget, countTokens)
}

/** Words of three letters or more, once each, in the singular. Pure. */
export const wordsOf = (prompt: string): string[] =>
  [
    ...new Set(
      (prompt.toLowerCase().match(/[\p{L}\p{N}]{3,40}/gu) ?? [])
        .filter((word) => !common.has(word))
        .map((word) => pluralize.singular(word)),
    ),
  ].slice(0, mostWords)

const common = new Set(
  'the and for with that this from what when where which who whom whose are was were will shall should must can could would may might has have had not but any all each every one two new our your their its his her they them you about into over under module modules want need needs please make create build write add'.split(
    ' ',
  ),
)

/** Names count more than descriptions; those that fit alike stay in the order of their keys. Pure. */
export function rank(modules: Candidate[], words: string[]): Candidate[] {
  const score = ({ key, name, description, tags, entities, capabilities }: Candidate) => {
    const names = [key, name, ...tags, ...entities, ...capabilities].join(' ').toLowerCase()
    const said = description.toLowerCase()
    return words.reduce((sum, word) => sum + (names.includes(word) ? 3 : said.includes(word) ? 1 : 0), 0)
  }
  return modules
    .map((module) => ({ module, score: score(module) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ module }) => module)
}

function describe({ key, entities, capabilities }: Neighbour, facts: Candidate | undefined) {
  const { name, description } = facts ?? {}
  const fieldsOf = (fields: string) =>
    (JSON.parse(fields) as { name: string; type: string }[]).map((field) => `${field.name}: ${field.type}`)
  const text = framed({
    ...{ key, name, description: description?.slice(0, 500) },
    entities: Object.fromEntries(entities.map((entity) => [entity.name, fieldsOf(entity.fields)])),
    capabilities: Object.fromEntries(capabilities.map((capability) => [capability.key, capability.operations])),
  })
  return { ref: `module:${key}`, text }
}

/** As many modules as the budget allows, and how many it did not. Pure. */
export function pack(
  head: string[],
  modules: { ref: string; text: string }[],
  budget: number,
  countTokens: (text: string) => number,
): TaskContext {
  const shown: typeof modules = []
  let tokens = countTokens(head.join('\n'))
  for (const module of modules) {
    const cost = countTokens(module.text) + 1
    if (tokens + cost > budget) continue
    tokens += cost
    shown.push(module)
  }
  const left = modules.length - shown.length
  const tail = left > 0 ? [`Left out for want of space: ${left} more modules that may fit.`] : []
  return {
    text: [...head, ...shown.map(({ text }) => text), ...tail].join('\n'),
    tokens,
    refs: shown.map(({ ref }) => ref),
  }
}
