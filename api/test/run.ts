// Runs the test files that are named, else all that need no long time, or with --long all there are.
// Files are taken from one queue by lanes: processes that each have a Neo4j of their own (decision 0037).
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { endServersOf } from '../src/graph/embedded/processes.ts'
import type { Asked, Outcome, Told } from './lane.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { long: { type: 'boolean', default: false }, grep: { type: 'string', short: 'g' } },
})

const write = (text: string) => void process.stdout.write(text)
const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1).padStart(7)} s`

/** How long a file takes, roughly; a registry that it starts takes as long as many tests. */
const weightOf = (file: string) =>
  statSync(file).size + (readFileSync(file, 'utf8').includes('startServer(') ? 50_000 : 0)

/** Longest first, so that none of these is left for the end. */
function filesToRun(): string[] {
  const quick = ['test/pure/', 'test/doors/', 'test/pages/']
  const named = positionals.map((path) => path.replace(/^(\.\/)?(api\/)?/, ''))
  const wanted = named.length > 0 ? named : values.long ? ['test/'] : quick
  const all = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join('test', path))
  for (const start of wanted)
    if (!all.some((file) => file.startsWith(start))) throw new Error(`no test file begins with ${start}`)
  return all.filter((file) => wanted.some((start) => file.startsWith(start))).sort((a, b) => weightOf(b) - weightOf(a))
}

const scale = process.env.TEST_SCALE ?? (values.long ? '1' : '0.02')
const seed = process.env.TEST_SEED ?? (Number(scale) >= 1 ? String(Math.floor(Math.random() * 2 ** 31)) : '0')

/** Where lanes have their data: what one that died has left running there is found and ended. */
const folder = mkdtempSync(join(tmpdir(), 'registry-tests-'))
async function removeFolder(): Promise<void> {
  for (const name of readdirSync(folder))
    if (existsSync(join(folder, name, 'neo4j'))) await endServersOf(join(folder, name, 'neo4j'))
  rmSync(folder, { recursive: true, force: true })
}

const lanes = new Set<ChildProcess>()
function startLane(): ChildProcess {
  const lane = fork('test/lane.ts', {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      TMPDIR: folder,
      TEST_SCALE: scale,
      TEST_SEED: seed,
      FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
    },
    silent: true,
  })
  lanes.add(lane)
  lane.once('exit', () => lanes.delete(lane))
  return lane
}

async function endLane(lane: ChildProcess): Promise<void> {
  if (!lanes.has(lane)) return
  const ended = once(lane, 'exit')
  if (lane.connected) lane.disconnect()
  const late = setTimeout(() => lane.kill('SIGKILL'), 60_000)
  await ended
  clearTimeout(late)
}

interface FileOutcome extends Outcome {
  file: string
  milliseconds: number
}

function runOn(lane: ChildProcess, file: string, print: (text: string) => void): Promise<FileOutcome> {
  const since = Date.now()
  return new Promise((resolve) => {
    const printed = (data: Buffer) => print(data.toString())
    const told = (told: Told) => ('print' in told ? print(told.print) : finish(told.done))
    const exited = (code: number | null, signal: string | null) =>
      finish({ passed: 0, tests: [], failed: [{ title: file, message: `the process ended: ${signal ?? code}` }] })
    const finish = (outcome: Outcome) => {
      lane.off('message', told).off('close', exited)
      for (const stream of [lane.stdout!, lane.stderr!]) stream.off('data', printed)
      resolve({ ...outcome, file, milliseconds: Date.now() - since })
    }
    lane.on('message', told).on('close', exited)
    for (const stream of [lane.stdout!, lane.stderr!]) stream.on('data', printed)
    lane.send({ file, grep: values.grep } satisfies Asked)
  })
}

const files = filesToRun()
const since = Date.now()
const outcomes: FileOutcome[] = []

/** Takes files until none is left; what each prints is shown in one piece, that of the only one at once. */
async function drive(queue: string[]): Promise<void> {
  let lane: ChildProcess | undefined
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (!lane?.connected) lane = startLane()
    let output = ''
    const print = files.length === 1 ? write : (text: string) => void (output += text)
    const outcome = await runOn(lane, file, print)
    write(`\n${file} ${seconds(outcome.milliseconds).trim()}\n${output}`)
    outcomes.push(outcome)
  }
  if (lane) await endLane(lane)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(
    signal,
    () =>
      void Promise.all([...lanes].map(endLane))
        .then(removeFolder)
        .then(() => process.exit(1)),
  )

const queue = [...files]
const lanesAtOnce = Math.min(files.length, Math.max(availableParallelism(), 1), 4)
await Promise.all(Array.from({ length: lanesAtOnce }, () => drive(queue)))

await removeFolder()

/** For a shell that expands nothing in single quotes. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const failed = outcomes.flatMap(({ file, failed }) => failed.map((one) => ({ file, ...one })))
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
const slowest = <Timed extends { milliseconds: number }>(all: Timed[]) =>
  all.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, 10)

if (files.length > 1) {
  write('\nSlowest files\n')
  for (const { file, milliseconds } of slowest(outcomes)) write(`${seconds(milliseconds)}  ${file}\n`)
}
write('\nSlowest tests\n')
for (const { title, milliseconds } of slowest(outcomes.flatMap(({ tests }) => tests)))
  write(`${seconds(milliseconds)}  ${title}\n`)
for (const { file, title, message } of failed) {
  const test = title.replace(/^.*" hook(: .*?)? (for|in) "|"$/g, '')
  write(`\nFailed: ${title}\n${message.trim()}\n`)
  write(`Again: TEST_SEED=${seed} TEST_SCALE=${scale} npm test -- ${file} --grep ${quoted(test)}\n`)
}
write(`\nSeed ${seed}, scale ${scale}, lanes ${lanesAtOnce}, ${seconds(Date.now() - since).trim()}\n`)
write(`\n${passed} passed, ${failed.length} failed\n`)
process.exit(passed > 0 && failed.length === 0 ? 0 : 1)
