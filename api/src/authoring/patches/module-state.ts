import { z } from 'zod'
import type { StoredCapability } from '../../registry/capabilities/capabilities.contract.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { StoredEndpoint } from '../../registry/endpoints/endpoints.contract.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { RelationshipCreate } from '../../registry/relationships/relationships.contract.ts'
import { MenuItem, Page, Permission, type PatchDocument } from './read/document.ts'

/** The contents of a resource, without the members that the registry adds when it stores it. */
export type Contents<Part> = Omit<Part, 'id' | 'ref' | 'rev' | 'createdAt' | 'updatedAt'>

/** A module with its parts and their outgoing relationships: as registered, or as desired by a document. */
export interface ModuleState {
  module: Contents<Module>
  entities: Contents<Entity>[]
  endpoints: Contents<StoredEndpoint>[]
  capabilities: Contents<StoredCapability>[]
  configurations: Contents<Configuration>[]
  relationships: RelationshipCreate[]
}

/** What a document can refer to in another module. */
export interface Neighbour {
  key: string
  apiBasePath?: string
  entities: Pick<Entity, 'name' | 'fields'>[]
  capabilities: Pick<StoredCapability, 'key' | 'operations'>[]
  configurations: string[]
}

/** What is registered, as far as evaluating a document depends on it. */
export interface Registered {
  /** The module of the document; null if it is new. */
  current: ModuleState | null
  /** Other modules: those that the document refers to, and those whose base path could conflict. */
  others: Neighbour[]
  hasDependants: boolean
}

type Based = Pick<Neighbour, 'key' | 'apiBasePath'>

/** Key of the module of a document; empty if it has none. */
export const moduleKeyOf = ({ module, apiBasePath }: PatchDocument, registered: Based[] = []): string =>
  module?.key ??
  registered.find((one) => apiBasePath !== undefined && one.apiBasePath === apiBasePath)?.key ??
  apiBasePath?.split('/')[1] ??
  ''

export const basePathOf = ({ key, metadata }: Pick<Module, 'key' | 'metadata'>): string =>
  metadata.apiBasePath ?? `/${key}`

/** The definition of a module, from which its other parts are derived: the named lists that documents edit. */
export interface Definition {
  entities: Contents<Entity>[]
  pages: Page[]
  menu: MenuItem[]
  roles: Permission[]
}

/** Lists without nodes of their own, each stored in a configuration of type usage. Decision 0014. */
export const usages = {
  pages: { member: 'pages', item: Page, about: 'Pages of the module' },
  menu: { member: 'items', item: MenuItem, about: 'Menu of the module' },
  permissions: {
    member: 'roles',
    item: Permission,
    about: 'Permissions of the roles of the module; deny takes precedence over allow',
  },
} as const

export function definitionOf(current: ModuleState | null): Definition {
  if (!current) return { entities: [], pages: [], menu: [], roles: [] }
  // The configuration may be edited by hand: an invalid list counts as empty, and stays until a document writes it.
  const stored = <Item>(key: keyof typeof usages, item: z.ZodType<Item>): Item[] => {
    const values = current.configurations.find((configuration) => configuration.key === key)?.values
    return z.array(item).catch([]).parse(values?.[usages[key].member])
  }
  const order = current.module.metadata.entities ?? []
  const place = ({ name }: { name: string }) => (order.includes(name) ? order.indexOf(name) : order.length)
  return {
    entities: current.entities.toSorted((a, b) => place(a) - place(b)),
    pages: stored('pages', Page),
    menu: stored('menu', MenuItem),
    roles: stored('permissions', Permission),
  }
}
