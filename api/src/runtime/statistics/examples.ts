import type { Graph, ParametersOf, Run } from '../../graph/graph.ts'
import { readModule } from '../../registry/modules/modules.service.ts'
import { change, edit, type Origin } from '../../store/change.ts'
import { thresholdsOf } from '../health/health.contract.ts'
import { read } from '../health/judgement.ts'
import { defaultReasons, nothingKnown, toProperties } from '../health/readings.ts'
import { exampleTag } from './statistics.contract.ts'
import { counted, sumOf } from './sums.ts'

/** Requests of a module or entity in a period, which were not measured. */
export type ExampleSample = ParametersOf<'statistics/save-examples'>['rows'][number]

const atOnce = 1_000
const recent = 5

/** Adds example data to the history of modules. Decision 0055. */
export async function saveExamples(graph: Graph, samples: ExampleSample[]): Promise<void> {
  const rows = samples.filter(({ requests }) => requests > 0)
  for (let from = 0; from < rows.length; from += atOnce)
    await graph.store((run) => run('statistics/save-examples', { rows: rows.slice(from, from + atOnce) }))
}

/**
 * Tags a module as one with example data, and gives it the health that the monitor would find in it.
 * @param samples those of the whole module, oldest first
 * @param since when its health has become what it is
 */
export async function showExampleHealth(
  graph: Graph,
  origin: Origin,
  key: string,
  samples: ExampleSample[],
  since: Date,
): Promise<void> {
  const last = samples.filter(({ resolution }) => resolution === 'minute').slice(-recent)
  const sums = last.map(({ requests, clientErrors, errors, milliseconds, buckets, counts }) => ({
    requestCount: requests,
    clientErrorCount: clientErrors,
    errorCount: errors,
    milliseconds,
    buckets: [...buckets],
    counts: [...counts],
  }))
  const { requestCount, clientErrorCount, errorCount, errorRate, responseTime } = counted(sumOf(sums))
  const traffic = { requestCount, clientErrorCount, errorCount, errorRate, p95: responseTime.p95 }
  const verdict = read({ probe: null, statistics: null, traffic }, thresholdsOf())
  const reason = verdict && (verdict.reasons.join('; ') || defaultReasons[verdict.health])
  const state = reason === null ? null : { ...nothingKnown, reason, since: since.toISOString(), example: true }
  const subject =
    reason === null ? { kind: 'module.change' } : { kind: 'module.health', reason: `example data: ${reason}` }
  await change(graph, origin, subject, async (run) => {
    const module = await readModule(run, key)
    const health = verdict?.health ?? module.health
    const { steps } = edit(module, { health, tags: [...module.tags, exampleTag] })
    const beside = async (run: Run) =>
      state && (await run('health/save-example', { module: key, properties: toProperties(state) }))
    return { result: null, steps, beside }
  })
}

/** Deletes the example data of all modules; a health that nothing has been measured of is unknown again. */
export async function dropExamples(graph: Graph, origin: Origin): Promise<null> {
  const rows = await graph.read('health/examples', { tag: exampleTag })
  for (const { key } of rows)
    await change(graph, origin, { kind: 'module.health', reason: 'the example data was dropped' }, async (run) => {
      const [row] = await run('health/forget-example', { module: key })
      const module = await readModule(run, key)
      const health = row!.forgotten > 0 ? 'unknown' : module.health
      const { steps } = edit(module, { health, tags: module.tags.filter((tag) => tag !== exampleTag) })
      return { result: null, steps }
    })
  for (let dropped = atOnce; dropped === atOnce;) {
    const [row] = await graph.store((run) => run('statistics/drop-examples', { limit: atOnce }))
    dropped = row!.dropped
  }
  return null
}
