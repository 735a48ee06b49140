import { reversed, type Targets } from '../../kernel/adjacency.ts'

export interface Levels {
  levels: string[][]
  /** Nodes without a level, because a cycle is among what they lead to. */
  rest: string[]
}

/** Nodes by the longest way to one that leads nowhere: all that a node leads to stands in levels before its own. Kahn's algorithm. */
export function levels(targets: Targets<string>): Levels {
  const sources = reversed(targets)
  const missing = new Map([...targets].map(([node, heads]) => [node, heads.length]))
  const found: string[][] = []
  let level = [...targets.keys()].filter((node) => missing.get(node) === 0)
  while (level.length > 0) {
    found.push(level.sort())
    const next: string[] = []
    for (const node of level) {
      missing.delete(node)
      for (const source of sources.get(node) ?? []) {
        const left = missing.get(source)! - 1
        missing.set(source, left)
        if (left === 0) next.push(source)
      }
    }
    level = next
  }
  return { levels: found, rest: [...missing.keys()].sort() }
}
