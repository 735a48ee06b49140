import { z } from 'zod'
import {
  crudOperations,
  type StoredCapability,
  type StoredExposedEndpoint,
} from '../../../registry/capabilities/capabilities.contract.ts'
import type { Configuration } from '../../../registry/configuration/configuration.contract.ts'
import type { Entity } from '../../../registry/entities/entities.contract.ts'
import { targetOf } from '../../../registry/entities/definition-check.ts'
import { entitySchema } from '../../../registry/entities/json-schema.ts'
import { inWords, partKey } from '../../../registry/entities/words.ts'
import type { RelationshipCreate } from '../../../registry/relationships/relationships.contract.ts'
import type { Page } from '../read/document.ts'
import { usages, type Contents, type Definition, type ModuleState } from '../module-state.ts'

/** Parts derived from the definition of a module. */
export type DerivedParts = Omit<ModuleState, 'module' | 'entities'>

/** Derives the parts of a module from its definition. Pure. */
export function derivedParts(key: string, base: string, definition: Definition): DerivedParts {
  const { entities, pages } = definition
  const capabilities = [
    ...entities.flatMap((entity) => entityCapabilities(entity)),
    ...pages.flatMap((page) => pageCapabilities(key, base, page)),
  ]
  const exposed = new Map(
    capabilities.flatMap(({ endpoints }) =>
      endpoints.map(({ method, path }) => [
        `${method} ${path}`,
        { module: key, key: `${method} ${path}`, method, path, description: '', deprecated: false },
      ]),
    ),
  )
  return {
    capabilities,
    endpoints: [...exposed.values()],
    configurations: [...entities.map(schemaConfiguration), ...usageConfigurations(key, definition)],
    relationships: fieldDependencies(key, entities),
  }
}

/** Capabilities of an entity; without a path its records are not served, so it has no CRUD capability. */
function entityCapabilities({ module, name, label, path, states }: Contents<Entity>): Contents<StoredCapability>[] {
  const crud: Contents<StoredCapability>[] =
    path === null
      ? []
      : [
          {
            module,
            key: partKey(name, 'crud'),
            name: `${label} records`,
            type: 'crud',
            description: `Create, read, update, delete and list ${label} records.`,
            entity: name,
            operations: [...crudOperations],
            endpoints: crudEndpoints(path),
          },
        ]
  if (!states) return crud
  return [
    ...crud,
    {
      module,
      key: partKey(name, 'workflow'),
      name: `${label} workflow`,
      type: 'workflow',
      description: `Leads a ${label} through its states: ${states.states.map((state) => state.name).join(', ')}.`,
      entity: name,
      operations: [...new Set(states.transitions.map(({ from, to, action }) => action ?? `${from}-${to}`))],
      endpoints: [],
    },
  ]
}

const crudEndpoints = (path: string): StoredExposedEndpoint[] => [
  { operation: 'create', method: 'POST', path },
  { operation: 'read', method: 'GET', path: `${path}/{id}` },
  { operation: 'update', method: 'PATCH', path: `${path}/{id}` },
  { operation: 'delete', method: 'DELETE', path: `${path}/{id}` },
  { operation: 'list', method: 'GET', path },
]

const isQuery = ({ kind }: Page) => kind === 'list' || kind === 'dashboard' || kind === 'report'

function pageCapabilities(module: string, base: string, page: Page): Contents<StoredCapability>[] {
  const { name, title = inWords(name), entity = null, kind, actions = [] } = page
  const query = { module, key: name, name: title, description: `Shows the ${kind} ${title}.`, entity }
  return [
    ...(isQuery(page) ? [{ ...query, type: 'query' as const, operations: [kind], endpoints: [] }] : []),
    ...actions.map(({ name: action, label = inWords(action), method = 'POST', path }) => ({
      module,
      key: action,
      name: label,
      type: 'action' as const,
      description: `${label}, on the page ${title}.`,
      entity,
      operations: [action],
      endpoints: path === undefined ? [] : [{ operation: action, method, path: actionPath(base, path) }],
    })),
  ]
}

export const actionPath = (base: string, path: string): string => (path.startsWith('/') ? path : `${base}/${path}`)

const schemaConfiguration = (entity: Contents<Entity>): Contents<Configuration> => ({
  module: entity.module,
  key: partKey(entity.name, 'schema'),
  configType: 'schema',
  schema: entitySchema(entity),
  values: {},
  documentation: entity.description,
  metadata: { entity: entity.name },
  version: '1.0.0',
})

function usageConfigurations(module: string, { pages, menu, roles }: Definition): Contents<Configuration>[] {
  const lists = { pages, menu, permissions: roles }
  return (Object.keys(usages) as (keyof typeof usages)[])
    .filter((key) => lists[key].length > 0)
    .map((key) => ({
      module,
      key,
      configType: 'usage',
      schema: usageSchemas.get(key)!,
      values: { [usages[key].member]: lists[key] },
      documentation: `${usages[key].about}.`,
      metadata: {},
      version: '1.0.0',
    }))
}

const usageSchemas = new Map<string, Record<string, unknown>>(
  Object.entries(usages).map(([key, { member, item }]) => [
    key,
    z.toJSONSchema(z.strictObject({ [member]: z.array(item) }), { io: 'input', unrepresentable: 'any' }),
  ]),
)

/** Dependencies between CRUD capabilities by relation fields of their entities, also on those of other modules. */
function fieldDependencies(key: string, entities: Contents<Entity>[]): RelationshipCreate[] {
  const served = new Set(entities.filter(({ path }) => path !== null).map(({ name }) => name))
  return entities.flatMap((entity) => {
    if (!served.has(entity.name)) return []
    const fieldsByTarget = new Map<string, string[]>()
    for (const { type, name, relationObject } of entity.fields) {
      if (type !== 'relation' || relationObject === undefined) continue
      const target = targetOf(relationObject)
      const isOwn = (target.module ?? key) === key
      if (isOwn && (target.entity === entity.name || !served.has(target.entity))) continue
      const ref = `capability:${target.module ?? key}/${partKey(target.entity, 'crud')}`
      fieldsByTarget.set(ref, [...(fieldsByTarget.get(ref) ?? []), name])
    }
    const source = `capability:${key}/${partKey(entity.name, 'crud')}`
    return [...fieldsByTarget].map(([target, fields]) => newDependency(source, target, fields))
  })
}

const newDependency = (source: string, target: string, fields: string[]): RelationshipCreate => ({
  type: 'dependency',
  source,
  target,
  description: '',
  operations: ['read'],
  fields,
  criticality: 'medium',
  versionRange: null,
  configuration: {},
  declaredBy: 'patch',
  evidence: `relation field ${fields.join(', ')}`,
})
