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
  /** Prints a line of progress; not called if everything is installed already. */
  progress: (line: string) => void
  log: (event: Record<string, unknown>, message: string) => void
  /** Overrides of the hardened entries of neo4j.conf. */
  settings?: Record<string, string>
  /** Cancels a start in progress, without leaving a process behind. */
  signal?: AbortSignal
}

export interface EmbeddedNeo4j {
  uri: string
  user: 'neo4j'
  password: string
  /** Id of the current process; changes when Neo4j is restarted. */
  pid(): number
  /** Ends a process that lives and fails, once for each process, so that another takes its place. */
  restart(): void
  stop(): Promise<void>
}

/**
 * Runs Neo4j as a child process on this folder until `stop`, and restarts it whenever it exits by itself.
 * @throws StartError if it cannot run: no Java, no Maven, a folder in use, a store that cannot be opened
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
      restart: supervisor.restart,
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

/** Creates the folder of the database and returns its real path, by which its processes are recognised. */
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

/** Starts on the previous port if it is free, so that clients find the database at the same address. */
async function firstLaunch(place: Place, signal: AbortSignal): Promise<{ server: Server; port: number }> {
  const file = join(place.home, 'port')
  let port = Number(await readFile(file, 'utf8').catch(() => ''))
  for (let attempt = 1; ; attempt++) {
    if (!port || !(await isFree(port))) port = await freePort()
    await writeFile(file, String(port))
    try {
      return { server: await launch(place, port, signal), port }
    } catch (error) {
      // Another program may have taken the port between the check and Neo4j opening it.
      if (attempt === 3 || signal.aborted || (await isFree(port))) throw error
    }
  }
}

/** Restarts the server on its port until the signal is aborted; `done` resolves when the last process has exited. */
function supervise(first: Server, place: Place, port: number, log: EmbeddedOptions['log'], signal: AbortSignal) {
  let server = first
  const asked = once(signal, 'abort')

  const watch = async (): Promise<void> => {
    for (;;) {
      const since = Date.now()
      const how = await Promise.race([server.ended, asked])
      if (signal.aborted) return server.end()
      log({ pid: server.pid, how }, 'Neo4j ended unexpectedly and is being restarted')
      // Prevents a tight restart loop.
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
  let failed: Server | undefined
  const restart = () => {
    if (server === failed) return
    failed = server
    log({ pid: server.pid }, 'Neo4j has failed and is being restarted; its disk may be full')
    void server.end(2_000)
  }
  return { pid: () => server.pid, restart, done }
}
