import { v7 as uuid } from 'uuid'
import type { Graph } from '../src/graph/graph.ts'
import { kindNamed, kindOf, toRow, type State } from '../src/store/kind.ts'
import { write } from '../src/store/write.ts'

const batch = 1_000

/** Creates resources of one kind, or of modules and their parts, with their log, as changes do; they must be valid. */
export async function loadStates(graph: Graph, states: State[]): Promise<void> {
  for (let from = 0; from < states.length; from += batch) {
    const some = states.slice(from, from + batch)
    await graph.write(async (run) => {
      const operation = uuid()
      const [begun] = await run('history/begin', { operation, idempotencyKey: null })
      // Relationships by their own query: their kind searches for cycles that each may close.
      if (kindOf(some[0]!.ref) === 'relationship') await run('relationships/save', { rows: some.map(toRow) })
      else
        await write(
          run,
          some.map((after) => ({ before: null, after })),
        )
      await run('history/record', {
        revision: {
          number: begun!.revision,
          operation,
          kind: `${kindOf(some[0]!.ref)}.create`,
          ref: some[0]!.ref,
          actor: 'bench',
          via: 'import',
          at: new Date(),
        },
        changes: some.map((after) => ({
          ref: after.ref,
          kind: 'created',
          after: JSON.stringify(after),
          ...kindNamed(kindOf(after.ref)).logged?.(after),
        })),
      })
    })
  }
}
