import { once } from 'node:events'
import { chmod, mkdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { folderUnusable } from './failures.ts'
import { findJava, installNeo4j } from './install.ts'
import { passwordOf } from './password.ts'
import { claim, endServersOf } from './processes.ts'
import { freePort, isFree, launch, uriOf, type Place, type Server } from './launch.ts'
import { settingsFor, writeSettings } from './neo4j-conf.ts'

export interface EmbeddedOptions {
  dataDir: string
  /** A line for the person who waits; none when everything is there already. */
  progress: (line: string) => void
  log: (event: Record<string, unknown>, message: string) => void
  /** Entries of neo4j.conf that differ from the hardened ones. */
  settings?: Record<string, string>
  /** Gives up a start that is under way and leaves nothing behind. */
  signal?: AbortSignal
}

export interface EmbeddedNeo4j {
  uri: string
  user: 'neo4j'
  password: string
  /** The process at the moment: another one after Neo4j had to be started again. */
  pid(): number
  stop(): Promise<void>
}

/**
 * Runs Neo4j as a child process on this folder until `stop`, and starts it again whenever it ends by itself.
 * @throws StartError when there can be none: no Java, no Maven, a folder in use, a store that can't be opened
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedNeo4j> {
  const stopping = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal
  const java = await findJava()
  const installation = await installNeo4j(options.progress, signal)
  const home = await openHome(options.dataDir)
  const release = await claim(home)
  try {
    for (const pid of await endServersOf(home))
      options.log({ pid }, 'ended a Neo4j that an earlier registry left behind')
    await writeSettings(home, settingsFor(0, options.settings))
    const password = await passwordOf(home, java, installation)
    const place = { ...options, home, password, java, installation }
    if (installation.fresh) options.progress('Starting the database')
    const { server, port } = await firstLaunch(place, signal)
    const supervisor = supervise(server, place, port, options.log, stopping.signal)
    let stopped: Promise<void> | undefined
    return {
      uri: uriOf(port),
      user: 'neo4j',
      password,
      pid: supervisor.pid,
      stop() {
        stopping.abort()
        return (stopped ??= supervisor.done.finally(release))
      },
    }
  } catch (error) {
    await release()
    throw folderUnusable(home, error)
  }
}

/** The folder of this database, under its one true name: processes are recognised by it. */
async function openHome(dataDir: string): Promise<string> {
  const home = join(dataDir, 'neo4j')
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await chmod(home, 0o700)
    return await realpath(home)
  } catch (error) {
    throw folderUnusable(home, error)
  }
}

/** On the port of the last time if possible, so that clients find the database where it was. */
async function firstLaunch(place: Place, signal: AbortSignal): Promise<{ server: Server; port: number }> {
  const file = join(place.home, 'port')
  let port = Number(await readFile(file, 'utf8').catch(() => ''))
  for (let attempt = 1; ; attempt++) {
    if (!port || !(await isFree(port))) port = await freePort()
    await writeFile(file, String(port))
    try {
      return { server: await launch(place, port, signal), port }
    } catch (error) {
      // Between our look at the port and Neo4j's opening it, somebody else may have taken it.
      if (attempt === 3 || signal.aborted || (await isFree(port))) throw error
    }
  }
}

/** Keeps a server running on this port until the signal comes; `done` when the last one has ended. */
function supervise(first: Server, place: Place, port: number, log: EmbeddedOptions['log'], signal: AbortSignal) {
  let server = first
  const asked = once(signal, 'abort')

  const watch = async (): Promise<void> => {
    for (;;) {
      const since = Date.now()
      const how = await Promise.race([server.ended, asked])
      if (signal.aborted) return server.end()
      log({ pid: server.pid, how }, 'Neo4j ended unexpectedly and is being restarted')
      // One that ends soon after each start is not started in a tight circle.
      if (Date.now() - since < 10_000) await sleep(1_000, undefined, { signal })
      server = await again()
      log({ pid: server.pid }, 'Neo4j is back')
    }
  }

  const again = async (): Promise<Server> => {
    for (let wait = 500; ; wait = Math.min(wait * 2, 30_000)) {
      try {
        if (!(await isFree(port))) throw new Error(`its port ${port} is taken by another program`)
        return await launch(place, port, signal)
      } catch (error) {
        signal.throwIfAborted()
        log({ reason: error instanceof Error ? error.message : error, wait }, 'Neo4j could not be started again')
        await sleep(wait, undefined, { signal })
      }
    }
  }

  const done = watch().catch((error) => {
    if (!signal.aborted) throw error
  })
  return { pid: () => server.pid, done }
}
