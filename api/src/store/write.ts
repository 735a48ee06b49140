import type { Run } from '../graph/graph.ts'
import { kindsInOrder, ofKind, type Step } from './kind.ts'

/** Writes the steps: first deletions, in the reverse order of kinds, so that parts precede their module. */
export async function write(run: Run, steps: Step[]): Promise<void> {
  const kinds = kindsInOrder()
  for (const kind of kinds.toReversed()) {
    const gone = ofKind(kind, steps).flatMap(({ before, after }) =>
      before && (!after || kind.isMoved?.(before, after)) ? [before] : [],
    )
    if (gone.length > 0) await kind.remove(run, gone)
  }
  for (const kind of kinds) {
    const written = ofKind(kind, steps).filter(({ after }) => after)
    if (written.length > 0) await kind.save(run, written)
  }
}
