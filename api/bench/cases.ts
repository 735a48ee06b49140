import { luceneOf, readQuestion } from '../src/questions/search/question.ts'
import { draw, type Found } from '../src/questions/visualisation/drawing.ts'
import { fullText } from '../src/registry/modules/module-list.ts'

// What is measured: one entry for each list, filter, sort, search, neighbourhood, GraphQL shape, write and heavy question,
// with the same thing written by hand beside it.

/** What the cases ask for: the same amount at every size of the registry. */
export interface Target {
  /** An ordinary module, with parts. */
  module: string
  /** Another, some steps away. */
  other: string
  /** The most depended-on module. */
  hub: string
  owner: string
  tag: string
  /** A word of some twenty names. */
  word: string
}

export interface Case {
  what: string
  /** How it may grow with the registry: what answers the same amount must not grow at all. */
  grows: 'flat' | 'linear'
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  body?: unknown
  /** For what changes the registry: a body of its own for each request. */
  write?: (id: string) => object
  /** What is asked alone, unchanged and after a change: the registry may keep its answer. */
  isHeavy?: boolean
  /** The same by hand, in Cypher that returns one row with the column `answer`. */
  beside?: { cypher: string; parameters: Record<string, unknown>; shape?: (answer: never) => unknown }
  /** The same for @neo4j/graphql, in its own dialect. */
  neo4jGraphql?: string
  /** What both must answer, if not all of it: with the reason beside the case. */
  compared?: (body: never) => unknown
}

const identity = '.id, .ref, .rev, .createdAt, .updatedAt'
const module = (m: string) => `${m} {
  .key, .name, .description, .type, .status, .version, .owner, .health, ${identity},
  aliases: coalesce(${m}.aliases, []),
  tags: coalesce(${m}.tags, []),
  owners: [(o:Owner)-[owns:OWNS]->(${m}) | {owner: o.key, role: owns.role}],
  metadata: {apiBasePath: ${m}.apiBasePath}
}`
const relationship = `r {
  .description, .operations, .fields, .criticality, .versionRange, .configuration, .declaredBy, .evidence, ${identity},
  type: {DEPENDS_ON: 'dependency', INTEGRATES_WITH: 'integration', FLOWS_TO: 'data-flow', PART_OF: 'hierarchical'}[type(r)],
  source: startNode(r).ref,
  target: endNode(r).ref,
  state: 'active',
  reason: null
}`
/** A page of fifty, from a COLLECT subquery for one item more. */
const page = (total: string, items: string, limit = 50) => `
MATCH (registry:Registry {id: 'registry'})
CALL () { ${total} }
WITH registry, total, COLLECT { ${items} LIMIT ${limit + 1} } AS found
WITH registry.revision AS revision, total, found[..${limit}] AS items, size(found) > ${limit} AS truncated
RETURN {revision: revision, total: total, returned: size(items), truncated: truncated, items: items} AS answer`
const all = 'MATCH (m:Module) RETURN count(m) AS total'
const returned = (order: string) => `WITH m ORDER BY ${order} RETURN ${module('m')}`

const query = (parameters: Record<string, string>) => `?${new URLSearchParams(parameters)}`
const get = (path: string, parameters: Record<string, string> = {}) => ({
  method: 'GET' as const,
  path: path + (Object.keys(parameters).length > 0 ? query(parameters) : ''),
})
const graphql = (text: string) => ({ method: 'POST' as const, path: '/graphql', body: { query: text } })
const flat = { grows: 'flat' as const }
const linear = { grows: 'linear' as const }
const heavily = { ...linear, isHeavy: true }

interface Items {
  items: Record<string, unknown>[]
}
const refs = ({ items }: Items) => items.map(({ ref }) => ref)

