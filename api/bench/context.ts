import neo4j, { type Driver } from 'neo4j-driver'
import { tokens } from '../src/questions/packs/tokens.ts'
import { luceneOf, readQuestion } from '../src/questions/search/question.ts'

const words = ['invoice', 'customer', 'order', 'stock', 'parcel', 'ticket', 'campaign', 'ledger', 'report']

/** A question with two words and a number that occur in the names of modules. */
const questionNumber = (n: number) => `${words[n % 9]!} and ${words[(n * 4 + 1) % 9]!} of ${n * 37}`

async function rawFullText(driver: Driver, question: string): Promise<void> {
  const session = driver.session({ defaultAccessMode: neo4j.session.READ })
  try {
    const text = luceneOf(readQuestion(question))
    const asked =
      "CALL db.index.fulltext.queryNodes('registry_words', $text) YIELD node, score RETURN node.ref AS ref, score LIMIT 20"
    await session.run(asked, { text })
  } finally {
    await session.close()
  }
}

async function ask(origin: string, path: string, query: Record<string, string>): Promise<void> {
  const answer = await fetch(`${origin}/api/ai/${path}?${new URLSearchParams(query)}`)
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
}

const at = (share: number, times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)]!

/**
 * Compares REST requests of a language model to a bare full-text query for the same words that reads only refs. The
 * contenders take turns, and no question is repeated; the result is the ratios.
 * @param questions number of questions per contender
 */
export async function compareContext(origin: string, driver: Driver, questions: number): Promise<string[]> {
  await tokens()
  const contenders: Record<string, (n: number) => Promise<void>> = {
    'raw full text': (n) => rawFullText(driver, questionNumber(n)),
    'list of 50': (n) => ask(origin, 'modules', { limit: '50', q: questionNumber(n), include: 'endpoints' }),
    search: (n) => ask(origin, 'search', { q: questionNumber(n), limit: '20' }),
    'context of 4,000': (n) => ask(origin, 'context', { task: questionNumber(n), maxTokens: '4000' }),
  }
  const took = Object.fromEntries(Object.keys(contenders).map((name) => [name, [] as number[]]))
  // The first questions are a warm-up of the database and the compilers, and not measured.
  for (let n = -8; n < questions; n++)
    for (const [name, contender] of Object.entries(contenders)) {
      const start = performance.now()
      await contender(n + 8)
      if (n >= 0) took[name]!.push(performance.now() - start)
    }
  const raw = at(0.95, took['raw full text']!)
  return Object.entries(took).map(([name, times]) => {
    const [half, most] = [at(0.5, times), at(0.95, times)]
    return `${name.padEnd(17)} p50 ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms: ${(most / raw).toFixed(2)} of the raw full text`
  })
}
