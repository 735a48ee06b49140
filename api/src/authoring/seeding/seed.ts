import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Graph } from '../../graph/graph.ts'
import { parseJson } from '../../kernel/json.ts'
import { ModuleChange, ModuleStatusChange } from '../../registry/modules/modules.contract.ts'
import { modulesService } from '../../registry/modules/modules.service.ts'
import { internalCall } from '../../store/call.ts'
import { patchesService } from '../patches/patches.service.ts'

export type Seed = 'crm' | 'all' | 'none'

export const seeds = fileURLToPath(new URL('../../../../seeds', import.meta.url))

export const call = internalCall({ actor: 'seed', via: 'seed' })
const Running = z.strictObject({ metadata: ModuleChange.shape.metadata, status: ModuleStatusChange.optional() })

/** Registers the sample modules by their patch documents, if the registry is empty. @returns whether it did */
export async function seed(graph: Graph, which: Seed): Promise<boolean> {
  const [row] = await graph.read('registry/is-empty', {})
  if (which === 'none' || !row!.empty) return false
  const patches = patchesService(graph)
  for (const module of modulesToSeed(which)) {
    const body = parseJson(readFileSync(join(seeds, module, 'module.json')))
    await patches.apply({ query: { confirm: false }, body }, call)
  }
  for (const module of modulesToSeed(which)) await tellRunning(graph, module)
  return true
}

/** Sets the module's `status` and `metadata` from `running.json`, which patch documents cannot contain. */
async function tellRunning(graph: Graph, module: string): Promise<void> {
  const file = join(seeds, module, 'running.json')
  if (!existsSync(file)) return
  const { status, ...body } = Running.parse(parseJson(readFileSync(file)))
  const modules = modulesService(graph)
  const params = { id: module }
  await modules.change({ params, body }, call)
  if (status) await modules.setStatus({ params, body: status }, call)
}

export const modulesToSeed = (which: Seed): string[] =>
  which === 'none' ? [] : which === 'crm' ? ['crm'] : sampleModules()

/** In any order, since relationships with modules that are not registered yet are pending. */
const sampleModules = () =>
  readdirSync(seeds, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .sort()
