import { z } from 'zod'
import {
  anyOf,
  anyTextOf,
  operation,
  flag,
  identity,
  listOf,
  moduleName,
  moduleParams,
  paging,
} from '../../kernel/operation.ts'
import { distinct, jsonObject, keyPattern, longText, nameText } from '../../kernel/text.ts'
import { Module } from '../modules/modules.contract.ts'

/** Relationship types: name in the API, and in Neo4j. */
export const relationshipTypes = {
  dependency: 'DEPENDS_ON',
  integration: 'INTEGRATES_WITH',
  'data-flow': 'FLOWS_TO',
  hierarchical: 'PART_OF',
} as const
export type RelationshipType = keyof typeof relationshipTypes
export const relationshipTypeNames = Object.keys(relationshipTypes) as RelationshipType[]

export const RelationshipType = z.enum(relationshipTypeNames).meta({ id: 'RelationshipType' })

/** Verb from source to target, for sentences. */
export const relationshipVerbs: Record<RelationshipType, string> = {
  dependency: 'depends on',
  integration: 'integrates with',
  'data-flow': 'sends data to',
  hierarchical: 'is part of',
}

export const criticalities = ['low', 'medium', 'high'] as const
export const Criticality = z.enum(criticalities).meta({ id: 'Criticality' })

const end = z
  .string()
  .max(300)
  .regex(new RegExp(`^(module:.+|(capability|configuration):.+/${keyPattern})$`), {
    error: 'must be the ref of a module, capability or configuration, such as module:crm',
  })
  .describe('Ref of a module, capability or configuration; in requests also with an alias of the module')

const ends = {
  type: RelationshipType.describe(
    'dependency: the source cannot work without the target; integration: the two exchange calls or events; ' +
      'data-flow: data moves from source to target; hierarchical: the source is part of the target',
  ),
  source: end,
  target: end,
}
const written = {
  description: longText(),
  operations: distinct(nameText(127), 200).describe(
    'Operations of the target that the source uses; a new dependency names those that its target declares',
  ),
  fields: distinct(nameText(127), 200).describe(
    'Fields that the source uses, or that flow to the target; a new dependency names those that an end declares',
  ),
  criticality: Criticality,
  versionRange: nameText(200).nullable().describe('Accepted versions of the target, such as ^2.1.0'),
  configuration: jsonObject,
  declaredBy: z.enum(['manual', 'patch', 'import']).meta({ id: 'DeclaredBy' }),
  evidence: longText().describe('Reason for the relationship'),
}

export const relationshipStates = ['active', 'pending', 'refused'] as const
const RelationshipState = z.enum(relationshipStates).meta({ id: 'RelationshipState' })

export const Relationship = z
  .strictObject({
    ...identity,
    ...ends,
    ...written,
    state: RelationshipState.describe(
      'pending: an end is not registered yet; refused: could not be created when that end was registered',
    ),
    reason: z.string().nullable().describe('Reason for the refusal'),
  })
  .meta({ id: 'Relationship' })
export type Relationship = z.output<typeof Relationship>

export const RelationshipCreate = z
  .strictObject({
    ...ends,
    description: written.description.default(''),
    operations: written.operations.default([]),
    fields: written.fields.default([]),
    criticality: written.criticality.default('medium'),
    versionRange: written.versionRange.default(null),
    configuration: written.configuration.default({}),
    declaredBy: written.declaredBy.default('manual'),
    evidence: written.evidence.default(''),
  })
  .meta({ id: 'RelationshipCreate' })
export type RelationshipCreate = z.output<typeof RelationshipCreate>

export const RelationshipChange = z
  .strictObject({ ...ends, ...written })
  .partial()
  .meta({ id: 'RelationshipChange', description: 'JSON merge patch (RFC 7396); may change the ends' })

export const RelationshipBatch = z
  .strictObject({ items: z.array(RelationshipCreate).min(1).max(2_000) })
  .meta({ id: 'RelationshipBatch', description: 'Stored atomically' })

export const RelationshipBatchAnswer = z
  .strictObject({
    items: z.array(Relationship),
    revision: z.int().describe('Revision of the registry that created them'),
  })
  .meta({ id: 'RelationshipBatchAnswer' })
export type RelationshipBatchAnswer = z.output<typeof RelationshipBatchAnswer>

