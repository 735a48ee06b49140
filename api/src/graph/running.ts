import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../kernel/env.ts'
import { StartError } from '../kernel/errors.ts'
import { causeOf, connect, createGraph } from './graph.ts'

/**
 * The database of a registry that runs beside this process, or that of NEO4J_URI.
 * @throws StartError when it does not answer
 */
export async function runningDatabase(env: Environment) {
  const { uri, user, password } = await databaseOf(env)
  const driver = connect(uri, user, password)
  await driver.verifyConnectivity({ database: env.NEO4J_DATABASE }).catch((error: Error) => {
    throw notRunning(`The database at ${uri} does not answer: ${causeOf(error)}.`)
  })
  return { uri, user, password, graph: createGraph({ driver, database: env.NEO4J_DATABASE }) }
}

async function databaseOf({ NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD = '', DATA_DIR }: Environment) {
  if (NEO4J_URI !== undefined) return { uri: NEO4J_URI, user: NEO4J_USER, password: NEO4J_PASSWORD }
  const read = async (name: string) => (await readFile(join(DATA_DIR, 'neo4j', name), 'utf8')).trim()
  try {
    return { uri: `bolt://127.0.0.1:${await read('port')}`, user: 'neo4j', password: await read('password') }
  } catch {
    throw notRunning(`There is no registry in ${DATA_DIR}.`)
  }
}

const notRunning = (what: string) =>
  new StartError(what, ['start the registry first: npm start', 'or set NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD'])
