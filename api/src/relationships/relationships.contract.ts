import { z } from 'zod'
import { anyOf, endpoint, identity, listOf, moduleParams, paging } from '../endpoint.ts'
import { distinct, jsonObject, longText, nameText } from '../text.ts'

/** Names in the API, and the types in Neo4j. */
export const relationshipTypes = {
  dependency: 'DEPENDS_ON',
  integration: 'INTEGRATES_WITH',
  'data-flow': 'FLOWS_TO',
  hierarchical: 'PART_OF',
} as const
export type RelationshipType = keyof typeof relationshipTypes
export const relationshipTypeNames = Object.keys(relationshipTypes) as RelationshipType[]

export const Relationship = z
  .strictObject({
    ...identity,
    type: z.enum(relationshipTypeNames),
    source: z.string().describe('Ref of a module, capability or configuration'),
    target: z.string().describe('Ref of a module, capability or configuration'),
    description: longText(),
    operations: distinct(nameText(127), 200).describe('Operations of the target that the source uses'),
    fields: distinct(nameText(127), 200).describe('Fields that the source uses or that flow'),
    criticality: z.enum(['low', 'medium', 'high']),
    versionRange: nameText(200).nullable(),
    configuration: jsonObject,
    declaredBy: z.enum(['manual', 'patch', 'import']),
    evidence: longText().describe('Why it is there'),
  })
  .meta({ id: 'Relationship' })
export type Relationship = z.output<typeof Relationship>

export const relationshipFilters = { type: anyOf(z.enum(relationshipTypeNames)) }

export const relationshipsEndpoints = {
  listOfModule: endpoint({
    method: 'get',
    path: '/api/modules/{id}/relationships',
    tag: 'relationships',
    summary: 'List the relationships of a module and its parts, in both directions',
    role: 'viewer',
    params: moduleParams,
    query: z.strictObject({ ...relationshipFilters, ...paging }),
    answer: listOf(Relationship),
    problems: ['invalid-cursor'],
  }),
}
