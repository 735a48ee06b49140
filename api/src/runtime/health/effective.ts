import type { Module } from '../../registry/modules/modules.contract.ts'
import type { Health } from './judgement.ts'

/** A module with the modules to which relationships lead from it or its parts, by key. */
export interface Node {
  key: string
  name: string
  status: Module['status']
  health: Health
  dependsOn: string[]
  flowsTo: string[]
  integratesWith: string[]
}

type Ways = Map<string, string[]>

/** What is needed to follow the edges both ways. */
export interface Network {
  nodes: Map<string, Node>
  dependants: Ways
  flowsFrom: Ways
  integrations: Ways
}

export function network(nodes: Node[]): Network {
  const found: Network = {
    nodes: new Map(nodes.map((node) => [node.key, node])),
    dependants: new Map(),
    flowsFrom: new Map(),
    integrations: new Map(),
  }
  const add = (ways: Ways, from: string, to: string) => {
    const known = ways.get(from)
    if (known) known.push(to)
    else ways.set(from, [to])
  }
  for (const { key, dependsOn, flowsTo, integratesWith } of nodes) {
    for (const other of dependsOn) add(found.dependants, other, key)
    for (const other of flowsTo) add(found.flowsFrom, other, key)
    for (const other of integratesWith) {
      add(found.integrations, key, other)
      add(found.integrations, other, key)
    }
  }
  return found
}

export interface Effective {
  health: Health
  /** What it depends on, at any depth, that is ill and depends on nothing that is: itself when it is one. */
  rootCauses: string[]
  /** Data comes from these, which do not work. */
  staleFrom: string[]
  /** Joined to these, which do not work. */
  degradedBy: string[]
}

export const isIll = (health: Health) => health === 'error' || health === 'warning'
const worse = (a: Health, b: Health): Health =>
  a === 'error' || b === 'error' ? 'error' : a === 'warning' || b === 'warning' ? 'warning' : a

/** The modules that can be reached from some, without these, nearest first, at most so many steps away. */
export function reach(ways: (key: string) => string[], from: string[], steps = Infinity): string[] {
  const seen = new Set(from)
  let ring = from
  const found: string[] = []
  for (let step = 0; step < steps && ring.length > 0; step++) {
    const next: string[] = []
    for (const key of ring)
      for (const other of ways(key))
        if (!seen.has(other)) {
          seen.add(other)
          next.push(other)
        }
    found.push(...next)
    ring = next
  }
  return found
}

export const dependenciesOf = ({ nodes }: Network, key: string, steps?: number) =>
  reach((of) => nodes.get(of)?.dependsOn ?? [], [key], steps)

/** What an illness of this module reaches over dependencies, nearest first. */
export const victimsOf = ({ dependants }: Network, key: string) => reach((of) => dependants.get(of) ?? [], [key])

/** Own health and that of what it depends on, the worst of them. */
function working({ nodes, ...rest }: Network, key: string): { health: Health; ill: string[] } {
  const needed = [key, ...dependenciesOf({ nodes, ...rest }, key)]
  const ill = needed.filter((of) => isIll(nodes.get(of)!.health))
  return { health: ill.reduce<Health>((all, of) => worse(all, nodes.get(of)!.health), nodes.get(key)!.health), ill }
}

/**
 * A module does not work when something that it depends on does not; it works with old data when what sends it data does not, and
 * less well when what it is integrated with does not: the last two are a warning at most.
 */
export function effective(all: Network, key: string): Effective {
  const { health, ill } = working(all, key)
  const among = new Set(ill)
  // Ill by itself, for all that can be told: nothing below it is.
  const rootCauses = ill.filter((of) => !dependenciesOf(all, of).some((below) => among.has(below)))
  const isDown = (other: string) => working(all, other).health === 'error'
  const staleFrom = reach((of) => all.flowsFrom.get(of) ?? [], [key]).filter(
    (of) => all.nodes.get(of)!.health === 'error',
  )
  const degradedBy = [...new Set(all.integrations.get(key) ?? [])].filter(isDown).sort()
  const touched = staleFrom.length > 0 || degradedBy.length > 0
  return { health: touched ? worse(health, 'warning') : health, rootCauses, staleFrom, degradedBy }
}

/** The effective health of all modules, in time linear in the edges. */
export function effectiveOfAll(all: Network): Map<string, Health> {
  const ill = (health: Health) => [...all.nodes.values()].filter((node) => node.health === health).map(({ key }) => key)
  const dependants = (of: string) => all.dependants.get(of) ?? []
  const down = new Set([...ill('error'), ...reach(dependants, ill('error'))])
  const warned = new Set([...ill('warning'), ...reach(dependants, ill('warning'))])
  const stale = reach((of) => all.nodes.get(of)?.flowsTo ?? [], ill('error'))
  const onCycle = ill('error').filter((key) => effective(all, key).staleFrom.length > 0)
  for (const key of [...stale, ...onCycle]) warned.add(key)
  for (const key of down) for (const other of all.integrations.get(key) ?? []) warned.add(other)
  return new Map(
    [...all.nodes.values()].map(({ key, health }) => [
      key,
      down.has(key) ? 'error' : warned.has(key) ? 'warning' : health,
    ]),
  )
}
