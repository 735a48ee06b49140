import { costLimitPlugin } from '@escape.tech/graphql-armor-cost-limit'
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import type { RequestHandler } from 'express'
import {
  GraphQLError,
  type ExecutionResult,
  type FloatValueNode,
  type IntValueNode,
  type ValidationRule,
} from 'graphql'
import { createYoga, type Plugin } from 'graphql-yoga'
import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { Problem, statusOf, problemBody } from '../../kernel/errors.ts'
import { deepest, parseJson } from '../../kernel/json.ts'
import { isExact } from '../../kernel/numbers.ts'
import { asProblem } from '../rest/problems.ts'
import { loadersOf, type Context } from './resolver.ts'
import { graphqlSchema } from './schema.ts'
import type { HandledOperation } from '../../store/call.ts'
import type { Services } from './nested-fields.ts'

/** The initial query of GraphiQL. */
const example = `{
  modules(limit: 10) {
    total
    items {
      key
      name
      status
      capabilities {
        items {
          key
          operations
          endpoints {
            operation
            method
            path
          }
        }
      }
    }
  }
}
`

/** The parts of the context that come with the HTTP request. */
type FromDoor = Pick<Context, 'caller' | 'baseUrl' | 'waiting' | 'leave' | 'whenOver'>

/** The GraphQL door: the same services under the same rules. */
export function graphqlDoor(operations: HandledOperation[], services: Services, logger: Logger) {
  return createYoga<FromDoor, Omit<Context, keyof FromDoor | 'request'>>({
    schema: graphqlSchema(operations, services),
    context: () => loadersOf(services),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    logging: false,
    graphiql: { title: 'Module registry: GraphQL', defaultQuery: example },
    renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    plugins: [
      maxTokensPlugin({ n: 2_000 }),
      maxDepthPlugin({ n: 12 }),
      maxAliasesPlugin({ n: 30 }),
      costLimitPlugin({ maxCost: 20_000 }),
      exactNumbersOnly,
      { onResultProcess: ({ result }) => nameProblems(result) },
    ],
    maskedErrors: { maskError: (error) => asGraphqlError(error, logger) },
  })
}

const exactNumbersOnly: Plugin = { onValidate: ({ addValidationRule }) => addValidationRule(exactNumbers) }

/** Refuses numbers that a double would change, as in JSON. */
const exactNumbers: ValidationRule = (context) => {
  const check = (node: FloatValueNode | IntValueNode) => {
    if (!isExact(node.value))
      context.reportError(
        new GraphQLError(`the number ${node.value.slice(0, 40)} cannot be stored exactly`, { nodes: node }),
      )
  }
  return { FloatValue: check, IntValue: check }
}

/** Validates a body like REST before GraphQL reads it: variables are arbitrary JSON of the client. */
export const acceptableBody: RequestHandler = (request, response, next) => {
  const body = request.body as Buffer | undefined
  try {
    if (Buffer.isBuffer(body) && body.length > 0)
      if (request.is('json')) {
        const document = parseJson(body, deepestBody)
        // Yoga takes what is parsed as it is. It counts the members of a buffer, byte by byte.
        if (Object.keys(Object(document)).length > 0 && !Array.isArray(document)) request.body = document
      } else if (!isUtf8(body)) throw new Problem('invalid-request', 'the body is not UTF-8')
    next()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const extensions = problemBody(error, `urn:request:${String(request.id)}`)
    response.status(statusOf(error.type)).json({ errors: [{ message: error.detail, extensions }] })
  }
}
/** An input may be as deep as a body of REST; around it are the request, its variables and one of them. */
const deepestBody = deepest + 3

/** What GraphQL itself refuses (syntax, names, types, limits) has a type as well, like every problem. */
function nameProblems(result: unknown): void {
  for (const { errors = [] } of [result].flat() as ExecutionResult[])
    for (const { extensions } of errors) if (!('type' in extensions)) Object.assign(extensions, refusedByGraphql)
}
const refusedByGraphql = { type: 'invalid-request', status: statusOf('invalid-request') }

/** A Problem keeps its members in `extensions`; what GraphQL itself refuses stays as it is; the rest is logged and told without detail. */
function asGraphqlError(error: unknown, logger: Logger): GraphQLError {
  const original = error instanceof GraphQLError ? error.originalError : error
  if (error instanceof GraphQLError && (!original || original instanceof GraphQLError)) return error
  const problem = asProblem(original)
  const instance = `urn:error:${randomUUID()}`
  if (!(original instanceof Problem)) logger.error({ err: original, instance }, 'unexpected error')
  const { path, nodes, positions, source } = error instanceof GraphQLError ? error : {}
  return new GraphQLError(problem.detail, {
    path,
    nodes,
    positions,
    source,
    extensions: problemBody(problem, instance),
  })
}
