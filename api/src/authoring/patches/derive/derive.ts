import { isDeepStrictEqual } from 'node:util'
import { inWords } from '../../../registry/entities/words.ts'
import type { Module } from '../../../registry/modules/modules.contract.ts'
import type { Edited } from '../edit/edit.ts'
import { basePathOf, type Contents, type Definition, type ModuleState } from '../module-state.ts'
import type { PatchDocument } from '../read/document.ts'
import { derivedParts, type DerivedParts } from './derived-parts.ts'
import { relationshipsAfter } from './relationships-after.ts'

/** An edited module with its derived parts. */
export interface Derived extends Edited {
  /** Parts derived from the definition before the document; null if it registers the module. */
  partsBefore: DerivedParts | null
  parts: DerivedParts
  /** The desired state of the module, except for its version. */
  state: ModuleState
}

/**
 * Derives the desired state of a module from its definition after a document. Derived parts are derived again; what
 * people have edited or removed since is kept as they left it. Pure.
 */
export function derive(edited: Edited): Derived {
  const { document, current, key, base, definition } = edited
  const before = current && derivedParts(key, basePathOf(current.module), edited.definitionBefore)
  const after = derivedParts(key, base, definition)
  const configurations = partsAfter(current?.configurations, before?.configurations, after.configurations, [
    'documentation',
    'metadata',
    'version',
  ])
  const state: ModuleState = {
    module: {
      ...moduleAfter(document, current, key, base),
      metadata: metadataAfter(document, current, base, definition),
    },
    entities: definition.entities,
    endpoints: partsAfter(current?.endpoints, before?.endpoints, after.endpoints, ['description', 'deprecated']),
    capabilities: partsAfter(current?.capabilities, before?.capabilities, after.capabilities, ['name', 'description']),
    configurations: withUsage(document, key, configurations),
    relationships: relationshipsAfter(document, key, {
      current: current?.relationships ?? [],
      before: before?.relationships ?? [],
      after: after.relationships,
    }),
  }
  return { ...edited, partsBefore: before, parts: after, state }
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
    aliases: [],
    owner: null,
    owners: [],
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
 * Merges current and derived parts. Parts that are no longer derived are removed. Derived parts are updated, except for
 * members that people have edited, and not re-created if people have removed them. All other parts are kept.
 * @param theirs members that people may edit: those that differ from the ones derived before are kept
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

/** Replaces the usage sections in the document; the operation `remove` deletes them. */
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
