import { isDeepStrictEqual } from 'node:util'
import { inWords } from '../../registry/entities/words.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { derive } from './derive.ts'
import type { PatchDocument } from './document.ts'
import { edit, type Edited } from './edit.ts'
import { relationshipsAfter } from './relations.ts'
import { definitionOf, moduleKeyOf, type Contents, type Definition, type ModuleState } from './state.ts'
import { highest, verdict } from './verdict.ts'

/**
 * The module as it shall be after a valid document: current state in, document in, desired state out. Pure.
 * What was derived before is derived anew; what people wrote or removed since is theirs and stays.
 */
export function desired(document: PatchDocument, current: ModuleState | null): ModuleState {
  const key = current?.module.key ?? moduleKeyOf(document)
  const { definition, base } = edited(document, current)
  const before = current && derive(key, basePathOf(current.module), definitionOf(current))
  const after = derive(key, base, definition)
  const state: ModuleState = {
    module: {
      ...moduleAfter(document, current, key, base),
      metadata: metadataAfter(document, current, base, definition),
    },
    entities: definition.entities,
    endpoints: partsAfter(current?.endpoints, before?.endpoints, after.endpoints, ['description', 'deprecated']),
    capabilities: partsAfter(current?.capabilities, before?.capabilities, after.capabilities, ['name', 'description']),
    configurations: withUsage(
      document,
      key,
      partsAfter(current?.configurations, before?.configurations, after.configurations, [
        'documentation',
        'metadata',
        'version',
      ]),
    ),
    relationships: relationshipsAfter(document, key, {
      current: current?.relationships ?? [],
      before: before?.relationships ?? [],
      after: after.relationships,
    }),
  }
  return versioned(document, current, state)
}

/** The written part of the module after the document, with what could not be done. */
export function edited(document: PatchDocument, current: ModuleState | null): Edited & { base: string } {
  const key = current?.module.key ?? moduleKeyOf(document)
  const from = current && basePathOf(current.module)
  const base = document.apiBasePath ?? from ?? `/${key}`
  const definition = definitionOf(current)
  const moved = from === null || from === base ? definition : rebased(definition, from, base)
  return { ...edit(document, moved, key, base), base }
}

const basePathOf = ({ key, metadata }: Pick<Module, 'key' | 'metadata'>): string => metadata.apiBasePath ?? `/${key}`

/** What lay below the old base path lies below the new one. */
function rebased(definition: Definition, from: string, to: string): Definition {
  const move = (path: string) => (path.startsWith(`${from}/`) ? to + path.slice(from.length) : path)
  return {
    ...definition,
    entities: definition.entities.map((entity) => ({ ...entity, path: entity.path && move(entity.path) })),
    pages: definition.pages.map((page) => ({
      ...page,
      ...(page.actions && {
        actions: page.actions.map((action) => (action.path ? { ...action, path: move(action.path) } : action)),
      }),
    })),
  }
}

function moduleAfter(
  { module, description, actor, patchId }: PatchDocument,
  current: ModuleState | null,
  key: string,
  apiBasePath: string,
): Contents<Module> {
  const { key: _key, version: _version, ...written } = module ?? {}
  if (current) return { ...current.module, ...written }
  return {
    key,
    name: inWords(key),
    description: description ?? '',
    type: 'crud',
    status: 'active',
    health: 'unknown',
    version: module?.version ?? '1.0.0',
    owner: null,
    tags: [],
    ...written,
    metadata: { apiBasePath, createdBy: actor, source: `patch:${patchId}` },
  }
}

const metadataAfter = (
  { schemaPath, actor, patchId }: PatchDocument,
  current: ModuleState | null,
  apiBasePath: string,
  { entities }: Definition,
): Module['metadata'] => ({
  ...(current ? current.module.metadata : { createdBy: actor, source: `patch:${patchId}` }),
  ...(schemaPath === undefined ? {} : { schemaPath }),
  apiBasePath,
  entities: entities.map(({ name }) => name),
})

/**
 * Parts that were derived and are no longer go; those that are derived come as they shall be, but a text that differs from
 * the one derived before is a person's, and one that a person removed stays away; all others stay.
 */
function partsAfter<Part extends { key: string }>(
  current: Part[] = [],
  before: Part[] = [],
  after: Part[],
  theirs: (keyof Part)[],
): Part[] {
  const earlier = new Map(before.map((part) => [part.key, part]))
  const now = new Map(after.map((part) => [part.key, part]))
  const known = new Set(current.map(({ key }) => key))
  const kept = current.flatMap((part) => {
    const derived = now.get(part.key)
    if (!derived) return earlier.has(part.key) ? [] : [part]
    const texts = theirs.filter((member) => !isDeepStrictEqual(part[member], earlier.get(part.key)?.[member]))
    return [{ ...derived, ...Object.fromEntries(texts.map((member) => [member, part[member]])) }]
  })
  return [...kept, ...after.filter(({ key }) => !known.has(key) && !earlier.has(key))]
}

/** What a document says of how the module is used replaces what was said before; `remove` takes the sections that it names. */
function withUsage(
  { usage, operation }: PatchDocument,
  module: string,
  configurations: ModuleState['configurations'],
): ModuleState['configurations'] {
  if (!usage) return configurations
  const given = Object.entries(usage)
  const kept = configurations.flatMap((one) => {
    const documentation = usage[one.key as keyof typeof usage]
    if (documentation === undefined) return [one]
    return operation === 'remove' ? [] : [{ ...one, documentation }]
  })
  const known = new Set(configurations.map(({ key }) => key))
  const come = operation === 'remove' ? [] : given.filter(([key]) => !known.has(key))
  return [...kept, ...come.map(([key, documentation]) => ({ ...emptyUsage, module, key, documentation }))]
}

const emptyUsage = { configType: 'usage' as const, schema: {}, values: {}, metadata: {}, version: '1.0.0' }

/** The version that the changes call for, or a higher one that the document names; configurations that change carry it. */
function versioned({ module }: PatchDocument, current: ModuleState | null, state: ModuleState): ModuleState {
  const version = current ? highest(verdict(current, state).to, module?.version) : state.module.version
  const configurations = state.configurations.map((configuration) => {
    const before = current?.configurations.find(({ key }) => key === configuration.key)
    const isSame =
      before && isDeepStrictEqual([before.schema, before.values], [configuration.schema, configuration.values])
    return isSame ? configuration : { ...configuration, version }
  })
  return { ...state, module: { ...state.module, version }, configurations }
}
