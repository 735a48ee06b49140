import type { Run } from '../../graph/graph.ts'
import { kindOf, moduleOf, type Step } from '../../store/kind.ts'

/** Creates and deletes statistics together with modules and entities; they are not logged. */
export async function initialiseStatistics(run: Run, steps: Step[]): Promise<void> {
  const comingOrGoing = steps.flatMap(({ before, after }) => (before && after ? [] : [(after ?? before)!.ref]))
  const counted = comingOrGoing.filter((ref) => ['module', 'entity'].includes(kindOf(ref)))
  for (const key of new Set(counted.map(moduleOf))) await run('statistics/initialise', { key })
  // What comes back with an undo has the records that it had.
  const come = steps.filter(({ before, after }) => !before && kindOf(after!.ref) === 'entity')
  const keys = [...new Set(come.map(({ after }) => moduleOf(after!.ref)))]
  if (keys.length > 0) await run('statistics/count-records', { keys })
}
