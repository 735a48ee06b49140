export interface ArrivingNode {
  ref: string
  /** Its id, a UUID v7: sorts by time of creation. */
  birth: string
  /** Number of steps from the nodes with which the graph starts. */
  distance: number
}
/** A step of the search from one node to another. */
export interface Step {
  from: string
  to: string
  /** The id of the relationship. */
  birth: string
}

interface Arrival {
  at: string
  steps: number
}

/**
 * Sorts nodes by the time of their arrival in the graph: when the node and a complete path to it existed for the first
 * time. So whatever is added later, with all that becomes reachable by it, comes after the nodes that were there
 * before.
 * @param depth maximum number of steps; the path by which a node arrived first need not be the shortest
 */
export function inOrderOfArrival<Node extends ArrivingNode>(nodes: Node[], steps: Step[], depth: number): Node[] {
  const births = new Map(nodes.map(({ ref, birth }) => [ref, birth]))
  let arrivals = new Map<string, Arrival>(
    nodes.filter(({ distance }) => distance === 0).map(({ ref, birth }) => [ref, { at: birth, steps: 0 }]),
  )
  for (let taken = 1; taken <= depth; taken++) {
    const next = new Map(arrivals)
    for (const { from, to, birth } of steps) {
      const start = arrivals.get(from)
      if (!start) continue
      const at = [start.at, birth, births.get(to)!].reduce((latest, one) => (one > latest ? one : latest))
      const known = next.get(to)
      if (!known || at < known.at) next.set(to, { at, steps: taken })
    }
    arrivals = next
  }
  const compare = (a: Node, b: Node) => {
    const [one, other] = [arrivals.get(a.ref)!, arrivals.get(b.ref)!]
    return (
      compareTexts(one.at, other.at) ||
      one.steps - other.steps ||
      compareTexts(a.birth, b.birth) ||
      compareTexts(a.ref, b.ref)
    )
  }
  return nodes.toSorted(compare)
}

export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
