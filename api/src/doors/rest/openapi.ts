import { OpenApiGeneratorV31, OpenAPIRegistry, extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import examples from '../../questions/ai/examples.json' with { type: 'json' }
import { moduleParams, Problem, type NamedOperation, type Operation } from '../../kernel/operation.ts'
import { statusOf, titleOf, type ProblemType } from '../../kernel/errors.ts'

extendZodWithOpenApi(z)

const responses: Record<Operation['status'], string> = {
  200: 'Success',
  201: 'Created; its URL is in Location',
  202: 'Accepted; the URL of the job is in Location',
  204: 'Deleted',
}
/** Ways to send an access key; a registry on loopback requires none. */
const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'Access key' },
  basic: { type: 'http', scheme: 'basic', description: 'Access key as password, with any user name' },
} as const
const ofEvery: ProblemType[] = [
  ...(['unauthorized', 'forbidden', 'invalid-request', 'not-found'] as const),
  ...(['internal-error', 'database-unavailable'] as const),
]
const ofChanges: ProblemType[] = ['invalid-json', 'body-too-large', 'unsupported-media-type']

/** The contract as an OpenAPI 3.1 document. */
export function openApiDocument(operations: NamedOperation[], version: string) {
  const registry = new OpenAPIRegistry()
  for (const [name, scheme] of Object.entries(securitySchemes))
    registry.registerComponent('securitySchemes', name, scheme)
  for (const operation of operations) registry.registerPath(pathOf(operation))
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Module registry',
      version,
      description: 'Modules of a business platform, their capabilities and their relationships.',
    },
    servers: [{ url: '/' }],
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
  })
  allowNull(document)
  return document
}

/** Where null is among the types but not among the values, JSON Schema does not take it. */
function allowNull(node: unknown): void {
  if (typeof node !== 'object' || node === null) return
  const { type, enum: values } = node as { type?: unknown; enum?: unknown }
  if (Array.isArray(type) && Array.isArray(values) && type.includes('null') && !values.includes(null))
    Object.assign(node, { enum: [...(values as unknown[]), null] })
  for (const inner of Object.values(node)) allowNull(inner)
}

function pathOf(operation: NamedOperation) {
  const { id, method, path, summary, role, tag, params, query, body, ifMatch, problems, example } = operation
  const hasBody = body.type !== 'undefined'
  const headers = {
    ...(ifMatch ? { 'If-Match': z.string().describe('ETag of the resource as last read, or *') } : {}),
    ...(method === 'get' ? {} : { 'X-Actor': z.string().optional().describe('Name of the actor, for the change log') }),
    ...(method === 'post'
      ? {
          'Idempotency-Key': z
            .string()
            .optional()
            .describe('Idempotency key: a repeated request gets the answer of the first'),
        }
      : {}),
  }
  const possible = [
    ...ofEvery,
    ...(hasBody ? ofChanges : []),
    ...(ifMatch ? (['revision-required', 'stale-revision'] as const) : []),
    ...(method === 'post' ? (['idempotency-key-reused'] as const) : []),
    ...problems,
  ]
  return {
    operationId: id,
    method,
    path,
    summary,
    description: `Role: ${role}.${example === undefined ? '' : ` Example: GET ${example}`}`,
    tags: [tag],
    request: {
      params,
      query,
      ...(Object.keys(headers).length > 0 ? { headers: z.object(headers) } : {}),
      ...(hasBody
        ? {
            body: {
              required: true,
              content: { [method === 'patch' ? 'application/merge-patch+json' : 'application/json']: { schema: body } },
            },
          }
        : {}),
    },
    responses: {
      ...Object.fromEntries(statusesOf(operation).map((status) => [status, response(status, operation)])),
      ...problemResponses(possible),
    },
  }
}

/** Decision 0052. */
const contentLocation = {
  'Content-Location': {
    description: 'Path with the key of the module, if the path of the request has an alias of it',
    schema: { type: 'string' as const },
  },
}

/** The statuses of successful answers. */
export const statusesOf = ({ status, repeatable }: Operation): Operation['status'][] =>
  repeatable ? [status, 200] : [status]

function response(status: Operation['status'], { params, answer, representations, stream, example }: Operation) {
  const headers = params.shape.id === moduleParams.shape.id ? { headers: contentLocation } : {}
  if (status === 204) return { description: responses[status], ...headers }
  const shown = example === undefined ? {} : { example: (examples as Record<string, unknown>)[example] }
  const texts = [...Object.values(representations).map(({ type }) => type), ...(stream ? ['text/event-stream'] : [])]
  const asText = Object.fromEntries(texts.map((type) => [type, { schema: z.string() }]))
  const asJson = answer.type === 'string' ? {} : { 'application/json': { schema: answer, ...shown } }
  return { description: responses[status], ...headers, content: { ...asJson, ...asText } }
}

function problemResponses(types: ProblemType[]) {
  const byStatus = new Map<number, string[]>()
  for (const type of new Set(types))
    byStatus.set(statusOf(type), [...(byStatus.get(statusOf(type)) ?? []), `${type}: ${titleOf(type)}`])
  return Object.fromEntries(
    [...byStatus].map(([status, descriptions]) => [
      status,
      { description: descriptions.join('; '), content: { 'application/problem+json': { schema: Problem } } },
    ]),
  )
}
