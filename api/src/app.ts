import compression from 'compression'
import express, { type Express, type RequestHandler } from 'express'
import compressedStatic from 'express-static-gzip'
import helmet from 'helmet'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import swaggerUiFolder from 'swagger-ui-dist/absolute-path.js'
import type { DatabaseSettings, Graph } from './graph/graph.ts'
import { acceptableBody, graphqlDoor } from './doors/graphql/door.ts'
import { access, callerOf, editorsWrite, onlyOwnPages } from './doors/rest/access.ts'
import { baseUrlOf } from './doors/rest/base-url.ts'
import { whenOver } from './doors/rest/over.ts'
import { metrics } from './doors/rest/metrics.ts'
import { openApiDocument } from './doors/rest/openapi.ts'
import { answerProblem, notFound } from './doors/rest/problems.ts'
import { readiness } from './doors/rest/readiness.ts'
import { allowedBy, inTurn, waiting } from './doors/rest/route.ts'
import { restRoutes } from './doors/rest/door.ts'
import { hostingRoutes } from './doors/rest/hosting.routes.ts'
import { mcpDoor } from './doors/mcp/door.ts'
import { namedOperations } from './contract.ts'
import { operationsOf, type Services } from './features.ts'
import type { HealthOverview } from './runtime/health/health.contract.ts'
import { internalCall, Json, type HandledOperation } from './store/call.ts'

export interface AppOptions {
  services: Services
  graph: Graph
  logger: Logger
  apiKey?: string
  /** Public URL of the registry; default: the URL of the request. */
  publicUrl?: string
  version: string
  /** Where the threads find the database that answer what is heavy; without it the process does. */
  database?: DatabaseSettings
  /** Aborted when the registry stops: from then on it is not ready. */
  stopping?: AbortSignal
}

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const page = folder('../../admin/dist')

/** The Express app of the registry, which does not listen. Middleware is in the order in which it runs. */
export function createApp({
  services,
  graph,
  logger,
  apiKey,
  publicUrl,
  version,
  stopping,
  database,
}: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('public url', publicUrl)
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.use((_request, response, next) => {
    response.locals.begun = performance.now()
    next()
  })
  app.use(pinoHttp({ logger, genReqId: () => randomUUID(), customLogLevel: logLevel }))
  app.use(helmet({ contentSecurityPolicy: { directives: policy }, strictTransportSecurity: false }))
  app.use(access(apiKey, services.keys))
  app.options(
    onlyRead,
    (_request, response) =>
      void response
        .set('Allow', allowedBy(['GET']))
        .status(204)
        .end(),
  )
  app.get('/livez', (_request, response) => void response.json({ status: 'ok' }))
  app.get('/readyz', readiness(graph, stopping))
  const operations = operationsOf(services, database)
  const { measure, answer } = metrics({ ...services, overview: () => healthOverview(operations) })
  app.get('/metrics', answer)
  app.use(measure)
  app.use(compression({ filter: isNoStream }))
  app.use(['/api', '/graphql', '/mcp'], express.raw({ type: () => true, limit: '1mb' }))
  const graphql = graphqlDoor(operations, services, logger)
  const taken = inTurn(services.admission)
  app.use('/graphql', withoutPolicyForGraphiQL, taken, acceptableBody, (request, response) =>
    graphql(request, response, {
      caller: callerOf(request),
      baseUrl: baseUrlOf(request),
      waiting: waiting(request),
      leave: response.locals.leave as () => void,
      whenOver: (act) => whenOver(response, act),
    }),
  )
  app.all('/mcp', onlyOwnPages, taken, mcpDoor(services, logger, version, database))
  // After the doors of one path: a request is compared with all the routes before its own.
  app.use(restRoutes(operations, services.admission))
  let document: object | undefined // made when it is asked for: nobody waits for it at the start
  app.get('/openapi.json', (_request, response) => {
    response.json((document ??= openApiDocument(namedOperations, version)))
  })
  app.get('/docs/start.js', (_request, response) => void response.type('js').send(startReference))
  app.get('/docs', (_request, response) => void response.type('html').send(referencePage))
  app.get(
    ['/docs/modules', '/docs/modules/:id/api'],
    (_request, response) => void response.type('html').send(referencePage),
  )
  app.use('/docs', express.static(swaggerUiFolder(), { index: false }))
  // Compressed at build time, at a level that is too slow for requests.
  app.use(
    '/admin',
    compressedStatic(page, {
      index: false,
      enableBrotli: true,
      orderPreference: ['br'],
      serveStatic: { setHeaders: cacheByName },
    }),
  )
  // A missing script of an earlier version must be a 404: the page in its place would be status 200 without a script.
  app.use('/admin/assets', notFound)
  app.get(/^\/admin(\/|$)/, (request, response) => {
    if (request.originalUrl === '/admin/module-registry') response.set('Link', firstList)
    response.sendFile('index.html', { root: page })
  })
  app.get('/', (_request, response) => response.redirect('/admin/module-registry'))
  app.use(hostingRoutes(services, editorsWrite))
  app.use(answerProblem)
  return app
}

/** Numbers of modules by health, by whatever answers the operation. */
async function healthOverview(operations: HandledOperation[]): Promise<HealthOverview> {
  const { operation, handle } = operations.find(({ operation }) => operation.id === 'health.overview')!
  const call = internalCall({ actor: 'registry', via: 'rest' })
  const outcome = await handle({ params: {}, query: operation.query.parse({ limit: '1' }), body: undefined }, call)
  return (outcome instanceof Json ? outcome.value() : outcome) as HealthOverview
}

/** The first requests of the page, which the browser sends while it still loads the scripts. Decision 0034. */
const firstList = '</api/modules?sort=name&limit=20>; rel=preload; as=fetch; crossorigin'

/** Read-only paths that are not operations of the contract. */
const onlyRead = /^\/((livez|readyz|metrics|openapi\.json|docs|admin)(\/.*)?)?$/

/** Excludes event streams from compression: the compressor would hold events back until its buffer is full. */
const isNoStream: compression.CompressionFilter = (request, response) =>
  !/^text\/event-stream/.test(String(response.getHeader('content-type'))) && compression.filter(request, response)

const policy = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'upgrade-insecure-requests': null,
}

/** Content security policy of GraphiQL, which is one page with inline script and style. */
const withoutPolicyForGraphiQL: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' && request.accepts(['json', 'html']) === 'html')
    response.removeHeader('Content-Security-Policy')
  next()
}

const logLevel = (_request: unknown, response: { statusCode: number }, error?: Error) =>
  error || response.statusCode >= 500 ? 'error' : 'info'

/** Files that carry a hash in their name never change. */
const cacheByName = (response: { setHeader(name: string, value: string): void }, path: string) =>
  response.setHeader(
    'Cache-Control',
    /-[\w-]{8}\.\w+(\.br|\.gz)?$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  )

const referencePage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Module registry: API</title><link rel="icon" href="/admin/icon.svg"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="reference"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>`
// The path selects the document: /docs, /docs/modules, /docs/modules/crm/api.
const startReference = `const [, , all, id] = location.pathname.split('/')
const url = id ? '/api/modules/' + id + '/openapi.json' : all ? '/api/openapi/modules.json?limit=500' : '/openapi.json'
SwaggerUIBundle({ url, dom_id: '#reference', deepLinking: true })`
