import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Graph } from './graph/graph.ts'
import { parseJson } from './http/json.ts'
import { parse } from './http/validation.ts'
import { PatchDocument } from './patches/document.ts'
import { patchesService } from './patches/patches.service.ts'

const seeds = fileURLToPath(new URL('../../seeds', import.meta.url))

/** Registers the sample modules in an empty registry, by their patch documents; a filled one stays as it is. */
export async function seed(graph: Graph, which: 'crm' | 'all' | 'none'): Promise<void> {
  const [row] = await graph.read<{ empty: boolean }>('registry/is-empty')
  if (which === 'none' || !row!.empty) return
  // The other sample modules relate to each other, which documents that are applied can't do yet: `all` is the CRM as well.
  const body = parse(PatchDocument, parseJson(readFileSync(join(seeds, 'crm', 'module.json'))))
  await patchesService(graph).apply({ params: {}, query: { confirm: false }, body }, { actor: 'seed', via: 'seed' })
}
