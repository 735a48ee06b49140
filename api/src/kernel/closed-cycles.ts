import type { Targets } from './adjacency.ts'
import { components } from './components.ts'

export type Edge = readonly [source: string, target: string]

/**
 * For each edge, added one after the other, the cycle that it closes: a shortest way from its source by its target back to it;
 * undefined when it closes none. One that closes a cycle is not there for those after it.
 */
export function closedCycles(targets: Targets<string>, added: readonly Edge[]): (string[] | undefined)[] {
  const all = new Map(targets)
  for (const edge of added) add(all, edge)
  const circular = components(all)
  const componentOf = new Map(circular.flatMap((nodes, index) => nodes.map((node) => [node, index])))
  const known = new Map(targets)
  return added.map((edge) => {
    const [source, target] = edge
    // What is on no cycle with all of them together is on none with some of them.
    if (!componentOf.has(source) || componentOf.get(source) !== componentOf.get(target)) return undefined
    const back = shortestWay(known, target, source)
    if (back) return [source, ...back]
    add(known, edge)
    return undefined
  })
}

const add = (targets: Map<string, readonly string[]>, [source, target]: Edge) =>
  targets.set(source, [...(targets.get(source) ?? []), target])

/** Breadth first. */
function shortestWay(targets: Targets<string>, start: string, goal: string): string[] | undefined {
  const from = new Map([[start, start]])
  // A map goes on to the keys that are set while it is gone through, in that order: it is the queue.
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
