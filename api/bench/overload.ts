import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { send, type Answered, type Sent } from './one-request.ts'
import { at } from './costs.ts'
import { loadSampleGraph } from './sample-graph.ts'
import { say, startRegistry, withDatabase } from './setup.ts'

// What others notice when one caller, or thirty, send 300 requests at once: for each kind of request the answers, the
// slowest of them, and meanwhile the slowest /livez and the 99th percentile of another caller's reads.

const moduleCount = Number(process.env.BENCH_MODULES ?? 1_200)
const atOnce = Number(process.env.BENCH_REQUESTS ?? 300)
const only = process.env.BENCH_ONLY

/** A schema whose judging takes long, but which is small and valid. */
const slowSchema = {
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [
      `field${index}`,
      { anyOf: Array.from({ length: 20 }, (_, kind) => ({ type: 'string', minLength: kind, maxLength: 500 - index })) },
    ]),
  ),
}
const patch = (index: number) => ({
  version: '1.0',
  patchId: `overload-${index}`,
  timestamp: new Date().toISOString(),
  actor: 'ai',
  scope: 'object',
  operation: 'add',
  target: { type: 'object', identifier: 'Thing' },
  module: { key: `overload-${index}` },
  payload: { fields: Array.from({ length: 50 }, (_, field) => ({ name: `field${field}`, type: 'text' })) },
  dependsOn: [`module-${index}`],
})
const alias = (index: number) => `a${index}: validateConfiguration(input: {schema: $schema, values: {}}) { valid }`
const manyAliases = `query ($schema: JSON!) { ${Array.from({ length: 30 }, (_, index) => alias(index)).join(' ')} }`

const kinds: Record<string, (index: number) => Sent> = {
  'one module': (index) => ({ path: `/api/modules/module-${index}` }),
  'list with a filter': (index) => ({ path: `/api/modules?q=module&sort=name&limit=${50 + index}` }),
  search: (index) => ({ path: `/api/ai/search?q=module%20${index}` }),
  'graph of parts': (index) => ({ path: `/api/graph?level=part&limit=${700 + index}` }),
  'graph of modules': (index) => ({ path: `/api/graph?limit=${700 + index}` }),
  context: (index) => ({ path: `/api/ai/context?task=module%20${index}%20takes%20orders&maxTokens=8000` }),
  'one OpenAPI of all': () => ({ path: '/api/openapi/modules.json?limit=500' }),
  documentation: (index) => ({ path: `/api/modules/module-${index}/docs.md` }),
  impact: (index) => ({ path: `/api/modules/module-${index}/impact` }),
  order: (index) => ({ path: `/api/graph/order?limit=${100 + index}` }),
  'health overview': (index) => ({ path: `/api/health?limit=${100 + index}` }),
  previews: (index) => ({ path: '/api/patches:preview?diagrams=true', body: patch(index) }),
  'schemas over REST': () => ({ path: '/api/configurations:validate', body: { schema: slowSchema, values: {} } }),
  'schemas over GraphQL': () => ({ path: '/graphql', body: { query: manyAliases, variables: { schema: slowSchema } } }),
  'changes of modules': (index) => ({
    path: '/api/modules',
    body: { key: `made-${Math.floor(Math.random() * 1e9)}`, name: `Made ${index}` },
  }),
}
const all = Object.values(kinds)
const mixed = { 'all mixed': (index: number) => all[index % all.length]!(index) }

async function throwAt(origin: string, callers: number, make: (index: number) => Sent): Promise<string> {
  const answers: Answered[] = []
  await (await fetch(`${origin}/metrics`)).text() // begins to measure the event loop
  // In a thread of its own: this one is busy with sending.
  const watcher = new Worker(new URL('watcher.mjs', import.meta.url), { workerData: origin })
  const [alive, reads] = await new Promise<[Answered[], Answered[]]>((resolve, reject) => {
    watcher.once('error', reject)
    watcher.once('message', () => {
      void Promise.all(
        Array.from({ length: atOnce }, (_, index) => send(origin, make(index), `caller ${index % callers}`)),
      ).then((given) => {
        answers.push(...given)
        watcher.postMessage('stop')
      })
      watcher.once('message', resolve)
    })
  })
  const count = new Map<number, number>()
  for (const { status } of answers) count.set(status, (count.get(status) ?? 0) + 1)
  const times = (list: Answered[]) => list.map(({ milliseconds }) => milliseconds)
  const statuses = [...count].toSorted().map(([status, of]) => `${of}×${status || 'none'}`)
  const failed = reads.filter(({ status }) => status !== 200).length
  const metrics = await (await fetch(`${origin}/metrics`)).text()
  const [, delay] = /^registry_event_loop_delay_seconds (\S+)/m.exec(metrics)!
  return [
    `${statuses.join(' ').padEnd(22)} slowest ${(Math.max(...times(answers)) / 1_000).toFixed(1)} s`,
    `loop p99.9 ${(Number(delay) * 1_000).toFixed(0)} ms`,
    `/livez ${Math.max(...times(alive)).toFixed(0)} ms`,
    `reads of another p50 ${at(times(reads), 0.5).toFixed(0)}, p99 ${at(times(reads), 0.99).toFixed(0)} ms${failed ? `, ${failed} failed` : ''}`,
  ].join(', ')
}

await withDatabase(async (database) => {
  await loadSampleGraph(database.graph, moduleCount, moduleCount * 4)
  const server = await startRegistry(database, { LOG_LEVEL: 'silent' })
  say(`${atOnce} requests at once, ${moduleCount} modules`)
  for (const [what, make] of Object.entries({ ...kinds, ...mixed })) {
    if (only !== undefined && !what.includes(only)) continue
    for (const callers of [1, 30]) {
      say(`${what.padEnd(22)} from ${String(callers).padStart(2)}: ${await throwAt(server.origin, callers, make)}`)
      await wait(1_000)
    }
  }
  await server.stop()
})
