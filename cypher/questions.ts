// Generated from the headers of the files: npm run generate

// prettier-ignore
export type Status = 'active' | 'inactive' | 'deprecated' | 'error'
// prettier-ignore
export type Health = 'healthy' | 'warning' | 'error' | 'unknown'
// prettier-ignore
export type OwnerKind = 'team' | 'person'
// prettier-ignore
export type ModuleType = 'crud' | 'workflow' | 'integration' | 'report' | 'analytics'
// prettier-ignore
export type CapabilityType = 'crud' | 'query' | 'action' | 'workflow'
// prettier-ignore
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
// prettier-ignore
export type Via = 'rest' | 'graphql' | 'mcp' | 'patch' | 'import' | 'seed' | 'monitor'
// prettier-ignore
export type ChangeKind = 'created' | 'changed' | 'deleted'
// prettier-ignore
export type Role = 'viewer' | 'analyst' | 'proposer' | 'editor' | 'admin'
// prettier-ignore
export type Sharing = 'private' | 'shared'
// prettier-ignore
export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'
// prettier-ignore
export type Resolution = 'minute' | 'hour' | 'day'
// prettier-ignore
export type Named = { ref: string; name: string }
// prettier-ignore
export type Exposed = { operation: string; method: Method; path: string }
// prettier-ignore
export type NamedRelationship = { [name: string]: unknown; sourceName: string; targetName: string }
// prettier-ignore
export type DrawnNode = { ref: string; birth: string; distance: number; label: string; description: string; group: 'module' | 'capability' | 'entity' | 'endpoint' | 'configuration'; status: Status | null; health: Health | null; owner: string | null; moduleType: ModuleType | null; outgoing: Degrees; incoming: Degrees; both: Degrees }
// prettier-ignore
export type DrawnEdge = { id: string; birth: string; from: string; to: string; group: EdgeType; value: number; operation?: string | null }
// prettier-ignore
export type EdgeType = 'DEPENDS_ON' | 'INTEGRATES_WITH' | 'FLOWS_TO' | 'PART_OF' | 'HAS_CAPABILITY' | 'HAS_ENTITY' | 'HAS_CONFIGURATION' | 'OPERATES_ON' | 'EXPOSES'
// prettier-ignore
export type Degrees = { DEPENDS_ON?: number; INTEGRATES_WITH?: number; FLOWS_TO?: number; PART_OF?: number; HAS_CAPABILITY?: number; HAS_ENTITY?: number; HAS_CONFIGURATION?: number; OPERATES_ON?: number; EXPOSES?: number }
// prettier-ignore
export type Revision = { number: number; at: string; actor: string; via: Via; kind: string; ref: string; patchId?: string; reason?: string; operation: string; changes: { ref: string; kind: ChangeKind }[] }
// prettier-ignore
export type RevisionWithChanges = { number: number; at: string; actor: string; via: Via; kind: string; ref: string; patchId?: string; reason?: string; operation: string; changes: Change[] }
// prettier-ignore
export type Change = { position: number; ref: string; kind: ChangeKind; before?: string; after?: string; source?: string; target?: string }
// prettier-ignore
export type Patch = { id: string; ref: string; patchId: string; rev: number; hash: string; document: string; answer: string; createdAt: string; updatedAt: string; undoneBy?: number }
// prettier-ignore
export type HealthState = { ref: string; reason: string; since?: string; at: number; streak: string; readings: string; example?: boolean }
// prettier-ignore
export type Statistics = { ref: string; module: string; entity?: string; healthStatus: Health; recordCount: number; requestCount: number; clientErrorCount?: number; errorCount: number; errorRate: number; milliseconds?: number; buckets?: number[]; counts?: number[]; collectedAt: string; lastUpdate?: string; told?: string; windows: { minutes: number; requestCount: number; clientErrorCount: number; errorCount: number; milliseconds: number; buckets: number[]; counts: number[] }[] }
// prettier-ignore
export type Sample = { ref: string; of: string; module: string; entity?: string; resolution: Resolution; at: string; example?: boolean; recordCount?: number; requestCount: number; clientErrorCount?: number; errorCount: number; milliseconds: number; buckets: number[]; counts: number[] }
// prettier-ignore
export type StoredRecord = { [name: string]: unknown; _kind: string; _rev: number; _operation: string; id: string; createdAt: string; updatedAt: string }
// prettier-ignore
export type Webhook = { id: string; ref: string; rev: number; url: string; description: string; events: 'health' | 'all'; module?: string; withinSteps: number; keyId: string; known: number; createdAt: string; updatedAt: string }
// prettier-ignore
export type Delivery = { id: string; ref: string; webhook: string; state: 'pending' | 'delivered' | 'dead'; type: string; revision: number; attempts: number; body: string; lastStatus?: number; lastError?: string; lastAt?: string; createdAt: string; nextAt: string }
// prettier-ignore
export type Job = { id: string; kind: string; title: string; state: JobState; actor: string; keyId?: string; done: number; total?: number; message: string; type: string; file: string; bytes?: number; error?: string; createdAt: string; startedAt?: string; endedAt?: string; seenAt: string; isCancelled?: boolean; isLost: boolean }
// prettier-ignore
export type ApiKey = { id: string; ref: string; rev: number; name: string; role: Role; expiresAt?: string; createdAt: string; updatedAt: string; digest: string }

