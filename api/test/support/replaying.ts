import { expect } from 'chai'
import type { Driver } from 'neo4j-driver'
import type { Graph } from '../../src/graph/graph.ts'
import type { Step } from '../../src/store/kind.ts'
import { write } from '../../src/store/write.ts'

/** All logged content: nodes with labels and properties, edges with ends and properties, sorted. */
export async function stateOf(driver: Driver): Promise<string[]> {
  const { records } = await driver.executeQuery(`
    CALL () {
      MATCH (n)
      WHERE NOT n:Revision|Change|Registry|Migration|KeptAnswer|Statistics|Sample|Lock|Lease|HealthState
        AND NOT n:Record|Claim|SavedQuery|SavedView|KeptPicture|ApiKey
      RETURN labels(n) AS kind, n.ref AS a, null AS b, properties(n) AS properties
      UNION ALL
      MATCH (a)-[r]->(b) WHERE a.ref IS NOT NULL AND b.ref IS NOT NULL AND NOT a:Revision AND NOT b:Statistics
      RETURN [type(r)] AS kind, a.ref AS a, b.ref AS b, properties(r) AS properties
    }
    RETURN kind, a, b, properties`)
  return records
    .map((record) => {
      const { kind, a, b, properties } = record.toObject()
      const members = Object.entries(properties as object).sort(([x], [y]) => (x < y ? -1 : 1))
      return JSON.stringify([(kind as string[]).sort(), a, b, members])
    })
    .sort()
}

/**
 * The changes of each revision, from the first to the last.
 * @param read returns the JSON at a path
 */
export async function logOf(read: (path: string) => Promise<unknown>): Promise<Step[][]> {
  const numbers: number[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await read(`/api/revisions?limit=500${cursor && `&cursor=${cursor}`}`)) as Page
    numbers.push(...page.items.map(({ number }) => number))
    cursor = page.nextCursor
  }
  expect(numbers).to.deep.equal(numbers.map((_, index) => numbers.length - index))
  const entries = await Promise.all(numbers.toReversed().map((number) => read(`/api/revisions/${number}`)))
  return entries.map((entry) => (entry as Entry).changes.map(({ before, after }) => ({ before, after })))
}

type Page = { items: { number: number }[]; nextCursor: string | null }
type Entry = { changes: Step[] }

export async function replay(graph: Graph, history: Step[][]): Promise<void> {
  for (const steps of history) await graph.write((run) => write(run, steps))
}
