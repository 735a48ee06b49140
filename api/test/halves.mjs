import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'

// First the files with so many writers, or such exact times, that company would disturb them; then the others in two processes side by
// side, each with a Neo4j of its own: much of the time one waits for somebody. What the second has to say comes when it has ended.

const alone = ['acyclic.test.ts', 'kill.test.ts', 'leader.test.ts', 'traffic.test.ts']
const others = readdirSync('test').filter((name) => name.endsWith('.test.ts') && !alone.includes(name))
const half = (which) => others.filter((_, index) => index % 2 === which)

const mocha = (files, stdio = 'inherit') =>
  spawn(
    'mocha',
    files.map((name) => `test/${name}`),
    { stdio },
  )
const code = async (run) => (await once(run, 'close'))[0] ?? 1

const codes = [await code(mocha(alone))]
const [first, second] = [mocha(half(0)), mocha(half(1), ['ignore', 'pipe', 'inherit'])]
const said = []
second.stdout.on('data', (data) => said.push(data))
codes.push(...(await Promise.all([code(first), code(second)])))
process.stdout.write(Buffer.concat(said))
process.exitCode = Math.max(...codes)