/** What each question is given and gives. */
// prettier-ignore
export interface Questions {
  'access/list': { access: 'read'; parameters: { after: string; limit: number }; row: { revision: number; total: number; items: ApiKey[] } }
  'access/read': { access: 'read'; parameters: { id: string }; row: { key: ApiKey } }
  'access/remove': { access: 'write'; parameters: { id: string }; row: { removed: number } }
  'access/save': { access: 'write'; parameters: { name: string; properties: object }; row: { saved: string } }
  'analysis/between-owners': { access: 'read'; parameters: { limit: number }; row: { owner: string; dependsOn: string; relationships: number } }
  'analysis/capabilities-never-exposed': { access: 'read'; parameters: { limit: number }; row: { module: string; capability: string; type: CapabilityType } }
  'analysis/changes-by-actor': { access: 'read'; parameters: { limit: number }; row: { actor: string; via: Via; changes: number; last: number } }
  'analysis/declared-not-observed': { access: 'read'; parameters: { limit: number }; row: { module: string; entity: string; capability: string; dependants: number; requests: number } }
  'analysis/deprecated-but-needed': { access: 'read'; parameters: { limit: number }; row: { module: string; status: Status; dependants: number } }
  'analysis/drafts-waiting': { access: 'read'; parameters: { limit: number }; row: { id: string; title: string; author: string; model: string | null; since: string } }
  'analysis/edges': { access: 'read'; parameters: { types: readonly string[] }; row: { ref: string; targets: string[] } }
  'analysis/endpoints-nobody-calls': { access: 'read'; parameters: { limit: number }; row: { module: string; endpoints: number } }
  'analysis/entities-owned-twice': { access: 'read'; parameters: { limit: number }; row: { entity: string; modules: string[] } }
  'analysis/entities-without-capability': { access: 'read'; parameters: { limit: number }; row: { module: string; entity: string } }
  'analysis/error-rates': { access: 'read'; parameters: { limit: number }; row: { module: string; requests: number; clientErrors: number; errors: number; rate: number } }
  'analysis/evidence-missing': { access: 'read'; parameters: { limit: number }; row: { source: string; type: string; target: string } }
  'analysis/generated-never-reviewed': { access: 'read'; parameters: { limit: number }; row: { module: string; model: string; createdAt: string } }
  'analysis/health-of-what-is-needed': { access: 'read'; parameters: { limit: number }; row: { module: string; health: Health; dependants: number } }
  'analysis/hubs': { access: 'read'; parameters: { afterTotal: number | null; afterRef: string | null; limit: number }; row: { total: number; items: { ref: string; name: string; total: number; dependsOn: number; dependants: number; integrations: number; flowsTo: number; flowsFrom: number; partOf: number; parts: number }[] } }
  'analysis/layers-violated': { access: 'read'; parameters: { limit: number }; row: { source: string; sourceType: ModuleType; target: string; targetType: ModuleType } }
  'analysis/models-and-their-modules': { access: 'read'; parameters: Record<string, never>; row: { model: string; modules: number; reviewed: number } }
  'analysis/most-changed': { access: 'read'; parameters: { limit: number }; row: { module: string; changes: number } }
  'analysis/most-depended-on': { access: 'read'; parameters: { afterDirect: number | null; afterRef: string | null; limit: number }; row: { total: number; items: { ref: string; name: string; direct: number }[] } }
  'analysis/never-requested': { access: 'read'; parameters: { limit: number }; row: { module: string; since: string } }
  'analysis/not-described': { access: 'read'; parameters: { limit: number }; row: { ref: string; kind: 'module' | 'capability' } }
  'analysis/operations-on-entity': { access: 'read'; parameters: { entity: string; operation: string }; row: { module: string; capability: string; method: Method; path: string } }
  'analysis/operations-that-are-gone': { access: 'read'; parameters: { limit: number }; row: { source: string; target: string; operations: string[] } }
  'analysis/orphans': { access: 'read'; parameters: { after: string; limit: number }; row: { total: number; items: Named[] } }
  'analysis/owners': { access: 'read'; parameters: { limit: number }; row: { owner: string; modules: number; dependants: number } }
  'analysis/patches-of-module': { access: 'read'; parameters: { key: string; limit: number }; row: { patchId: string } }
  'analysis/reviewed-by-their-maker': { access: 'read'; parameters: { limit: number }; row: { module: string; person: string } }
  'analysis/size-of-the-registry': { access: 'read'; parameters: Record<string, never>; row: { kind: string; nodes: number } }
  'analysis/undeclared-operations': { access: 'read'; parameters: { limit: number }; row: { source: string; target: string; declaredBy: string } }
  'analysis/unstable-dependencies': { access: 'read'; parameters: { limit: number }; row: { source: string; version: string; target: string; targetVersion: string } }
  'analysis/unused-endpoints': { access: 'read'; parameters: { limit: number }; row: { module: string; method: Method; path: string } }
  'analysis/vocabulary': { access: 'read'; parameters: Record<string, never>; row: { kind: string; names: string[] } }
  'analysis/waiting-relationships': { access: 'read'; parameters: { limit: number }; row: { source: string; type: string; target: string; state: string } }
  'analysis/without-configuration': { access: 'read'; parameters: { limit: number }; row: { module: string; entities: number } }
  'analysis/without-owner-but-needed': { access: 'read'; parameters: { limit: number }; row: { module: string; dependants: number; owners: string[] } }
  'capabilities/list': { access: 'read'; parameters: { modules: readonly string[]; part: string | null; type: readonly string[] | null; entity: readonly string[] | null; operation: readonly string[] | null; after: string; limit: number }; row: { module: string; key: string; revision: number; total: number; served: string[]; items: (Record<string, unknown>)[] } }
  'capabilities/remove': { access: 'write'; parameters: { refs: readonly string[] }; row: { removed: number } }
  'capabilities/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'capabilities/using': { access: 'read'; parameters: { ref: string }; row: { ref: string } }
  'configuration/kept-answers': { access: 'read'; parameters: { ref: string }; row: { key: string; result: string } }
  'configuration/list': { access: 'read'; parameters: { modules: readonly string[]; part: string | null; configType: readonly string[] | null; after: string; limit: number }; row: { module: string; key: string; revision: number; total: number; items: (Record<string, unknown>)[] } }
  'configuration/logged': { access: 'read'; parameters: { ref: string; after: number; until: number; limit: number }; row: { number: number; position: number; before: string | null; after: string | null } }
  'configuration/mark-sealed': { access: 'write'; parameters: Record<string, never>; row: { name: string } }
  'configuration/remove': { access: 'write'; parameters: { refs: readonly string[] }; row: { removed: number } }
  'configuration/rewrite-logged': { access: 'write'; parameters: { rows: readonly { number: number; position: number; before: string | null; after: string | null }[] }; row: { rewritten: number } }
  'configuration/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'configuration/versions': { access: 'read'; parameters: { ref: string; before: number; limit: number }; row: { revision: number; total: number; items: { number: number; at: string; actor: string; via: Via; kind: ChangeKind; before: string | null; after: string | null }[] } }
  'configuration/with-secrets': { access: 'read'; parameters: Record<string, never>; row: { ref: string } }
  'context/around-modules': { access: 'read'; parameters: { keys: readonly string[]; each: number }; row: { key: string; entities: string[]; entityCount: number; capabilities: { key: string; type: CapabilityType; operations: string[]; entity: string | null }[]; capabilityCount: number; dependsOn: string[]; dependsOnCount: number; dependants: string[]; dependantCount: number } }
  'context/between': { access: 'read'; parameters: { keys: readonly string[] }; row: { ids: string[] } }
  'context/facts': { access: 'read'; parameters: { keys: readonly string[] }; row: { module: { [name: string]: unknown; key: string }; capabilities: { ref: string; key: string; type: CapabilityType; description: string; operations: string[]; entity: string | null; endpoints: Exposed[] }[]; entities: { ref: string; name: string; description: string; fields: string }[]; configurations: { ref: string; key: string; configType: string; documentation: string }[]; served: string[] } }
  'context/neighbours': { access: 'read'; parameters: { keys: readonly string[]; each: number }; row: { key: string; neighbours: { key: string; type: string; outgoing: boolean }[] } }
  'cycles/components': { access: 'read'; parameters: { types: readonly string[]; limit: number }; row: { size: number; modules: string[] } }
  'cycles/flow-against-dependency': { access: 'read'; parameters: { limit: number }; row: { module: string; other: string } }
  'cycles/inside-modules': { access: 'read'; parameters: Record<string, never>; row: { ref: string; targets: string[] } }
  'cycles/mutual-flows': { access: 'read'; parameters: { limit: number }; row: { one: string; other: string } }
  'cycles/through-module': { access: 'read'; parameters: { key: string }; row: { steps: number; cycle: string[] } }
  'documentation/facts': { access: 'read'; parameters: { keys: readonly string[]; each: number }; row: { module: Record<string, unknown>; state: HealthState | null; entities: (Record<string, unknown>)[]; capabilities: (Record<string, unknown>)[]; configurations: (Record<string, unknown>)[]; counts: { entities: number; capabilities: number; configurations: number }; served: string[] } }
  'documentation/paths': { access: 'read'; parameters: { refs: readonly string[] }; row: { ref: string; path: string } }
  'drafts/base-paths': { access: 'read'; parameters: { limit: number }; row: { key: string; apiBasePath: string } }
  'drafts/list': { access: 'read'; parameters: { state: readonly string[] | null; module: readonly string[] | null; author: readonly string[] | null; before: string; limit: number }; row: { revision: number; total: number; items: (Record<string, unknown>)[] } }
  'drafts/read': { access: 'read'; parameters: { id: string }; row: { draft: Record<string, unknown> } }
  'drafts/remove': { access: 'write'; parameters: { refs: readonly string[] }; row: { removed: number } }
  'drafts/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'endpoints/declared': { access: 'read'; parameters: { path: string; method: string }; row: { module: string; homepage: string | null; method: Method; path: string; served: string[] } }
  'endpoints/list': { access: 'read'; parameters: { modules: readonly string[]; part: string | null; after: string; limit: number }; row: { module: string; key: string; revision: number; total: number; served: string[]; items: { [name: string]: unknown; key: string }[] } }
  'endpoints/remove': { access: 'write'; parameters: { refs: readonly string[] }; row: { removed: number } }
  'endpoints/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'entities/list': { access: 'read'; parameters: { modules: readonly string[]; part: string | null; after: string; limit: number }; row: { module: string; key: string; revision: number; total: number; items: (Record<string, unknown>)[] } }
  'entities/remove': { access: 'write'; parameters: { refs: readonly string[] }; row: { removed: number } }
  'entities/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'health/changes': { access: 'read'; parameters: { limit: number }; row: { entry: RevisionWithChanges } }
  'health/examples': { access: 'read'; parameters: { tag: string }; row: { key: string } }
  'health/forget-example': { access: 'write'; parameters: { module: string }; row: { forgotten: number } }
  'health/monitored': { access: 'read'; parameters: { keys: readonly string[] }; row: { module: { key: string; status: Status; health: Health; healthUrl: string | null; statisticsUrl: string | null; thresholds: string | null }; state: HealthState | null } }
  'health/network': { access: 'read'; parameters: Record<string, never>; row: { key: string; name: string; status: Status; health: Health; dependsOn: string[]; flowsTo: string[]; integratesWith: string[] } }
  'health/network-of': { access: 'read'; parameters: { keys: readonly string[] }; row: { key: string; name: string; status: Status; health: Health; dependsOn: string[]; flowsTo: string[]; integratesWith: string[] } }
  'health/of-modules': { access: 'read'; parameters: { ids: readonly string[] }; row: { revision: number; module: string; state: HealthState | null } }
  'health/reasons': { access: 'read'; parameters: { keys: readonly string[] }; row: { module: string; reason: string | null; since: string | null; health: Health; status: Status; healthUrl: string | null; thresholds: string | null; state: HealthState | null } }
  'health/save-example': { access: 'write'; parameters: { module: string; properties: object }; row: { saved: number } }
  'health/save-states': { access: 'write'; parameters: { name: string; fence: number; rows: readonly { module: string; properties: object }[] }; row: { saved: number } }
  'history/after': { access: 'read'; parameters: { after: number; module: string | null; limit: number }; row: { entry: Revision } }
  'history/begin': { access: 'write'; parameters: { operation: string; idempotencyKey: string | null }; row: { revision: number; committed: boolean; kept: { requestHash: string; result: string } | null } }
  'history/changed-since': { access: 'read'; parameters: { revision: number; limit: number }; row: { number: number; operation: string; ref: string; states: string[] } }
  'history/claim-answer': { access: 'write'; parameters: { key: string; requestHash: string }; row: { requestHash: string; result: string | null } }
  'history/fill-answer': { access: 'write'; parameters: { key: string; result: string }; row: { kept: number } }
  'history/filtered': { access: 'read'; parameters: { actor: readonly string[] | null; via: readonly string[] | null; kind: readonly string[] | null; since: Date | null; until: Date | null; before: number; limit: number }; row: { revision: number; total: number; items: Revision[] } }
  'history/forget-answers': { access: 'write'; parameters: { limit: number }; row: { forgotten: number } }
  'history/keep-answer': { access: 'write'; parameters: { key: string; requestHash: string; result: string }; row: { kept: number } }
  'history/kept-answer': { access: 'read'; parameters: { key: string }; row: { requestHash: string; result: string } }
  'history/list': { access: 'read'; parameters: { before: number; limit: number }; row: { revision: number; total: number; items: Revision[] } }
  'history/of-module': { access: 'read'; parameters: { key: string; actor: readonly string[] | null; via: readonly string[] | null; kind: readonly string[] | null; since: Date | null; until: Date | null; before: number; limit: number }; row: { revision: number; total: number; items: Revision[] } }
  'history/read': { access: 'read'; parameters: { number: number }; row: { revision: RevisionWithChanges } }
  'history/record': { access: 'write'; parameters: { revision: object; changes: readonly object[] }; row: { number: number } }
  'hosting/active': { access: 'read'; parameters: { afterKey: string; limit: number }; row: { revision: number; total: number; items: { module: string; name: string; description: string; version: string; base: string; status: Status; entities: (Record<string, unknown>)[]; endpoints: { method: Method; path: string; description: string; deprecated: boolean }[] }[] } }
  'hosting/change': { access: 'write'; parameters: { rows: readonly object[] }; row: { changed: number } }
  'hosting/claim': { access: 'write'; parameters: { rows: readonly { kind: string; id: string; ref: string }[] }; row: { taken: number[] } }
  'hosting/count': { access: 'write'; parameters: { ref: string; module: string; recordCount: number }; row: { recordCount: number } }
  'hosting/create': { access: 'write'; parameters: { module: string; moduleRev: number; entity: string; entityRev: number; kind: string; rows: readonly object[]; lock: string }; row: { created: number } }
  'hosting/documented': { access: 'read'; parameters: { id: string }; row: { revision: number; module: string; name: string; description: string; version: string; base: string | null; status: Status; entities: (Record<string, unknown>)[]; endpoints: { method: Method; path: string; description: string; deprecated: boolean }[] } }
  'hosting/drop-index': { access: 'write'; parameters: { index: string }; row: { done: boolean } }
  'hosting/duplicates': { access: 'read'; parameters: { kind: string; fields: readonly string[] }; row: { total: number } }
  'hosting/enter-space': { access: 'write'; parameters: { rows: readonly { key: string; id: string }[] }; row: { entered: number } }
  'hosting/field-values': { access: 'read'; parameters: { kind: string; field: string }; row: { total: number; values: { value: unknown; count: number }[] } }
  'hosting/forget-space': { access: 'write'; parameters: { module: string }; row: { forgotten: number } }
  'hosting/found': { access: 'read'; parameters: { module: string; moduleRev: number; entity: string; entityRev: number; kind: string; field: string; value: unknown; after: string; limit: number }; row: { revision: number; total: number; items: StoredRecord[] } }
  'hosting/index-field': { access: 'write'; parameters: { field: string }; row: { done: boolean } }
  'hosting/indexes': { access: 'read'; parameters: Record<string, never>; row: { name: string; field: string } }
  'hosting/keep-out': { access: 'write'; parameters: { names: readonly string[] }; row: { locked: number } }
  'hosting/large': { access: 'read'; parameters: { many: number }; row: { fields: string } }
  'hosting/leave-space': { access: 'write'; parameters: { rows: readonly { key: string; id: string }[] }; row: { kept: number } }
  'hosting/left-spaces': { access: 'read'; parameters: { before: Date; key: string | null }; row: { module: string; key: string; name: string; deletedAt: string } }
  'hosting/list': { access: 'read'; parameters: { module: string; moduleRev: number; entity: string; entityRev: number; kind: string; tests: readonly { field: string; test: 'in' | 'has' | 'min' | 'max'; values: readonly unknown[]; folded?: readonly string[] }[]; sort: string; descending: boolean; afterValue: unknown | null; after: string; limit: number; many: number }; row: { revision: number; hasMany: boolean; total: number; items: StoredRecord[] } }
  'hosting/lock': { access: 'write'; parameters: { module: string; moduleRev: number; entity: string; entityRev: number; kind: string; ids: readonly string[]; lock: string }; row: { records: StoredRecord[] } }
  'hosting/missing': { access: 'read'; parameters: { rows: readonly { module: string; owner: string | null; entity: string; value: string; claim: string | null }[] }; row: { missing: number[] } }
  'hosting/of-module': { access: 'read'; parameters: { key: string }; row: { module: string; space: string; base: string; status: Status; rev: number; entities: (Record<string, unknown>)[] } }
  'hosting/page': { access: 'read'; parameters: { module: string; moduleRev: number; entity: string; entityRev: number; kind: string; after: string; limit: number }; row: { revision: number; total: number; items: StoredRecord[] } }
  'hosting/page-of-values': { access: 'read'; parameters: { kind: string; after: string; limit: number }; row: { record: StoredRecord } }
  'hosting/part': { access: 'write'; parameters: { kind: string; field: string }; row: { parted: number } }
  'hosting/purge': { access: 'write'; parameters: { module: string; limit: number }; row: { purged: number } }
  'hosting/read': { access: 'read'; parameters: { module: string; moduleRev: number; entity: string; entityRev: number; kind: string; id: string }; row: { record: StoredRecord | null } }
  'hosting/refer': { access: 'write'; parameters: { rows: readonly { kind: string; id: string; field: string; module: string; owner: string | null; entity: string; value: string; claim: string | null }[] }; row: { missing: number[] } }
  'hosting/referring': { access: 'read'; parameters: { rows: readonly { kind: string; id: string }[] }; row: { kind: string; field: string; fields: string | null; total: number; ids: string[] } }
  'hosting/release': { access: 'write'; parameters: { rows: readonly { kind: string; id: string; fields: readonly string[]; claims: readonly string[] }[] }; row: { released: number } }
  'hosting/remove': { access: 'write'; parameters: { rows: readonly { kind: string; id: string }[] }; row: { removed: number } }
  'hosting/serving': { access: 'read'; parameters: { paths: readonly string[] }; row: { module: string; space: string; base: string; status: Status; rev: number; entities: (Record<string, unknown>)[] } }
  'hosting/size': { access: 'read'; parameters: { kind: string }; row: { total: number } }
  'hosting/spaces': { access: 'read'; parameters: { rows: readonly { key: string; id: string | null }[] }; row: { key: string; space: string } }
  'impact/affected-by-module': { access: 'read'; parameters: { key: string; limit: number }; row: { module: string; name: string; depth: number } }
  'impact/first-step': { access: 'read'; parameters: { module: string; asked: readonly string[] | null; whole: readonly string[]; type: string; along: boolean; against: boolean; operation: string | null; field: string | null }; row: { ref: string; ids: string[]; undeclared: number } }
  'impact/flaky-on-the-critical-path': { access: 'read'; parameters: { limit: number }; row: { module: string; health: Health; users: string[] } }
  'impact/inside': { access: 'read'; parameters: { module: string; type: string }; row: { source: string; target: string; operations: string[]; fields: string[] } }
  'impact/needs': { access: 'read'; parameters: { key: string; limit: number }; row: { module: string; status: Status; health: Health; depth: number } }
  'impact/owners-to-ask': { access: 'read'; parameters: { key: string }; row: { owner: string; modules: number } }
  'impact/part': { access: 'read'; parameters: { ref: string }; row: { ref: string; name: string; capabilities: string[] } }
  'impact/reach': { access: 'read'; parameters: { module: string; type: string; way: 'along' | 'against' | 'either'; first: readonly string[] | null }; row: { depth: number; refs: string[] } }
  'impact/stale-data': { access: 'read'; parameters: { key: string; limit: number }; row: { module: string; depth: number } }
  'impact/usable': { access: 'read'; parameters: { module: string; asked: readonly string[] | null; others: boolean }; row: { operations: string[]; qualified: string[]; entities: { name: string; fields: string }[]; schemas: string[]; namedOperations: string[]; namedFields: string[] } }
  'impact/users-of-field': { access: 'read'; parameters: { key: string; field: string; limit: number }; row: { user: string; capability: string; operations: string[] } }
  'impact/users-of-operation': { access: 'read'; parameters: { ref: string; operation: string; limit: number }; row: { user: string; criticality: string; fields: string[] } }
  'impact/uses': { access: 'read'; parameters: { refs: readonly string[]; type: string; along: boolean; against: boolean }; row: { ref: string; other: string; ids: string[] } }
  'jobs/cancel': { access: 'write'; parameters: { id: string }; row: { id: string } }
  'jobs/create': { access: 'write'; parameters: { properties: object }; row: { id: string } }
  'jobs/forget': { access: 'write'; parameters: { before: Date; limit: number }; row: { forgotten: number } }
  'jobs/list': { access: 'read'; parameters: { keyId: string | null; state: readonly string[] | null; kind: readonly string[] | null; actor: readonly string[] | null; silence: number; before: string; limit: number }; row: { revision: number; total: number; items: Job[] } }
  'jobs/read': { access: 'read'; parameters: { id: string; silence: number }; row: { job: Job } }
  'jobs/remove': { access: 'write'; parameters: { id: string }; row: { removed: number } }
  'jobs/report': { access: 'write'; parameters: { rows: readonly { id: string; properties: object }[] }; row: { id: string; isCancelled: boolean } }
  'modules/aliased': { access: 'read'; parameters: { names: readonly string[] }; row: { name: string; key: string } }
  'modules/base-path': { access: 'read'; parameters: { path: string; key: string }; row: { key: string; apiBasePath: string } }
  'modules/count': { access: 'read'; parameters: { by: 'capability' | 'entity' | 'owner' | 'property' | 'none'; property: string; values: readonly string[] | null; status: readonly string[] | null; type: readonly string[] | null; health: readonly string[] | null; owner: readonly string[] | null; tag: readonly string[] | null; aiModel: readonly string[] | null; capability: readonly string[] | null; entity: readonly string[] | null }; row: { revision: number; operation: string | null; total: number } }
  'modules/in-order': { access: 'read'; parameters: { status: readonly string[] | null; type: readonly string[] | null; health: readonly string[] | null; owner: readonly string[] | null; tag: readonly string[] | null; aiModel: readonly string[] | null; capability: readonly string[] | null; entity: readonly string[] | null; sort: string; above: { value: unknown; key: string } | null; below: { value: unknown; key: string } | null; limit: number }; row: { revision: number; operation: string | null; modules: number; items: (Record<string, unknown>)[] } }
  'modules/known': { access: 'read'; parameters: { ids: readonly string[] }; row: { id: string } }
  'modules/list': { access: 'read'; parameters: { by: 'text' | 'ids' | 'capability' | 'entity' | 'owner' | 'property' | 'none'; property: string; values: readonly string[] | null; text: string | null; status: readonly string[] | null; type: readonly string[] | null; health: readonly string[] | null; owner: readonly string[] | null; tag: readonly string[] | null; aiModel: readonly string[] | null; capability: readonly string[] | null; entity: readonly string[] | null; ids: readonly string[] | null; sort: string; descending: boolean; afterValue: unknown | null; afterKey: string | null; most: number; limit: number }; row: { revision: number; total: number; items: (Record<string, unknown>)[] } }
  'modules/named': { access: 'read'; parameters: { refs: readonly string[] }; row: { ref: string; name: string; status: Status | null } }
  'modules/named-alike': { access: 'read'; parameters: { names: readonly string[]; key: string }; row: { name: string; other: string } }
  'modules/page': { access: 'read'; parameters: { after: string; limit: number }; row: { revision: number; modules: number; items: (Record<string, unknown>)[] } }
  'modules/read': { access: 'read'; parameters: { id: string }; row: { module: { [name: string]: unknown; key: string } } }
  'modules/remove': { access: 'write'; parameters: { refs: readonly string[] }; row: { removed: number } }
  'modules/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'monitor/begin-round': { access: 'write'; parameters: { name: string; fence: number; epoch: number; note: string | null }; row: { epoch: number } }
  'monitor/hold': { access: 'write'; parameters: { name: string; fence: number }; row: { fence: number } }
  'monitor/release-lease': { access: 'write'; parameters: { name: string; fence: number }; row: { fence: number } }
  'monitor/state': { access: 'read'; parameters: { name: string }; row: { isRunning: boolean; lastRound: string | null; note: string | null } }
  'monitor/take-lease': { access: 'write'; parameters: { name: string; holder: string; milliseconds: number }; row: { fence: number; epoch: number; lastRound: string | null } }
  'names/logged': { access: 'read'; parameters: { refs: readonly string[] }; row: { ref: string; state: string; exists: boolean } }
  'owners/keys': { access: 'read'; parameters: { stem: string }; row: { key: string } }
  'owners/list': { access: 'read'; parameters: { after: string | null; limit: number }; row: { revision: number; total: number; items: { owner: string | null; modules: number; key: string | null; kind: OwnerKind | null }[] } }
  'owners/modules': { access: 'read'; parameters: { ref: string }; row: { module: { [name: string]: unknown; key: string } } }
  'owners/named': { access: 'read'; parameters: { folded: string }; row: { key: string; name: string } }
  'owners/read': { access: 'read'; parameters: { ids: readonly string[] }; row: { owner: { [name: string]: unknown; key: string; name: string } } }
  'owners/remove': { access: 'write'; parameters: { refs: readonly string[] }; row: { removed: number } }
  'owners/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'owners/unlinked': { access: 'read'; parameters: { limit: number }; row: { module: { [name: string]: unknown; key: string } } }
  'patches/candidates': { access: 'read'; parameters: { key: string; entities: readonly string[]; capabilities: readonly string[]; text: string }; row: { key: string; name: string; description: string; tags: string[]; entities: string[]; capabilities: string[] } }
  'patches/list': { access: 'read'; parameters: { module: string | null; before: string; limit: number }; row: { revision: number; total: number; items: { id: string; patchId: string; document: string; answer: string; undoneBy: number | null; createdAt: string; module: string | null }[] } }
  'patches/neighbours': { access: 'read'; parameters: { keys: readonly string[]; path: string | null }; row: { key: string; apiBasePath: string | null; entities: { name: string; fields: string }[]; capabilities: { key: string; operations: string[] }[]; configurations: string[] } }
  'patches/read': { access: 'read'; parameters: { patchId: string }; row: { patch: Patch; module: string | null } }
  'patches/remove': { access: 'write'; parameters: { refs: readonly string[] }; row: { removed: number } }
  'patches/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'paths/between': { access: 'read'; parameters: { from: string; to: string }; row: { steps: number; chain: string[] } }
  'paths/joining': { access: 'read'; parameters: { pairs: readonly { source: string; target: string }[]; types: readonly string[]; lifted: boolean }; row: { source: string; target: string; ids: string[] } }
  'paths/longest-chain': { access: 'read'; parameters: { key: string }; row: { steps: number; chain: string[] } }
  'paths/node': { access: 'read'; parameters: { id: string }; row: { ref: string; name: string } }
  'paths/shared-needs': { access: 'read'; parameters: { one: string; other: string; limit: number }; row: { module: string; name: string } }
  'paths/shortest': { access: 'read'; parameters: { from: string; to: string }; row: { ref: string; name: string; type: string | null; relationships: string[] | null } }
  'paths/step': { access: 'read'; parameters: { refs: readonly string[]; level: 'module' | 'part'; along: readonly string[]; against: readonly string[] }; row: { ref: string; from: string } }
  'queries/owned': { access: 'read'; parameters: { name: string; owner: string; key: string }; row: { name: string } }
  'queries/remove': { access: 'write'; parameters: { name: string; rev: number }; row: { removed: number } }
  'queries/running': { access: 'read'; parameters: { run: string }; row: { running: number } }
  'queries/save': { access: 'write'; parameters: { name: string; expected: number | null; properties: object }; row: { name: string } }
  'queries/saved': { access: 'read'; parameters: { name: string | null; actor: string; key: string }; row: { name: string; owner: string; sharing: Sharing; rev: number; contents: string } }
  'queries/terminate': { access: 'read'; parameters: { run: string }; row: { id: string; message: string } }
  'registry/await-indexes': { access: 'read'; parameters: Record<string, never>; row: { done: boolean } }
  'registry/is-empty': { access: 'read'; parameters: Record<string, never>; row: { empty: boolean } }
  'registry/is-filled': { access: 'read'; parameters: { module: string; patchId: string }; row: { filled: boolean } }
  'registry/mark-filled': { access: 'write'; parameters: { module: string }; row: { name: string } }
  'registry/migrations': { access: 'read'; parameters: Record<string, never>; row: { version: string; name: string; checksum: string; at: string } }
  'registry/record-migration': { access: 'write'; parameters: { version: string; name: string; checksum: string }; row: { version: string } }
  'registry/revision': { access: 'read'; parameters: Record<string, never>; row: { revision: number; operation: string | null; modules: number } }
  'relationships/closed-cycle': { access: 'read'; parameters: { pairs: readonly { type: string; source: string; target: string }[] }; row: { cycle: Named[] } }
  'relationships/declared': { access: 'read'; parameters: { refs: readonly string[] }; row: { ref: string; name: string; operations: string[]; qualified: string[]; entities: { name: string; fields: string }[]; schemas: string[] } }
  'relationships/dependants': { access: 'read'; parameters: { refs: readonly string[] }; row: { total: number; listed: { source: string; type: string; target: string }[] } }
  'relationships/ends': { access: 'read'; parameters: { rows: readonly { index: number; id: string; type: string; source: string; target: string }[] }; row: { index: number; sourceFound: boolean; targetFound: boolean; existing: string | null; parent: string | null } }
  'relationships/list': { access: 'read'; parameters: { end: string | null; type: readonly string[]; criticality: readonly string[] | null; operation: readonly string[] | null; after: string; limit: number }; row: { revision: number; total: number; items: NamedRelationship[] } }
  'relationships/list-pending': { access: 'read'; parameters: { state: string; module: string | null; end: string | null; type: readonly string[]; criticality: readonly string[] | null; operation: readonly string[] | null; after: string; limit: number }; row: { revision: number; total: number; items: NamedRelationship[] } }
  'relationships/neighbours': { access: 'read'; parameters: { modules: readonly string[]; type: string; direction: 'outgoing' | 'incoming' | 'both'; after: string; limit: number }; row: { module: string; revision: number; total: number; items: { module: Record<string, unknown>; direction: 'outgoing' | 'incoming' | 'both'; relationships: string[] }[] } }
  'relationships/of-modules': { access: 'read'; parameters: { modules: readonly string[]; end: string | null; type: readonly string[]; criticality: readonly string[] | null; operation: readonly string[] | null; after: string; limit: number }; row: { module: string; revision: number; total: number; items: NamedRelationship[] } }
  'relationships/page': { access: 'read'; parameters: { type: readonly string[]; after: string; limit: number }; row: { revision: number; total: number; items: NamedRelationship[] } }
  'relationships/pending-with': { access: 'read'; parameters: { keys: readonly string[] }; row: { relationship: Record<string, unknown> } }
  'relationships/reachable': { access: 'read'; parameters: { refs: readonly string[]; type: string; without: readonly string[] }; row: { ref: string; targets: string[] } }
  'relationships/read': { access: 'read'; parameters: { ids: readonly string[] }; row: { relationship: Record<string, unknown> } }
  'relationships/remove': { access: 'write'; parameters: { rows: readonly { id: string; source: string; target: string }[] }; row: { removed: number } }
  'relationships/remove-pending': { access: 'write'; parameters: { ids: readonly string[] }; row: { removed: number } }
  'relationships/save': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'relationships/save-pending': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'relationships/touching': { access: 'read'; parameters: { refs: readonly string[] }; row: { relationship: Record<string, unknown> } }
  'relationships/waiting': { access: 'read'; parameters: { refs: readonly string[] }; row: { relationship: Record<string, unknown> } }
  'search/capabilities': { access: 'read'; parameters: { text: string | null; module: string | null; type: readonly string[] | null; entity: readonly string[] | null; operation: readonly string[] | null; afterScore: number | null; afterRef: string | null; limit: number }; row: { revision: number; total: number; items: { ref: string; key: string; name: string; type: CapabilityType; description: string | null; operations: string[]; score: number; module: string; moduleName: string; status: Status; health: Health; entity: { name: string; label: string; description: string; fields: string; words: string } | null; endpoints: Exposed[]; served: string[] }[] } }
  'search/hits': { access: 'read'; parameters: { text: string; kinds: readonly string[]; module: string | null; afterScore: number | null; afterRef: string | null; limit: number }; row: { revision: number; total: number; items: { ref: string; key: string | null; name: string | null; label: string | null; description: string | null; words: string | null; documentation: string | null; operations: string[] | null; tags: string[] | null; aliases: string[] | null; owner: string | null; score: number; dependants: number; module: string; status: Status; health: Health }[] } }
  'search/nearest': { access: 'read'; parameters: { prefix: string; letters: number }; row: { ref: string } }
  'search/save-words': { access: 'write'; parameters: { rows: readonly object[] }; row: { saved: number } }
  'search/without-words': { access: 'read'; parameters: { limit: number }; row: { id: string; properties: Record<string, unknown> } }
  'statistics/add': { access: 'write'; parameters: { rows: readonly { ref: string; requests: number; clientErrors: number; errors: number; milliseconds: number; buckets: readonly number[]; counts: readonly number[]; lastUpdate?: Date; recordCount?: number }[] }; row: { ref: string } }
  'statistics/count-records': { access: 'write'; parameters: { keys: readonly string[] }; row: { modules: number } }
  'statistics/counted': { access: 'read'; parameters: Record<string, never>; row: { keys: string[] } }
  'statistics/drop-examples': { access: 'write'; parameters: { limit: number }; row: { dropped: number } }
  'statistics/initialise': { access: 'write'; parameters: { key: string }; row: { sets: number } }
  'statistics/keep-told': { access: 'write'; parameters: { rows: readonly { ref: string; told: string }[] }; row: { kept: number } }
  'statistics/moments': { access: 'read'; parameters: { unit: 'minute' | 'hour'; resolutions: readonly Resolution[]; span: string }; row: { at: string; requestCount: number; clientErrorCount: number; errorCount: number; exampleCount: number; milliseconds: number; buckets: number[]; counts: number[] } }
  'statistics/of-modules': { access: 'read'; parameters: { ids: readonly string[]; minutes: readonly number[] }; row: { key: string; id: string; revision: number; items: Statistics[] } }
  'statistics/roll-up': { access: 'write'; parameters: { from: Resolution; to: Resolution | null; keep: string; limit: number }; row: { taken: number } }
  'statistics/samples': { access: 'read'; parameters: { of: string; resolution: Resolution; before: Date; limit: number }; row: { revision: number; total: number; items: Sample[] } }
  'statistics/save-examples': { access: 'write'; parameters: { rows: readonly { of: string; resolution: Resolution; at: string; requests: number; clientErrors: number; errors: number; milliseconds: number; buckets: readonly number[]; counts: readonly number[] }[] }; row: { saved: number } }
  'statistics/told': { access: 'write'; parameters: { refs: readonly string[] }; row: { ref: string; told: string | null } }
  'statistics/windows': { access: 'read'; parameters: { minutes: number; examples: boolean | null }; row: { module: string; lastUpdate: string | null; requestCount: number; clientErrorCount: number; errorCount: number; exampleCount: number; milliseconds: number; buckets: number[]; counts: number[] } }
  'views/count': { access: 'read'; parameters: { owner: string; key: string }; row: { total: number; own: number } }
  'views/owned': { access: 'read'; parameters: { id: string; owner: string; key: string }; row: { id: string } }
  'views/remove': { access: 'write'; parameters: { id: string; rev: number }; row: { removed: number } }
  'views/save': { access: 'write'; parameters: { id: string; expected: number | null; properties: object }; row: { id: string } }
  'views/views': { access: 'read'; parameters: { id: string | null; actor: string; key: string }; row: { id: string; name: string; page: 'graph' | 'statistics'; owner: string; sharing: Sharing; rev: number; createdAt: string; updatedAt: string; contents: string } }
  'visualisation/around-module': { access: 'read'; parameters: { key: string; limit: number }; row: { module: Record<string, unknown>; relationship: Record<string, unknown>; other: Record<string, unknown> } }
  'visualisation/data-flows': { access: 'read'; parameters: { limit: number }; row: { source: Record<string, unknown>; flow: Record<string, unknown>; target: Record<string, unknown> } }
  'visualisation/keep-places': { access: 'write'; parameters: { places: string }; row: { tidiedAt: string } }
  'visualisation/kept-places': { access: 'read'; parameters: Record<string, never>; row: { tidiedAt: string; places: string } }
  'visualisation/kept-since': { access: 'read'; parameters: Record<string, never>; row: { tidiedAt: string } }
  'visualisation/modules': { access: 'read'; parameters: { focus: string | null; depth: number; direction: string; types: readonly string[]; filters: object; limit: number }; row: { revision: number; totalNodes: number; totalEdges: number; nodes: DrawnNode[]; edges: DrawnEdge[] } }
  'visualisation/parts': { access: 'read'; parameters: { focus: string | null; refs: readonly string[] | null; depth: number; direction: string; types: readonly string[]; filters: object; limit: number }; row: { revision: number; totalNodes: number; totalEdges: number; nodes: DrawnNode[]; edges: DrawnEdge[] } }
  'visualisation/parts-of-module': { access: 'read'; parameters: { key: string; limit: number }; row: { path: Record<string, unknown> } }
  'webhooks/count': { access: 'read'; parameters: Record<string, never>; row: { total: number } }
  'webhooks/deliveries': { access: 'read'; parameters: { webhook: string; state: readonly string[] | null; before: string; limit: number }; row: { revision: number; total: number; items: Delivery[] } }
  'webhooks/due': { access: 'read'; parameters: { limit: number }; row: { delivery: Delivery; webhook: Webhook } }
  'webhooks/forget': { access: 'write'; parameters: Record<string, never>; row: { forgotten: number } }
  'webhooks/list': { access: 'read'; parameters: { after: string; limit: number }; row: { revision: number; total: number; items: Webhook[] } }
  'webhooks/queue': { access: 'write'; parameters: { name: string; fence: number; webhook: string; known: number; rows: readonly object[] }; row: { queued: number } }
  'webhooks/read': { access: 'read'; parameters: { id: string }; row: { webhook: Webhook; pending: number } }
  'webhooks/redeliver': { access: 'write'; parameters: { webhook: string; id: string }; row: { delivery: Delivery } }
  'webhooks/remove': { access: 'write'; parameters: { id: string }; row: { removed: number } }
  'webhooks/save': { access: 'write'; parameters: { ref: string; properties: object }; row: { saved: number } }
  'webhooks/settle': { access: 'write'; parameters: { name: string; fence: number; ref: string; properties: object; waits: number | null }; row: { settled: number } }
}
