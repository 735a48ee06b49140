import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import type { ModelSettings } from './authoring/generation/language-model.ts'
import { readEnvironment, type Environment } from './kernel/env.ts'
import { Problem, StartError, problemBody } from './kernel/errors.ts'
import { createLogger } from './kernel/log.ts'
import { startEmbedded } from './graph/embedded/embedded.ts'
import { mostOfHead } from './kernel/json.ts'
import { keyIn } from './kernel/key-file.ts'
import { secretsKeyOf } from './kernel/secrets-key.ts'
import { version } from './kernel/version.ts'
import { longestRequest } from './runtime/admission.ts'

// Environment → database → app → listen → stop. The only file that touches the process.

/** Maximum milliseconds for the head of a request. */
const longestHead = 5_000
/** Milliseconds for which a connection is kept for the next request: longer than proxies keep theirs, which would race. */
const longestIdle = 75_000
/** Maximum number of concurrent queries of analysts: half of the processors, so that other requests keep the rest. */
const atOnce = Math.max(1, Math.floor(availableParallelism() / 2))
const say = (line: string) => process.stdout.write(`${line}\n`)
// Standard output may be closed, as after `npm start | head`: the process must still stop the database in order.
const nobodyReads = () => {}
/** Lines of the log are written together, and at the exit. Decision 0060. */
const standardError = { fd: 2, sync: false, minLength: 4_096, periodicFlush: 100 }

