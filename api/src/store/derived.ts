import type { Graph } from '../graph/graph.ts'
import { fromRow, kindNamed, kindOf } from './kind.ts'

/** Writes the derived properties of resources that an earlier version has stored without them, batch by batch. */
export async function deriveMissing(graph: Graph): Promise<void> {
  for (;;) {
    const found = await graph.read('search/without-words', { limit: 1_000 })
    if (found.length === 0) return
    const rows = found.map(({ id, properties }) => {
      const name = kindOf(String(properties.ref))
      return { id, properties: kindNamed(name).derived!(fromRow(name, properties)) }
    })
    await graph.store((run) => run('search/save-words', { rows }))
  }
}
