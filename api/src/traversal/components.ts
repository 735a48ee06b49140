/** Where the edges of each node lead. */
export type Targets<Node> = ReadonlyMap<Node, readonly Node[]>

/**
 * Strongly connected components of more than one node, or of a node with an edge to itself: all nodes that are on cycles, each
 * together with those that it shares cycles with. Tarjan's algorithm in one pass over nodes and edges, with a stack of its own:
 * the path to a node may be longer than any stack of calls.
 */
export function components<Node>(targets: Targets<Node>): Node[][] {
  const { nodes, first, heads } = numbered(targets)
  const found: Node[][] = []
  const order = new Int32Array(nodes.length).fill(unvisited)
  const low = new Int32Array(nodes.length)
  const next = first.slice()
  const open: number[] = []
  const isOpen = new Uint8Array(nodes.length)
  let visited = 0
  const enter = (node: number, path: number[]) => {
    order[node] = low[node] = visited++
    open.push(node)
    isOpen[node] = 1
    path.push(node)
  }
  const close = (root: number) => {
    const members = open.splice(open.lastIndexOf(root))
    for (const member of members) isOpen[member] = 0
    const isCycle = members.length > 1 || heads.subarray(first[root], first[root + 1]).includes(root)
    if (isCycle) found.push(members.map((member) => nodes[member]!))
  }
  for (let start = 0; start < nodes.length; start++) {
    if (order[start] !== unvisited) continue
    const path: number[] = []
    enter(start, path)
    while (path.length > 0) {
      const node = path.at(-1)!
      if (next[node]! < first[node + 1]!) {
        const head = heads[next[node]!++]!
        if (order[head] === unvisited) enter(head, path)
        else if (isOpen[head]) low[node] = Math.min(low[node]!, order[head]!)
        continue
      }
      path.pop()
      const before = path.at(-1)
      if (before !== undefined) low[before] = Math.min(low[before]!, low[node]!)
      if (low[node] === order[node]) close(node)
    }
  }
  return found
}

const unvisited = -1

/** Nodes as 0, 1, 2 …; the edges of node n lead to `heads[first[n]]` up to, without, `heads[first[n + 1]]`. */
function numbered<Node>(targets: Targets<Node>) {
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
