import { makeExecutableSchema } from '@graphql-tools/schema'
import type { GraphQLSchema } from 'graphql'
import { DateTimeISOResolver, JSONResolver, SafeIntResolver } from 'graphql-scalars'
import { contract } from '../../contract.ts'
import type { Operation } from '../../kernel/operation.ts'
import type { Services } from '../../services.ts'
import { feeds, moduleFields } from './fields.ts'
import { handlersOf, type Handler } from './handlers.ts'
import { places, type Place } from './names.ts'
import { feedResolver, moduleResolver, neighbourResolvers, operationResolver } from './resolver.ts'
import { definitionsOf, type Root } from './sdl.ts'

/** The operations of the contract that are fields of Query or Mutation. */
const roots = Object.entries<Record<string, Operation>>(contract).flatMap(([feature, operations]) =>
  Object.entries(operations).flatMap(([key, operation]): (Root & { feature: string; key: string })[] => {
    const place = (places as Record<string, Record<string, Place>>)[feature]![key]!
    if ('query' in place) return [{ type: 'Query', name: place.query, operation, feature, key }]
    return 'mutation' in place ? [{ type: 'Mutation', name: place.mutation, operation, feature, key }] : []
  }),
)

const { sdl, enums } = definitionsOf(roots, { Module: moduleFields, Subscription: feeds })
/** What `schema.graphql` says: written by `npm run generate`, compared by a test. */
export const generatedSchema = `# Generated from the contract: npm run generate\n\n${sdl}`

export function graphqlSchema(services: Services): GraphQLSchema {
  const handlers = handlersOf(services) as Record<string, Record<string, Handler>>
  const answering = (type: Root['type']) =>
    Object.fromEntries(
      roots
        .filter((root) => root.type === type)
        .map((root) => [root.name, operationResolver(root, handlers[root.feature]![root.key]!)]),
    )
  return makeExecutableSchema({
    typeDefs: sdl,
    resolvers: {
      ...{ DateTimeISO: DateTimeISOResolver, JSON: JSONResolver, SafeInt: SafeIntResolver },
      ...enums,
      ...{ Query: answering('Query'), Mutation: answering('Mutation') },
      Module: mapped(moduleFields, (name, field) => moduleResolver(services, name, field)),
      Subscription: mapped(feeds, (_name, feed) => feedResolver(services, feed)),
      Neighbour: neighbourResolvers,
    },
  })
}

const mapped = <Field, Resolver>(fields: Record<string, Field>, resolverOf: (name: string, field: Field) => Resolver) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, resolverOf(name, field)]))
