import type { Module } from '../../registry/modules/modules.contract.ts'
import type { Health } from './judgement.ts'

/** A module with the keys of the modules that relationships of it or its parts point to. */
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

/** The modules with their edges in both directions. */
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

/**
 * The network in which some modules have changed, been created or been deleted; the given one stays as it is.
 * @param keys of these modules
 * @param now those of them that there still are
 */
export function changedNetwork(all: Network, keys: string[], now: Node[]): Network {
  const found: Network = {
    nodes: new Map(all.nodes),
    dependants: new Map(all.dependants),
    flowsFrom: new Map(all.flowsFrom),
    integrations: new Map(all.integrations),
  }
  const set = (ways: Ways, from: string, to: string, isJoined: boolean) => {
    const others = (ways.get(from) ?? []).filter((key) => key !== to)
    const place = others.findIndex((key) => key > to)
    if (isJoined) others.splice(place < 0 ? others.length : place, 0, to)
    if (others.length > 0) ways.set(from, others)
    else ways.delete(from)
  }
  const setAll = ({ key, dependsOn, flowsTo, integratesWith }: Edges, isJoined: boolean) => {
    for (const other of dependsOn) set(found.dependants, other, key, isJoined)
    for (const other of flowsTo) set(found.flowsFrom, other, key, isJoined)
    for (const other of integratesWith) {
      set(found.integrations, key, other, isJoined)
      set(found.integrations, other, key, isJoined)
    }
  }
  const nodes = new Map(now.map((node) => [node.key, node]))
  for (const key of keys) {
    const [before, after] = [all.nodes.get(key), nodes.get(key)]
    if (before) setAll(edgesOf(before, after), false)
    if (after) setAll(edgesOf(after, before), true)
    if (after) found.nodes.set(key, after)
    else found.nodes.delete(key)
  }
  // In the order of keys, as they are read.
  if (now.some(({ key }) => !all.nodes.has(key)))
    found.nodes = new Map([...found.nodes].sort(([a], [b]) => (a < b ? -1 : 1)))
  return found
}

type Edges = Pick<Node, 'key' | 'dependsOn' | 'flowsTo' | 'integratesWith'>

/** The edges of a node that another state of it does not have. */
function edgesOf({ key, dependsOn, flowsTo, integratesWith }: Node, other?: Node): Edges {
  const without = (keys: string[], others: string[] = []) => {
    const known = new Set(others)
    return keys.filter((to) => !known.has(to))
  }
  return {
    key,
    dependsOn: without(dependsOn, other?.dependsOn),
    flowsTo: without(flowsTo, other?.flowsTo),
    integratesWith: without(integratesWith, other?.integratesWith),
  }
}

export interface Effective {
  health: Health
  /** Unhealthy modules among it and its dependencies at any depth that do not depend on another unhealthy one. */
  rootCauses: string[]
  /** Modules with health error that send it data, directly or via others. */
  staleFrom: string[]
  /** Modules that it is integrated with and that do not work. */
  degradedBy: string[]
}

export const isIll = (health: Health) => health === 'error' || health === 'warning'
const worse = (a: Health, b: Health): Health =>
  a === 'error' || b === 'error' ? 'error' : a === 'warning' || b === 'warning' ? 'warning' : a

/** Modules reachable in a maximum number of steps, without the starting ones, nearest first. */
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

/** Modules that depend on this one at any depth, nearest first. */
export const victimsOf = ({ dependants }: Network, key: string) => reach((of) => dependants.get(of) ?? [], [key])

/** The worst health among a module and its dependencies, and those that are unhealthy. */
function working({ nodes, ...rest }: Network, key: string): { health: Health; ill: string[] } {
  const needed = [key, ...dependenciesOf({ nodes, ...rest }, key)]
  const ill = needed.filter((of) => isIll(nodes.get(of)!.health))
  return { health: ill.reduce<Health>((all, of) => worse(all, nodes.get(of)!.health), nodes.get(key)!.health), ill }
}

/**
 * Effective health of a module. It does not work if one of its dependencies does not. If a module that sends it data or
 * that it is integrated with does not work, it works with stale data or reduced function, which is a warning at most.
 */
export function effective(all: Network, key: string): Effective {
  const { health, ill } = working(all, key)
  const among = new Set(ill)
  // A module is a root cause if none of its dependencies is unhealthy.
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
