import { z } from 'zod'
import { anyOf, identity } from '../../kernel/operation.ts'
import { endpointPath, HttpMethod, served } from '../endpoints/endpoints.contract.ts'
import { identifier } from '../entities/entities.contract.ts'
import { partOperations } from '../parts/parts.contract.ts'
import { distinct, key, longText, nameText } from '../../kernel/text.ts'

export const capabilityTypes = ['crud', 'query', 'action', 'workflow'] as const
export const crudOperations = ['create', 'read', 'update', 'delete', 'list'] as const
export const CapabilityType = z.enum(capabilityTypes).meta({ id: 'CapabilityType' })

/** Pattern of an operation, which may be the key of an action. */
export const operationPattern = '[A-Za-z0-9][A-Za-z0-9_-]{0,126}'
const operation = z.string().regex(new RegExp(`^${operationPattern}$`), {
  error: 'must start with a letter or a digit and have letters, digits, _ and -',
})

const exposed = { operation, method: HttpMethod, path: endpointPath }
export const ExposedEndpoint = z
  .strictObject({ ...exposed, served })
  .meta({ id: 'ExposedEndpoint', description: 'Endpoint of an operation' })
export type ExposedEndpoint = z.output<typeof ExposedEndpoint>
export type StoredExposedEndpoint = Omit<ExposedEndpoint, 'served'>
/** `served` is accepted so that what was read can be sent back. */
const ExposedEndpointInput = z
  .strictObject({ ...exposed, served: z.boolean().optional().describe('Ignored: the registry determines it') })
  .meta({ id: 'ExposedEndpointInput', description: 'Endpoint of an operation' })
  .transform(({ served: _, ...stored }) => stored)

const written = {
  name: nameText(),
  type: CapabilityType,
  description: longText(),
  entity: identifier.nullable().describe('Entity that it operates on'),
  operations: distinct(operation, 200),
  endpoints: distinct(ExposedEndpointInput, 400),
}

const StoredCapability = z.strictObject({ module: key, key, ...written, ...identity })
export type StoredCapability = z.output<typeof StoredCapability>

export const Capability = StoredCapability.extend({ endpoints: z.array(ExposedEndpoint).max(400) }).meta({
  id: 'Capability',
  description: 'A capability of a module',
})
export type Capability = z.output<typeof Capability>

const replaceable = {
  name: written.name.optional().describe('Default: derived from the key'),
  type: written.type.default('crud'),
  description: written.description.default(''),
  entity: written.entity.default(null),
  operations: written.operations.default([]),
  endpoints: written.endpoints.default([]),
}
export const CapabilityCreate = z.strictObject({ key, ...replaceable }).meta({ id: 'CapabilityCreate' })
export const CapabilityReplace = z
  .strictObject({ key: key.optional(), ...replaceable })
  .meta({ id: 'CapabilityReplace' })
export const CapabilityChange = z.strictObject(written).partial().meta({ id: 'CapabilityChange' })

export const capabilityFilters = {
  type: anyOf(CapabilityType),
  entity: anyOf(identifier),
  operation: anyOf(operation),
}

export const capabilitiesOperations = partOperations({
  noun: 'capability',
  plural: 'capabilities',
  name: 'key',
  part: Capability,
  create: CapabilityCreate,
  replace: CapabilityReplace,
  change: CapabilityChange,
  filters: capabilityFilters,
  forced: 'Delete even if others depend on it; their relationships are deleted too',
})
