import { serveStdio } from '@modelcontextprotocol/server/stdio'
import pino from 'pino'
import type { Environment } from '../../kernel/env.ts'
import type { QueriesOptions } from '../../questions/queries/queries.service.ts'
import type { Graph } from '../../graph/graph.ts'
import { runningDatabase } from '../../graph/running.ts'
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
  const { uri, user, password, graph } = await runningDatabase(env)
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
