// Runs the test files that it is sent, one after the other, so that they share one Neo4j and one browser.
import Mocha from 'mocha'
import { format, stripVTControlCharacters } from 'node:util'
import { pathToFileURL } from 'node:url'
import { endAll } from './support/endings.ts'
import { mochaHooks } from './support/database.ts'
import './support/scale.ts'

/** What a lane tells about a file: a piece of what is printed, then how it ended. */
export type Told = { print: string } | { done: Outcome }

export interface Outcome {
  passed: number
  tests: { title: string; milliseconds: number }[]
  failed: { title: string; message: string }[]
}

export interface Asked {
  file: string
  grep?: string | undefined
}

const inColour = process.env.FORCE_COLOR === '1'
const tell = (told: Told) => process.send?.(told)

Mocha.reporters.Base.consoleLog = (...line: unknown[]) =>
  tell({ print: `${inColour ? format(...line) : stripVTControlCharacters(format(...line))}\n` })

async function run({ file, grep }: Asked): Promise<Outcome> {
  const outcome: Outcome = { passed: 0, tests: [], failed: [] }
  const mocha = new Mocha({
    timeout: 60_000,
    color: inColour,
    ...(grep === undefined ? {} : { fgrep: grep }),
  })
  if (!file.startsWith('test/pure/')) mocha.rootHooks(mochaHooks)
  // Mocha itself would take `require`, and so have other copies of the modules in `support/` than this file.
  mocha.suite.emit('pre-require', globalThis, file, mocha)
  await import(pathToFileURL(file).href)
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => {
        outcome.passed++
        outcome.tests.push({ title: test.fullTitle(), milliseconds: test.duration ?? 0 })
      })
      .on('fail', (test, error) => {
        outcome.failed.push({ title: test.fullTitle(), message: (error as Error).message })
      })
  })
  return outcome
}

async function end(code: number): Promise<never> {
  await endAll()
  process.exit(code)
}

process.on('message', (asked: Asked) => {
  run(asked).then(
    (done) => tell({ done }),
    (error: Error) => tell({ done: { passed: 0, tests: [], failed: [{ title: asked.file, message: error.stack! }] } }),
  )
})
process.on('disconnect', () => void end(0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(1))
