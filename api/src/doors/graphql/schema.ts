import { makeExecutableSchema } from '@graphql-tools/schema'
import type { GraphQLSchema } from 'graphql'
import { DateTimeISOResolver, JSONResolver, SafeIntResolver } from 'graphql-scalars'
import type { NamedOperation } from '../../kernel/operation.ts'
import type { HandledOperation } from '../../store/call.ts'
import { feeds, moduleFields, type Services } from './nested-fields.ts'
import { feedResolver, moduleResolver, neighbourResolvers, operationResolver } from './resolver.ts'
import { definitionsOf, type Root } from './sdl.ts'

/** The operations that are fields of Query or Mutation. */
const rootsOf = (operations: NamedOperation[]): Root[] =>
  operations.flatMap((operation): Root[] => {
    const { graphql } = operation
    if ('query' in graphql) return [{ type: 'Query', name: graphql.query, operation }]
    return 'mutation' in graphql ? [{ type: 'Mutation', name: graphql.mutation, operation }] : []
  })

const definitions = (operations: NamedOperation[]) =>
  definitionsOf(rootsOf(operations), { Module: moduleFields, Subscription: feeds })

/** The schema as it is committed in schema.graphql. */
export const generatedSchema = (operations: NamedOperation[]): string =>
  `# Generated from the contract: npm run generate\n\n${definitions(operations).sdl}`

export function graphqlSchema(handled: HandledOperation[], services: Services): GraphQLSchema {
  const operations = handled.map(({ operation }) => operation)
  const { sdl, enums } = definitions(operations)
  const handlers = new Map(handled.map(({ operation, handle }) => [operation.id, handle]))
  const answering = (type: Root['type']) =>
    Object.fromEntries(
      rootsOf(operations)
        .filter((root) => root.type === type)
        .map((root) => [root.name, operationResolver(root, handlers.get(root.operation.id)!, services)]),
    )
  return makeExecutableSchema({
    typeDefs: sdl,
    resolvers: {
      DateTimeISO: DateTimeISOResolver,
      JSON: JSONResolver,
      SafeInt: SafeIntResolver,
      ...enums,
      Query: answering('Query'),
      Mutation: answering('Mutation'),
      Module: mapped(moduleFields, (name, field) => moduleResolver(services, name, field)),
      Subscription: mapped(feeds, (_name, feed) => feedResolver(services, feed)),
      Neighbour: neighbourResolvers,
    },
  })
}

const mapped = <Field, Resolver>(fields: Record<string, Field>, resolverOf: (name: string, field: Field) => Resolver) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, resolverOf(name, field)]))
