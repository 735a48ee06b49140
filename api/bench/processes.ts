import { parseArgs } from 'node:util'
import { startBeside, startRegistry, say, withDatabase, type Process } from './setup.ts'
import { casesFor } from './cases.ts'
import { median, memory } from './costs.ts'
import { loadedTo, targetAt } from './sample-graph.ts'

// `npm run bench:processes`: what the registry holds beside a bare Express process of the same run, how long its event
// loop is held while 100,000 rows are exported, and what a request costs one and two processes on one database.

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: process.env.BENCH_ROUNDS ?? '5' },
    size: { type: 'string', default: process.env.BENCH_MODULES ?? '10000' },
    keep: { type: 'string' },
  },
})
const size = Number(given.size)
const rows = 100_000
const amount = 1_000

const metricsOf = async ({ origin }: Process) => (await fetch(`${origin}/metrics`)).text()
const delayIn = (metrics: string) => Number(/^registry_event_loop_delay_seconds (\S+)/m.exec(metrics)?.[1]) * 1_000

await withDatabase(async (database) => {
  await loadedTo(database.graph, database.driver, size)
  const target = targetAt(size)
  const index = casesFor(target).findIndex(({ what }) => what === 'page of 50')
  const beside = (role: 'express' | 'generator') => startBeside(role, database, target)
  const [one, two, express, generator, second] = await Promise.all([
    startRegistry(database),
    startRegistry(database),
    beside('express'),
    beside('generator'),
    beside('generator'),
  ])
  const load = (by: typeof generator, { pid, origin }: Process, to: 'registry' | 'express', connections = 16) =>
    by.run({ index, connections, amount, origin, to, pids: [pid, database.pid] })
  for (const [process, to] of [
    [one, 'registry'],
    [two, 'registry'],
    [express, 'express'],
  ] as const)
    await load(generator, process, to)

  const [held, bare] = [await memory(one.pid), await memory(express.pid)]
  say(
    `memory after ${amount} requests: registry ${held} MB, its threads included; bare Express ${bare} MB: ${(held / bare).toFixed(2)} (at most 2)`,
  )

  const alone: number[] = []
  const together: number[] = []
  for (let round = 0; round < Number(given.rounds); round++) {
    alone.push((await load(generator, one, 'registry')).own)
    const both = await Promise.all([load(generator, one, 'registry', 8), load(second, two, 'registry', 8)])
    together.push((both[0].own + both[1].own) / 2)
  }
  say(
    `processor time for a page of 50: one process ${median(alone).toFixed(2)} ms, two ${median(together).toFixed(2)} ms: ${(median(together) / median(alone)).toFixed(2)} (at most 1.1)`,
  )

  await metricsOf(one) // begins to measure the event loop
  const begun = performance.now()
  const query = `UNWIND range(1, ${rows}) AS number RETURN number, 'Row ' + number AS name`
  const answer = await fetch(`${one.origin}/api/cypher?format=csv`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, rows }),
  })
  const lines = (await answer.text()).split('\n').length
  const delay = delayIn(await metricsOf(one))
  say(
    `export: ${answer.status}, ${lines} lines in ${((performance.now() - begun) / 1_000).toFixed(1)} s, event loop p99.9 ${delay.toFixed(0)} ms (p99 below 50)`,
  )
  await Promise.all([one, two, express, generator, second].map((process) => process.stop()))
}, given.keep)