/** Starts all components and registers how to stop them, in reverse order. */
async function start(env: Environment, started: (() => Promise<unknown>)[], signal: AbortSignal): Promise<void> {
  const logger = createLogger(env.LOG_LEVEL, pino.destination(standardError).on('error', nobodyReads))
  const keyFile = (file: string) =>
    keyIn(file, 'access key', ['set API_KEY_FILE to a file that can be read or made', 'set API_KEY to the key itself'])
  const apiKey = env.API_KEY ?? (env.API_KEY_FILE === undefined ? undefined : await keyFile(env.API_KEY_FILE))
  const server = createServer({
    maxHeaderSize: mostOfHead,
    headersTimeout: longestHead,
    requestTimeout: longestRequest,
    keepAliveTimeout: longestIdle,
    connectionsCheckingInterval: 1_000,
  })
  // Listen first: a port in use fails before the database has started.
  await listen(server, env)
  let answer: RequestListener = answerStarting
  const responses = new Set<ServerResponse>()
  server.on('request', (request, response) => {
    responses.add(response)
    response.once('close', () => responses.delete(response))
    answer(request, response)
  })
  const embedded = env.NEO4J_URI === undefined ? startDatabase(env, logger, signal) : undefined
  embedded?.catch(() => {}) // told where it is awaited
  started.push(async () => (await embedded?.catch(() => undefined))?.stop())
  // Load the modules while Neo4j starts.
  const [
    graphs,
    { createUntrusted },
    { migrate },
    { createServices, warmUp },
    { createApp },
    { seed },
    { seedHistory },
    { seedRecords },
    { startRecurring },
    { recurringStatistics },
    { recurringHosting },
    { keepPicture },
    { forgetAnswers },
    { deriveMissing },
    { linkOwners },
  ] = await Promise.all([
    import('./graph/graph.ts'),
    import('./graph/untrusted.ts'),
    import('./graph/migrate.ts'),
    import('./features.ts'),
    import('./app.ts'),
    import('./authoring/seeding/seed.ts'),
    import('./authoring/seeding/seed-history.ts'),
    import('./authoring/seeding/seed-records.ts'),
    import('./runtime/recurring.ts'),
    import('./runtime/statistics/recurring.ts'),
    import('./runtime/hosting/recurring.ts'),
    import('./questions/visualisation/visualisation.service.ts'),
    import('./store/change.ts'),
    import('./store/derived.ts'),
    import('./registry/owners/ownership.ts'),
  ])
  const { causeOf, connect, createGraph } = graphs
  const { uri, user, password } = (await embedded) ?? external(env)
  const driver = connect(uri, user, password)
  const running = await embedded
  const graph = createGraph({ driver, database: env.NEO4J_DATABASE, onFailure: running?.restart })
  started.push(() => graph.close())
  await migrate(driver, env.NEO4J_DATABASE).catch((error: Error) => {
    throw error.name === 'Neo4jError' ? unusable(uri, causeOf(error)) : error
  })
  const untrusted = createUntrusted({
    uri: env.ANALYST_NEO4J_URI ?? uri,
    user: env.ANALYST_NEO4J_USER ?? user,
    password: env.ANALYST_NEO4J_PASSWORD ?? password,
    database: env.NEO4J_DATABASE,
  })
  started.push(() => untrusted.close())
  const audit = logger.child({ audit: 'query' })
  const database = { uri, user, password, database: env.NEO4J_DATABASE }
  const services = createServices(graph, languageModel(env), {
    database,
    secretsKey: await secretsKeyOf(env),
    allowed: env.OUTBOUND_ALLOW,
    analysts: { untrusted, audit: (line) => audit.info(line, 'an analyst has asked'), running: atOnce },
    jobs: {
      folder: join(env.DATA_DIR, 'jobs'),
      retention: env.JOB_RETENTION_HOURS * 3_600_000,
      failed: (error, job) => logger.error({ err: error, job }, 'a job failed'),
    },
  })
  started.push(services.jobs.stop)
  // A longer deadline: no client waits, and a new database is slow.
  const patient = createGraph({ driver, database: env.NEO4J_DATABASE, deadline: 60_000 })
  await linkOwners(patient)
  const samples = env.SEED ?? (env.NEO4J_URI === undefined ? 'all' : 'none')
  await deriveMissing(patient)
  if (await seed(patient, samples)) await seedHistory(patient, samples)
  await services.configurations.concealAllEarlier()
  const recurring = [
    ...recurringStatistics(services.statistics),
    ...recurringHosting(patient, env.RECORD_RETENTION_DAYS),
    { name: 'forgetting jobs', every: 600_000, atOnce: true, work: services.jobs.forget },
    { name: 'keeping the picture', every: 60_000, work: () => keepPicture(patient) },
    { name: 'forgetting answers', every: 600_000, atOnce: true, work: () => forgetAnswers(patient) },
  ]
  started.push(services.statistics.flush, startRecurring(recurring, logger))
  answer = createApp({
    services,
    graph,
    logger,
    apiKey,
    publicUrl: env.PUBLIC_URL,
    version,
    stopping: signal,
    database,
  })
  started.push(() => close(server, responses))
  if (env.MONITOR_INTERVAL > 0) {
    const failed = (error: unknown) => logger.error({ err: error }, 'the monitor missed a round')
    const monitor = services.monitor({ holder: randomUUID(), interval: env.MONITOR_INTERVAL * 1_000, failed })
    started.push(monitor.start())
  }
  announce(server, env, uri)
  // In the background: the registry already answers requests.
  void warmUp(database).catch((error: Error) => logger.debug({ err: error }, 'no thread could be warmed up'))
  const records = seedRecords(
    patient,
    { ...createServices(patient), statistics: services.statistics },
    samples,
    say,
    signal,
  ).catch((error: Error) => {
    if (!signal.aborted) logger.warn({ err: error }, 'the sample records could not be written; the next start goes on')
  })
  started.push(() => records)
}

/** Answers until the app is ready; browsers get a page that reloads itself. */
const answerStarting: RequestListener = ({ headers }, response) => {
  const isForPerson = headers.accept?.includes('text/html') ?? false
  const problem = new Problem('database-unavailable', 'the registry is starting')
  response
    .writeHead(503, {
      'Content-Type': isForPerson ? 'text/html; charset=utf-8' : 'application/problem+json',
      'Retry-After': '2',
      ...(isForPerson && { Refresh: '2' }),
    })
    .end(isForPerson ? startingPage : JSON.stringify(problemBody(problem, `urn:request:${randomUUID()}`)))
}

const startingPage = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Module registry</title>
  <body style="max-width: 32rem; margin: 20vh auto; padding: 0 16px; font: 1rem/1.5 system-ui, sans-serif">
    <main>
      <h1 style="font-size: 1.5rem">The registry is starting</h1>
      <p>It opens here as soon as it answers. The first start fetches Neo4j, which can take some minutes; the terminal shows how far it is.</p>
    </main>
