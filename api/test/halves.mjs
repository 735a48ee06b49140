import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'

// Runs the tests in two processes side by side, each with a Neo4j of its own: much of the time one waits for somebody.
// What the second has to say comes when it has ended.

const files = readdirSync('test').filter((name) => name.endsWith('.test.ts'))
const run = (half, stdio) =>
  spawn(
    'mocha',
    files.filter((_, index) => index % 2 === half).map((name) => `test/${name}`),
    { stdio },
  )

const [first, second] = [run(0, 'inherit'), run(1, ['ignore', 'pipe', 'inherit'])]
const said = []
second.stdout.on('data', (data) => said.push(data))
const codes = (await Promise.all([once(first, 'close'), once(second, 'close')])).map(([code]) => code ?? 1)
process.stdout.write(Buffer.concat(said))
process.exitCode = Math.max(...codes)
