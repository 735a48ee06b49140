import { z } from 'zod'
import type { Capability } from '../../registry/capabilities/capabilities.contract.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import type { ModuleEndpoint } from '../../registry/endpoints/endpoints.contract.ts'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { RelationshipCreate } from '../../registry/relationships/relationships.contract.ts'
import { MenuItem, Page, Permission, type PatchDocument } from './read/document.ts'

/** What people and documents write of a resource, without what the registry adds when it stores it. */
export type Contents<Part> = Omit<Part, 'id' | 'ref' | 'rev' | 'createdAt' | 'updatedAt'>

/** A module with all its parts, and the relationships that lead from them; registered, or as a document wants it. */
export interface ModuleState {
  module: Contents<Module>
  entities: Contents<Entity>[]
  endpoints: Contents<ModuleEndpoint>[]
  capabilities: Contents<Capability>[]
  configurations: Contents<Configuration>[]
  relationships: RelationshipCreate[]
}

/** What a document can name of another module. */
export interface Neighbour {
  key: string
  apiBasePath?: string
  entities: Pick<Entity, 'name' | 'fields'>[]
  capabilities: Pick<Capability, 'key' | 'operations'>[]
  configurations: string[]
}

/** What is registered, as far as the effect of a document depends on it. */
export interface Registered {
  /** The module that the document is about; null when it is new. */
  current: ModuleState | null
  /** Other modules: those that the document names, and every one with a base path. */
  others: Neighbour[]
  hasDependants: boolean
}

type Based = Pick<Neighbour, 'key' | 'apiBasePath'>

/** Key of the module that a document is about; empty when it does not say. */
export const moduleKeyOf = ({ module, apiBasePath }: PatchDocument, registered: Based[] = []): string =>
  module?.key ??
  registered.find((one) => apiBasePath !== undefined && one.apiBasePath === apiBasePath)?.key ??
  apiBasePath?.split('/')[1] ??
  ''

export const basePathOf = ({ key, metadata }: Pick<Module, 'key' | 'metadata'>): string =>
  metadata.apiBasePath ?? `/${key}`

/** What of a module is written, not derived: the named lists that documents edit. */
export interface Definition {
  entities: Contents<Entity>[]
  pages: Page[]
  menu: MenuItem[]
  roles: Permission[]
}

/** Where the lists that have no nodes of their own are kept: a configuration each, of type usage. Decision 0014. */
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
  // Written by hand it can hold anything; what does not fit is no page, and stays until a document writes the list.
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
