import { field, listField, loaderOf, type Context } from './resolver.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import {
  NeighbourQuery,
  relationshipsOperations as endpoints,
  type RelationshipType,
} from '../../registry/relationships/relationships.contract.ts'
import type { RelationshipsService } from '../../registry/relationships/relationships.service.ts'

/** Of the relationships that join two modules; the list of relationships has all. */
const shownOfEach = 50

export const relationshipsResolvers = (relationships: RelationshipsService) => {
  const read = field(endpoints.read, (input) => relationships.read(input))
  const remove = field(endpoints.remove, (input, { expected, origin }) => relationships.remove(input, expected, origin))
  const neighbours = (name: string, type: RelationshipType, direction?: 'outgoing' | 'incoming' | 'both') =>
    listField(name, NeighbourQuery, (modules, query) =>
      relationships.neighboursOfEach(modules, type, { ...query, direction: direction ?? query.direction }),
    )
  return {
    RelationshipType: { data_flow: 'data-flow' },
    Module: {
      dependencies: neighbours('dependencies', 'dependency', 'outgoing'),
      dependents: neighbours('dependents', 'dependency', 'incoming'),
      integrations: neighbours('integrations', 'integration', 'both'),
      flows: neighbours('flows', 'data-flow'),
    },
    Neighbour: {
      relationshipCount: (neighbour: { relationships: string[] }) => neighbour.relationships.length,
      relationships: ({ relationships: ids }: { relationships: string[] }, _args: object, { loaders }: Context) =>
        loaderOf(loaders, 'relationship', (asked) => relationships.readEach(asked))
          .loadMany(ids.slice(0, shownOfEach))
          .then((found) => found.filter((relationship) => relationship !== undefined)),
    },
    Query: {
      relationship: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing),
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
      deleteRelationship: async (...asked: Parameters<typeof remove>) => (await remove(...asked), true),
    },
  }
}
