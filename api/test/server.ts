import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const clone = fileURLToPath(new URL('../..', import.meta.url))

export interface RunningServer {
  origin: string
  process: ChildProcess
  /** Everything it has printed. */
  output: () => string
  stop(): Promise<void>
}

export const temporaryFolder = () => mkdtemp(join(tmpdir(), 'registry-test-'))

/**
 * The registry as a person starts it, as a process of its own on a free port.
 * @param settings environment variables; DATA_DIR is a new folder, removed at the end, when none is given
 * @throws Error with its output when it ends before it is ready
 */
export async function startServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = settings.DATA_DIR ?? (await temporaryFolder())
  const child = spawn(process.execPath, ['start.mjs'], {
    cwd: clone,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()))
  const ended = once(child, 'close').then(() => {
    throw new Error(`the registry ended: ${output}`)
  })
  const ready = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      const origin = /REST +(http:\/\/\S+)\/api\/modules/.exec(output)?.[1]
      if (origin) resolve(origin)
    })
  })
  const origin = await Promise.race([ready, ended])
  ended.catch(() => {})
  return {
    origin,
    process: child,
    output: () => output,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGINT')
        await once(child, 'close')
      }
      if (settings.DATA_DIR === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** How the registry ends that can't start: what it says, and its exit code. */
export async function failedStart(settings: Record<string, string>): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, ['start.mjs'], {
    cwd: clone,
    env: { ...process.env, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, output }
}
