import { isDeepStrictEqual } from 'node:util'
import { requestFor, type Measured, type Role, type Task } from './beside.ts'
import { casesFor, headers, type Case, type Target } from './cases.ts'
import { at, forgetPeak, median, memory, peak } from './costs.ts'
import { startBeside, startRegistry, type Beside, type Database, type Process } from './setup.ts'

// The contenders of a case take turns (A B C A B C…), so that whatever else runs affects all of them, and only ratios
// within a round count.

export interface Figures {
  /** Answers a second: median of the rounds, and half of what is between their quartiles. */
  rate: number
  spread: number
  /** Milliseconds until the answer. */
  p50: number
  p99: number
  /** Milliseconds of processor time an answer, of the contender and of the database. */
  own: number
  database: number
}
type Name = 'registry' | 'express' | 'driver' | 'neo4j-graphql'
type PerOther = Partial<Record<Exclude<Name, 'registry'>, number>>

export interface Result {
  what: string
  size: number
  grows: Case['grows']
  figures: Partial<Record<Name, Figures>>
  /** What the registry answers as a share of what each other does: the median of the rounds. */
  ratios: PerOther
  /** The same by the processor time of contender and database together, which other load of the machine hardly changes. */
  processor: PerOther
  /** Megabytes that the process of the registry held more at most than before. */
  memory: number
}

/** Writers write one after the other, since changes take turns; whoever asks something heavy asks it alone. */
const clients = ({ write, isHeavy }: Case) => (write || isHeavy ? 1 : 16)

export interface Arena {
  registry: Process
  express: Beside
  driver: Beside
  graphql: Beside
  generator: Beside
  cases: Case[]
  database: Database
  size: number
  close(): Promise<void>
}

export async function openArena(database: Database, target: Target, size: number): Promise<Arena> {
  const beside = (role: Role) => startBeside(role, database, target)
  const [registry, express, driver, graphql, generator] = await Promise.all([
    startRegistry(database),
    beside('express'),
    beside('driver'),
    beside('neo4j-graphql'),
    beside('generator'),
  ])
  const all = [generator, graphql, driver, express, registry]
  const close = async () => void (await Promise.all(all.map((one) => one.stop())))
  return { registry, express, driver, graphql, generator, cases: casesFor(target), database, size, close }
}

interface Contender {
  name: Name
  run(amount: number): Promise<Measured>
}

function contendersFor(asked: Case, arena: Arena, changing: boolean): Contender[] {
  const { registry, express, driver, graphql, generator, database, cases } = arena
  const index = cases.indexOf(asked)
  const contender = (name: Name, to: Task['to'], { pid, origin }: Process, by: Beside): Contender => ({
    name,
    run: (amount) =>
      by.run({ index, connections: clients(asked), amount, origin, to, pids: [pid, database.pid], changing }),
  })
  return [
    contender('registry', 'registry', registry, generator),
    ...(asked.beside
      ? [contender('express', 'express', express, generator), contender('driver', 'express', driver, driver)]
      : []),
    ...(asked.neo4jGraphql ? [contender('neo4j-graphql', 'neo4j-graphql', graphql, generator)] : []),
  ]
}

/** Measures a case; something heavy once with an unchanged registry, and once after a change each. */
export async function contest(asked: Case, arena: Arena, rounds: number, seconds: number): Promise<Result[]> {
  await requireSame(asked, arena)
  const unchanged = await measure(asked, asked.what, arena, rounds, seconds, false)
  if (!asked.isHeavy) return [unchanged]
  return [unchanged, await measure(asked, `${asked.what}, after a change`, arena, rounds, seconds, true)]
}

