import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { env, platform } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { folderUnusable, noEmbedded } from './failures.ts'

export interface Java {
  command: string
  /** Identifies the build of Java: a class data archive can only be used by the build that wrote it. */
  build: string
}

export interface Installation {
  version: string
  /** Folder with the jars. */
  lib: string
  /** Cache folder, shared by all clones of this user. */
  cache: string
  /** Whether the jars still have to be downloaded, or just were. */
  fresh: boolean
}

const pom = fileURLToPath(new URL('pom.xml', import.meta.url))

/** Version of the embedded Neo4j: NEO4J_VERSION, otherwise that of pom.xml. */
const neo4jVersion = async (): Promise<string> =>
  env.NEO4J_VERSION || (/<neo4j\.version>([^<]+)</.exec(await readFile(pom, 'utf8'))?.[1] ?? '')

export async function findJava(): Promise<Java> {
  const version = await neo4jVersion()
  const oldestJava = version.startsWith('5.') ? 17 : 21
  const candidates = [...(env.JAVA_HOME ? [join(env.JAVA_HOME, 'bin', 'java')] : []), ...onPath('java')]
  const tooOld: string[] = []
  for (const command of candidates) {
    const about = await promisify(execFile)(command, ['-version'], { timeout: 10_000 }).catch(() => undefined)
    const java = /version "(?:1\.)?(\d+)[^"]*"/.exec(about?.stderr ?? '')
    if (about && Number(java?.[1]) >= oldestJava)
      return { command, build: createHash('sha256').update(about.stderr).digest('hex').slice(0, 12) }
    if (java) tooOld.push(`${command} has ${java[0]}`)
  }
  const found = tooOld.length ? tooOld.join(', ') : 'there is none in JAVA_HOME or PATH'
  throw noEmbedded(
    `Neo4j ${version} needs Java ${oldestJava} or later; ${found}`,
    `install a JDK ${oldestJava} or later`,
  )
}

const onPath = (program: string): string[] =>
  (env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .filter((file) => isAbsolute(file) && existsSync(file))

/** Location of the jars, whether or not they are installed. */
export async function findInstallation(): Promise<Installation> {
  const version = await neo4jVersion()
  const cache = join(cacheFolder(), 'module-registry', `neo4j-${version}`)
  const lib = join(cache, 'lib')
  return { version, cache, lib, fresh: !existsSync(lib) }
}

/** @throws StartError if Maven is not in PATH */
export function findMaven({ version }: Installation): string {
  const [maven] = onPath('mvn')
  if (!maven) throw noEmbedded(`Maven (mvn), which fetches Neo4j ${version} once, is not in PATH`, 'install Maven')
  return maven
}

/** Downloads the jars with Maven if needed; a complete download is moved into place atomically. */
export async function installNeo4j(progress: (line: string) => void, signal: AbortSignal): Promise<Installation> {
  const installation = await findInstallation()
  if (!installation.fresh) return installation
  const maven = findMaven(installation)
  const root = dirname(installation.cache)
  try {
    await mkdir(root, { recursive: true })
    await sweep(root)
    const partial = await mkdtemp(join(root, 'partial-'))
    try {
      await resolve(maven, join(partial, 'lib'), installation.version, progress, signal)
      await rename(partial, installation.cache).catch((error) => {
        if (!existsSync(installation.lib)) throw error // otherwise another clone has just installed it
      })
    } finally {
      await rm(partial, { recursive: true, force: true })
    }
  } catch (error) {
    throw folderUnusable(root, error)
  }
  return installation
}

function cacheFolder(): string {
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return env.XDG_CACHE_HOME
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
}

/** Deletes interrupted downloads; those younger than an hour may still be running in another clone. */
async function sweep(root: string): Promise<void> {
  for (const name of (await readdir(root)).filter((name) => name.startsWith('partial-'))) {
    const { mtimeMs } = await stat(join(root, name)).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > 3_600_000) await rm(join(root, name), { recursive: true, force: true })
  }
}

async function resolve(
  maven: string,
  folder: string,
  version: string,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  progress(`Fetching Neo4j ${version} with Maven, once for this user; this takes about a minute`)
  const args = [
    '-B',
    '-f',
    pom,
    'dependency:copy-dependencies',
    `-Dneo4j.version=${version}`,
    `-DoutputDirectory=${folder}`,
  ]
  const child = spawn(maven, args, { stdio: ['ignore', 'pipe', 'ignore'], signal })
  const closed = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('close', (code) => done(`exit code ${code}`))
  })
  let jars = 0
  let complaint: string | undefined
  for await (const line of createInterface(child.stdout)) {
    if (/Downloaded from .*\.jar\b/.test(line) && ++jars % 25 === 0) progress(`${jars} files downloaded`)
    complaint ??= /^\[ERROR\] (.+?)(?: -> \[Help.*)?$/.exec(line)?.[1]
  }
  const how = await closed
  signal.throwIfAborted()
  if (how !== 'exit code 0')
    throw noEmbedded(`Maven could not fetch Neo4j ${version}: ${complaint ?? how}`, 'try again online')
}
