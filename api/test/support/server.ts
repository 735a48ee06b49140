import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { end, endServersOf } from '../../src/graph/embedded/processes.ts'
import { isFull } from './scale.ts'

/**
 * JVM options of the quick run. The optimizing compiler takes two thirds of the time of a short run. Without it Java
 * reserves a small code cache, which would fill up so that code is compiled again and again.
 */
export const quickJvm = isFull ? undefined : '-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC'

export const clone = fileURLToPath(new URL('../../..', import.meta.url))

/** A registry started like by a user, as a separate process on a free port; it may not be ready yet. */
export interface StartingServer {
  process: ChildProcess
  dataDir: string
  /** Its output so far. */
  output: () => string
  /** Resolves when the output matches. */
  says(text: RegExp): Promise<RegExpExecArray>
  /** Resolves when it has exited. */
  ended: Promise<{ code: number | null; output: string }>
  /** Like Ctrl-C in a terminal: sends SIGINT to the whole process group. */
  interrupt(): void
  /** Ends it in any state, and removes its data folder unless DATA_DIR was set. */
  stop(): Promise<void>
}

export interface RunningServer extends StartingServer {
  origin: string
}

/** Servers that are still running, for example because a test failed before stopping them. */
const running = new Set<StartingServer>()
export const stopServers = () => Promise.all([...running].map((server) => server.stop()))

export const temporaryFolder = async () => realpath(await mkdtemp(join(tmpdir(), 'registry-test-')))

/** Removes a data folder, after ending any Neo4j that uses it. */
export async function removeFolder(dataDir: string): Promise<void> {
  await endServersOf(join(dataDir, 'neo4j'))
  await rm(dataDir, { recursive: true, force: true })
}

/** @param settings environment variables; DATA_DIR defaults to a temporary folder that is removed at the end */
export async function beginStart(settings: Record<string, string> = {}): Promise<StartingServer> {
  const dataDir = settings.DATA_DIR ?? (await temporaryFolder())
  const child = spawn(process.execPath, ['start.mjs'], {
    cwd: clone,
    env: { JDK_JAVA_OPTIONS: quickJvm, ...process.env, NEO4J_URI: '', PORT: '0', DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a separate process group, like from a shell
  })
  const endWithTests = () => child.kill()
  process.once('exit', endWithTests) // Ctrl-C of the tests does not reach another group
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()))
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', endWithTests)
    return { code: code as number | null, output }
  })
  const server: StartingServer = {
    process: child,
    dataDir,
    output: () => output,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = text.exec(output)
          if (found) resolve(found)
        }
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look)
        look()
        void ended.then(() => reject(new Error(`the registry ended without saying ${text}: ${output}`)))
      }),
    interrupt: () => void process.kill(-child.pid!, 'SIGINT'),
    async stop() {
      await end((signal) => child.kill(signal), ended)
      if (settings.DATA_DIR === undefined) await removeFolder(dataDir)
      running.delete(server)
    },
  }
  running.add(server)
  return server
}

/** @throws Error with its output if it exits before it is ready */
export async function startServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const server = await beginStart(settings)
  try {
    const [, origin] = await server.says(/REST +(http:\/\/\S+)\/api\/modules/)
    return { ...server, origin: origin! }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Output and exit code of a registry that cannot start. */
export async function failedStart(settings: Record<string, string>) {
  const server = await beginStart(settings)
  const late = setTimeout(() => server.process.kill('SIGKILL'), 30_000)
  try {
    return await server.ended
  } finally {
    clearTimeout(late)
    await server.stop()
  }
}