/** A graph around a focus, read in two steps; drawn by the function of the registry, since positions are part of the answer. */
const around = `
MATCH (focus:Module {key: $key})
CALL (focus) {
  MATCH (focus)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(near:Module)
  RETURN collect(DISTINCT near) AS first
}
CALL (focus, first) {
  UNWIND first AS near
  MATCH (near)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(far:Module)
  WHERE far <> focus AND NOT far IN first
  RETURN collect(DISTINCT far) AS second
}
WITH [focus] + first + second AS modules, focus, first
WITH modules, focus, first, COLLECT {
  UNWIND modules AS m
  WITH m, CASE WHEN m = focus THEN 0 WHEN m IN first THEN 1 ELSE 2 END AS distance
  WITH m, distance, COUNT { (m)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(:Module) } AS degree
  ORDER BY distance, degree DESC, m.ref
  LIMIT 1500
  RETURN m {
    .ref, .status, .health, .owner,
    birth: m.id, distance: distance, label: m.name, group: 'module', moduleType: m.type,
    description: left(coalesce(m.description, ''), 301),
    outgoing: {
      DEPENDS_ON: COUNT { (m)-[:DEPENDS_ON]->(:Module) },
      FLOWS_TO: COUNT { (m)-[:FLOWS_TO]->(:Module) },
      PART_OF: COUNT { (m)-[:PART_OF]->(:Module) }
    },
    incoming: {
      DEPENDS_ON: COUNT { (m)<-[:DEPENDS_ON]-(:Module) },
      FLOWS_TO: COUNT { (m)<-[:FLOWS_TO]-(:Module) },
      PART_OF: COUNT { (m)<-[:PART_OF]-(:Module) }
    },
    both: {INTEGRATES_WITH: COUNT { (m)-[:INTEGRATES_WITH]-(:Module) }}
  }
} AS nodes
// From each but the hub, whose edges are found from the other end.
WITH modules, nodes, COLLECT {
  UNWIND modules AS m
  MATCH (m)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(n:Module)
  WHERE n IN modules
  WITH type(r) AS group, r.id AS id, m.ref AS source, n.ref AS target
  WITH group, id, source, target, group = 'INTEGRATES_WITH' AND target < source AS isReversed
  WITH group, id, CASE WHEN isReversed THEN target ELSE source END AS from, CASE WHEN isReversed THEN source ELSE target END AS to
  RETURN {id: from + ' ' + group + ' ' + to, birth: id, from: from, to: to, group: group, value: 1}
} AS edges
MATCH (registry:Registry {id: 'registry'})
RETURN {
  revision: registry.revision, totalNodes: size(modules), totalEdges: size(edges), nodes: nodes, edges: edges
} AS answer`

/** Of every request. */
export const headers = { 'content-type': 'application/json', 'if-match': '*' }

/** A change of the registry that concerns no question. */
export const changed =
  ({ other }: Target) =>
  (id: string) => ({
    path: `/api/modules/${other}`,
    method: 'PATCH',
    headers,
    body: JSON.stringify({ description: `Changed by ${id}.` }),
  })

export function casesFor(target: Target): Case[] {
  return [...reads(target), ...ofGraphql(target), ...writes(target), ...heavy(target)]
}

/** The relationships of one module, found from it. */
const relationshipsOf = (key: string) => ({
  cypher: page(
    `MATCH (:Module {key: $key})-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-()
     WHERE r.id IS NOT NULL RETURN count(DISTINCT r) AS total`,
    `MATCH (:Module {key: $key})-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-()
     WHERE r.id IS NOT NULL WITH DISTINCT r ORDER BY r.id RETURN ${relationship}`,
  ),
  parameters: { key },
})

