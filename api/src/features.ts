import './kinds.ts'
import { capabilitiesService } from './registry/capabilities/capabilities.service.ts'
import { configurationService } from './registry/configuration/configuration.service.ts'
import { versionsService } from './registry/configuration/versions.service.ts'
import { contextService } from './questions/ai/context.service.ts'
import { packsService } from './questions/packs/packs.service.ts'
import { documentationService } from './questions/documentation/documentation.service.ts'
import { undoService } from './authoring/undo/undo.service.ts'
import { draftsService } from './authoring/drafts/drafts.service.ts'
import { generation } from './authoring/generation/generation.service.ts'
import type { ModelSettings } from './authoring/generation/language-model.ts'
import { namedOperations, type contract } from './contract.ts'
import { accessService } from './registry/access/access.service.ts'
import { registerOwnCalls } from './registry/endpoints/served.ts'
import { endpointsService } from './registry/endpoints/endpoints.service.ts'
import { entitiesService } from './registry/entities/entities.service.ts'
import type { DatabaseSettings, Graph } from './graph/graph.ts'
import { eventsService } from './runtime/events/events.service.ts'
import { healthService } from './runtime/health/health.service.ts'
import {
  copied,
  internalCall,
  Json,
  type CopiedCall,
  type HandledOperation,
  type Parts,
  type Service,
} from './store/call.ts'
import { inWorker, type ThreadsFor } from './kernel/workers.ts'
import { changeFeed } from './registry/history/change-feed.ts'
import { revisionCache } from './graph/revision-cache.ts'
import { historyService } from './registry/history/history.service.ts'
import { jobsService, type JobsOptions } from './runtime/jobs/jobs.service.ts'
import { purgeService } from './runtime/hosting/purge.service.ts'
import { recordsService } from './runtime/hosting/records.service.ts'
import { servedModules } from './runtime/hosting/served.ts'
import { aliasesOf, type Aliases } from './registry/modules/aliases.ts'
import { moduleList } from './registry/modules/module-list.ts'
import { modulesService } from './registry/modules/modules.service.ts'
import { patchesService } from './authoring/patches/patches.service.ts'
import { namesService } from './registry/names/names.service.ts'
import { ownersService } from './registry/owners/owners.service.ts'
import { queriesService, type QueriesOptions } from './questions/queries/queries.service.ts'
import { relationshipsService } from './registry/relationships/relationships.service.ts'
import { searchService } from './questions/search/search.service.ts'
import { statisticsService } from './runtime/statistics/statistics.service.ts'
import { traversalService } from './questions/traversal/traversal.service.ts'
import { signing } from './runtime/webhooks/signing.ts'
import { viewsService } from './registry/views/views.service.ts'
import { webhooksService } from './runtime/webhooks/webhooks.service.ts'
import { createDispatcher } from './runtime/webhooks/dispatcher.ts'
import { createMonitor } from './runtime/monitor/monitor.ts'
import { createOutbound } from './runtime/outbound/outbound.ts'
import type { Range } from './kernel/addresses.ts'
import { admission } from './runtime/admission.ts'
import { visualisationService } from './questions/visualisation/visualisation.service.ts'

registerOwnCalls(namedOperations)

/** Settings of the deployment: secrets, analysts and network access. */
export interface Deployment {
  /** Key for webhook secrets and for encryption; without it, webhooks, API keys and private queries are not available. */
  secretsKey?: Buffer
  /** Connections and limits for queries of analysts. */
  analysts?: QueriesOptions
  /** Where jobs are carried out; without it they are not. */
  jobs?: JobsOptions
  /** Where the threads of jobs find the database; without it the process does their work. */
  database?: DatabaseSettings
  /** Private address ranges that health checks and webhooks may reach. */
  allowed?: Range[]
}

/** A service for each feature of the contract, with a handler for each operation; a missing one does not compile. */
export type Features = { [Feature in keyof typeof contract]: Service<(typeof contract)[Feature]> }
export type Services = ReturnType<typeof createServices>

/**
 * Creates the services that all doors call.
 * @param model the language model that writes documents, if one is configured
 */