`

const startDatabase = (env: Environment, logger: pino.Logger, signal: AbortSignal) =>
  startEmbedded({
    dataDir: env.DATA_DIR,
    progress: say,
    log: (event, message) => logger.warn(event, message),
    signal,
  })

const external = (env: Environment) => ({
  uri: env.NEO4J_URI!,
  user: env.NEO4J_USER,
  password: env.NEO4J_PASSWORD ?? '',
})

function languageModel(env: Environment): ModelSettings | undefined {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey } = env
  if (baseUrl === undefined || model === undefined) return undefined
  return { baseUrl, model, apiKey, limits: { time: env.LLM_TIMEOUT * 1_000, tokens: env.LLM_MAX_TOKENS } }
}

const unusable = (uri: string, cause: string) =>
  new StartError(`Cannot use the Neo4j at ${uri}: ${cause}`, [
    'check NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD and NEO4J_DATABASE',
    ...(uri.includes('+s:') ? ['set NODE_EXTRA_CA_CERTS to the certificate authority of the server'] : []),
    'leave NEO4J_URI empty to use the embedded Neo4j',
    'run everything in containers: docker compose up',
  ])

function listen(server: Server, { HOST, PORT }: Environment): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(`Port ${PORT} is in use.`, ['stop what uses it', 'set PORT to another; 0 takes a free one'])
          : new StartError(`Cannot listen on ${HOST}:${PORT}: ${error.message}.`, [
              'set HOST and PORT to an address of this machine',
            ]),
      ),
    )
    server.listen(PORT, HOST, resolve)
  })
}

/** Finishes what is being answered, and ends streams, which would go on for ever. */
function close(server: Server, responses: Iterable<ServerResponse>): Promise<void> {
  return new Promise((resolve) => {
    // Connections that are kept become idle when their answers are finished.
    const idle = setInterval(() => server.closeIdleConnections(), 100)
    server.close(() => (clearInterval(idle), resolve()))
    for (const response of responses)
      if (/^text\/event-stream/.test(String(response.getHeader('content-type')))) response.end()
    setTimeout(() => server.closeAllConnections(), longestRequest).unref()
  })
}

function announce(server: Server, env: Environment, uri: string): void {
  const { HOST, NEO4J_URI, DATA_DIR, API_KEY, API_KEY_FILE } = env
  const { port } = server.address() as AddressInfo
  const host = ['0.0.0.0', '::'].includes(HOST) ? 'localhost' : HOST // those mean every address, and are none
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const lines = [
    'The module registry is ready.',
    `  page      ${origin}/admin/module-registry`,
    `  REST      ${origin}/api/modules`,
    `  GraphQL   ${origin}/graphql`,
    `  MCP       ${origin}/mcp`,
    `  API       ${origin}/docs`,
    `  Cypher    ${uri}${NEO4J_URI === undefined ? ` as neo4j, password in ${join(DATA_DIR, 'neo4j', 'password')}` : ''}`,
  ]
  if (API_KEY === undefined && API_KEY_FILE !== undefined) lines.push(`  key       in ${API_KEY_FILE}`)
  say(lines.join('\n'))
}

async function main(): Promise<void> {
  const started: (() => Promise<unknown>)[] = []
  const giveUp = new AbortController()
  let stopping: Promise<void> | undefined
  const stop = (code: number) =>
    (stopping ??= (async () => {
      giveUp.abort()
      for (const undo of started.toReversed()) await undo().catch(() => {})
      process.exit(code)
    })())
  let isReady = false
  const stopAsked = () => {
    // A request without a response yet ends at once.
    if (isReady && !stopping)
      say('Stopping: answers under way are finished and the database closes its files; this takes some seconds.')
    void stop(0)
  }
  for (const stream of [process.stdout, process.stderr]) stream.on('error', nobodyReads)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopAsked())
  try {
    await start(readEnvironment(process.env), started, giveUp.signal)
    isReady = true
  } catch (error) {
    if (!stopping) process.stderr.write(explain(error))
    await stop(1)
  }
}

function explain(error: unknown): string {
  if (!(error instanceof StartError)) return `The registry cannot start: ${(error as Error).stack}\n`
  return [error.message, ...error.ways.map((way) => `  - ${way}`), ''].join('\n')
}

await main()
