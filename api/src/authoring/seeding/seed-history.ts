import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Graph } from '../../graph/graph.ts'
import { parseJson } from '../../kernel/json.ts'
import { saveExamples, showExampleHealth } from '../../runtime/statistics/examples.ts'
import { numbersOf } from '../../runtime/statistics/meter.ts'
import { exampleHistory, Profile, together } from './example-history.ts'
import { call, modulesToSeed, seeds, type Seed } from './seed.ts'

/**
 * Gives the sample modules, right after they have been registered, a history as if they had been used for a day and a
 * half, and the health that follows from it, all marked as example data. Decision 0055.
 */
export async function seedHistory(graph: Graph, which: Seed, now = new Date()): Promise<void> {
  const profiles = z.record(z.string(), Profile).parse(parseJson(readFileSync(join(seeds, 'history.json'))))
  for (const module of modulesToSeed(which)) {
    const profile = profiles[module]
    if (!profile) continue
    const document = parseJson(readFileSync(join(seeds, module, 'module.json'))) as { objects: object }
    const entities = Object.keys(document.objects)
    // The first entity has most of the requests, each other one less than that before it.
    const all = entities.reduce((sum, _, n) => sum + 1 / (n + 1), 0)
    const histories = entities.map((entity, n) =>
      exampleHistory(numbersOf(module, entity), profile, 1 / (n + 1) / all, now),
    )
    const whole = together(numbersOf(module, null), histories)
    await saveExamples(graph, [...whole, ...histories.flat()])
    const since = new Date(now.getTime() - (profile.trouble?.hours ?? 0) * 3_600_000)
    await showExampleHealth(graph, call.origin, module, whole, since)
  }
}
