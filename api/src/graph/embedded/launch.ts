import { readCypher } from '@registry/cypher/catalog'
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, open, rename, rm, stat } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { env, pid as ownPid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { firstCause, firstLine, lastLine, logSince, noEmbedded, sizeOf } from './failures.ts'
import type { Installation, Java } from './install.ts'
import { wrongPassword } from './password.ts'
import { end } from './processes.ts'
import { jvmFlags, settingsFor, writeSettings, type Settings } from './neo4j-conf.ts'

/** What all runs of a home have in common. */
export interface Place {
  home: string
  password: string
  java: Java
  installation: Installation
  settings?: Settings
  progress: (line: string) => void
}

/** One run of the Neo4j process. */
export interface Server {
  pid: number
  /** Resolves when the process has exited, with its signal, exit code or error. */
  ended: Promise<string>
  end(patience?: number): Promise<void>
}

const patience = 30_000
const host = '127.0.0.1'

export const uriOf = (port: number): string => `bolt://${host}:${port}`

/**
 * Starts the process and waits until the database is ready; a process that fails to start is ended.
 * @throws StartError
 */
export async function launch(place: Place, port: number, signal: AbortSignal): Promise<Server> {
  const { home, java, installation } = place
  const settings = settingsFor(port, place.settings)
  await writeSettings(home, settings)
  const archive = await classArchive(place)
  const debugLog = join(home, 'logs', 'debug.log')
  const logStart = await sizeOf(debugLog)
  signal.throwIfAborted()
  // A file, not a pipe: a pipe breaks if this process is killed, and Neo4j must still be able to close its store.
  const output = await open(join(home, 'logs', 'console.log'), 'w')
  const child = spawn(
    java.command,
    [
      ...jvmFlags(settings),
      ...archive.flags,
      '-cp',
      join(installation.lib, '*'),
      installation.version.startsWith('5.')
        ? 'org.neo4j.server.CommunityEntryPoint'
        : 'org.neo4j.server.Neo4jCommunity',
      `--home-dir=${home}`,
      `--config-dir=${join(home, 'conf')}`,
    ],
    {
      cwd: home,
      env: {
        PATH: env.PATH,
        HOME: env.HOME,
        TMPDIR: env.TMPDIR,
        TZ: env.TZ,
        LC_ALL: 'C.UTF-8',
        JDK_JAVA_OPTIONS: env.JDK_JAVA_OPTIONS,
      },
      stdio: ['ignore', output.fd, output.fd],
      detached: true, // Ctrl-C in a terminal must reach only the API, which stops the database last
    },
  )
  const server = serverOf(child, archive.keep)
  await output.close()
  try {
    await untilReady(server, place, port, { debugLog, logStart }, signal)
    return server
  } catch (error) {
    // A server whose database failed to start would never exit by itself; one that was merely cancelled gets its full
    // time.
    await server.end(signal.aborted ? undefined : 2_000)
    throw error
  }
}

function serverOf(child: ChildProcess, afterCleanEnd: () => Promise<void>): Server {
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return {
    pid: child.pid ?? 0,
    ended,
    async end(patience) {
      await end((signal) => child.kill(signal), ended, patience)
      if (child.exitCode === 0) await afterCleanEnd()
    },
  }
}

/**
 * The class data archive, which the first run writes as it exits and which reduces later start times by a third.
 * Without one, or with one that does not fit, Java starts as usual.
 */
async function classArchive({ home, java, installation }: Place) {
  const archive = join(installation.cache, `classes-${java.build}.jsa`)
  const nothing = async () => {}
  if (existsSync(archive))
    return { flags: ['-XX:+VerifySharedSpaces', `-XX:SharedArchiveFile=${archive}`], keep: nothing }
  const own = join(home, 'run', 'classes.jsa')
  await rm(own, { force: true })
  const keep = async () => {
    await copyFile(own, `${archive}.${ownPid}`)
    await rename(`${archive}.${ownPid}`, archive)
    await rm(own)
  }
  return { flags: [`-XX:ArchiveClassesAtExit=${own}`], keep: () => keep().catch(nothing) }
}

interface Log {
  debugLog: string
  logStart: number
}

async function untilReady(server: Server, place: Place, port: number, log: Log, signal: AbortSignal): Promise<void> {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  let tellAt = 10
  let how: string | undefined
  let unavailableSince: number | undefined
  void server.ended.then((end) => (how = end))
  for (;;) {
    signal.throwIfAborted()
    if (how) throw await failure(place, log, how)
    // The recovery of a large store may take minutes, but writes to the log.
    if ((await silence(log.debugLog, started)) > patience)
      throw await failure(place, log, `no sign of life for ${patience / 1000} s`)
    if (await answers(port)) {
      const state = await ask(port, place.password)
      if (state === 'ready') return
      if (state === 'refused') throw wrongPassword(place.home)
      // Bolt opens after the databases have started, so a database that is unavailable now has failed; the log has the
      // cause.
      unavailableSince ??= Date.now()
      const cause = firstCause(await logSince(log.debugLog, log.logStart))
      if (cause ?? Date.now() - unavailableSince > 5_000) throw unopened(place, cause ?? 'it is not available')
    }
    if (seconds() >= tellAt) {
      place.progress(
        `Neo4j is starting (${seconds()} s): ${lastLine(await logSince(log.debugLog, log.logStart)) ?? ''}`,
      )
      tellAt = seconds() + 5
    }
    await sleep(50)
  }
}

const unopened = ({ home }: Place, cause: string) =>
  noEmbedded(
    `the store in ${join(home, 'data')} can't be opened: ${cause}`,
    `see ${join(home, 'logs', 'debug.log')} for details`,
    'start with an empty store: choose another folder with DATA_DIR',
  )

async function failure({ home }: Place, { debugLog, logStart }: Log, how: string) {
  const cause =
    firstCause(await logSince(debugLog, logStart)) ?? (await firstLine(join(home, 'logs', 'console.log'))) ?? how
  return noEmbedded(cause, `see ${join(home, 'logs', 'debug.log')} for details`)
}

async function silence(file: string, started: number): Promise<number> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: started }))
  return Date.now() - Math.max(mtimeMs, started)
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

/** Logs in only once: after three failed logins Neo4j locks the user out for five seconds. */
async function ask(port: number, password: string): Promise<'ready' | 'refused' | 'unavailable'> {
  const { default: neo4j } = await import('neo4j-driver') // loaded while Java starts
  const driver = neo4j.driver(uriOf(port), neo4j.auth.basic('neo4j', password), { connectionTimeout: 5_000 })
  const session = driver.session({ database: 'neo4j' })
  try {
    await session.run(readCypher('registry/is-empty'), {}, { timeout: 10_000 })
    return 'ready'
  } catch (error) {
    return error instanceof neo4j.Neo4jError && error.code.includes('.Security.') ? 'refused' : 'unavailable'
  } finally {
    await driver.close()
  }
}

/** Whether no program listens on the port. */
export const isFree = (port: number, address = host): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: address, exclusive: true }, () => probe.close(() => resolve(true)))
  })

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port: 0, host, exclusive: true }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
