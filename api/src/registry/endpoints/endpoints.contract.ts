import { z } from 'zod'
import { identity } from '../../kernel/operation.ts'
import { endpointPath } from '../entities/entities.contract.ts'
import { partOperations } from '../parts/parts.contract.ts'
import { key, longText } from '../../kernel/text.ts'

export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export const HttpMethod = z.enum(httpMethods).meta({ id: 'HttpMethod' })

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
