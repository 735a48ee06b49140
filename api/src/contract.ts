/**
 * The API contract: every operation with the schemas of its requests and answers. Safe for the browser.
 */
import { accessOperations } from './registry/access/access.contract.ts'
import { capabilitiesOperations } from './registry/capabilities/capabilities.contract.ts'
import { configurationOperations } from './registry/configuration/configuration.contract.ts'
import { versionsOperations } from './registry/configuration/versions.contract.ts'
import { contextOperations } from './questions/ai/context.contract.ts'
import { packsOperations } from './questions/packs/packs.contract.ts'
import { undoOperations } from './authoring/undo/undo.contract.ts'
import { documentationOperations } from './questions/documentation/documentation.contract.ts'
import { draftsOperations } from './authoring/drafts/drafts.contract.ts'
import { endpointsOperations } from './registry/endpoints/endpoints.contract.ts'
import { entitiesOperations } from './registry/entities/entities.contract.ts'
import type { NamedOperation, Operation } from './kernel/operation.ts'
import { eventsOperations } from './runtime/events/events.contract.ts'
import { healthOperations } from './runtime/health/health.contract.ts'
import { historyOperations } from './registry/history/history.contract.ts'
import { purgeOperations } from './runtime/hosting/purge.contract.ts'
import { jobsOperations } from './runtime/jobs/jobs.contract.ts'
import { modulesOperations } from './registry/modules/modules.contract.ts'
import { namesOperations } from './registry/names/names.contract.ts'
import { ownersOperations } from './registry/owners/owners.contract.ts'
import { patchesOperations } from './authoring/patches/patches.contract.ts'
import { queriesOperations } from './questions/queries/queries.contract.ts'
import { relationshipsOperations } from './registry/relationships/relationships.contract.ts'
import { searchOperations } from './questions/search/search.contract.ts'
import { statisticsOperations } from './runtime/statistics/statistics.contract.ts'
import { traversalOperations } from './questions/traversal/traversal.contract.ts'
import { webhooksOperations } from './runtime/webhooks/webhooks.contract.ts'
import { viewsOperations } from './registry/views/views.contract.ts'
import { visualisationOperations } from './questions/visualisation/visualisation.contract.ts'

export const contract = {
  modules: modulesOperations,
  owners: ownersOperations,
  capabilities: capabilitiesOperations,
  entities: entitiesOperations,
  endpoints: endpointsOperations,
  configurations: configurationOperations,
  configurationVersions: versionsOperations,
  relationships: relationshipsOperations,
  statistics: statisticsOperations,
  patches: patchesOperations,
  drafts: draftsOperations,
  health: healthOperations,
  events: eventsOperations,
  webhooks: webhooksOperations,
  jobs: jobsOperations,
  purge: purgeOperations,
  history: { ...historyOperations, ...undoOperations },
  names: namesOperations,
  graph: visualisationOperations,
  traversal: traversalOperations,
  ai: { ...contextOperations, ...packsOperations },
  search: searchOperations,
  queries: queriesOperations,
  views: viewsOperations,
  keys: accessOperations,
  documentation: documentationOperations,
}

/** Every operation under its name, such as `modules.list`. */
export const namedOperations: NamedOperation[] = Object.entries<Record<string, Operation>>(contract).flatMap(
  ([feature, operations]) =>
    Object.entries(operations).map(([key, operation]) => ({ ...operation, id: `${feature}.${key}` })),
)

export type { Capability } from './registry/capabilities/capabilities.contract.ts'
export type { Configuration } from './registry/configuration/configuration.contract.ts'
export type { Draft, DraftSummary } from './authoring/drafts/drafts.contract.ts'
export { documentFormats } from './registry/configuration/versions.contract.ts'
export { draftStates, legalMoves, type DraftState } from './authoring/drafts/moves.ts'
export { keyPattern } from './kernel/text.ts'
export { Problem, type Operation, type List, type Request } from './kernel/operation.ts'
export type { ModuleEndpoint } from './registry/endpoints/endpoints.contract.ts'
export type { Entity } from './registry/entities/entities.contract.ts'
export { type NamedResource, type ResourceName } from './registry/names/names.contract.ts'
export { vias, type Revision, type RevisionSummary } from './registry/history/history.contract.ts'
export type { ApiKey } from './registry/access/access.contract.ts'
export { deliveryStates, type Delivery, type Webhook } from './runtime/webhooks/webhooks.contract.ts'
export { ownerRoles, type Owner, type Ownership } from './registry/owners/owners.contract.ts'
export { healths, moduleSorts, moduleStatuses, moduleTypes, type Module } from './registry/modules/modules.contract.ts'
export type { PatchAnswer, PatchPreview } from './authoring/patches/patches.contract.ts'
export {
  libraryFolders,
  mostRows,
  parameterTypes,
  type Plan,
  type QueryAnswer,
  type QueryParameter,
  type QuerySummary,
  type StoredQuery,
} from './questions/queries/queries.contract.ts'
export {
  directions,
  relationshipTypeNames,
  relationshipTypes,
  type Relationship,
  type RelationshipType,
} from './registry/relationships/relationships.contract.ts'
export { viewPages, type SavedView } from './registry/views/views.contract.ts'
export type { Job } from './runtime/jobs/jobs.contract.ts'
export type { HealthOverview } from './runtime/health/health.contract.ts'
export type { Cycle, Impact, Path } from './questions/traversal/traversal.contract.ts'
export { exampleTag, type ModuleWindow, type Statistics } from './runtime/statistics/statistics.contract.ts'
export {
  nodeGroups,
  type EdgeGroup,
  type NodeGroup,
  type VisEdge,
  type VisGraph,
  type VisHidden,
  type VisNode,
} from './questions/visualisation/visualisation.contract.ts'
