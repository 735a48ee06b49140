/**
 * What the registry promises: every operation with the shapes of what goes in and out. Safe for the browser.
 */
import { accessEndpoints } from './access/access.contract.ts'
import { capabilitiesEndpoints } from './capabilities/capabilities.contract.ts'
import { configurationEndpoints } from './configuration/configuration.contract.ts'
import { versionsEndpoints } from './configuration/versions.contract.ts'
import { contextEndpoints } from './context/context.contract.ts'
import { documentationEndpoints } from './documentation/documentation.contract.ts'
import { draftsEndpoints } from './drafts/drafts.contract.ts'
import { endpointsEndpoints } from './endpoints/endpoints.contract.ts'
import { entitiesEndpoints } from './entities/entities.contract.ts'
import { eventsEndpoints } from './events/events.contract.ts'
import { healthEndpoints } from './health/health.contract.ts'
import { historyEndpoints } from './history/history.contract.ts'
import { modulesEndpoints } from './modules/modules.contract.ts'
import { patchesEndpoints } from './patches/patches.contract.ts'
import { queriesEndpoints } from './queries/queries.contract.ts'
import { relationshipsEndpoints } from './relationships/relationships.contract.ts'
import { searchEndpoints } from './search/search.contract.ts'
import { statisticsEndpoints } from './statistics/statistics.contract.ts'
import { traversalEndpoints } from './traversal/traversal.contract.ts'
import { webhooksEndpoints } from './webhooks/webhooks.contract.ts'
import { viewsEndpoints } from './views/views.contract.ts'
import { visualisationEndpoints } from './visualisation/visualisation.contract.ts'

export const contract = {
  modules: modulesEndpoints,
  capabilities: capabilitiesEndpoints,
  entities: entitiesEndpoints,
  endpoints: endpointsEndpoints,
  configurations: configurationEndpoints,
  configurationVersions: versionsEndpoints,
  relationships: relationshipsEndpoints,
  statistics: statisticsEndpoints,
  patches: patchesEndpoints,
  drafts: draftsEndpoints,
  health: healthEndpoints,
  events: eventsEndpoints,
  webhooks: webhooksEndpoints,
  history: historyEndpoints,
  graph: visualisationEndpoints,
  traversal: traversalEndpoints,
  ai: contextEndpoints,
  search: searchEndpoints,
  queries: queriesEndpoints,
  views: viewsEndpoints,
  keys: accessEndpoints,
  documentation: documentationEndpoints,
}

export type { Capability } from './capabilities/capabilities.contract.ts'
export type { Configuration } from './configuration/configuration.contract.ts'
export type { Draft, DraftSummary } from './drafts/drafts.contract.ts'
export { documentFormats } from './configuration/versions.contract.ts'
export { draftStates, legalMoves, type DraftState } from './drafts/moves.ts'
export { Problem, type Endpoint, type List, type Request } from './endpoint.ts'
export type { ModuleEndpoint } from './endpoints/endpoints.contract.ts'
export type { Entity } from './entities/entities.contract.ts'
export { vias, type Revision, type RevisionSummary } from './history/history.contract.ts'
export type { ApiKey } from './access/access.contract.ts'
export { deliveryStates, type Delivery, type Webhook } from './webhooks/webhooks.contract.ts'
export { healths, moduleSorts, moduleStatuses, moduleTypes, type Module } from './modules/modules.contract.ts'
export type { PatchAnswer, PatchPreview } from './patches/patches.contract.ts'
export {
  libraryFolders,
  mostRows,
  parameterTypes,
  type Plan,
  type QueryAnswer,
  type QueryParameter,
  type QuerySummary,
  type StoredQuery,
} from './queries/queries.contract.ts'
export {
  relationshipTypeNames,
  relationshipTypes,
  type Relationship,
  type RelationshipType,
} from './relationships/relationships.contract.ts'
export { viewPages, type SavedView } from './views/views.contract.ts'
export type { HealthOverview } from './health/health.contract.ts'
export type { Cycle, Impact, Path } from './traversal/traversal.contract.ts'
export type { ModuleWindow, Statistics } from './statistics/statistics.contract.ts'
export {
  directions,
  nodeGroups,
  type EdgeGroup,
  type NodeGroup,
  type VisEdge,
  type VisGraph,
  type VisHidden,
  type VisNode,
} from './visualisation/visualisation.contract.ts'
