import { crudOperations, type Capability, type ExposedEndpoint } from '../capabilities/capabilities.contract.ts'
import type { Configuration } from '../configuration/configuration.contract.ts'
import type { Entity } from '../entities/entities.contract.ts'
import { entitySchema } from '../entities/schema.ts'
import { ownTarget } from '../entities/rules.ts'
import { inWords, partKey, pluralKebabCase } from '../entities/words.ts'
import type { Module } from '../modules/modules.contract.ts'
import type { ObjectDefinition, PatchDocument } from './patches.contract.ts'

type Contents<Part> = Omit<Part, 'id' | 'ref' | 'rev' | 'createdAt' | 'updatedAt'>

/** What a document says a module is; nothing of it is stored yet. */
export interface Extract {
  module: Contents<Module>
  entities: Contents<Entity>[]
  capabilities: Contents<Capability>[]
  configurations: Contents<Configuration>[]
  /** Refs of capabilities, the first needs the second, with the field that says so. */
  dependencies: { source: string; target: string; fields: string[] }[]
}

/** The module that a document is about; empty when it does not say. */
export const moduleKeyOf = ({ module, apiBasePath }: PatchDocument): string =>
  module?.key ?? apiBasePath?.split('/')[1] ?? ''

export const basePathOf = (document: PatchDocument): string => document.apiBasePath ?? `/${moduleKeyOf(document)}`

/** Reads an `objects` document; pure. */
export function extract(document: PatchDocument): Extract {
  const key = moduleKeyOf(document)
  const base = basePathOf(document)
  const objects = Object.entries(document.objects ?? {})
  const entities = objects.map(([name, definition]) => ({
    module: key,
    name,
    label: definition.label ?? inWords(name),
    description: definition.description ?? '',
    path: collectionPath(base, name, definition),
    fields: definition.fields,
    unique: definition.unique ?? [],
    states: definition.states ?? null,
  }))
  return {
    module: extractModule(document, key, base),
    entities,
    capabilities: objects.flatMap(([name, definition]) => extractCapabilities(key, base, name, definition)),
    configurations: entities.map((entity) => ({
      module: key,
      key: partKey(entity.name, 'schema'),
      configType: 'schema',
      schema: entitySchema(entity),
      values: {},
      documentation: entity.description,
      metadata: { entity: entity.name },
      version: document.module?.version ?? '1.0.0',
    })),
    dependencies: extractDependencies(key, objects),
  }
}

function extractModule(document: PatchDocument, key: string, apiBasePath: string): Contents<Module> {
  const { module, schemaPath, objects = {}, actor, patchId } = document
  return {
    key,
    name: module?.name ?? inWords(key),
    description: module?.description ?? document.description ?? '',
    type: module?.type ?? 'crud',
    status: 'active',
    health: 'unknown',
    version: module?.version ?? '1.0.0',
    owner: module?.owner ?? null,
    tags: module?.tags ?? [],
    metadata: {
      ...(schemaPath === undefined ? {} : { schemaPath }),
      apiBasePath,
      entities: Object.keys(objects),
      createdBy: actor,
      source: `patch:${patchId}`,
    },
  }
}

/** One segment below the base, or the absolute path that the definition names. */
export const collectionPath = (base: string, name: string, { path }: ObjectDefinition): string =>
  path?.startsWith('/') ? path : `${base}/${path ?? pluralKebabCase(name)}`

function extractCapabilities(module: string, base: string, name: string, definition: ObjectDefinition) {
  const label = definition.label ?? inWords(name)
  const capabilities: Contents<Capability>[] = [
    {
      module,
      key: partKey(name, 'crud'),
      name: `${label} records`,
      type: 'crud',
      description: `Create, read, update, delete and list ${label} records.`,
      entity: name,
      operations: [...crudOperations],
      endpoints: crudEndpoints(collectionPath(base, name, definition)),
    },
  ]
  if (definition.states)
    capabilities.push({
      module,
      key: partKey(name, 'workflow'),
      name: `${label} workflow`,
      type: 'workflow',
      description: `Leads a ${label} through its states: ${definition.states.states.map((state) => state.name).join(', ')}.`,
      entity: name,
      operations: [...new Set(definition.states.transitions.map(({ from, to, action }) => action ?? `${from}-${to}`))],
      endpoints: [],
    })
  return capabilities
}

const crudEndpoints = (path: string): ExposedEndpoint[] => [
  { operation: 'create', method: 'POST', path },
  { operation: 'read', method: 'GET', path: `${path}/{id}` },
  { operation: 'update', method: 'PATCH', path: `${path}/{id}` },
  { operation: 'delete', method: 'DELETE', path: `${path}/{id}` },
  { operation: 'list', method: 'GET', path },
]

/** A relation field makes the entity's capability depend on the other entity's; a workflow depends on its entity's records. */
function extractDependencies(module: string, objects: [string, ObjectDefinition][]): Extract['dependencies'] {
  const crud = (entity: string) => `capability:${module}/${partKey(entity, 'crud')}`
  const fields = new Map<string, Map<string, string[]>>()
  for (const [name, definition] of objects)
    for (const field of definition.fields) {
      const target = field.relationObject === undefined ? undefined : ownTarget(module, field.relationObject)
      if (target === undefined || target === name) continue
      const targets = fields.get(name) ?? new Map<string, string[]>()
      targets.set(target, [...(targets.get(target) ?? []), field.name])
      fields.set(name, targets)
    }
  return [...fields].flatMap(([name, targets]) =>
    [...targets].map(([target, names]) => ({ source: crud(name), target: crud(target), fields: names })),
  )
}
