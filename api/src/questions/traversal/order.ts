import { reversed, type Targets } from '../../kernel/adjacency.ts'

export interface Levels {
  levels: string[][]
  /** Nodes without a level: those on a cycle or with a path to one. */
  rest: string[]
}

/** Groups nodes by the length of their longest path: all targets of a node are in earlier levels. Kahn's algorithm. */
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
