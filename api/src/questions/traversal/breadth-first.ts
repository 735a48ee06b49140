export interface Step {
  ref: string
  /** Ref of the previous node. */
  from: string
}

/**
 * Breadth-first search: the nodes around a start by distance, with one query per distance; each node occurs once.
 * @param next returns the nodes one step away from any of these
 * @param goal ends the search at the distance of this node
 */
export async function rings(
  start: string,
  next: (refs: string[]) => Promise<Step[]>,
  maxDepth: number,
  goal?: string,
): Promise<Step[][]> {
  const seen = new Set([start])
  const found: Step[][] = []
  let ring = [start]
  while (found.length < maxDepth && ring.length > 0 && !(goal !== undefined && seen.has(goal))) {
    const steps = (await next(ring)).filter(({ ref }) => !seen.has(ref))
    for (const { ref } of steps) seen.add(ref)
    ring = steps.map(({ ref }) => ref)
    if (steps.length > 0) found.push(steps)
  }
  return found
}

/** The path from the start to a node of the last ring; undefined if it is not in that ring. */
export function wayTo(goal: string, start: string, found: Step[][]): string[] | undefined {
  const way = [goal]
  for (const ring of found.toReversed()) {
    const step = ring.find(({ ref }) => ref === way[0])
    if (!step) return undefined
    way.unshift(step.from)
  }
  return way[0] === start ? way : undefined
}
