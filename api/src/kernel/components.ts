import { numbered, type Targets } from './adjacency.ts'

/**
 * Strongly connected components of more than one node, or of a node with an edge to itself: all nodes that are on cycles, each
 * together with those that it shares cycles with. Decision 0010. Tarjan's algorithm in one pass over nodes and edges, with a stack of its own:
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
