import { mkdtemp, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from 'neo4j-driver'
import { parse } from 'yaml'
import { candidatesFor } from '../src/questions/packs/candidates.ts'
import { pieceOfRelationship, piecesOf, type Piece } from '../src/questions/packs/pieces.ts'
import { tokens } from '../src/questions/packs/tokens.ts'
import { startEmbedded } from '../src/graph/embedded/embedded.ts'
import { connect, createGraph } from '../src/graph/graph.ts'
import { revisionCache } from '../src/graph/revision-cache.ts'
import { migrate } from '../src/graph/migrate.ts'
import { fromRow, moduleOf } from '../src/store/kind.ts'
import type { Module } from '../src/registry/modules/modules.contract.ts'
import type { Relationship } from '../src/registry/relationships/relationships.contract.ts'
import { packsService } from '../src/questions/packs/packs.service.ts'
import { readQuestion } from '../src/questions/search/question.ts'
import { seed } from '../src/authoring/seeding/seed.ts'
import { relationshipsOf } from '../src/questions/traversal/nodes.ts'
import { loadGeneratedModules } from './generated-modules.ts'

// Recall of context packs: the share of what a task needs, against the hits of full text in order and against all
// modules, both cut at the budget. All three use the same wording, so that only the selection differs.

const budgets = [1_000, 4_000, 16_000]
const tasks = parse(readFileSync(new URL('retrieval-tasks.yaml', import.meta.url), 'utf8')) as {
  task: string
  needs: string[]
}[]
const say = (line: string) => process.stdout.write(`${line}\n`)

type Told = { line: string; says: string[] }

/** Facts in a piece, in the notation of the tasks: the module, its operations, or an edge. */
function sayings({ kind, module, data }: Piece): string[] {
  if (kind === 'module') return [module]
  if (kind === 'capability') return operationsOf(data).map((operation) => `${module}/${String(data.key)}.${operation}`)
  if (kind !== 'relationship') return []
  const [source, target] = [moduleOf(data.source as string), moduleOf(data.target as string)]
  return source === target ? [] : [`${source} ${String(data.type)} ${target}`]
}
const operationsOf = ({ operations }: Piece['data']) => operations as string[]
const told = (piece: Piece): Told => ({ line: piece.line, says: sayings(piece) })

const dataDir = await mkdtemp(join(tmpdir(), 'registry-bench-'))
const neo4j = await startEmbedded({ dataDir, progress: say, log: () => {} })
const driver = connect(neo4j.uri, neo4j.user, neo4j.password)
const graph = createGraph({ driver, deadline: 60_000 })

/** All facts of every module by key, in the wording of packs. */
async function everyModule(): Promise<Map<string, Told[]>> {
  const { records } = await driver.executeQuery('MATCH (m:Module) RETURN m.key AS key ORDER BY key')
  const keys = records.map((record) => record.get('key') as string)
  const facts = await graph.read('context/facts', { keys })
  const [joined] = await graph.read('context/between', { keys })
  const relationships = [...(await relationshipsOf(graph, joined!.ids)).values()]
  return new Map(
    facts.map((one) => {
      const module = fromRow<Module>('module', one.module as unknown as Record<string, unknown>)
      const own = ({ source, target }: Relationship) => [source, target].some((ref) => moduleOf(ref) === module.key)
      const edges = relationships.filter(own).map((relationship) => pieceOfRelationship(relationship, module.key, 1))
      return [module.key, [...piecesOf({ ...one, module }, 1, new Map(), true), ...edges].map(told)]
    }),
  )
}

/** Modules in the order of full-text hits. */
async function plainHits(driver: Driver, task: string): Promise<string[]> {
  const text = readQuestion(task).words.join(' ')
  const { records } = await driver.executeQuery(
    "CALL db.index.fulltext.queryNodes('registry_text', $text) YIELD node, score RETURN node.ref AS ref ORDER BY score DESC, ref",
    { text },
  )
  return [...new Set(records.map((record) => moduleOf(record.get('ref') as string)))]
}

const { count } = await tokens()
const prices = new Map<string, number>()
const priceOf = (line: string) => {
  const price = prices.get(line) ?? count(`${line}\n`)
  prices.set(line, price)
  return price
}

/** Facts within a budget if all lines are written in order and cut at its end. */
function cut(lines: Told[], budget: number): Set<string> {
  const says = new Set<string>()
  let spent = 0
  for (const { line, says: said } of lines) {
    spent += priceOf(line)
    if (spent > budget) break
    for (const one of said) says.add(one)
  }
  return says
}

interface Score {
  recall: number
  precision: number
}
const scoreOf = (says: Set<string>, needs: string[]): Score => {
  const hit = needs.filter((need) => says.has(need)).length
  return { recall: hit / needs.length, precision: says.size === 0 ? 0 : hit / says.size }
}
const mean = (scores: Score[], of: keyof Score) => scores.reduce((sum, score) => sum + score[of], 0) / scores.length

try {
  await migrate(driver)
  await seed(graph, 'all')
  await loadGeneratedModules(graph)
  const modules = await everyModule()
  const everything = [...modules.values()].flat()
  const unknown = tasks
    .flatMap(({ needs }) => needs)
    .filter((need) => !everything.some(({ says }) => says.includes(need)))
  if (unknown.length > 0) throw new Error(`tasks need what no module says: ${unknown.join('; ')}`)
  const packs = packsService(graph, revisionCache(graph))
  const candidates = new Map(
    await Promise.all(tasks.map(async ({ task }) => [task, await candidatesFor(graph, task, [])] as const)),
  )
  const inPack = async (task: string, maxTokens: number) => {
    const { text, refs } = await packs.markdown({ query: { task, maxTokens } })
    if (count(text) > maxTokens) throw new Error(`the pack for "${task}" has ${count(text)} tokens of ${maxTokens}`)
    return new Set(
      candidates
        .get(task)!
        .filter(({ ref }) => refs.includes(ref))
        .flatMap(sayings),
    )
  }
  say(`Recall and precision of what ${tasks.length} tasks need, in the mean, over ${modules.size} modules`)
  for (const budget of budgets) {
    const scores: Record<string, Score[]> = { pack: [], 'full text': [], everything: [] }
    for (const { task, needs } of tasks) {
      const hits = (await plainHits(driver, task)).flatMap((key) => modules.get(key)!)
      scores.pack!.push(scoreOf(await inPack(task, budget), needs))
      scores['full text']!.push(scoreOf(cut(hits, budget), needs))
      scores.everything!.push(scoreOf(cut(everything, budget), needs))
    }
    const shown = Object.entries(scores).map(
      ([name, list]) => `${name} ${mean(list, 'recall').toFixed(2)} ${mean(list, 'precision').toFixed(3)}`,
    )
    say(`${String(budget).padStart(6)} tokens: ${shown.join(', ')}`)
    for (const other of ['full text', 'everything'])
      for (const of of ['recall', 'precision'] as const)
        if (mean(scores.pack!, of) <= mean(scores[other]!, of))
          throw new Error(`at ${budget} tokens the ${of} of the pack is not better than that of ${other}`)
    if (process.env.SHOW_MISSED)
      for (const [index, { recall }] of scores.pack!.entries())
        if (recall < 1) say(`  ${recall.toFixed(2)} ${tasks[index]!.task}`)
  }
} finally {
  await graph.close()
  await neo4j.stop()
  await rm(dataDir, { recursive: true, force: true })
}
