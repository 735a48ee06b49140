import type { contract } from '../../contract.ts'

/** Where an operation is in GraphQL, or why it is not there. */
export type Place =
  { query: string } | { mutation: string } | { field: [type: string, name: string] } | { none: string }

const part = <Name extends string>(singular: Name, plural: string) => {
  const Name = singular.charAt(0).toUpperCase() + singular.slice(1)
  return {
    list: { field: ['Module', plural] },
    create: { mutation: `create${Name}` },
    read: { query: singular },
    replace: { mutation: `replace${Name}` },
    change: { mutation: `change${Name}` },
    remove: { mutation: `delete${Name}` },
  } satisfies Record<string, Place>
}

/** Each operation of the contract has one: what is missing does not compile. */
export const places: {
  [Feature in keyof typeof contract]: { [Name in keyof (typeof contract)[Feature]]: Place }
} = {
  modules: {
    listModules: { query: 'modules' },
    createModule: { mutation: 'createModule' },
    readModule: { query: 'module' },
    replaceModule: { mutation: 'replaceModule' },
    changeModule: { mutation: 'changeModule' },
    deleteModule: { mutation: 'deleteModule' },
    setModuleStatus: { mutation: 'setModuleStatus' },
  },
  capabilities: part('capability', 'capabilities'),
  entities: part('entity', 'entities'),
  endpoints: part('endpoint', 'endpoints'),
  configurations: { ...part('configuration', 'configurations'), validate: { query: 'validateConfiguration' } },
  configurationVersions: {
    listVersions: { query: 'configurationVersions' },
    readVersion: { query: 'configurationVersion' },
    compareVersions: { query: 'configurationDifference' },
    restoreVersion: { mutation: 'restoreConfiguration' },
    exportDocument: { query: 'configurationDocument' },
    importDocument: { mutation: 'importConfiguration' },
  },
  relationships: {
    list: { query: 'relationships' },
    create: { mutation: 'createRelationship' },
    createMany: { mutation: 'createRelationships' },
    read: { query: 'relationship' },
    replace: { mutation: 'replaceRelationship' },
    change: { mutation: 'changeRelationship' },
    remove: { mutation: 'deleteRelationship' },
    listOfModule: { query: 'moduleRelationships' },
  },
  statistics: {
    list: { query: 'moduleStatistics' },
    push: { mutation: 'pushStatistics' },
    listSamples: { query: 'samples' },
    listWindows: { query: 'statisticsWindows' },
    overview: { query: 'statisticsOverview' },
  },
  patches: {
    list: { query: 'patches' },
    apply: { mutation: 'applyPatch' },
    preview: { mutation: 'previewPatch' },
    readSchema: { query: 'patchSchema' },
    read: { query: 'patch' },
    undo: { mutation: 'undoPatch' },
  },
  drafts: {
    list: { query: 'drafts' },
    create: { mutation: 'createDraft' },
    generate: { mutation: 'generateDraft' },
    read: { query: 'draft' },
    replace: { mutation: 'replaceDraft' },
    remove: { mutation: 'deleteDraft' },
    test: { mutation: 'testDraft' },
    submit: { mutation: 'submitDraft' },
    review: { mutation: 'reviewDraft' },
    publish: { mutation: 'publishDraft' },
    unpublish: { mutation: 'unpublishDraft' },
  },
  health: {
    read: { query: 'moduleHealth' },
    overview: { query: 'health' },
    alerts: { query: 'healthAlerts' },
  },
  events: { listen: { none: 'answers with a stream; the subscriptions changes and healthChanges tell the same' } },
  webhooks: {
    list: { query: 'webhooks' },
    create: { mutation: 'createWebhook' },
    read: { query: 'webhook' },
    remove: { mutation: 'deleteWebhook' },
    test: { mutation: 'testWebhook' },
    listDeliveries: { query: 'webhookDeliveries' },
    redeliver: { mutation: 'redeliverWebhook' },
  },
  history: {
    listRevisions: { query: 'revisions' },
    readRevision: { query: 'revision' },
    undo: { mutation: 'undoRevision' },
    listOfModule: { query: 'moduleHistory' },
  },
  graph: { graph: { query: 'graph' } },
  traversal: {
    cycles: { query: 'cycles' },
    path: { query: 'path' },
    order: { query: 'order' },
    impact: { query: 'impact' },
    moduleImpact: { query: 'moduleImpact' },
    neighbourhood: { query: 'neighbourhood' },
    orphans: { query: 'orphans' },
    hubs: { query: 'hubs' },
    mostDependedOn: { query: 'mostDependedOn' },
  },
  ai: {
    listModules: { query: 'aiModules' },
    readModule: { query: 'aiModule' },
    listCapabilities: { query: 'aiCapabilities' },
    listRelationships: { query: 'aiRelationships' },
    listStatistics: { query: 'aiStatistics' },
    context: { query: 'aiContext' },
  },
  search: { search: { query: 'search' }, capabilities: { query: 'capabilities' } },
  queries: {
    list: { query: 'queries' },
    create: { mutation: 'createQuery' },
    read: { query: 'storedQuery' },
    replace: { mutation: 'replaceQuery' },
    remove: { mutation: 'deleteQuery' },
    run: { query: 'runQuery' },
    rows: { none: 'takes its parameters from the address; runQuery takes them as JSON' },
    cypher: { query: 'cypher' },
    plan: { query: 'cypherPlan' },
    cancel: { mutation: 'cancelRun' },
  },
  views: {
    list: { query: 'views' },
    create: { mutation: 'createView' },
    read: { query: 'view' },
    replace: { mutation: 'replaceView' },
    remove: { mutation: 'deleteView' },
  },
  keys: {
    caller: { query: 'caller' },
    list: { query: 'apiKeys' },
    create: { mutation: 'createApiKey' },
    read: { query: 'apiKey' },
    remove: { mutation: 'deleteApiKey' },
  },
  documentation: {
    readModuleOpenApi: { query: 'moduleOpenApi' },
    listOpenApi: { query: 'openApi' },
    readDocs: { query: 'moduleDocs' },
    readScore: { query: 'documentationScore' },
    listScores: { query: 'documentationScores' },
    readPage: { none: 'answers with HTML; moduleDocs has the same as Markdown' },
    listForModels: { none: 'answers with a text for crawlers' },
  },
}
