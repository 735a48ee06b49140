import type { Targets } from './adjacency.ts'
import { components } from './components.ts'

export type Edge = readonly [source: string, target: string]

/**
 * For each edge in the order of addition, the cycle that it would close: a shortest path from its source via its target
 * back to its source; undefined if there is none. Edges that close a cycle are left out for the edges after them.
 */
export function closedCycles(targets: Targets<string>, added: readonly Edge[]): (string[] | undefined)[] {
  const all = new Map(targets)
  for (const edge of added) add(all, edge)
  const circular = components(all)
  const componentOf = new Map(circular.flatMap((nodes, index) => nodes.map((node) => [node, index])))
  const known = new Map(targets)
  return added.map((edge) => {
    const [source, target] = edge
    // An edge that is on no cycle of all edges together is on no cycle of some of them.
    if (!componentOf.has(source) || componentOf.get(source) !== componentOf.get(target)) return undefined
    const back = shortestWay(known, target, source)
    if (back) return [source, ...back]
    add(known, edge)
    return undefined
  })
}

const add = (targets: Map<string, readonly string[]>, [source, target]: Edge) =>
  targets.set(source, [...(targets.get(source) ?? []), target])

/** Shortest path, by breadth-first search. */
function shortestWay(targets: Targets<string>, start: string, goal: string): string[] | undefined {
  const from = new Map([[start, start]])
  // Iterating a map visits the keys that are added meanwhile, in order: the map is the queue.
  for (const node of from.keys()) {
    if (node === goal) return wayBack(from, start, goal)
    for (const head of targets.get(node) ?? []) if (!from.has(head)) from.set(head, node)
  }
  return undefined
}

function wayBack(from: ReadonlyMap<string, string>, start: string, goal: string): string[] {
  const way = [goal]
  for (let node = goal; node !== start; way.push(node)) node = from.get(node)!
  return way.reverse()
}
