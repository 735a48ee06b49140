import { LRUCache } from 'lru-cache'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import { fromRow } from '../../store/kind.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { withDeclaration } from './not-served.ts'
import { recordRules, type RecordRules } from './record-check.ts'

/** Number of records from which those of an entity are looked up by indexes, with separate queries. Decision 0044. */
export const many = 200

/** An entity whose records are served, as it was when it was loaded. */
export interface Kind {
  module: string
  moduleRev: number
  entity: Entity
  /** Record space of the module (usually its key) and entity, such as crm/Customer; the label of its records. */
  name: string
  rules: RecordRules
  /** Whether it is known to have many records; determines the queries that are used, not their results. */
  hasMany: boolean
}

/** A module served under its base path. */
export interface Served {
  module: string
  base: string
  status: Module['status']
  kinds: Map<string, Kind>
}

interface Row {
  module: string
  space: string
  base: string
  status: Module['status']
  rev: number
  entities: Record<string, unknown>[]
}

/** The module or the entity has changed since it was loaded. */
export class Outdated extends Error {}

/** Parameters by which every query on records checks that module and entity have not changed since they were loaded. */
export const asKnown = ({ module, moduleRev, entity, name }: Kind) => ({
  module,
  moduleRev,
  entity: entity.ref,
  entityRev: entity.rev,
  kind: name,
})

export type ServedModules = ReturnType<typeof servedModules>

/**
 * Finds the module that serves a path, in a cache. Stale entries are safe: each query on records checks that module and
 * entity have not changed.
 */
export function servedModules(graph: Graph) {
  const known = new LRUCache<string, Served>({ max: 1_000 })

  const remember = (row: Row | undefined): Served | undefined => {
    if (!row) return undefined
    const kinds = row.entities.flatMap((stored): [string, Kind][] => {
      const entity = fromRow<Entity>('entity', stored)
      const { path } = entity
      if (path === null || !path.startsWith(`${row.base}/`) || path.includes('{')) return []
      const name = `${row.space}/${entity.name}`
      const hasMany = Number(stored.recordCount ?? 0) >= many
      return [[path, { module: row.module, moduleRev: row.rev, entity, name, rules: recordRules(entity), hasMany }]]
    })
    const served = { module: row.module, base: row.base, status: row.status, kinds: new Map(kinds) }
    known.set(row.base, served)
    return served
  }

  /** The cached module that serves a path. */
  const cached = (path: string): Served | undefined => {
    const found = beginningsOf(path).find((beginning) => known.has(beginning))
    return found === undefined ? undefined : known.get(found)
  }

  const load = async (path: string): Promise<Served | undefined> => {
    const paths = beginningsOf(path)
    for (const beginning of paths) known.delete(beginning)
    const [row] = await graph.read('hosting/serving', { paths })
    return remember(row)
  }

  return {
    /** @param isFresh bypasses the cache */
    at: (path: string, isFresh = false): Promise<Served | undefined> | Served | undefined =>
      (isFresh ? undefined : cached(path)) ?? load(path),

    cached,

    /** What to answer a request that called nothing. */
    explained: (problem: Problem, request: { method: string; path: string }) =>
      withDeclaration(graph, request, problem),

    /** @throws Problem `not-found` if the module serves no such entity */
    async kind(module: string, entity: string): Promise<Kind> {
      const [row] = await graph.read('hosting/of-module', { key: module })
      const served = remember(row)
      const found = [...(served?.kinds.values() ?? [])].find((kind) => kind.entity.name === entity)
      if (!found) throw new Problem('not-found', `module ${module} does not serve ${entity}`)
      return found
    },
  }
}

/** Prefixes of a path: `/crm/orders/1` → /crm, /crm/orders, /crm/orders/1; as many as a base path of 200 characters has. */
function beginningsOf(path: string): string[] {
  const segments = path.split('/', 101).slice(1)
  return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`)
}
