import { moduleOf } from '../../store/kinds.ts'
import type { RelationshipCreate, RelationshipType } from '../../registry/relationships/relationships.contract.ts'
import type { PatchDocument, Relation } from './document.ts'

/** The members of a document that relate its module to others. */
export const relationMembers = {
  dependsOn: 'dependency',
  integratesWith: 'integration',
  flowsTo: 'data-flow',
  partOf: 'hierarchical',
} as const satisfies Record<string, RelationshipType>

interface Declared {
  pointer: string
  relation: Exclude<Relation, string>
  relationship: RelationshipCreate
}

/** What a document says of its module's relationships, each with its place. */
export const declaredIn = (document: PatchDocument, key: string): Declared[] =>
  (Object.keys(relationMembers) as (keyof typeof relationMembers)[]).flatMap((member) => {
    const given = document[member]
    if (given === undefined) return []
    if (Array.isArray(given))
      return given.map((relation, index) => declare(key, member, relation, `/${member}/${index}`))
    return [declare(key, member, given, `/${member}`)]
  })

function declare(key: string, member: keyof typeof relationMembers, given: Relation, pointer: string): Declared {
  const relation = typeof given === 'string' ? { module: given } : given
  const { operations = [], fields = [], criticality = 'medium', versionRange = null, description = '' } = relation
  const type = relationMembers[member]
  const ends = [`module:${key}`, relation.module.includes(':') ? relation.module : `module:${relation.module}`]
  // An integration has no direction; it is stored from the lesser ref to the greater.
  const [source, target] = (type === 'integration' ? ends.toSorted() : ends) as [string, string]
  return {
    pointer,
    relation,
    relationship: {
      ...{ type, source, target, description, operations, fields, criticality, versionRange },
      ...{ configuration: {}, declaredBy: 'patch', evidence: `declared as ${member}` },
    },
  }
}

const nameOf = ({ type, source, target }: RelationshipCreate) => `${type} ${source} ${target}`

interface Relationships {
  current: RelationshipCreate[]
  /** Derived from fields before the document, and after it. */
  before: RelationshipCreate[]
  after: RelationshipCreate[]
}

/** Those that fields say, those that the document says, and all others as they were; what people wrote of one stays. */
export function relationshipsAfter(
  document: PatchDocument,
  key: string,
  { current, before, after }: Relationships,
): RelationshipCreate[] {
  const edges = new Map(current.map((relationship) => [nameOf(relationship), relationship]))
  const earlier = new Map(before.map((relationship) => [nameOf(relationship), relationship]))
  const derived = new Set(after.map(nameOf))
  for (const [name, { evidence }] of earlier)
    if (!derived.has(name) && edges.get(name)?.evidence === evidence) edges.delete(name)
  for (const relationship of after) {
    const name = nameOf(relationship)
    const known = edges.get(name)
    const { operations, fields, evidence } = relationship
    if (known && known.evidence === earlier.get(name)?.evidence)
      edges.set(name, { ...known, operations, fields, evidence })
    else if (!known && !earlier.has(name)) edges.set(name, relationship)
  }
  for (const { relationship, relation } of declaredIn(document, key)) {
    const name = nameOf(relationship)
    if (document.operation === 'remove') edges.delete(name)
    else {
      if (relationship.type === 'hierarchical') leaveParent(edges, relationship.source)
      const { module: _module, ...said } = relation
      edges.set(name, { ...(edges.get(name) ?? relationship), ...said })
    }
  }
  return [...edges.values()]
}

/** A module is part of one other at most. */
function leaveParent(edges: Map<string, RelationshipCreate>, source: string): void {
  for (const [name, edge] of edges) if (edge.type === 'hierarchical' && edge.source === source) edges.delete(name)
}

/** Those that wait: they lead to a module that is not registered. */
export const pending = (relationships: RelationshipCreate[], isRegistered: (key: string) => boolean) =>
  relationships.filter(({ source, target }) => ![source, target].every((end) => isRegistered(moduleOf(end))))
