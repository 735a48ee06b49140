import type { ExposedEndpoint } from '../../registry/capabilities/capabilities.contract.ts'
import { usageSections, type DocsSection } from '../documentation/documentation.contract.ts'
import { storedFields } from '../../registry/entities/fields.ts'
import { withServed } from '../../registry/endpoints/served.ts'
import { inOrderOf } from '../../registry/capabilities/endpoint-order.ts'
import { moduleOf } from '../../store/kind.ts'
import type { RowOf } from '../../graph/graph.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { relationshipVerbs, type Relationship } from '../../registry/relationships/relationships.contract.ts'
import { asCode, bounded, flagsOf, type Flag } from '../../kernel/untrusted-text.ts'

/** The data of a module from which its pieces are made. */
export type Facts = Omit<RowOf<'context/facts'>, 'module'> & { module: Module }
type CapabilityFacts = Facts['capabilities'][number]

export const pieceKinds = ['module', 'capability', 'entity', 'documentation', 'relationship'] as const

/** The smallest unit that a pack contains or leaves out. */
export interface Piece {
  ref: string
  kind: (typeof pieceKinds)[number]
  /** Key of the module under which it is listed. */
  module: string
  /** Value for the task, from 0 to 1. */
  value: number
  data: Record<string, unknown>
  /** The piece as Markdown. */
  line: string
  /** The request that returns it in full. */
  ask: string
}

/** Limits of texts and lists, which say when they are truncated: no piece may be larger than the smallest pack. */
const longest = 300
const mostListed = 12

/** Relative value of each kind of piece without hits of its own. */
const worth: Record<Piece['kind'], number> = {
  module: 1,
  capability: 0.5,
  entity: 0.4,
  documentation: 0.3,
  relationship: 0.5,
}

/**
 * The pieces of a module. Their value depends on the fit of the module, on their kind and on hits of their own. Pure.
 */
export function piecesOf(facts: Facts, fit: number, found: ReadonlyMap<string, number>, isFound: boolean): Piece[] {
  const { module } = facts
  // Squared, so that a pack contains more of the best modules rather than something of all.
  const value = fit ** 2
  const valueOf = (ref: string, kind: Piece['kind']) => value * Math.max(worth[kind], Math.min(1, found.get(ref) ?? 0))
  const card: Piece = {
    ref: module.ref,
    kind: 'module',
    module: module.key,
    value,
    ...cardOf(module),
    ask: `GET /api/ai/modules/${module.key}`,
  }
  // Of modules that are only neighbours of found ones, the description is enough.
  if (!isFound) return [card]
  const piece = (ref: string, kind: Piece['kind'], contents: Pick<Piece, 'data' | 'line'>, folder: string): Piece => ({
    ref,
    kind,
    module: module.key,
    value: valueOf(ref, kind),
    ...contents,
    ask: `GET /api/ai/modules/${module.key}${folder}`,
  })
  return [
    card,
    ...facts.capabilities.map((one) =>
      piece(one.ref, 'capability', capabilityOf(withServed(facts.served, one)), '/capabilities'),
    ),
    ...facts.entities.map((one) => piece(one.ref, 'entity', entityOf(one), '?include=schemas')),
    ...facts.configurations.map((one) => ({
      ...piece(one.ref, 'documentation', documentationOf(one), ''),
      ask: `GET /api/modules/${module.key}/docs.md?section=${sectionOf(one)}`,
    })),
  ]
}

function cardOf({ key, name, description, type, status, health, version, metadata }: Module) {
  const contents = {
    name: bounded(name, 100, `GET /api/modules/${key}`),
    type,
    status,
    health,
    version,
    apiBasePath: metadata.apiBasePath,
    description: description === '' ? undefined : bounded(description, longest, `GET /api/modules/${key}`),
    ...provenanceOf(metadata),
    flags: flagsOf({ name, description }),
  }
  return { data: defined({ key, ...contents }), line: `## ${key}\n${asCode(contents)}` }
}

/** Who wrote and reviewed a module, and its source. */
export const provenanceOf = ({ source, createdBy, aiModel, reviewedBy }: Module['metadata']) => {
  const known = defined({ source, createdBy, aiModel, reviewedBy })
  const short = Object.entries(known).map(([name, text]): [string, string] => [name, String(text).slice(0, 80)])
  return short.length > 0 ? { provenance: Object.fromEntries(short) } : {}
}

