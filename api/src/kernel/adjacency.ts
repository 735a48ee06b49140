/** Adjacency list of a directed graph. */
export type Targets<Node> = ReadonlyMap<Node, readonly Node[]>

/** Compressed form: nodes are 0, 1, 2 …; the targets of node n are `heads[first[n]]` to `heads[first[n + 1] - 1]`. */
export function numbered<Node>(targets: Targets<Node>) {
  const numbers = new Map<Node, number>()
  let edges = 0
  for (const [node, heads] of targets) {
    numbers.set(node, numbers.size)
    edges += heads.length
  }
  const sources = numbers.size
  for (const heads of targets.values())
    for (const head of heads) if (!numbers.has(head)) numbers.set(head, numbers.size)
  const first = new Int32Array(numbers.size + 1).fill(edges, sources)
  const heads = new Int32Array(edges)
  let edge = 0
  let source = 0
  for (const of of targets.values()) {
    first[source++] = edge
    for (const head of of) heads[edge++] = numbers.get(head)!
  }
  return { nodes: [...numbers.keys()], first, heads }
}

/** The reverse graph, without nodes that have no incoming edge. */
export function reversed(targets: Targets<string>): Map<string, string[]> {
  const sources = new Map<string, string[]>()
  for (const [node, heads] of targets)
    for (const head of heads) {
      const of = sources.get(head)
      if (of) of.push(node)
      else sources.set(head, [node])
    }
  return sources
}

/** The subgraph that is reachable from some nodes, including them. */
export function reachable(targets: Targets<string>, starts: readonly string[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const open = [...starts]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node)) continue
    const heads = targets.get(node) ?? []
    found.set(node, heads)
    for (const head of heads) open.push(head)
  }
  return found
}

/** Number of other nodes that are reachable from each of some nodes. */
export function reachCounts(targets: Targets<string>, starts: readonly string[]): number[] {
  const { nodes, first, heads } = numbered(targets)
  const numbers = new Map(nodes.map((node, number) => [node, number]))
  const seen = new Int32Array(nodes.length).fill(-1)
  return starts.map((start, search) => {
    const open = [numbers.get(start)!]
    seen[open[0]!] = search
    let count = -1
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      count++
      for (const head of heads.subarray(first[node], first[node + 1]))
        if (seen[head] !== search) {
          seen[head] = search
          open.push(head)
        }
    }
    return count
  })
}