export function createServices(
  graph: Graph,
  model?: ModelSettings,
  { secretsKey, allowed, analysts, jobs: jobsOptions, database }: Deployment = {},
) {
  const cached = revisionCache(graph)
  const feed = changeFeed(graph)
  const outbound = createOutbound(allowed)
  const sign = signing(secretsKey)
  const packs = packsService(graph, cached)
  const capabilities = capabilitiesService(graph)
  const entities = entitiesService(graph)
  const configurations = configurationService(graph, secretsKey)
  const listModules = moduleList(graph)
  const relationships = relationshipsService(graph)
  const statistics = statisticsService(graph)
  const patches = patchesService(graph)
  const drafts = draftsService(graph, patches)
  const health = healthService(graph, cached)
  const turns = admission()
  const jobs = jobsService(graph, turns.queues.job, jobsOptions)
  const events = eventsService(graph, feed, health)
  const features = {
    modules: modulesService(graph, listModules),
    owners: ownersService(graph),
    capabilities,
    entities,
    endpoints: endpointsService(graph),
    configurations,
    configurationVersions: versionsService(graph, configurations),
    relationships,
    statistics,
    patches,
    drafts: { ...drafts, ...generation(graph, packs, drafts, model) },
    health,
    events,
    webhooks: webhooksService(graph, outbound, sign),
    jobs,
    purge: purgeService(graph, jobs),
    history: { ...historyService(graph), ...undoService(graph, configurations) },
    names: namesService(graph),
    graph: visualisationService(graph, cached),
    traversal: traversalService(graph, cached),
    ai: {
      ...contextService(graph, listModules, { capabilities, entities, configurations, relationships, statistics }),
      context: packs.context,
    },
    search: searchService(graph),
    queries: queriesService(graph, jobs, secretsKey, analysts),
    views: viewsService(graph, secretsKey),
    keys: accessService(graph, secretsKey),
    documentation: documentationService(
      graph,
      listModules,
      relationships,
      jobs,
      database && answeredElsewhere(database, 'documentation.readDocs', 'jobs'),
    ),
  } satisfies Features
  const leadership = { isHeld: () => false }
  return {
    ...features,
    aliases: aliasesOf(graph),
    feed,
    packs,
    leadership,
    admission: turns,
    records: recordsService(graph),
    served: servedModules(graph),
    /** Creates the monitor without starting it; only a process that serves requests starts it. */
    monitor: (options: { holder: string; interval: number; failed?: (error: unknown) => void }) =>
      createMonitor({
        graph,
        outbound,
        leadership,
        windows: statistics.windows,
        ...options,
        push: (id, body) =>
          statistics.push({ params: { id }, body }, internalCall({ actor: 'monitor', via: 'monitor' })),
        beside: createDispatcher({ graph, outbound, sign, events }),
      }),
  }
}

/** What `thread.ts` does. */
export type AnswerInThread = (
  database: DatabaseSettings,
  id: string,
  input: Parts,
  call: CopiedCall,
) => Promise<{ text: string } | { json: Uint8Array }>

/** Every operation of the contract with its handler. */
export function handlersOf(features: Features): HandledOperation[] {
  const services: Record<string, Record<string, unknown>> = features
  return namedOperations.map((operation) => {
    const [feature = '', key = ''] = operation.id.split('.')
    // `Features` has checked that the handler accepts the parsed request of this operation.
    const handle = services[feature]![key] as HandledOperation['handle']
    return { operation, handle }
  })
}

/**
 * Every operation of the contract with its handler, for the loops of the doors: modules may be named by an alias.
 * @param database with it, what is heavy is answered by a thread of its own, and not by this process
 */
export const operationsOf = (
  { aliases, ...features }: Features & { aliases: Aliases },
  database?: DatabaseSettings,
): HandledOperation[] =>
  handlersOf(features).map(({ operation, handle }) => {
    const isElsewhere = database && operation.load === 'heavy'
    return {
      operation,
      handle: aliases.handled(operation, isElsewhere ? answeredElsewhere(database, operation.id) : handle),
    }
  })

const answeredElsewhere =
  (database: DatabaseSettings, id: string, purpose: ThreadsFor = 'questions'): HandledOperation['handle'] =>
  async (input, call) => {
    const file = new URL('thread.ts', import.meta.url)
    const answered = await inWorker<AnswerInThread>(
      purpose,
      file,
      'answerInThread',
      [database, id, input, copied(call)],
      call.signal,
    )
    return 'text' in answered ? answered.text : new Json(answered.json)
  }

/** What people and language models ask first. */
const firstQuestions = { 'graph.graph': {}, 'ai.context': { task: 'orders of customers' } }

/** Asks first questions in a thread, so that nobody waits for it to start and for the database to plan. */
export async function warmUp(database: DatabaseSettings): Promise<void> {
  const call = internalCall({ actor: 'registry', via: 'rest' })
  for (const { id, query } of namedOperations)
    if (id in firstQuestions) {
      const given = query.parse(firstQuestions[id as keyof typeof firstQuestions])
      await answeredElsewhere(database, id)({ params: {}, query: given, body: undefined }, call)
    }
}
