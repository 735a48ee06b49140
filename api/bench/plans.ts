import { catalog, textFor, type Query } from '@registry/cypher/catalog'
import type { Driver, Plan } from 'neo4j-driver'
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { toParameter } from '../src/graph/driver-values.ts'
import { loadedTo } from './sample-graph.ts'
import { say, withDatabase } from './setup.ts'

// `npm run bench:plans`: the plan of every question on 60,000 modules, whose statistics decide it, compared to plans.txt;
// `-- --record` writes that file. A plan that reads what it need not is refused, unless a reason is given below.

const file = new URL('plans.txt', import.meta.url)
const { values: given } = parseArgs({
  options: {
    size: { type: 'string', default: process.env.BENCH_MODULES ?? '60000' },
    keep: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
})

/** Why a plan may contain an operator that is refused elsewhere, by question and operator. */
const allowed: Record<string, string> = {}

interface Rule {
  operator: RegExp
  why: string
  /** Whether questions whose header says how they grow are excepted: they are about everything. */
  exceptGrowing?: boolean
  onlyReads?: boolean
  /** Refused only above an operator like this. */
  above?: RegExp
}
const scan =
  /^(NodeByLabelScan|UnionNodeByLabelsScan|(Und|D)irectedRelationshipTypeScan|(Und|D)irectedUnionRelationshipTypesScan)$/
const rules: Rule[] = [
  { operator: /^AllNodesScan$|AllRelationshipsScan$/, why: 'reads every node or relationship of any kind' },
  { operator: /^CartesianProduct$/, why: 'joins everything with everything' },
  { operator: /^Eager$/, why: 'holds all rows in memory', onlyReads: true },
  { operator: /^(Sort|Top)$/, why: 'sorts everything for a page', above: scan, exceptGrowing: true },
]

const nameOf = (plan: Plan) => plan.operatorType.split('@')[0]!

const below = ({ children }: Plan): Plan[] => children.flatMap((child) => [child, ...below(child)])

/** One line for operators that follow each other; what is joined, a line each and indented. */
function textOf(plan: Plan, indent: string): string {
  const chain: string[] = []
  let last = plan
  for (; ; last = last.children[0]!) {
    const isLeaf = last.children.length === 0
    chain.push(isLeaf ? [nameOf(last), detailsOf(last)].filter(Boolean).join(' ') : nameOf(last))
    if (last.children.length !== 1) break
  }
  return [indent + chain.join(' < '), ...last.children.map((child) => textOf(child, `${indent}  `))].join('\n')
}

/** What a leaf reads; without the numbers of names that Neo4j makes up. */
const detailsOf = ({ arguments: { Details } }: Plan) =>
  String(Details ?? '')
    .replace(/@\d+|anon_\d+/g, '')
    .replace(/\s+/g, ' ')
    .slice(0, 120)

async function planOf(driver: Driver, query: Query): Promise<Plan> {
  const session = driver.session({ defaultAccessMode: query.access === 'read' ? 'READ' : 'WRITE' })
  try {
    const { summary } = await session.run(`EXPLAIN ${textFor(query, query.example)}`, {
      given: toParameter(query.example),
    })
    return summary.plan as Plan
  } finally {
    await session.close()
  }
}

function faultsOf({ name, access, grows }: Query, plan: Plan): string[] {
  return rules.flatMap(({ operator, why, exceptGrowing, onlyReads, above }) => {
    if ((exceptGrowing && grows !== '') || (onlyReads && access !== 'read')) return []
    const found = [plan, ...below(plan)].find(
      (one) => operator.test(nameOf(one)) && (!above || below(one).some((under) => above.test(nameOf(under)))),
    )
    if (!found || allowed[`${name} ${nameOf(found)}`]) return []
    return [`${name}: ${nameOf(found)} ${why}`]
  })
}

await withDatabase(async ({ driver, graph }) => {
  await loadedTo(graph, driver, Number(given.size))
  await driver.executeQuery('CALL db.prepareForReplanning()')
  const texts: string[] = []
  const faults: string[] = []
  for (const query of catalog.values()) {
    const plan = await planOf(driver, query)
    texts.push(`${query.name}\n${textOf(plan, '  ')}\n`)
    faults.push(...faultsOf(query, plan))
  }
  for (const fault of faults) say(fault)
  if (given.record) await writeFile(file, texts.join('\n'))
  const recorded = new Set((await readFile(file, 'utf8')).split('\n\n').map((text) => text.trim()))
  const changed = texts.filter((text) => !recorded.has(text.trim()))
  for (const text of changed) say(`has another plan than in plans.txt: ${text}`)
  say(`${texts.length} plans, ${changed.length} changed, ${faults.length} refused`)
  process.exitCode = changed.length + faults.length > 0 ? 1 : 0
}, given.keep)
