import type { PacksService } from '../../questions/packs/packs.service.ts'
import { framed } from '../../kernel/untrusted-text.ts'
import { tokens } from '../../questions/packs/tokens.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Task } from './prompt.ts'

export interface TaskContext {
  text: string
  tokens: number
  /** Refs of the modules in it. */
  refs: string[]
}

const mostPaths = 500

/** The context for a task: the base paths in use and a pack, together within a budget of tokens. */
export async function contextOf(graph: Graph, packs: PacksService, task: Task, budget: number): Promise<TaskContext> {
  const { prompt, module } = task
  const { count } = await tokens()
  const paths = await graph.read('drafts/base-paths', { limit: mostPaths })
  const taken = basePaths(paths, (text) => count(text) <= budget / 3)
  // The module may not exist yet.
  const known = await graph.read('modules/known', { ids: module === undefined ? [] : [module] })
  const modules = known.map(({ id }) => id)
  const pack = await packs.markdown({ query: { task: prompt, modules, maxTokens: budget - count(taken) - 1 } })
  const text = `${taken}\n${pack.text}`
  return { text, tokens: count(text), refs: pack.refs.filter((ref) => ref.startsWith('module:')) }
}

function basePaths(paths: { apiBasePath: string }[], fits: (text: string) => boolean): string {
  for (let shown = paths.length; ; shown = Math.floor(shown / 2)) {
    const more = shown < paths.length ? ` and ${paths.length - shown} more` : ''
    const listed = paths.slice(0, shown).map(({ apiBasePath }) => apiBasePath)
    const text = `Base paths that are taken: ${framed(listed.join(' '))}${more}`
    if (shown === 0 || fits(text)) return text
  }
}
