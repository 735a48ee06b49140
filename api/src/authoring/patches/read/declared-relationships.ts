import type { RelationshipCreate, RelationshipType } from '../../../registry/relationships/relationships.contract.ts'
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

/** The relationships that a document declares, with their pointers. */
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
  // An integration has no direction; its source is the lesser ref.
  const [source, target] = (type === 'integration' ? ends.toSorted() : ends) as [string, string]
  return {
    pointer,
    relation,
    relationship: {
      type,
      source,
      target,
      description,
      operations,
      fields,
      criticality,
      versionRange,
      configuration: {},
      declaredBy: 'patch',
      evidence: `declared as ${member}`,
    },
  }
}
