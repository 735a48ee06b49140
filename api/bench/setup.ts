import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from 'neo4j-driver'
import { startEmbedded } from '../src/graph/embedded/embedded.ts'
import { connect, createGraph, type Graph } from '../src/graph/graph.ts'
import { migrate } from '../src/graph/migrate.ts'
import { startServer } from '../test/support/server.ts'
import type { Measured, Place, Role, Task } from './beside.ts'
import type { Target } from './cases.ts'

// What all benchmarks share: a database of their own, the registry and what is beside it in processes of their own.

export const say = (line: string) => process.stdout.write(`${line}\n`)

export interface Database extends Place {
  driver: Driver
  graph: Graph
  pid: number
}

/**
 * Runs work with a database of its own, empty and removed at the end.
 * @param kept folder of a database to take instead, which stays; loading is most of the time
 */
export async function withDatabase(work: (database: Database) => Promise<void>, kept?: string): Promise<void> {
  const dataDir = kept ?? (await mkdtemp(join(tmpdir(), 'registry-bench-')))
  try {
    const { uri, user, password, pid, stop } = await startEmbedded({ dataDir, progress: say, log: () => {} })
    const driver = connect(uri, user, password)
    // Loading waits for the indexes, which takes longer than the deadline of requests.
    const graph = createGraph({ driver, deadline: 600_000 })
    try {
      await migrate(driver)
      await work({ uri, user, password, driver, graph, pid: pid() })
    } finally {
      await graph.close()
      await stop()
    }
  } finally {
    if (kept === undefined) await rm(dataDir, { recursive: true, force: true })
  }
}

/** A process of the contest. */
export interface Process {
  pid: number
  origin: string
  stop(): Promise<void>
}

/** The registry as a user starts it, on this database. */
export async function startRegistry({ uri, user, password }: Place, settings = {}): Promise<Process> {
  const place = { NEO4J_URI: uri, NEO4J_USER: user, NEO4J_PASSWORD: password, MONITOR_INTERVAL: '0' }
  const { origin, process: child, stop } = await startServer({ ...place, ...settings })
  return { origin, pid: child.pid!, stop }
}

export interface Beside extends Process {
  run(task: Task): Promise<Measured>
}

export async function startBeside(role: Role, { uri, user, password }: Place, target: Target): Promise<Beside> {
  const child = fork(new URL('beside.ts', import.meta.url), [role, JSON.stringify({ uri, user, password, target })], {
    execArgv: ['--import', 'tsx'],
  })
  const { origin } = (await messageOf(child)) as { origin: string }
  return {
    pid: child.pid!,
    origin,
    async run(task) {
      child.send(task)
      const { answer, failed } = (await messageOf(child)) as { answer?: Measured; failed?: string }
      if (!answer) throw new Error(failed)
      return answer
    },
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

const messageOf = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a process of the benchmark has ended'))
    child.once('exit', ended)
    child.once('message', (message) => (child.off('exit', ended), resolve(message)))
  })