const reads = ({ module: key, other, owner, tag, word, hub }: Target): Case[] => [
  {
    what: 'one module',
    ...flat,
    ...get(`/api/modules/${key}`),
    beside: { cypher: `MATCH (m:Module {key: $key}) RETURN ${module('m')} AS answer`, parameters: { key } },
  },
  {
    what: 'page of 50',
    ...flat,
    ...get('/api/modules'),
    beside: { cypher: page(all, `MATCH (m:Module) WHERE m.key > '' ${returned('m.key')}`), parameters: {} },
  },
  {
    what: 'page of 20 by name',
    ...flat,
    ...get('/api/modules', { sort: 'name', limit: '20' }),
    beside: {
      cypher: page(all, `MATCH (m:Module) WHERE m.name > '' ${returned('m.name, m.key')}`, 20),
      parameters: {},
    },
  },
  {
    what: 'page of 20 by time, newest first',
    ...flat,
    ...get('/api/modules', { sort: '-updatedAt', limit: '20' }),
    beside: {
      cypher: page(
        all,
        `MATCH (m:Module) WHERE m.updatedAt < datetime('9999-01-01') ${returned('m.updatedAt DESC, m.key DESC')}`,
        20,
      ),
      parameters: {},
    },
  },
  {
    what: 'page of 50 of an owner',
    ...flat,
    ...get('/api/modules', { owner }),
    beside: {
      cypher: page(
        'MATCH (:Owner {name: $owner})-[:OWNS]->(m:Module) RETURN count(DISTINCT m) AS total',
        `MATCH (:Owner {name: $owner})-[:OWNS]->(m:Module) WITH DISTINCT m ${returned('m.key')}`,
      ),
      parameters: { owner },
    },
  },
  {
    what: 'page of 50 of a status and a type',
    ...flat,
    ...get('/api/modules', { status: 'deprecated', type: 'report' }),
    beside: {
      cypher: page(
        `MATCH (m:Module {status: 'deprecated', type: 'report'}) RETURN count(m) AS total`,
        `MATCH (m:Module {status: 'deprecated', type: 'report'}) WHERE m.key > '' ${returned('m.key')}`,
      ),
      parameters: {},
    },
  },
  {
    what: 'page of 50 of a health',
    ...flat,
    ...get('/api/modules', { health: 'error' }),
    beside: {
      cypher: page(
        `MATCH (m:Module {health: 'error'}) RETURN count(m) AS total`,
        `MATCH (m:Module {health: 'error'}) WHERE m.key > '' ${returned('m.key')}`,
      ),
      parameters: {},
    },
  },
  {
    what: 'page of 50 of a tag',
    ...flat,
    ...get('/api/modules', { tag }),
    beside: {
      cypher: page(
        'MATCH (m:Module) WHERE $tag IN m.tags RETURN count(m) AS total',
        `MATCH (m:Module) WHERE m.key > '' AND $tag IN m.tags ${returned('m.key')}`,
      ),
      parameters: { tag },
    },
  },
  {
    what: 'text search of modules',
    ...flat,
    ...get('/api/modules', { q: word, limit: '20' }),
    beside: {
      cypher: page(
        `CALL db.index.fulltext.queryNodes('module_words', $text) YIELD node RETURN count(node) AS total`,
        `CALL db.index.fulltext.queryNodes('module_words', $text) YIELD node AS m ${returned('m.key')}`,
        20,
      ),
      parameters: { text: fullText(word) },
    },
  },
  {
    what: 'search for agents',
    ...flat,
    ...get('/api/ai/search', { q: word, limit: '20' }),
    // The score and why it was found are the registry's own.
    compared: refs,
    beside: {
      cypher: page(
        `CALL db.index.fulltext.queryNodes('registry_words', $text) YIELD node RETURN count(node) AS total`,
        `CALL db.index.fulltext.queryNodes('registry_words', $text) YIELD node AS n, score AS points
         MATCH (m:Module {key: split(split(n.ref, ':')[1], '/')[0]})
         WITH n, m, points, COUNT { (n)<-[:DEPENDS_ON]-() } AS dependants
         WITH n, m, dependants, round(points * (1 + 0.1 * log(1 + dependants)), 4) AS score
         ORDER BY score DESC, n.ref
         RETURN n {.ref, .name, .description, kind: labels(n)[0], module: m.key, status: m.status, health: m.health, score: score, dependants: dependants}`,
        20,
      ),
      parameters: { text: luceneOf(readQuestion(word)) },
    },
  },
  {
    what: 'context of 4,000 tokens',
    ...flat,
    ...get('/api/ai/context', { task: `change the ${word}`, maxTokens: '4000' }),
  },
  { what: 'list of 50 for agents', ...flat, ...get('/api/ai/modules') },
  {
    what: 'capabilities of a module',
    ...flat,
    ...get(`/api/modules/${key}/capabilities`),
    beside: {
      cypher: page(
        'MATCH (:Module {key: $key})-[:HAS_CAPABILITY]->(c) RETURN count(c) AS total',
        `MATCH (m:Module {key: $key})-[:HAS_CAPABILITY]->(c:Capability)
         WITH m, c ORDER BY c.key
         RETURN c {
           .key, .name, .type, .description, .operations, ${identity},
           module: $key,
           entity: head([(c)-[:OPERATES_ON]->(e:Entity) | e.name]),
           endpoints: COLLECT {
             MATCH (c)-[x:EXPOSES]->(p:Endpoint)
             WITH x, p ORDER BY x.operation
             RETURN {
               operation: x.operation, method: p.method, path: p.path,
               served: m.status <> 'inactive' AND p.path STARTS WITH m.apiBasePath + '/'
             }
           }
         }`,
      ),
      parameters: { key },
    },
  },
  {
    what: 'relationships of a module',
    ...flat,
    ...get(`/api/modules/${key}/relationships`),
    beside: relationshipsOf(key),
  },
  {
    what: 'relationships of the hub',
    ...linear,
    ...get(`/api/modules/${hub}/relationships`),
    beside: relationshipsOf(hub),
  },
  {
    what: 'page of 50 relationships',
    ...flat,
    ...get('/api/relationships', { type: 'dependency' }),
    beside: {
      cypher: page(
        'MATCH ()-[r:DEPENDS_ON]->() WHERE r.id IS NOT NULL RETURN count(r) AS total',
        `MATCH ()-[r:DEPENDS_ON]->() WHERE r.id > '' WITH r ORDER BY r.id RETURN ${relationship}`,
      ),
      parameters: {},
    },
  },
  {
    what: 'page of 50 relationships of a criticality',
    ...flat,
    ...get('/api/relationships', { criticality: 'medium' }),
  },
  {
    what: 'page of 50 revisions',
    ...flat,
    ...get('/api/revisions'),
    compared: ({ items }: Items) => items.map(({ number }) => number),
  },
  { what: 'page of 50 revisions of an actor', ...flat, ...get('/api/revisions', { actor: 'bench' }) },
  { what: 'history of a module', ...flat, ...get(`/api/modules/${key}/history`) },
  { what: 'page of 50 owners', ...flat, ...get('/api/owners') },
  { what: 'health of a module', ...flat, ...get(`/api/modules/${key}/health`) },
  { what: 'statistics of a module', ...flat, ...get(`/api/modules/${key}/statistics`) },
  { what: 'documentation of a module', ...flat, ...get(`/api/modules/${key}/docs.md`) },
  {
    what: 'neighbourhood of depth 2, drawn',
    ...flat,
    ...get('/api/graph', { focus: key, depth: '2' }),
    beside: {
      cypher: around,
      parameters: { key },
      shape: (found: Found) => draw(found, { level: 'module', direction: 'both', depth: 2 }),
    },
  },
  { what: 'neighbourhood of depth 2, listed', ...flat, ...get('/api/graph/neighbourhood', { of: key, depth: '2' }) },
  { what: 'shortest path', ...flat, ...get('/api/graph/path', { from: key, to: other, direction: 'both' }) },
  { what: 'impact of a module', ...linear, ...get(`/api/modules/${key}/impact`) },
]

