import { z } from 'zod'
import { anyTextOf, operation } from '../../kernel/operation.ts'
import { RelationshipType } from '../relationships/relationships.contract.ts'

/** Maximum number of refs of a request. */
export const mostNames = 100

const NamedResource = z
  .strictObject({
    ref: z.string(),
    name: z.string().describe('Name for people; the ref without its kind if there is none'),
    module: z.string().nullable().describe('Name of the module of a part; null for others'),
  })
  .meta({ id: 'NamedResource' })
export type NamedResource = z.output<typeof NamedResource>

export const ResourceName = NamedResource.extend({
  exists: z.boolean().describe('false for resources that have been deleted; their last names are in the log'),
  relationship: z
    .strictObject({
      type: RelationshipType,
      source: NamedResource,
      target: NamedResource,
      operations: z.array(z.string()),
    })
    .meta({ id: 'NamedRelationship' })
    .nullable()
    .describe('Type and ends of a relationship; null for others'),
}).meta({ id: 'ResourceName' })
export type ResourceName = z.output<typeof ResourceName>

export const namesOperations = {
  list: operation({
    method: 'get',
    path: '/api/names',
    tag: 'history',
    summary: 'Names of resources by ref, also of deleted ones, in the order of the refs',
    role: 'viewer',
    query: z.strictObject({
      ref: anyTextOf(z.string().min(1).max(300), mostNames).describe(
        'Refs of modules, their parts, relationships and owners, such as module:crm',
      ),
    }),
    answer: z.strictObject({ items: z.array(ResourceName) }).meta({ id: 'ResourceNames' }),
    graphql: { query: 'names' },
  }),
}
