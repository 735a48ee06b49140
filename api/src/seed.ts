import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Graph } from './graph/graph.ts'
import { parseJson } from './http/json.ts'
import { parse } from './http/validation.ts'
import { PatchDocument } from './patches/patches.contract.ts'
import { patchesService } from './patches/patches.service.ts'

const seeds = fileURLToPath(new URL('../../seeds', import.meta.url))

/** Registers the sample modules in an empty registry, by their patch documents; a filled one stays as it is. */
export async function seed(graph: Graph, which: 'crm' | 'all' | 'none'): Promise<void> {
  const [row] = await graph.read<{ empty: boolean }>('registry/is-empty')
  if (which === 'none' || !row!.empty) return
  const patches = patchesService(graph)
  const folders = readdirSync(seeds, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'node_modules',
  )
  for (const { name } of folders) {
    if (which === 'crm' && name !== 'crm') continue
    const body = parse(PatchDocument, parseJson(readFileSync(join(seeds, name, 'module.json'))))
    await patches.apply({ params: {}, query: { confirm: false }, body }, { actor: 'seed', via: 'seed' })
  }
}