async function measure(
  asked: Case,
  what: string,
  arena: Arena,
  rounds: number,
  seconds: number,
  changing: boolean,
): Promise<Result> {
  const contenders = contendersFor(asked, arena, changing)
  const amounts = new Map<Name, number>()
  // A warm-up of the database and the compilers, which also tells how often to ask in a round.
  for (const { name, run } of contenders) {
    const least = asked.isHeavy ? 1 : 8 * clients(asked)
    const { requests, seconds: took } = await run(least)
    amounts.set(name, Math.max(least, Math.ceil((requests / took) * seconds)))
  }
  const { pid } = arena.registry
  const held = await memory(pid)
  await forgetPeak(pid)
  const measured = Array.from({ length: rounds }, () => new Map<Name, Measured>())
  for (const round of measured) for (const { name, run } of contenders) round.set(name, await run(amounts.get(name)!))
  const ratio = (of: (one: Measured) => number) =>
    Object.fromEntries(
      contenders
        .slice(1)
        .map(({ name }) => [name, median(measured.map((round) => of(round.get('registry')!) / of(round.get(name)!)))]),
    )
  return {
    what,
    size: arena.size,
    grows: asked.grows,
    figures: Object.fromEntries(
      contenders.map(({ name }) => [name, figuresOf(measured.map((round) => round.get(name)!))]),
    ),
    ratios: ratio(rateOf),
    processor: ratio(({ own, database }) => 1 / (own + database)),
    memory: Math.max(0, (await peak(pid)) - held),
  }
}

const rateOf = ({ requests, seconds }: Measured) => requests / seconds

function figuresOf(rounds: Measured[]): Figures {
  const rates = rounds.map(rateOf)
  const middle = (of: 'p50' | 'p99' | 'own' | 'database') => median(rounds.map((one) => one[of]))
  return {
    rate: median(rates),
    spread: (at(rates, 0.75) - at(rates, 0.25)) / 2,
    p50: middle('p50'),
    p99: middle('p99'),
    own: middle('own'),
    database: middle('database'),
  }
}

/** @throws Error if what is beside the registry answers something else: the two would not be compared */
async function requireSame(asked: Case, { registry, express, graphql, cases }: Arena): Promise<void> {
  const index = cases.indexOf(asked)
  const answerOf = async (to: Task['to'], { origin }: Process) => {
    const { method, path, body } = requestFor({ to, index }, asked)
    const answer = await fetch(origin + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok || text.startsWith('{"errors"'))
      throw new Error(`${asked.what}: ${to} answers ${answer.status} ${text.slice(0, 500)}`)
    return text
  }
  const ours = await answerOf('registry', registry)
  const { compared = (body: never) => body as unknown } = asked
  const same = (a: unknown, b: unknown) => {
    if (!isDeepStrictEqual(a, b))
      throw new Error(`${asked.what}: beside the registry is another answer:\n${difference(a, b)}`)
  }
  if (asked.beside) {
    const theirs = await answerOf('express', express)
    const [a, b] = [ours, theirs].map((text) => compared(comparable(JSON.parse(text)) as never))
    same(a, b)
  }
  if (asked.neo4jGraphql) {
    const theirs = await answerOf('neo4j-graphql', graphql)
    same(leaves(JSON.parse(ours)), leaves(JSON.parse(theirs)))
  }
}

/** Without cursors, which are opaque, and without members that are null, which some answers leave out. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => name !== 'nextCursor' && member !== null)
      .map(([name, member]) => [name, comparable(member)]),
  )
}

/** What two GraphQL schemas of other shapes have in common: the same values. */
const leaves = (value: unknown): unknown[] =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves).toSorted() : [value]

/** The first place where two answers differ. */
function difference(a: unknown, b: unknown, path = ''): string {
  const [ours, theirs] = [a, b].map((value) => (value !== null && typeof value === 'object' ? value : {})) as Record<
    string,
    unknown
  >[]
  const name = [...new Set([...Object.keys(ours!), ...Object.keys(theirs!)])].find(
    (name) => !isDeepStrictEqual(ours![name], theirs![name]),
  )
  if (name !== undefined) return difference(ours![name], theirs![name], `${path}/${name}`)
  return `${path}: ${JSON.stringify(a)?.slice(0, 200)} and ${JSON.stringify(b)?.slice(0, 200)}`
}
