import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import type { Environment } from '../../kernel/env.ts'
import { StartError } from '../../kernel/errors.ts'
import type { QueriesOptions } from '../../questions/queries/queries.service.ts'
import { causeOf, connect, createGraph, type Graph } from '../../graph/graph.ts'
import { createUntrusted } from '../../graph/untrusted.ts'
import { createLogger } from '../../kernel/log.ts'
import { mcpServer } from './server.ts'
import type { Services } from './tool.ts'

type CreateServices = (graph: Graph, model: undefined, deployment: { analysts: QueriesOptions }) => Services

/**
 * MCP over standard input and output, for agents that start their servers themselves. The database must be there: it is the one of a
 * running registry, which several processes can share, or that of NEO4J_URI.
 * @returns closes the connections to it, at the end of the input
 * @throws StartError when it is not
 */
export async function serveOnStdio(
  createServices: CreateServices,
  env: Environment,
  actor: string,
  version: string,
): Promise<() => Promise<unknown>> {
  const { uri, user, password } = await databaseOf(env)
  const driver = connect(uri, user, password)
  await driver.verifyConnectivity({ database: env.NEO4J_DATABASE }).catch((error: Error) => {
    throw notRunning(`The database at ${uri} does not answer: ${causeOf(error)}.`)
  })
  const graph = createGraph({ driver, database: env.NEO4J_DATABASE })
  // Standard output belongs to the protocol.
  const logger = createLogger(env.LOG_LEVEL, pino.destination({ fd: 2, sync: true }))
  const untrusted = createUntrusted({
    uri: env.ANALYST_NEO4J_URI ?? uri,
    user: env.ANALYST_NEO4J_USER ?? user,
    password: env.ANALYST_NEO4J_PASSWORD ?? password,
    database: env.NEO4J_DATABASE,
  })
  const audit = logger.child({ audit: 'query' })
  const services = createServices(graph, undefined, {
    analysts: { untrusted, running: 1, audit: (line) => audit.info(line, 'an analyst has asked') },
  })
  const baseUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT}`
  // Whoever may read the password of the database may do everything already.
  serveStdio(() => mcpServer(services, { role: 'admin', actor, baseUrl }, logger, version), {
    onerror: (err) => logger.debug({ err }, 'refused by MCP'),
  })
  return () => Promise.all([untrusted.close(), graph.close()])
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