const filters = {
  type: anyOf(RelationshipType),
  criticality: anyOf(Criticality),
  operation: anyTextOf(z.string().min(1).max(127)).describe('Uses at least one of these operations'),
}
export const relationshipFilters = {
  end: z.string().min(1).max(300).optional().describe('Ref of either end'),
  ...filters,
  state: RelationshipState.default('active'),
}

export const directions = ['outgoing', 'incoming', 'both'] as const
export const Direction = z.enum(directions).meta({ id: 'Direction' })

export const NeighbourQuery = z.strictObject({
  direction: Direction.default('both').describe('Direction, seen from the module'),
  ...paging,
})

export const Neighbour = z
  .strictObject({
    module: Module,
    direction: Direction.describe('Direction of the relationships, seen from the other module'),
    relationshipCount: z.int(),
    relationships: z
      .array(Relationship)
      .describe('Up to 50 relationships, oldest first; relationshipCount is their total number'),
  })
  .meta({
    id: 'Neighbour',
    description: 'A module that is connected to another by relationships of one type between the two or their parts',
  })

const dryRun = flag.describe('Validate only; store nothing')
const all = { path: '/api/relationships', tag: 'relationships' } as const
const one = {
  path: '/api/relationships/{id}',
  tag: 'relationships',
  params: z.strictObject({ id: z.string().min(1).max(100) }),
} as const
const refusals = ['already-exists', 'conflict', 'dependency-cycle'] as const

export const relationshipsOperations = {
  list: operation({
    ...all,
    method: 'get',
    summary: 'List relationships, oldest first',
    role: 'viewer',
    query: z.strictObject({
      module: moduleName.optional().describe('Key, id or alias of a module at either end'),
      ...relationshipFilters,
      ...paging,
    }),
    answer: listOf(Relationship),
    problems: ['invalid-cursor'],
    graphql: { query: 'relationships' },
  }),
  create: operation({
    ...all,
    method: 'post',
    summary: 'Create a relationship between modules or parts of modules',
    role: 'editor',
    query: z.strictObject({ dryRun }),
    body: RelationshipCreate,
    answer: Relationship,
    repeatable: true,
    problems: [...refusals],
    location: '/api/relationships/{id}',
    graphql: { mutation: 'createRelationship' },
  }),
  createMany: operation({
    method: 'post',
    path: '/api/relationships:batch',
    tag: 'relationships',
    summary: 'Create several relationships atomically',
    role: 'editor',
    query: z.strictObject({ dryRun }),
    body: RelationshipBatch,
    answer: RelationshipBatchAnswer,
    repeatable: true,
    problems: [...refusals],
    location: null,
    graphql: { mutation: 'createRelationships' },
  }),
  read: operation({
    ...one,
    method: 'get',
    summary: 'Read a relationship',
    role: 'viewer',
    answer: Relationship,
    graphql: { query: 'relationship' },
  }),
  replace: operation({
    ...one,
    method: 'put',
    summary: 'Replace a relationship, including its ends',
    role: 'editor',
    query: z.strictObject({ dryRun }),
    body: RelationshipCreate,
    answer: Relationship,
    problems: [...refusals],
    graphql: { mutation: 'replaceRelationship' },
  }),
  change: operation({
    ...one,
    method: 'patch',
    summary: 'Update a relationship, including its ends',
    role: 'editor',
    query: z.strictObject({ dryRun }),
    body: RelationshipChange,
    answer: Relationship,
    problems: [...refusals],
    graphql: { mutation: 'changeRelationship' },
  }),
  remove: operation({
    ...one,
    method: 'delete',
    summary: 'Delete a relationship',
    role: 'admin',
    query: z.strictObject({ dryRun }),
    graphql: { mutation: 'deleteRelationship' },
  }),
  listOfModule: operation({
    method: 'get',
    path: '/api/modules/{id}/relationships',
    tag: 'relationships',
    summary: 'List the relationships of a module and its parts, in both directions',
    role: 'viewer',
    params: moduleParams,
    query: z.strictObject({ ...relationshipFilters, ...paging }),
    answer: listOf(Relationship),
    problems: ['invalid-cursor'],
    graphql: { query: 'moduleRelationships' },
  }),
}