const ofGraphql = ({ module: key }: Target): Case[] => [
  {
    what: 'GraphQL: one module',
    ...flat,
    ...graphql(`{ module(id: "${key}") { key name description status version } }`),
    neo4jGraphql: `{ modules(where: {key: {eq: "${key}"}}) { key name description status version } }`,
  },
  {
    what: 'GraphQL: a module with its dependencies',
    ...flat,
    ...graphql(`{ module(id: "${key}") { key name dependencies { items { module { key name status } } } } }`),
    neo4jGraphql: `{ modules(where: {key: {eq: "${key}"}}) { key name dependencies(sort: [{key: ASC}]) { key name status } } }`,
  },
  {
    what: 'GraphQL: page of 50',
    ...flat,
    ...graphql('{ modules(limit: 50) { items { key name status version owner } } }'),
    neo4jGraphql: '{ modules(limit: 50, sort: [{key: ASC}]) { key name status version owner } }',
  },
  {
    what: 'GraphQL: page of 50 with dependencies',
    ...flat,
    ...graphql('{ modules(limit: 50) { items { key name dependencies { items { module { key name } } } } } }'),
    neo4jGraphql:
      '{ modules(limit: 50, sort: [{key: ASC}]) { key name dependencies(sort: [{key: ASC}]) { key name } } }',
  },
  {
    what: 'GraphQL: page of 20 with parts',
    ...flat,
    ...graphql(
      '{ modules(limit: 20) { items { key entities { items { name } } capabilities { items { key operations } } } } }',
    ),
    neo4jGraphql: `{ modules(limit: 20, sort: [{key: ASC}]) { key entities { name } capabilities { key operations } } }`,
  },
]

