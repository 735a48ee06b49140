export interface Step {
  ref: string
  /** Where it is reached from. */
  from: string
}

/**
 * Nodes around one, by their distance: each ring is asked for at once, and each node is in one ring only.
 * @param next what is one step away from any of these
 * @param goal ends the search with the ring that has it
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

/** The way that the rings found to a node of the last one, from the start on; undefined when it is not in that. */
export function wayTo(goal: string, start: string, found: Step[][]): string[] | undefined {
  const way = [goal]
  for (const ring of found.toReversed()) {
    const step = ring.find(({ ref }) => ref === way[0])
    if (!step) return undefined
    way.unshift(step.from)
  }
  return way[0] === start ? way : undefined
}