function capabilityOf({
  ref,
  key,
  type,
  description = '',
  operations,
  entity,
  endpoints,
}: Omit<CapabilityFacts, 'endpoints'> & { endpoints: ExposedEndpoint[] }) {
  const exposed = inOrderOf(operations, endpoints)
  const contents = {
    key,
    type,
    entity: entity ?? undefined,
    operations: short(operations),
    endpoints: short(byPath(exposed)),
    description:
      description === ''
        ? undefined
        : bounded(description, longest / 2, `GET /api/modules/${moduleOf(ref)}/capabilities/${key}`),
    flags: flagsOf({ description }),
  }
  const without = operations.filter((operation) => !exposed.some((endpoint) => endpoint.operation === operation))
  const where =
    exposed.length > 0 ? [...contents.endpoints, ...short(without)].join(', ') : contents.operations.join(', ')
  return { data: defined(contents), line: `- can ${key}: ${where}${aside(contents.description, contents.flags)}` }
}

/** Groups operations by path: the path takes most of their tokens. Says which calls the registry does not answer. */
function byPath(exposed: ExposedEndpoint[]): string[] {
  const groups = new Map<string, string[]>()
  for (const { operation, method, path, served } of exposed) {
    const place = served ? path : `${path} (not served here)`
    groups.set(place, [...(groups.get(place) ?? []), `${operation} ${method}`])
  }
  return [...groups].map(([place, calls]) => `${calls.join(' ')} ${place}`)
}

function entityOf({ ref, name, description = '', fields }: Facts['entities'][number]) {
  const written = storedFields(fields).map(
    (field) =>
      `${field.name} ${field.relationObject ? `→ ${field.relationObject}` : field.type}${field.required === true ? '*' : ''}`,
  )
  const contents = {
    name,
    fields: short(written, 2 * mostListed),
    description:
      description === ''
        ? undefined
        : bounded(description, longest / 2, `GET /api/modules/${moduleOf(ref)}/entities/${name}`),
    flags: flagsOf({ description }),
  }
  return {
    data: defined(contents),
    line: `- keeps ${name}: ${contents.fields.join(', ')}${aside(contents.description, contents.flags)}`,
  }
}

/** The section of the module's documentation that contains it. */
const sectionOf = ({ key, configType }: Facts['configurations'][number]): DocsSection =>
  configType === 'relationship'
    ? 'relationships'
    : (configType === 'usage' && usageSections.find((section) => section === key)) || 'configuration'

function documentationOf({ ref, key, configType, documentation }: Facts['configurations'][number]) {
  const text = bounded(documentation, longest, `GET /api/modules/${moduleOf(ref)}/configurations/${key}`)
  const contents = { key, configType, text, flags: flagsOf({ documentation }) }
  return { data: defined(contents), line: `- documentation ${key}: ${asCode(text)}${aside(undefined, contents.flags)}` }
}

/** Pure. @param module key of the end under which the relationship is listed */
export function pieceOfRelationship(relationship: Relationship, module: string, fit: number): Piece {
  const { ref, type, source, target, operations, fields, criticality, description } = relationship
  const contents = {
    type,
    source,
    target,
    operations: short(operations),
    fields: short(fields),
    criticality,
    description:
      description === '' ? undefined : bounded(description, longest / 2, `GET /api/relationships/${relationship.id}`),
    flags: flagsOf({ description }),
  }
  const used = [contents.operations.join(', '), contents.fields.join(', '), criticality]
    .filter((text) => text !== '')
    .join('; ')
  const from = source === `module:${module}` ? '' : `${source} `
  return {
    ref,
    kind: 'relationship',
    module,
    value: fit ** 2 * worth.relationship,
    data: defined(contents),
    line: `- ${from}${relationshipVerbs[type]} ${target} (${used})${aside(contents.description, contents.flags)}`,
    ask: `GET /api/ai/modules/${module}/relationships`,
  }
}

const aside = (description: string | undefined, flags: Flag[] | undefined) =>
  `${description === undefined ? '' : ` ${asCode(description)}`}${flags ? ` (suspicious: ${flags.map(({ reason }) => reason).join('; ')})` : ''}`

const short = (items: string[], most = mostListed): string[] =>
  items.length <= most ? items : [...items.slice(0, most), `and ${items.length - most} more`]

const defined = (contents: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(contents).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )
