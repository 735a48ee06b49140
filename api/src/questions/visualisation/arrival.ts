export interface ArrivingNode {
  ref: string
  /** Its id: UUIDs v7 are in the order in which they were made. */
  birth: string
  /** How many steps it is away from what the picture begins with. */
  distance: number
}
/** A step that the picture takes from one node to another. */
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
 * The nodes in the order in which they came into the picture: each when it and all on the best way to it were there. So whatever
 * comes later, with all that it brings along, stands behind those that were there before.
 * @param depth how many steps the picture may take; the way on which a node came first need not be the shortest
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
