import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { end, endServersOf } from '../../src/graph/embedded/processes.ts'
import { isFull } from './scale.ts'

/**
 * How Java runs in the quick run. A server optimizes what it compiles for hours of work, which alone takes two thirds of the time
 * of a short run. Without the second compiler Java reserves little room for what the first has made, and then makes it over and over.
 */
export const quickJvm = isFull ? undefined : '-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC'

export const clone = fileURLToPath(new URL('../../..', import.meta.url))

/** A registry as a person starts it, as a process of its own on a free port, ready or not. */
export interface StartingServer {
  process: ChildProcess
  dataDir: string
  /** Everything it has printed. */
  output: () => string
  /** Resolves when it has printed this. */
  says(text: RegExp): Promise<RegExpExecArray>
  /** How it ended. */
  ended: Promise<{ code: number | null; output: string }>
  /** What Ctrl-C in a terminal does: every process in the foreground gets the signal. */
  interrupt(): void
  /** Ends it in whatever state it is, and removes its folder unless that was given. */
  stop(): Promise<void>
}

export interface RunningServer extends StartingServer {
  origin: string
}

/** Those that nobody has stopped yet, because a test failed before it could. */
const running = new Set<StartingServer>()
export const stopServers = () => Promise.all([...running].map((server) => server.stop()))

export const temporaryFolder = async () => realpath(await mkdtemp(join(tmpdir(), 'registry-test-')))

/** Removes a data folder, and before that what may still run on it. */
export async function removeFolder(dataDir: string): Promise<void> {
  await endServersOf(join(dataDir, 'neo4j'))
  await rm(dataDir, { recursive: true, force: true })
}

/** @param settings environment variables; DATA_DIR is a new folder, removed at the end, when none is given */
export async function beginStart(settings: Record<string, string> = {}): Promise<StartingServer> {
  const dataDir = settings.DATA_DIR ?? (await temporaryFolder())
  const child = spawn(process.execPath, ['start.mjs'], {
    cwd: clone,
    env: { JDK_JAVA_OPTIONS: quickJvm, ...process.env, NEO4J_URI: '', PORT: '0', DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group of its own, as a shell gives it
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

/** @throws Error with its output when it ends before it is ready */
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

/** How the registry ends that can't start: what it says, and its exit code. */
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
