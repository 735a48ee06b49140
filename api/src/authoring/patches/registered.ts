import type { StoredCapability } from '../../registry/capabilities/capabilities.contract.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { StoredEndpoint } from '../../registry/endpoints/endpoints.contract.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import { targetOf } from '../../registry/entities/definition-check.ts'
import type { Read } from '../../graph/graph.ts'
import { fromRow, kindOf, moduleOf, type State } from '../../store/kind.ts'
import { partsOf } from '../../store/states.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { Relationship } from '../../registry/relationships/relationships.contract.ts'
import type { Edited } from './edit/edit.ts'
import type { PatchDocument } from './read/document.ts'
import { declaredIn } from './read/declared-relationships.ts'
import { moduleKeyOf, type Contents, type ModuleState, type Neighbour, type Registered } from './module-state.ts'

/** The module of a document, with its stored resources. */
export interface OwnModule {
  key: string
  module: Module | null
  parts: State[]
  /** All relationships of the module and its parts, including pending ones. */
  relationships: Relationship[]
  /** Relationships from the module or its parts, and integrations. */
  outgoing: Relationship[]
  /** Relationships from other modules to the module or its parts. */
  incoming: Relationship[]
  current: ModuleState | null
}

/** Everything registered that the effect of a document depends on. */
export type RegisteredModule = OwnModule & Registered

export async function readOwnModule(run: Read, document: PatchDocument): Promise<OwnModule> {
  const sameBase = document.module ? [] : await readNeighbours(run, [], document.apiBasePath ?? null)
  const key = moduleKeyOf(document, sameBase)
  const [row] = await run('modules/read', { id: key })
  const module = row && row.module.key === key ? fromRow<Module>('module', row.module) : null
  const parts = module ? await partsOf(run, key) : []
  const relationships = await relationshipsOf(run, [`module:${key}`, ...parts.map(({ ref }) => ref)])
  const isOwn = (ref: string) => moduleOf(ref) === key
  const outgoing = relationships.filter(({ type, source }) => isOwn(source) || type === 'integration')
  const incoming = relationships.filter(({ source, target }) => isOwn(target) && !isOwn(source))
  return { key, module, parts, relationships, outgoing, incoming, current: module && asState(module, parts, outgoing) }
}

/** Adds what the document can refer to in other modules. */
export async function withNeighbours(run: Read, own: OwnModule, edited: Edited): Promise<RegisteredModule> {
  const { apiBasePath, module } = edited.document
  const others = await readNeighbours(run, namedModules(edited), apiBasePath ?? (module ? `/${module.key}` : null))
  return {
    ...own,
    others: others.filter(({ key }) => key !== own.key),
    hasDependants: own.incoming.some(({ type, state }) => type === 'dependency' && state === 'active'),
  }
}

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

/** Keys of other modules that the document and the module's entities refer to. */
function namedModules({ document, key, definition }: Edited): string[] {
  const declared = declaredIn(document, key).flatMap(({ relationship: { source, target } }) => [source, target])
  const related = definition.entities.flatMap(({ fields }) =>
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

/** Normalizes an integration, which has no direction: in documents, its source is the lesser ref. */
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
}: Resource) => rest as Contents<Resource>

function asState(module: Module, parts: State[], outgoing: Relationship[]): ModuleState {
  const of = <Part extends State>(kind: string) =>
    parts.filter(({ ref }) => kindOf(ref) === kind).map((part) => contentsOf(part as Part))
  return {
    module: contentsOf(module),
    entities: of<Entity & State>('entity'),
    endpoints: of<StoredEndpoint & State>('endpoint'),
    capabilities: of<StoredCapability & State>('capability'),
    configurations: of<Configuration & State>('configuration'),
    relationships: outgoing.map((relationship) => {
      const { state: _state, reason: _reason, ...contents } = contentsOf(inDocuments(relationship))
      return contents
    }),
  }
}
