import fc from 'fast-check'
import { born } from '../../src/store/change.ts'
import type { Step } from '../../src/store/kind.ts'
import { write } from '../../src/store/write.ts'
import type { Capability } from '../../src/registry/capabilities/capabilities.contract.ts'
import type { Module } from '../../src/registry/modules/modules.contract.ts'
import {
  criticalities,
  relationshipTypeNames,
  type Relationship,
  type RelationshipType,
} from '../../src/registry/relationships/relationships.contract.ts'
import { cypher, emptyRegistry, registry } from './database.ts'

/** A relationship without its metadata. */
export type Joined = Pick<Relationship, 'type' | 'source' | 'target'> &
  Partial<Pick<Relationship, 'operations' | 'fields' | 'criticality'>>

const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
export const modules = keys.map((key) => `module:${key}`)
const parts = keys.flatMap((key) => ['x', 'y', 'z'].map((part) => `capability:${key}/${part}`))
export const ends = [...modules, ...parts]
export const operations = ['read', 'delete']

const relationship = fc.record({
  type: fc.constantFrom(...relationshipTypeNames),
  source: fc.oneof(fc.constantFrom(...modules), fc.constantFrom(...parts)),
  target: fc.oneof(fc.constantFrom(...modules), fc.constantFrom(...parts)),
  operations: fc.subarray(operations),
  fields: fc.subarray(['name']),
  criticality: fc.constantFrom(...criticalities),
})

/** Random valid graphs: dependencies point to later modules or parts, and a module has one parent. */
export const graphs = fc.array(relationship, { maxLength: 40 }).map((given) => {
  const kept = new Map<string, Joined>()
  for (const { type, source: from, target: to, ...facts } of given) {
    const isOrdered = type === 'dependency' || type === 'hierarchical'
    const areBackwards = isOrdered && (moduleOf(from) > moduleOf(to) || (moduleOf(from) === moduleOf(to) && from > to))
    const [source, target] = areBackwards ? [to, from] : [from, to]
    const areModules = source.startsWith('module:') && target.startsWith('module:')
    const isModuleAndOwnPart =
      moduleOf(source) === moduleOf(target) && (source.startsWith('module:') || target.startsWith('module:'))
    if (isModuleAndOwnPart || source === target || (type === 'hierarchical' && !areModules)) continue
    const name =
      type === 'integration' ? [source, target].sort() : type === 'hierarchical' ? [source] : [source, target]
    kept.set([type, ...name].join(' '), { type, source, target, ...facts })
  }
  return [...kept.values()]
})

/** Ref of the module that a ref names or belongs to. */
export const moduleOf = (ref: string) => `module:${/:([^/]*)/.exec(ref)![1]}`

let revision = 1_000

/**
 * Replaces the registry's contents by these nodes, by default seven modules with three parts each, and relationships.
 */
export async function writeGraph(joined: Joined[], names: string[] = ends): Promise<Relationship[]> {
  await emptyRegistry()
  const { graph } = await registry()
  const relationships = joined.map(relationshipOf)
  const states = [
    ...names.map((ref) => (ref.startsWith('module:') ? moduleNamed(ref) : capabilityNamed(ref))),
    ...relationships,
  ]
  await graph.write((run) =>
    write(
      run,
      states.map((after): Step => ({ before: null, after })),
    ),
  )
  await cypher('MATCH (registry:Registry) SET registry.revision = $revision', { revision: revision++ })
  return relationships
}

const nameOf = (ref: string) => ref.replace(/^.*[:/]/, '').toUpperCase()

const moduleNamed = (ref: string): Module => ({
  ...born(ref, 1),
  key: ref.split(':')[1]!,
  name: nameOf(ref),
  description: '',
  type: 'crud',
  status: 'active',
  health: 'unknown',
  version: '1.0.0',
  aliases: [],
  owners: [],
  owner: null,
  tags: [],
  metadata: {},
})

const capabilityNamed = (ref: string): Capability => ({
  ...born(ref, 1),
  key: ref.split('/')[1]!,
  module: moduleOf(ref).split(':')[1]!,
  name: nameOf(ref),
  description: '',
  type: 'query',
  entity: null,
  operations: [],
  endpoints: [],
})

function relationshipOf(joined: Joined): Relationship {
  const identity = born('', 1)
  return {
    operations: [],
    fields: [],
    criticality: 'medium',
    description: '',
    versionRange: null,
    configuration: {},
    declaredBy: 'manual',
    evidence: 'because',
    state: 'active',
    reason: null,
    ...joined,
    ...identity,
    ref: `relationship:${identity.id}`,
  }
}

export interface Edge {
  from: string
  to: string
}

/** Edges between modules: relationships of parts join their modules, and integrations go both ways. */
export function moduleEdges(joined: Joined[], types: readonly RelationshipType[]): Edge[] {
  return joined
    .filter(({ type }) => types.includes(type))
    .map(({ type, source, target }) => ({ type, from: moduleOf(source), to: moduleOf(target) }))
    .filter(({ from, to }) => from !== to)
    .flatMap(({ type, from, to }) => [{ from, to }, ...(type === 'integration' ? [{ from: to, to: from }] : [])])
}

/** Distance of each node in steps, computed in the simplest way. */
export function distances(starts: string[], edges: Edge[]): Map<string, number> {
  const found = new Map(starts.map((start) => [start, 0]))
  for (let depth = 1, before = -1; before < found.size; depth++) {
    before = found.size
    for (const { from, to } of edges) if (found.get(from) === depth - 1 && !found.has(to)) found.set(to, depth)
  }
  return found
}
