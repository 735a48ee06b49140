import { moduleOf } from '../../../store/kind.ts'
import type { RelationshipCreate } from '../../../registry/relationships/relationships.contract.ts'
import { declaredIn } from '../read/declared-relationships.ts'
import type { PatchDocument } from '../read/document.ts'

const nameOf = ({ type, source, target }: RelationshipCreate) => `${type} ${source} ${target}`

interface Relationships {
  current: RelationshipCreate[]
  /** Relationships derived from relation fields before and after the document. */
  before: RelationshipCreate[]
  after: RelationshipCreate[]
}

/** Relationships derived from fields, those that the document declares, and all others; edits by people are kept. */
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
      const { module: _module, ...declared } = relation
      edges.set(name, { ...(edges.get(name) ?? relationship), ...declared })
    }
  }
  return [...edges.values()]
}

/** Removes the current parent: a module has at most one. */
function leaveParent(edges: Map<string, RelationshipCreate>, source: string): void {
  for (const [name, edge] of edges) if (edge.type === 'hierarchical' && edge.source === source) edges.delete(name)
}

/** Relationships that are pending because a module is not registered. */
export const pending = (relationships: RelationshipCreate[], isRegistered: (key: string) => boolean) =>
  relationships.filter(({ source, target }) => ![source, target].every((end) => isRegistered(moduleOf(end))))
