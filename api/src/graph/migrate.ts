import { cypherFiles, readCypher } from '@registry/cypher/catalog'
import { createHash } from 'node:crypto'
import neo4j, { type Driver, type Session } from 'neo4j-driver'
import { StartError } from '../kernel/errors.ts'

const oldestServer = [5, 26]

interface Migration {
  version: string
  name: string
  checksum: string
  text: string
}

/** The numbered files of `cypher/migrations` in order; each is one idempotent statement. */
const migrations = (): Migration[] =>
  cypherFiles()
    .filter((name) => name.startsWith('migrations/'))
    .map((file) => {
      const [, version = '', name = ''] = /^migrations\/(V\d{3})__(\w+)$/.exec(file) ?? []
      const text = readCypher(file)
      return { version, name, text, checksum: createHash('sha256').update(text).digest('hex') }
    })

/**
 * Applies pending migrations and records each in the graph (name, checksum, time).
 * @returns the number of applied migrations
 * @throws StartError if the server is too old, a recorded migration differs from its file, or a recorded one is unknown
 * @throws Neo4jError if the server cannot be reached or refuses
 */
export async function migrate(driver: Driver, database?: string): Promise<number> {
  const { agent = '' } = await driver.getServerInfo({ database })
  refuseOld(agent)
  const session = driver.session({ database, defaultAccessMode: neo4j.session.WRITE })
  try {
    const { records } = await session.run(readCypher('registry/migrations'))
    const applied = new Map(records.map((record) => [String(record.get('version')), String(record.get('checksum'))]))
    const known = migrations()
    refuseChanged(known, applied)
    const pending = known.filter(({ version }) => !applied.has(version))
    for (const migration of pending) {
      // Two processes may start at the same time and apply the same migration. If they collide (a deadlock, or `IF NOT
      // EXISTS` evaluated too early), the second attempt finds it applied; any other error occurs again.
      const make = () => made(session, migration.text)
      await make().catch(make)
      const { version, name, checksum } = migration
      await session.run(readCypher('registry/record-migration'), { version, name, checksum })
    }
    if (pending.length > 0) await session.run(readCypher('registry/await-indexes'))
    return pending.length
  } finally {
    await session.close()
  }
}

/** What is written in batches commits each of them, so it is no transaction of its own, and takes as long as it takes. */
const made = (session: Session, text: string): Promise<unknown> =>
  text.includes('IN TRANSACTIONS') ? session.run(text, {}, { timeout: 0 }) : session.executeWrite((tx) => tx.run(text))

/** @param agent the server's agent string, such as Neo4j/5.26.30 */
function refuseOld(agent: string): void {
  const version = agent.replace(/^Neo4j\//, '')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestServer
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    throw new StartError(
      `The server is Neo4j ${version}; the module registry needs ${oldestServer.join('.')} or later.`,
      [
        'upgrade that server, or point NEO4J_URI at a newer one',
        'leave NEO4J_URI empty to use the embedded Neo4j',
        'run everything in containers: docker compose up',
      ],
    )
}

function refuseChanged(known: Migration[], applied: Map<string, string>): void {
  for (const { version, name, checksum } of known)
    if (applied.has(version) && applied.get(version) !== checksum)
      throw new StartError(`The migration ${version} (${name}) differs from the one recorded in this database.`, [
        'restore the file: a change of the schema is a new, numbered file',
      ])
  const unknown = [...applied.keys()].find((version) => !known.some((migration) => migration.version === version))
  if (unknown)
    throw new StartError(
      `This database has the migration ${unknown}, which this version of the registry does not know.`,
      ['start the newer version of the registry that recorded it, or use another DATA_DIR'],
    )
}
