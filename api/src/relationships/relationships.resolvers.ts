import { field, type Args } from '../graphql/field.ts'
import { nullWhenMissing } from '../modules/modules.resolvers.ts'
import { relationshipsEndpoints as endpoints } from './relationships.contract.ts'
import type { RelationshipsService } from './relationships.service.ts'

export const relationshipsResolvers = (relationships: RelationshipsService) => {
  const read = field(endpoints.read, (input) => relationships.read(input))
  const remove = field(endpoints.remove, (input, { expected, origin }) => relationships.remove(input, expected, origin))
  return {
    RelationshipType: { data_flow: 'data-flow' },
    Query: {
      relationship: (parent: unknown, args: Args) => read(parent, args).catch(nullWhenMissing),
      relationships: field(endpoints.list, (input) => relationships.list(input)),
    },
    Mutation: {
      createRelationship: field(endpoints.create, (input, { origin }) => relationships.create(input, origin)),
      createRelationships: field(endpoints.createMany, (input, { origin }) => relationships.createMany(input, origin)),
      replaceRelationship: field(endpoints.replace, (input, { expected, origin }) =>
        relationships.replace(input, expected, origin),
      ),
      changeRelationship: field(endpoints.change, (input, { expected, origin }) =>
        relationships.change(input, expected, origin),
      ),
      deleteRelationship: async (parent: unknown, args: Args) => (await remove(parent, args), true),
    },
  }
}
