import { execFile } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { kill, pid as ownPid, platform } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { noEmbedded } from './failures.ts'

/**
 * Claims a folder for this process and returns a function that releases it.
 *
 * A claim is a file named after pid and start time, so that the claim of a dead process never blocks, even if its pid
 * is used again. Each process writes its claim before it looks for others, so two at the same moment always see each
 * other; both withdraw and retry after a random delay.
 */
export async function claim(folder: string): Promise<() => Promise<void>> {
  const own = join(folder, claimName(ownPid, await startOf(ownPid)))
  const release = () => rm(own, { force: true })
  for (let attempt = 1; ; attempt++) {
    await writeFile(own, '', { flag: 'wx' }).catch((error) => {
      throw error.code === 'EEXIST' ? inUse(folder, ownPid) : error
    })
    const other = await otherOwner(folder, own)
    if (other === undefined) return release
    await release()
    if (attempt === 5) throw inUse(folder, other)
    await sleep(Math.random() * 200)
  }
}

const claimName = (pid: number, start: string | undefined) => `owner-${pid}-${start}`

const inUse = (folder: string, pid: number) =>
  noEmbedded(
    `the folder ${folder} is in use by another registry (process ${pid})`,
    `stop that registry, or choose another folder with DATA_DIR`,
  )

async function otherOwner(folder: string, own: string): Promise<number | undefined> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^owner-(\d+)-/.exec(name)?.[1])
    if (!pid || join(folder, name) === own) continue
    if (name === claimName(pid, await startOf(pid))) return pid
    await rm(join(folder, name), { force: true })
  }
  return undefined
}

/** Start time of a process, which together with its pid is unique on this machine; undefined if it does not run. */
async function startOf(pid: number): Promise<string | undefined> {
  if (platform !== 'linux') {
    const [status, ...start] = (await ps('-o', 'stat=,lstart=', '-p', String(pid))).trim().split(/\s+/)
    return start.length === 0 || status?.startsWith('Z') ? undefined : String(Date.parse(`${start.join(' ')} UTC`))
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name may contain spaces and parentheses
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  return fields[0] === 'Z' ? undefined : `${fields[19]}-${boot.slice(0, 8)}`
}

/** Ids of all Neo4j processes with this home, read from their command lines: a pid file could be stale. */
export async function serversOf(home: string): Promise<number[]> {
  const isServer = (command: string[]) =>
    command.includes(`--home-dir=${home}`) && command.some((word) => word.startsWith('org.neo4j.server.'))
  const found = await Promise.all(
    (await commands()).map(async ([pid, command]) => (isServer(await command) ? [pid] : [])),
  )
  return found.flat()
}

async function commands(): Promise<(readonly [pid: number, command: string[] | Promise<string[]>])[]> {
  if (platform !== 'linux')
    return (await ps('-axww', '-o', 'pid=,command='))
      .split('\n')
      .map((line) => [Number.parseInt(line), line.split(/ (?=--|org\.)/)] as const)
  const command = (pid: string) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return pids.map((pid) => [Number(pid), command(pid).then((text) => text.split('\0'))] as const)
}

const ps = async (...args: string[]): Promise<string> =>
  promisify(execFile)('ps', args, { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' } }).then(
    ({ stdout }) => stdout,
    () => '',
  )

/** Ends servers of an earlier registry and waits for their exit: a store must never be opened twice. */
export async function endServersOf(home: string): Promise<number[]> {
  const orphans = await serversOf(home)
  for (const pid of orphans) {
    const gone = async () => {
      while ((await serversOf(home)).includes(pid)) await sleep(50)
    }
    await end((signal) => signalTo(pid, signal), gone())
  }
  return orphans
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Sends SIGTERM, and SIGKILL if the process has not exited in time. @param patience milliseconds */
export async function end(
  send: (signal: NodeJS.Signals) => void,
  gone: Promise<unknown>,
  patience = 20_000,
): Promise<void> {
  const insist = setTimeout(() => send('SIGKILL'), patience)
  try {
    send('SIGTERM')
    await gone
  } finally {
    clearTimeout(insist)
  }
}
