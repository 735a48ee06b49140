import { patchJsonSchema } from '../../authoring/patches/read/document.ts'
import type { contract } from '../../contract.ts'
import type { Input, Operation } from '../../kernel/operation.ts'
import type { Services } from '../../services.ts'
import type { Parts } from '../rest/parts.routes.ts'
import type { Call } from '../rest/route.ts'

export type Handler<O extends Operation = Operation> = (input: Input<O>, call: Call) => unknown
type Contract = typeof contract
type Handlers = {
  [Feature in keyof Contract]: {
    [Name in keyof Contract[Feature]]?: Contract[Feature][Name] extends Operation
      ? Handler<Contract[Feature][Name]>
      : never
  }
}

/** Who answers the operations that are in GraphQL. */
export function handlersOf(services: Services): Handlers {
  const { modules, relationships, statistics, patches, drafts, generation, health, webhooks, history } = services
  const { traversal, context, packs, search, queries, views, access, documentation, versions } = services
  const asker = ({ origin: { actor }, signal }: Call) => ({ actor, signal })
  return {
    modules: {
      listModules: (input) => modules.list(input),
      createModule: (input, { origin }) => modules.create(input, origin),
      readModule: (input) => modules.read(input),
      replaceModule: (input, { expected, origin }) => modules.replace(input, expected, origin),
      changeModule: (input, { expected, origin }) => modules.change(input, expected, origin),
      deleteModule: (input, { expected, origin }) => modules.remove(input, expected, origin),
      setModuleStatus: (input, { expected, origin }) => modules.setStatus(input, expected, origin),
    },
    capabilities: partHandlers(services.capabilities),
    entities: partHandlers(services.entities),
    endpoints: partHandlers(services.endpoints),
    configurations: {
      ...partHandlers(services.configurations),
      validate: (input) => services.configurations.validate(input),
    },
    configurationVersions: {
      listVersions: (input) => versions.listVersions(input),
      readVersion: (input) => versions.readVersion(input),
      compareVersions: (input) => versions.compareVersions(input),
      restoreVersion: (input, { expected, origin }) => versions.restoreVersion(input, expected, origin),
      exportDocument: (input) => versions.exportDocument(input),
      importDocument: (input, { expected, origin }) => versions.importDocument(input, expected, origin),
    },
    relationships: {
      list: (input) => relationships.list(input),
      create: (input, { origin }) => relationships.create(input, origin),
      createMany: (input, { origin }) => relationships.createMany(input, origin),
      read: (input) => relationships.read(input),
      replace: (input, { expected, origin }) => relationships.replace(input, expected, origin),
      change: (input, { expected, origin }) => relationships.change(input, expected, origin),
      remove: (input, { expected, origin }) => relationships.remove(input, expected, origin),
      listOfModule: (input) => relationships.listOfModule(input),
    },
    statistics: {
      list: (input) => statistics.list(input),
      push: (input, { origin }) => statistics.push(input, origin),
      listSamples: (input) => statistics.listSamples(input),
      listWindows: (input) => statistics.listWindows(input),
      overview: (input) => statistics.overview(input),
    },
    patches: {
      list: (input) => patches.list(input),
      apply: async (input, { origin }) => (await patches.apply(input, origin)).answer,
      preview: (input, { origin }) => patches.preview(input, origin),
      readSchema: () => patchJsonSchema(),
      read: (input) => patches.read(input),
      undo: (input, { origin }) => patches.undo(input, origin),
    },
    drafts: {
      list: (input) => drafts.list(input),
      create: (input, { origin }) => drafts.create(input, origin),
      generate: (input, call) => generation.generate(input, call),
      read: (input) => drafts.read(input),
      replace: (input, { expected, origin }) => drafts.replace(input, expected, origin),
      remove: (input, { expected, origin }) => drafts.remove(input, expected, origin),
      test: (input, { origin }) => drafts.test(input, origin),
      submit: (input, { origin }) => drafts.submit(input, origin),
      review: (input, { expected, origin }) => drafts.review(input, expected, origin),
      publish: (input, { origin }) => drafts.publish(input, origin),
      unpublish: (input, { origin }) => drafts.unpublish(input, origin),
    },
    health: {
      read: (input) => health.read(input),
      overview: (input) => health.overview(input),
      alerts: () => health.alerts(),
    },
    events: {},
    webhooks: {
      list: (input) => webhooks.list(input),
      create: (input, { origin }) => webhooks.create(input, origin),
      read: (input) => webhooks.read(input),
      remove: (input, { expected }) => webhooks.remove(input, expected),
      test: (input) => webhooks.test(input),
      listDeliveries: (input) => webhooks.listDeliveries(input),
      redeliver: (input) => webhooks.redeliver(input),
    },
    history: {
      listRevisions: (input) => history.list(input),
      readRevision: (input) => history.read(input),
      undo: (input, { origin }) => history.undo(input, origin),
      listOfModule: (input) => history.listOfModule(input),
    },
    graph: { graph: (input) => services.visualisation.graph(input) },
    traversal: {
      cycles: (input) => traversal.cycles(input),
      path: (input) => traversal.path(input),
      order: (input) => traversal.order(input),
      impact: (input) => traversal.impact(input),
      moduleImpact: (input) => traversal.moduleImpact(input),
      neighbourhood: (input) => traversal.neighbourhood(input),
      orphans: (input) => traversal.orphans(input),
      hubs: (input) => traversal.hubs(input),
      mostDependedOn: (input) => traversal.mostDependedOn(input),
    },
    ai: {
      listModules: (input) => context.listModules(input),
      readModule: (input) => context.readModule(input),
      listCapabilities: (input) => context.listCapabilities(input),
      listRelationships: (input) => context.listRelationships(input),
      listStatistics: (input) => context.listStatistics(input),
      context: (input) => packs.context(input),
    },
    search: {
      search: (input) => search.search(input),
      capabilities: (input) => search.capabilities(input),
    },
    queries: {
      list: (input, { origin }) => queries.list(input, origin.actor),
      create: (input, { origin }) => queries.create(input, origin.actor),
      read: (input, { origin }) => queries.read(input, origin.actor),
      replace: (input, { expected, origin }) => queries.replace(input, origin.actor, expected),
      remove: (input, { expected, origin }) => queries.remove(input, origin.actor, expected),
      run: async (input, call) => queries.whole(await queries.startNamed(input, asker(call))),
      cypher: async (input, call) => queries.whole(await queries.startCypher(input, asker(call))),
      plan: (input) => queries.plan(input),
      cancel: (input) => queries.cancel(input),
    },
    views: {
      list: (input, { origin }) => views.list(input, origin.actor),
      create: (input, { origin }) => views.create(input, origin),
      read: (input, { origin }) => views.read(input, origin.actor),
      replace: (input, { expected, origin }) => views.replace(input, origin.actor, expected),
      remove: (input, { expected, origin }) => views.remove(input, origin.actor, expected),
    },
    keys: {
      caller: (_input, { caller }) => caller,
      list: (input) => access.list(input),
      create: (input, { origin }) => access.create(input, origin),
      read: (input) => access.read(input),
      remove: (input, { expected }) => access.remove(input, expected),
    },
    documentation: {
      readModuleOpenApi: (input) => documentation.openApi(input),
      listOpenApi: (input) => documentation.openApiOfAll(input),
      readDocs: async ({ params, query }) => (await documentation.docs(params.id, query.section)).markdown,
      readScore: (input) => documentation.score(input),
      listScores: (input) => documentation.scores(input),
    },
  }
}

/** The schemas of the contract have checked each input by then. */
const partHandlers = (parts: Parts) => ({
  create: (input: object, { origin }: Call) => parts.create(input as never, origin),
  read: (input: object) => parts.read(input as never),
  replace: (input: object, { expected, origin }: Call) => parts.replace(input as never, expected, origin),
  change: (input: object, { expected, origin }: Call) => parts.change(input as never, expected, origin),
  remove: (input: object, { expected, origin }: Call) => parts.remove(input as never, expected, origin),
})
