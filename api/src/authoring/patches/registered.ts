import type { Capability } from '../../registry/capabilities/capabilities.contract.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { ModuleEndpoint } from '../../registry/endpoints/endpoints.contract.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import { targetOf } from '../../registry/entities/definition-check.ts'
import type { Read } from '../../graph/graph.ts'
import { fromRow, kindOf, moduleOf, type State } from '../../store/kinds.ts'
import { partsOf } from '../../store/states.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { Relationship } from '../../registry/relationships/relationships.contract.ts'
import { edited } from './desired.ts'
import type { PatchDocument } from './document.ts'
import { declaredIn } from './relations.ts'
import { moduleKeyOf, type Contents, type ModuleState, type Neighbour, type Registered } from './state.ts'

/** What a document is judged by, with the resources that it may change as they are stored. */
export interface Surroundings extends Registered {
  key: string
  module: Module | null
  parts: State[]
  /** Of the module and its parts: those that lead from it, and integrations, also such as wait. */
  outgoing: Relationship[]
  /** Those that lead to it or its parts from other modules. */
  incoming: Relationship[]
}

/** Reads all of that once, under the lock. */
export async function readSurroundings(run: Read, document: PatchDocument | null): Promise<Surroundings> {
  if (!document) return { key: '', module: null, parts: [], outgoing: [], incoming: [], ...nothing }
  const path = document.apiBasePath ?? (document.module && `/${document.module.key}`) ?? null
  const around = await readNeighbours(run, [], path)
  const key = moduleKeyOf(document, around)
  const [row] = await run('modules/read', { id: key })
  const module = row && row.module.key === key ? fromRow<Module>('module', row.module) : null
  const parts = module ? await partsOf(run, key) : []
  const touching = await relationshipsOf(run, [`module:${key}`, ...parts.map(({ ref }) => ref)])
  const isOwn = (ref: string) => moduleOf(ref) === key
  const outgoing = touching.filter(({ type, source }) => isOwn(source) || type === 'integration')
  const incoming = touching.filter(({ source, target }) => isOwn(target) && !isOwn(source))
  const current = module && asState(module, parts, outgoing)
  const named = namedModules(document, key, current)
  const others = await readNeighbours(run, named, path)
  return {
    ...{ key, module, parts, outgoing, incoming, current },
    others: others.filter((other) => other.key !== key),
    hasDependants: incoming.some(({ type, state }) => type === 'dependency' && state === 'active'),
  }
}
const nothing: Registered = { current: null, others: [], hasDependants: false }

async function readNeighbours(run: Read, keys: string[], path: string | null): Promise<Neighbour[]> {
  const rows = await run('patches/neighbours', { keys, path })
  return rows.map(({ apiBasePath, entities, ...row }) => ({
    ...row,
    ...(apiBasePath === null ? {} : { apiBasePath }),
    entities: entities.map(({ name, fields }) => ({ name, fields: JSON.parse(fields) as Entity['fields'] })),
  }))
}

async function relationshipsOf(run: Read, refs: string[]): Promise<Relationship[]> {
  const rows = await run('relationships/touching', { refs })
  return rows.map(({ relationship }) => fromRow<Relationship>('relationship', relationship))
}

/** Other modules that the document and the module's entities name. */
function namedModules(document: PatchDocument, key: string, current: ModuleState | null): string[] {
  const declared = declaredIn(document, key).flatMap(({ relationship: { source, target } }) => [source, target])
  const related = edited(document, current).definition.entities.flatMap(({ fields }) =>
    fields.flatMap(({ relationObject }) => targetOf(relationObject ?? '').module ?? []),
  )
  const permitted =
    document.scope === 'permission'
      ? [...(document.payload.allow ?? []), ...(document.payload.deny ?? [])].flatMap((ref) =>
          ref.includes('/') ? [ref.split('/')[0]!] : [],
        )
      : []
  return [...new Set([...declared.map(moduleOf), ...related, ...permitted])].filter((other) => other !== key)
}

/** An integration has no direction: documents know it from the lesser ref to the greater. */
export const inDocuments = <Ends extends Pick<Relationship, 'type' | 'source' | 'target'>>(ends: Ends): Ends => {
  if (ends.type !== 'integration') return ends
  const [source, target] = [ends.source, ends.target].toSorted() as [string, string]
  return { ...ends, source, target }
}

const contentsOf = <Resource extends State>({
  id: _i,
  ref: _r,
  rev: _v,
  createdAt: _c,
  updatedAt: _u,
  ...rest
}: Resource) => rest as unknown as Contents<Resource>

function asState(module: Module, parts: State[], outgoing: Relationship[]): ModuleState {
  const of = <Part extends State>(kind: string) =>
    parts.filter(({ ref }) => kindOf(ref) === kind).map((part) => contentsOf(part as Part))
  return {
    module: contentsOf(module),
    entities: of<Entity & State>('entity'),
    endpoints: of<ModuleEndpoint & State>('endpoint'),
    capabilities: of<Capability & State>('capability'),
    configurations: of<Configuration & State>('configuration'),
    relationships: outgoing.map((relationship) => {
      const { state: _state, reason: _reason, ...contents } = contentsOf(inDocuments(relationship))
      return contents
    }),
  }
}
