import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serversOf } from '../src/graph/embedded/processes.ts'
import { clone, startServer, temporaryFolder } from '../test/support/server.ts'
import { median } from './costs.ts'
import { say } from './setup.ts'

// Benchmark of a warm start: time of `npm start` to its first answer, against that of Neo4j alone to open Bolt, by the
// same Java command on the same home. In turns, so that other load affects both. Linux only, since it reads /proc.

const rounds = Number(process.env.BENCH_ROUNDS ?? 7)
const dataDir = await temporaryFolder()
const home = join(dataDir, 'neo4j')

/** Time from the command to the first list of modules. */
async function registry(): Promise<number> {
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...process.env, NEO4J_URI: '', PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const address = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString()
      const [, found] = /REST +(\S+)\n/.exec(output) ?? []
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`the registry ended: ${output}`)))
  })
  const response = await fetch(address)
  await response.text()
  const took = performance.now() - began
  if (response.status !== 200) throw new Error(`the first answer is ${response.status}`)
  await ended(child, () => process.kill(-child.pid!, 'SIGINT'))
  return took
}

/** Time from the command to the first accepted connection. */
async function neo4jAlone([java, ...args]: string[], port: number): Promise<number> {
  const began = performance.now()
  const child = spawn(java!, args, { cwd: home, stdio: 'ignore' })
  while (!(await accepts(port))) await sleep(10)
  const took = performance.now() - began
  await ended(child, () => child.kill())
  return took
}

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  const exit = once(child, 'exit')
  end()
  await exit
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** The Java command of a warm start; the first start differs, since it writes the class archive. */
async function javaCommand(): Promise<string[]> {
  await (await startServer({ DATA_DIR: dataDir })).stop()
  const server = await startServer({ DATA_DIR: dataDir })
  const [pid] = await serversOf(home)
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1)
  await server.stop()
  return command
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`

try {
  const command = await javaCommand()
  const port = Number(await readFile(join(home, 'port'), 'utf8'))
  const all: { registry: number; neo4j: number }[] = []
  for (let round = 1; round <= rounds; round++) {
    const both = { neo4j: await neo4jAlone(command, port), registry: await registry() }
    all.push(both)
    say(`start ${round}: Neo4j alone ${seconds(both.neo4j)}, npm start to first answer ${seconds(both.registry)}`)
  }
  const ratio = median(all.map(({ registry, neo4j }) => registry / neo4j))
  say(
    `warm start, medians of ${rounds}: npm start to first answer ${seconds(median(all.map((both) => both.registry)))},`,
  )
  say(`Neo4j alone ${seconds(median(all.map((both) => both.neo4j)))}, ratio ${ratio.toFixed(2)} (at most 1.5)`)
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
