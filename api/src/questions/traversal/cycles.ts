import type { Targets } from '../../kernel/adjacency.ts'

/** Maximum visits per edge in the search for a shorter cycle, so that a huge component does not block the process. */
const looksPerEdge = 1_000

export interface Example {
  /** The nodes in order; the last equals the first. */
  nodes: string[]
  isShortest: boolean
}

/**
 * A shortest cycle of a strongly connected component: the first one found, starting from its nodes in order. Each cycle
 * is found from its least node, so a search visits only later nodes, and goes no deeper than the shortest cycle so far.
 */
export function shortestCycle(members: readonly string[], targets: Targets<string>): Example {
  const inOrder = members.toSorted()
  const numbers = new Map(inOrder.map((node, number) => [node, number]))
  const heads = inOrder.map((node) => headsWithin(node, targets, numbers))
  const edges = heads.reduce((sum, of) => sum + of.length, 0)
  let looks = edges * looksPerEdge
  let shortest: number[] | undefined
  const from = new Int32Array(inOrder.length)
  const seen = new Int32Array(inOrder.length).fill(-1)
  /** Breadth-first search from a node back to itself via later nodes. */
  const search = (start: number): number[] | undefined => {
    let ring = [start]
    for (let length = 1; ring.length > 0 && length < (shortest?.length ?? Infinity); length++) {
      const next: number[] = []
      for (const node of ring)
        for (const head of heads[node]!) {
          looks--
          if (head === start) return wayBack(from, start, node)
          if (head < start || seen[head] === start) continue
          seen[head] = start
          from[head] = node
          next.push(head)
        }
      ring = next
    }
    return undefined
  }
  // A component with as many edges as nodes is a single cycle.
  const isRing = edges === inOrder.length
  let start = 0
  for (; start < inOrder.length && looks > 0; start++) {
    shortest = search(start) ?? shortest
    if (isRing || shortest?.length === 2) break
  }
  const found = shortest!.map((number) => inOrder[number]!)
  const isShortest = isRing || found.length <= 2 || start === inOrder.length
  return { nodes: [...found, found[0]!], isShortest }
}

const headsWithin = (node: string, targets: Targets<string>, numbers: Map<string, number>) =>
  [...new Set(targets.get(node)!.map((head) => numbers.get(head)))]
    .filter((number) => number !== undefined)
    .sort((a, b) => a - b)

function wayBack(from: Int32Array, start: number, last: number): number[] {
  const nodes = [last]
  for (let node = last; node !== start; nodes.push(node)) node = from[node]!
  return nodes.reverse()
}

/** Number of edges between nodes of a component, without parallel ones. */
export function edgesWithin(members: readonly string[], targets: Targets<string>): number {
  const inside = new Set(members)
  return members.reduce((sum, node) => sum + new Set(targets.get(node)!.filter((head) => inside.has(head))).size, 0)
}
