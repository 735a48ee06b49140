import { costLimitPlugin } from '@escape.tech/graphql-armor-cost-limit'
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import { makeExecutableSchema } from '@graphql-tools/schema'
import { GraphQLError } from 'graphql'
import { DateTimeISOResolver, JSONResolver } from 'graphql-scalars'
import { createYoga } from 'graphql-yoga'
import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { contract } from '../contract.ts'
import { Problem } from '../errors.ts'
import { asProblem, problemBody } from '../http/problems.ts'
import { modulesResolvers } from '../modules/modules.resolvers.ts'
import { partResolvers } from '../parts/parts.resolvers.ts'
import { patchesResolvers } from '../patches/patches.resolvers.ts'
import { relationshipsResolvers } from '../relationships/relationships.resolvers.ts'
import type { Services } from '../services.ts'

const documents = [
  'graphql/common',
  'modules/modules',
  'parts/parts',
  'relationships/relationships',
  'patches/patches',
].map((name) => readFileSync(new URL(`../${name}.graphql`, import.meta.url), 'utf8'))

/** The GraphQL door: the same services under the same rules. */
export function graphqlDoor(services: Services, logger: Logger) {
  return createYoga<object, { loaders: Map<string, unknown> }>({
    schema: graphqlSchema(services),
    context: () => ({ loaders: new Map<string, unknown>() }),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    logging: false,
    renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    plugins: [
      maxTokensPlugin({ n: 2_000 }),
      maxDepthPlugin({ n: 12 }),
      maxAliasesPlugin({ n: 30 }),
      costLimitPlugin({ maxCost: 20_000 }),
    ],
    maskedErrors: { maskError: (error) => asGraphqlError(error, logger) },
  })
}

export const graphqlSchema = ({ modules, relationships, patches, ...parts }: Services) =>
  makeExecutableSchema({
    typeDefs: documents,
    resolvers: [
      { DateTime: DateTimeISOResolver, JSON: JSONResolver },
      modulesResolvers(modules),
      partResolvers('capability', 'capabilities', contract.capabilities, parts.capabilities),
      partResolvers('entity', 'entities', contract.entities, parts.entities),
      partResolvers('endpoint', 'endpoints', contract.endpoints, parts.endpoints),
      partResolvers('configuration', 'configurations', contract.configurations, parts.configurations),
      relationshipsResolvers(relationships),
      patchesResolvers(patches),
    ],
  })

/** A Problem keeps its members in `extensions`; what GraphQL itself refuses stays as it is; the rest is logged and told without detail. */
function asGraphqlError(error: unknown, logger: Logger): GraphQLError {
  const original = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (!original || original instanceof GraphQLError)) return error
  const problem = asProblem(original)
  if (!(original instanceof Problem)) logger.error({ err: original }, 'unexpected error')
  const { path, nodes, positions, source } = error instanceof GraphQLError ? error : {}
  return new GraphQLError(problem.detail, {
    path,
    nodes,
    positions,
    source,
    extensions: problemBody(problem, 'urn:graphql'),
  })
}
