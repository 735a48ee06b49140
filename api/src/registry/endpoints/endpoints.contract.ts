import { z } from 'zod'
import { identity } from '../../kernel/operation.ts'
import { partOperations } from '../parts/parts.contract.ts'
import { isPlainName, key, longText } from '../../kernel/text.ts'

export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export const HttpMethod = z.enum(httpMethods).meta({ id: 'HttpMethod' })

const parameter = '\\{[A-Za-z_][A-Za-z0-9_.-]*\\}'
/** RFC 3986: unreserved characters, sub-delimiters, `:`, `@` and percent-encodings. */
const segment = `(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|${parameter})+`
/** Pattern of a path without its first slash. */
export const pathSegments = `${segment}(?:/${segment})*/?`

/**
 * Path of an endpoint where its module runs, of which the registry may serve none. Unlike a base path it may lie anywhere,
 * also at a path of the registry. Decision 0052.
 */
export const endpointPath = z
  .string()
  .max(500)
  .regex(new RegExp(`^/(?:${pathSegments})?$`), {
    error:
      'must be an absolute path without a query, such as /, /crm/customers/{id}, /users/@me or /patches/{id}:preview; encode other characters, such as a space as %20',
  })
  .refine((path) => !path.split('/').some((one) => ['.', '..'].includes(decoded(one))), {
    error: 'must not have . or .. as a segment, which clients resolve',
  })
  .refine((path) => isPlainName(decoded(path)), {
    error: 'must not encode control or zero-width characters, or what is no UTF-8',
  })
  .refine((path) => new Set(path.match(parameters)).size === (path.match(parameters)?.length ?? 0), {
    error: 'must not have two parameters of one name',
  })
const parameters = new RegExp(parameter, 'g')

/** The decoded text; a control character for what is no UTF-8. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '\0'
  }
}

const written = { description: longText(), deprecated: z.boolean() }

export const StoredEndpoint = z.strictObject({
  module: key,
  key: z.string().describe('Method and path, such as GET /crm/customers'),
  method: HttpMethod,
  path: endpointPath,
  ...written,
  ...identity,
})
export type StoredEndpoint = z.output<typeof StoredEndpoint>

/** Follows from module, entities and status at the time of the answer; never stored. Decision 0054. */
export const served = z
  .boolean()
  .describe(
    'Whether this registry answers the call itself for the module at the moment; otherwise the module only declares it',
  )

/** Named `ModuleEndpoint` in all documents to distinguish it from operations of the registry. */
export const ModuleEndpoint = StoredEndpoint.extend({ served }).meta({
  id: 'ModuleEndpoint',
  description: 'An endpoint of a module',
})
export type ModuleEndpoint = z.output<typeof ModuleEndpoint>

const replaceable = { description: written.description.default(''), deprecated: written.deprecated.default(false) }
export const ModuleEndpointCreate = z
  .strictObject({ method: HttpMethod, path: endpointPath, ...replaceable })
  .meta({ id: 'ModuleEndpointCreate' })
export const ModuleEndpointReplace = z
  .strictObject({ method: HttpMethod.optional(), path: endpointPath.optional(), ...replaceable })
  .meta({ id: 'ModuleEndpointReplace', description: 'Method and path must equal the current values if given' })
export const ModuleEndpointChange = z.strictObject(written).partial().meta({ id: 'ModuleEndpointChange' })

export const endpointsOperations = partOperations({
  noun: 'endpoint',
  plural: 'endpoints',
  name: 'key',
  part: ModuleEndpoint,
  create: ModuleEndpointCreate,
  replace: ModuleEndpointReplace,
  change: ModuleEndpointChange,
  filters: {},
  forced: 'Delete even if capabilities expose it; it is removed from them',
})
