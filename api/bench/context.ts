import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import neo4j, { type Driver } from 'neo4j-driver'
import { tokens } from '../src/context/tokens.ts'
import { startEmbedded } from '../src/graph/embedded/embedded.ts'
import { connect, createGraph } from '../src/graph/graph.ts'
import { migrate } from '../src/graph/migrate.ts'
import { luceneOf, readQuestion } from '../src/search/question.ts'
import { createServices } from '../src/services.ts'
import { loadSampleGraph } from './sample-graph.ts'

// What a language model asks, with 10,000 modules, beside the raw full-text query for the same words that reads nothing but refs. The
// contenders take turns and no question comes twice; what counts are the ratios.

const rounds = Number(process.env.BENCH_ROUNDS ?? 5) * 12
const words = ['invoice', 'customer', 'order', 'stock', 'parcel', 'ticket', 'campaign', 'ledger', 'report']
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Two words and a number that some module has in its name. */
const questionNumber = (n: number) => `${words[n % 9]!} and ${words[(n * 4 + 1) % 9]!} of ${n * 37}`

const dataDir = await mkdtemp(join(tmpdir(), 'registry-bench-'))
const database = await startEmbedded({ dataDir, progress: say, log: () => {} })
const driver = connect(database.uri, database.user, database.password)
const graph = createGraph({ driver, deadline: 60_000 })

async function rawFullText(driver: Driver, question: string): Promise<number> {
  const session = driver.session({ defaultAccessMode: neo4j.session.READ })
  try {
    const text = luceneOf(readQuestion(question))
    const asked =
      "CALL db.index.fulltext.queryNodes('registry_text', $text) YIELD node, score RETURN node.ref AS ref, score LIMIT 20"
    return (await session.run(asked, { text })).records.length
  } finally {
    await session.close()
  }
}

const at = (share: number, times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]!

try {
  await migrate(driver)
  await loadSampleGraph(graph)
  await tokens()
  const { context, search, packs } = createServices(graph)
  const format = 'json' as const
  const contenders: Record<string, (n: number) => Promise<unknown>> = {
    'raw full text': (n) => rawFullText(driver, questionNumber(n)),
    'list of 50': (n) =>
      context.listModules({ query: { limit: 50, format, cursor: undefined, tag: n % 2 ? ['core'] : undefined } }),
    search: (n) => search.search({ query: { q: questionNumber(n), limit: 20, cursor: undefined } }),
    'context of 4,000': (n) => packs.context({ query: { task: questionNumber(n), maxTokens: 4_000 } }),
  }
  const took = Object.fromEntries(Object.keys(contenders).map((name) => [name, [] as number[]]))
  // The first questions warm up the database and the compilers and are not counted.
  for (let n = -8; n < rounds; n++)
    for (const [name, contender] of Object.entries(contenders)) {
      const start = performance.now()
      await contender(n + 8)
      if (n >= 0) took[name]!.push(performance.now() - start)
    }
  say(`Answers for language models, 10,000 modules, 40,000 relationships; ${rounds} questions each`)
  const raw = at(0.95, took['raw full text']!)
  for (const [name, times] of Object.entries(took)) {
    const [half, most] = [at(0.5, times), at(0.95, times)]
    say(
      `${name.padEnd(17)} p50 ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms: ${(most / raw).toFixed(2)} of the raw full text`,
    )
  }
} finally {
  await graph.close()
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
