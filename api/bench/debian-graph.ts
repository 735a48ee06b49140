import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Graph } from '../src/graph/graph.ts'
import { born } from '../src/store/change.ts'
import type { State } from '../src/store/kind.ts'
import type { Target } from './cases.ts'
import { loadStates } from './load-states.ts'
import { owner, relationship } from './sample-graph.ts'

// A graph that we have not made: the packages of Debian that this machine's apt knows (`apt-get update`), as modules with
// their dependencies. Nothing of it is kept in the repository.

interface Package {
  key: string
  description: string
  owner: string
  tags: string[]
  needs: string[]
}

/** The packages by name; of one that occurs twice, the first. */
async function packages(): Promise<Map<string, Package>> {
  const apt = spawn('apt-cache', ['dumpavail'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const found = new Map<string, Package>()
  let fields = new Map<string, string>()
  for await (const line of createInterface(apt.stdout)) {
    const [, name, value] = /^([A-Z][\w-]*): (.*)$/.exec(line) ?? []
    if (name) fields.set(name, value!)
    if (line !== '' || !fields.has('Package')) continue
    const key = keyOf(fields.get('Package')!)
    if (!found.has(key)) found.set(key, packageOf(key, fields))
    fields = new Map()
  }
  return found
}

/** Names of packages have dots and plus signs, which keys of modules have not. */
const keyOf = (name: string) => name.replaceAll('+', '-plus').replaceAll('.', '-dot-').slice(0, 63)

const packageOf = (key: string, fields: Map<string, string>): Package => ({
  key,
  description: fields.get('Description') ?? '',
  owner: (fields.get('Maintainer') ?? 'nobody').replace(/ *<.*/, '').slice(0, 100),
  tags: [fields.get('Section') ?? 'none', fields.get('Priority') ?? 'none'],
  // Of alternatives, the first; without versions.
  needs: ['Depends', 'Pre-Depends'].flatMap((name) =>
    (fields.get(name) ?? '').split(',').flatMap((one) => {
      const [first] = one.trim().split(/[ :(|]/)
      return first ? [keyOf(first)] : []
    }),
  ),
})

/** The edges that close no cycle, by depth-first search: an edge back to a package under way is left out. */
function acyclic(all: Map<string, Package>): { edges: [string, string][]; skipped: number } {
  const edges: [string, string][] = []
  const state = new Map<string, 'under way' | 'done'>()
  let skipped = 0
  for (const start of all.keys()) {
    const path = state.has(start) ? [] : [{ key: start, needs: [...new Set(all.get(start)!.needs)], next: 0 }]
    state.set(start, state.get(start) ?? 'under way')
    while (path.length > 0) {
      const at = path.at(-1)!
      const target = at.needs[at.next++]
      if (target === undefined) {
        state.set(at.key, 'done')
        path.pop()
      } else if (state.get(target) === 'under way') skipped++
      else if (all.has(target)) {
        edges.push([at.key, target])
        if (!state.has(target)) {
          state.set(target, 'under way')
          path.push({ key: target, needs: [...new Set(all.get(target)!.needs)], next: 0 })
        }
      }
    }
  }
  return { edges, skipped }
}

const ownerKeyOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'nobody'

/** Loads all packages, and says what was loaded and what the cases ask for. */
export async function loadDebian(graph: Graph): Promise<{ said: string; size: number; target: Target }> {
  const all = await packages()
  if (all.size === 0) throw new Error('apt knows no packages: run apt-get update')
  const { edges, skipped } = acyclic(all)
  await loadStates(graph, [...new Set([...all.values()].map(({ owner }) => ownerKeyOf(owner)))].map(owner))
  await loadStates(
    graph,
    [...all.values()].map(({ key, description, owner, tags }) => {
      const team = ownerKeyOf(owner)
      return {
        ...born(`module:${key}`, 1),
        key,
        name: key,
        aliases: [],
        description,
        type: 'crud',
        status: 'active',
        version: '1.0.0',
        owner: team,
        owners: [{ owner: team, role: 'owner' }],
        tags,
        metadata: {},
        health: 'unknown',
      } as State
    }),
  )
  await loadStates(
    graph,
    edges.map(([source, target]) => relationship('dependency', source, target)),
  )
  await graph.read('registry/await-indexes', {})
  const used = new Map<string, number>()
  for (const [, target] of edges) used.set(target, (used.get(target) ?? 0) + 1)
  const [hub] = [...used].toSorted(([, a], [, b]) => b - a)[0]!
  const said = `${all.size} packages of Debian, ${edges.length} dependencies; ${skipped} are left out that close a cycle`
  const target = {
    module: 'firefox-esr',
    other: 'git',
    hub,
    owner: ownerKeyOf(all.get('git')!.owner),
    tag: 'games',
    word: 'spreadsheet',
  }
  return { said, size: all.size, target }
}
