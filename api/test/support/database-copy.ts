import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { findInstallation, findJava } from '../../src/graph/embedded/install.ts'
import { settingsFor, writeSettings } from '../../src/graph/embedded/neo4j-conf.ts'

/** Dumps the database of a stopped registry in Neo4j's format, without users, which are in the system database. */
export const dumpDatabase = (dataDir: string): Promise<Buffer> => neo4jAdmin(dataDir, 'dump', ['--to-stdout'])

/** Loads a dump into the data folder of a registry that has never been started. */
export const loadDatabase = (dump: Buffer, dataDir: string): Promise<Buffer> =>
  neo4jAdmin(dataDir, 'load', ['--from-stdin'], dump)

async function neo4jAdmin(dataDir: string, command: string, options: string[], input?: Buffer): Promise<Buffer> {
  const home = join(dataDir, 'neo4j')
  mkdirSync(home, { recursive: true })
  await writeSettings(home, settingsFor(0))
  const { lib } = await findInstallation()
  const args = ['-cp', join(lib, '*'), 'org.neo4j.cli.AdminTool', 'database', command, 'neo4j', ...options]
  return execFileSync((await findJava()).command, args, {
    input,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { NEO4J_HOME: home, NEO4J_CONF: join(home, 'conf'), LC_ALL: 'C.UTF-8' },
  })
}
