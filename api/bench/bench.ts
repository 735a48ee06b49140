import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Target } from './cases.ts'
import { contest, openArena, type Result } from './contest.ts'
import { growth, heading, line, worse } from './report.ts'
import { loadDebian } from './debian-graph.ts'
import { loadedTo, targetAt } from './sample-graph.ts'
import { say, withDatabase, type Database } from './setup.ts'

// `npm run bench`: every question at several sizes, beside what is written by hand. See README.md of this folder.

const { values: given } = parseArgs({
  options: {
    sizes: { type: 'string', default: process.env.BENCH_MODULES ?? '1000,10000,60000' },
    rounds: { type: 'string', default: process.env.BENCH_ROUNDS ?? '5' },
    seconds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    compare: { type: 'string' },
    keep: { type: 'string' },
    graph: { type: 'string', default: 'sample' },
  },
})
const sizes = given.sizes.split(',').map(Number)
const only = new RegExp(given.only, 'i')

const results: Result[] = []

async function* graphs({ graph, driver }: Database): AsyncGenerator<{ said: string; size: number; target: Target }> {
  if (given.graph === 'debian') yield await loadDebian(graph)
  else
    for (const size of sizes) {
      await loadedTo(graph, driver, size)
      yield { said: `${size} modules`, size, target: targetAt(size) }
    }
}

await withDatabase(async (database) => {
  for await (const { said, size, target } of graphs(database)) {
    say(`\n${said}; ${Math.round(performance.now() / 1_000)} s after the start`)
    const arena = await openArena(database, target, size)
    try {
      say(heading(size))
      for (const asked of arena.cases.filter(({ what }) => only.test(what)))
        try {
          for (const result of await contest(asked, arena, Number(given.rounds), Number(given.seconds))) {
            results.push(result)
            say(line(result))
          }
        } catch (error) {
          // The others are still worth measuring.
          say((error as Error).message)
          process.exitCode = 1
        }
    } finally {
      await arena.close()
    }
  }
}, given.keep)

if (sizes.length > 1) {
  say(`\nGrowth: processor time an answer and memory at ${sizes.join(', ')} modules, and the power of the size`)
  for (const row of growth(results)) say(row)
}
if (given.json) await writeFile(given.json, JSON.stringify(results, null, 2))
if (given.compare) {
  const slower = worse(results, JSON.parse(await readFile(given.compare, 'utf8')) as Result[])
  for (const row of slower) say(`15 % worse: ${row}`)
  if (slower.length > 0) process.exitCode = 1
}
