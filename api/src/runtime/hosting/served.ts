import { LRUCache } from 'lru-cache'
import type { Entity } from '../../registry/entities/entities.contract.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import { fromRow } from '../../store/kind.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { isIndexed } from './field-values.ts'
import { recordRules, type RecordRules } from './record-check.ts'

/** An entity whose records are served, as the registry had it when it was last looked up. */
export interface Kind {
  module: string
  moduleRev: number
  entity: Entity
  /** Module and entity; the label of its records. */
  name: string
  rules: RecordRules
}

/** A module that is served under its base path. */
export interface Served {
  module: string
  base: string
  status: Module['status']
  kinds: Map<string, Kind>
}

interface Row {
  module: string
  base: string
  status: Module['status']
  rev: number
  entities: Record<string, unknown>[]
}

/** The module or the entity is no longer what it was when it was looked up. */
export class Outdated extends Error {}

/** What every question about records names, so that it is answered only if nothing has changed since. */
export const asKnown = ({ module, moduleRev, entity, name }: Kind) => ({
  ...{ module, moduleRev, entity: entity.ref, entityRev: entity.rev, kind: name },
})

export type ServedModules = ReturnType<typeof servedModules>

/**
 * Finds the module that an address belongs to: in memory, since each question about records checks by itself that its module and entity
 * are still what is known of them here.
 */
export function servedModules(graph: Graph) {
  const known = new LRUCache<string, Served>({ max: 1_000 })
  const indexed = new Map<string, Promise<unknown>>()

  const remember = (row: Row | undefined): Served | undefined => {
    if (!row) return undefined
    const kinds = row.entities.flatMap((stored): [string, Kind][] => {
      const entity = fromRow<Entity>('entity', stored)
      const { path } = entity
      if (path === null || !path.startsWith(`${row.base}/`)) return []
      const name = `${row.module}/${entity.name}`
      return [[path, { module: row.module, moduleRev: row.rev, entity, name, rules: recordRules(entity) }]]
    })
    const served = { module: row.module, base: row.base, status: row.status, kinds: new Map(kinds) }
    known.set(row.base, served)
    return served
  }

  /** Makes an index for each field by which records are often looked for; those of one name share it. */
  const index = ({ kinds }: Served): Promise<unknown> => {
    const fields = [...kinds.values()].flatMap(({ entity }) => entity.fields.filter(isIndexed).slice(0, mostOfEntity))
    return Promise.all(
      fields.map(({ name: field }) => {
        const made = indexed.get(field) ?? graph.store((run) => run('hosting/index-field', { field }))
        indexed.set(field, made)
        return made.catch(() => indexed.delete(field)) // a question without its index is slower, not wrong
      }),
    )
  }

  const load = async (path: string): Promise<Served | undefined> => {
    const paths = beginningsOf(path)
    for (const beginning of paths) known.delete(beginning)
    const [row] = await graph.read('hosting/serving', { paths })
    const served = remember(row)
    if (served) await index(served)
    return served
  }

  return {
    /** @param isFresh looks it up in the graph, whatever is in memory */
    at: (path: string, isFresh = false): Promise<Served | undefined> | Served | undefined => {
      const found = isFresh ? undefined : beginningsOf(path).find((beginning) => known.has(beginning))
      return found === undefined ? load(path) : known.get(found)
    },

    /** @throws Problem `not-found` when the module serves no such entity */
    async kind(module: string, entity: string): Promise<Kind> {
      const [row] = await graph.read('hosting/of-module', { key: module })
      const served = remember(row)
      if (served) await index(served)
      const found = [...(served?.kinds.values() ?? [])].find((kind) => kind.entity.name === entity)
      if (!found) throw new Problem('not-found', `module ${module} does not serve ${entity}`)
      return found
    },
  }
}

const mostOfEntity = 20

/** `/crm/orders/1` → /crm, /crm/orders, /crm/orders/1; no base path is deeper than ten segments of what is asked. */
function beginningsOf(path: string): string[] {
  const segments = path.split('/', 11).slice(1)
  return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`)
}