/** A change with its lock, revision and log in one statement, which also tells what it refuses. */
const logged = (kind: string, made: string) => `
MATCH (registry:Registry {id: 'registry'})
SET registry.revision = registry.revision + 1
WITH registry
${made}
CREATE (:Revision {number: registry.revision, operation: $operation, kind: '${kind}', ref: answer.ref, actor: 'bench', via: 'rest', at: $at})
  -[:CHANGED]->(:Change {position: 0, ref: answer.ref, kind: 'created', after: $operation})
RETURN answer`

const writes = ({ module: key }: Target): Case[] => [
  {
    what: 'create a module',
    ...flat,
    method: 'POST',
    path: '/api/modules',
    write: (id) => ({ key: `made-${id}`, name: `Made ${id}` }),
    compared: ({ type, status, version }: Record<string, unknown>) => ({ type, status, version }),
    beside: {
      cypher: logged(
        'module.create',
        `CREATE (m:Module:RegistryNode {
           key: 'made-' + $id, ref: 'module:made-' + $id, id: $id, name: 'Made ' + $id, description: '', type: 'crud', status: 'active',
           health: 'unknown', version: '1.0.0', tags: [], rev: registry.revision, createdAt: $at, updatedAt: $at,
           searchedKeys: 'made ' + $id, searchedNames: 'Made ' + $id, searchedTerms: '', searchedEntities: '', searchedTexts: ''
         })
         WITH registry, ${module('m')} AS answer`,
      ),
      parameters: {},
    },
  },
  {
    what: 'change a module',
    ...flat,
    method: 'PATCH',
    path: `/api/modules/${key}`,
    write: (id) => ({ description: `Changed by ${id}.` }),
    compared: ({ name, status }: Record<string, unknown>) => ({ name, status }),
    beside: {
      cypher: logged(
        'module.change',
        `MATCH (m:Module {key: $key})
         SET m.description = 'Changed by ' + $id, m.searchedTexts = 'Changed by ' + $id, m.rev = m.rev + 1, m.updatedAt = $at
         WITH registry, ${module('m')} AS answer`,
      ),
      parameters: { key },
    },
  },
]

const heavy = ({ hub }: Target): Case[] => [
  {
    what: 'impact of the hub',
    ...heavily,
    ...get(`/api/modules/${hub}/impact`),
    // The other members of the answer are the registry's own.
    compared: ({ total }: { total: number }) => total,
    beside: {
      cypher: `MATCH (:Module {key: $key})<-[:DEPENDS_ON*]-(m:Module)
               WITH DISTINCT m WITH collect(m.ref) AS refs RETURN {total: size(refs), items: refs} AS answer`,
      parameters: { key: hub },
    },
  },
  {
    what: 'hubs',
    ...heavily,
    ...get('/api/graph/hubs', { limit: '20' }),
    compared: refs,
    beside: {
      cypher: `MATCH (m:Module)
               WITH m, COUNT { (m)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-() } AS joined
               ORDER BY joined DESC, m.ref LIMIT 20
               RETURN {items: collect({ref: m.ref, name: m.name, total: joined})} AS answer`,
      parameters: {},
    },
  },
  { what: 'most depended on', ...heavily, ...get('/api/graph/most-depended-on', { limit: '20' }) },
  { what: 'orphans', ...heavily, ...get('/api/graph/orphans') },
  { what: 'cycles', ...heavily, ...get('/api/graph/cycles', { types: 'dependency,data-flow', together: 'true' }) },
  { what: 'order', ...heavily, ...get('/api/graph/order') },
  { what: 'health overview', ...heavily, ...get('/api/health') },
  { what: 'health alerts', ...heavily, ...get('/api/health/alerts') },
  { what: 'diagram of 1,500', ...heavily, ...get('/api/graph', { limit: '1500' }) },
  { what: 'diagram of 1,500 parts', ...heavily, ...get('/api/graph', { level: 'part', limit: '1500' }) },
  { what: 'documentation scores', ...heavily, ...get('/api/documentation-scores') },
  { what: 'statistics overview', ...heavily, ...get('/api/statistics/overview') },
]
