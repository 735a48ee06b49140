import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Graph } from './graph/graph.ts'
import { parseJson } from './http/json.ts'
import { patchesService } from './patches/patches.service.ts'

export type Seed = 'crm' | 'all' | 'none'

export const seeds = fileURLToPath(new URL('../../seeds', import.meta.url))

/** Registers the sample modules in an empty registry, by their patch documents; a filled one stays as it is. */
export async function seed(graph: Graph, which: Seed): Promise<void> {
  const [row] = await graph.read<{ empty: boolean }>('registry/is-empty')
  if (which === 'none' || !row!.empty) return
  const patches = patchesService(graph)
  for (const module of modulesToSeed(which)) {
    const body = parseJson(readFileSync(join(seeds, module, 'module.json')))
    await patches.apply({ query: { confirm: false }, body }, { actor: 'seed', via: 'seed' })
  }
}

export const modulesToSeed = (which: Seed): string[] =>
  which === 'none' ? [] : which === 'crm' ? ['crm'] : sampleModules()

/** In any order: what one needs and is not there yet is waited for. */
const sampleModules = () =>
  readdirSync(seeds, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .sort()
