import { parseArgs } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { casesFor, headers } from './cases.ts'
import { at, median, memory } from './costs.ts'
import { loadedTo, targetAt } from './sample-graph.ts'
import { say, startRegistry, withDatabase } from './setup.ts'

// `npm run bench:soak`: ten minutes at half of what was measured just before, nine reads to one write. Wanted: no error, a
// 99th percentile of reads within three times their median, and memory that does not grow.

const { values: given } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    size: { type: 'string', default: process.env.BENCH_MODULES ?? '10000' },
    keep: { type: 'string' },
  },
})
const seconds = Number(given.minutes) * 60
const asked =
  /^(one module|page of 50|page of 20 by name|text search|search for agents|relationships of a module|create a module)$/

await withDatabase(async (database) => {
  const size = Number(given.size)
  await loadedTo(database.graph, database.driver, size)
  const { origin, pid, stop } = await startRegistry(database)
  const all = casesFor(targetAt(size)).filter(({ what }) => asked.test(what))
  const [reads, writes] = [all.filter(({ write }) => !write), all.filter(({ write }) => write)]
  const times = { reads: [] as number[], writes: [] as number[] }
  const failed = new Map<string, number>()

  /** The nth request: a tenth are writes. */
  async function send(n: number): Promise<void> {
    const isWrite = n % 10 === 9
    const { method, path, write } = isWrite ? writes[0]! : reads[n % reads.length]!
    const begun = performance.now()
    const answer = await fetch(origin + path, { method, headers, body: write && JSON.stringify(write(uuid())) })
      .then(async (response) => (await response.text(), String(response.status)))
      .catch((error: Error) => error.message)
    if (/^2/.test(answer)) times[isWrite ? 'writes' : 'reads'].push(performance.now() - begun)
    else failed.set(answer, (failed.get(answer) ?? 0) + 1)
  }

  /** Requests a second of sixteen clients that wait for each answer. */
  async function capacity(seconds: number): Promise<number> {
    let sent = 0
    const end = performance.now() + seconds * 1_000
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        while (performance.now() < end) await send(sent++)
      }),
    )
    return sent / seconds
  }

  await capacity(10) // a warm-up of the database and the compilers
  const most = await capacity(20)
  for (const of of Object.values(times)) of.length = 0
  failed.clear()
  say(`capacity ${most.toFixed(0)} requests a second; ${given.minutes} minutes at ${(most / 2).toFixed(0)}`)
  const begun = performance.now()
  const underWay = new Set<Promise<void>>()
  const held: { registry: number; database: number }[] = []
  for (let sent = 0, elapsed = 0; elapsed < seconds; elapsed = (performance.now() - begun) / 1_000) {
    if (elapsed >= (held.length * seconds) / 10)
      held.push({ registry: await memory(pid), database: await memory(database.pid) })
    for (; sent < (elapsed * most) / 2; sent++) {
      const request = send(sent).finally(() => underWay.delete(request))
      underWay.add(request)
    }
    await wait(5)
  }
  await Promise.all(underWay)
  for (const [what, of] of Object.entries(times))
    say(
      `${what}: ${of.length}, p50 ${median(of).toFixed(1)} ms, p99 ${at(of, 0.99).toFixed(1)} ms: ${(at(of, 0.99) / median(of)).toFixed(1)} times the median`,
    )
  say(`failed: ${[...failed].map(([why, count]) => `${count} × ${why}`).join(', ') || 'none'}`)
  say(`registry, MB: ${held.map(({ registry }) => registry).join(' ')}`)
  say(`database, MB: ${held.map(({ database }) => database).join(' ')}`)
  await stop()
  if (failed.size > 0) process.exitCode = 1
}, given.keep)
