import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Graph } from '../../graph/graph.ts'
import type { List } from '../../kernel/operation.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { indexed, isJoined, phraseOf, wordsIn } from '../../kernel/words.ts'
import { fromRow } from '../../store/kind.ts'
import type { Module, ModuleQuery } from './modules.contract.ts'

export interface ModuleListQuery extends ModuleQuery {
  // Filters of the AI listing only.
  capability?: string[]
  entity?: string[]
  ids?: string[]
}
type Rows = { revision: number; items: Record<string, unknown>[] }

const unlimited = 1_000_000_000

const noFilters = {
  status: null,
  type: null,
  health: null,
  owner: null,
  tag: null,
  aiModel: null,
  capability: null,
  entity: null,
  ids: null,
}
type Filters = { [Name in keyof typeof noFilters]: string[] | null }

export type ModuleList = ReturnType<typeof moduleList>

/**
 * Lists modules. Decision 0059.
 * @param many number of matches from which a page is read from the index of its order, and not sorted
 */
export function moduleList(graph: Graph, many = 2_000) {
  /** Totals of filters that many modules match, with the change after which they were counted. */
  const totals = new LRUCache<string, { change: string; total: number }>({ max: 1_000 })

  return async ({ sort, limit, cursor, q, ...given }: ModuleListQuery): Promise<List<Module>> => {
    const isFiltered = q !== undefined || Object.values(given).some((value) => value !== undefined)
    const list = isFiltered || sort !== 'key' ? ['modules', sort, q, given] : ['modules']
    const filters: Filters = { ...noFilters, ...defined(given) }
    const order = orderOf(sort, cursor, list)
    const inOrder = { ...filters, ...order.indexed, limit: limit + 1 }
    const asPage = (rows: Rows, total: number): List<Module> => {
      const items = rows.items.map((row) => fromRow<Module>('module', row))
      return page({ items, total, revision: rows.revision }, limit, list, order.placeOf)
    }

    if (!isFiltered) {
      const [rows] =
        sort === 'key'
          ? await graph.read('modules/page', { after: order.sorted.afterKey ?? '', limit: limit + 1 })
          : await graph.read('modules/in-order', inOrder)
      return asPage(rows!, rows!.modules)
    }

    const source = sourceOf(q, filters)
    const key = JSON.stringify(filters)
    // modules/in-order does not know these.
    const isSought = q !== undefined || filters.ids !== null
    if (isSought || !totals.has(key)) {
      const most = isSought ? unlimited : many
      const [rows] = await graph.read('modules/list', {
        ...filters,
        ...source,
        ...order.sorted,
        most,
        limit: limit + 1,
      })
      if (rows!.total < most) return asPage(rows!, rows!.total)
    }

    for (let attempt = 1; ; attempt++) {
      const [rows] = await graph.read('modules/in-order', inOrder)
      const counted = totals.get(key)
      if (counted?.change === changeOf(rows!)) return asPage(rows!, counted.total)
      const by = source.by === 'text' || source.by === 'ids' ? 'none' : source.by
      const [count] = await graph.read('modules/count', { ...filters, ...source, by })
      const { total } = count!
      if (total < many) totals.delete(key)
      else totals.set(key, { change: changeOf(count!), total })
      // While it is changed continuously, the two are as near to each other as in one query: rows are read committed.
      if (changeOf(count!) === changeOf(rows!) || attempt === 2) return asPage(rows!, total)
    }
  }
}

/** The revision alone may be used again, after a backup was restored. */
const changeOf = ({ revision, operation }: { revision: number; operation: string | null }) => `${revision} ${operation}`

/** The order of a list, and where its page starts: as questions take them that read from its index, and that sort. */
function orderOf(sort: ModuleQuery['sort'], cursor: string | undefined, list: unknown[]) {
  const field = sort.replace('-', '')
  const descending = sort.startsWith('-')
  const isDate = field === 'createdAt' || field === 'updatedAt'
  const after = readCursor(cursor, list, z.tuple([isDate ? z.iso.datetime() : z.string(), z.string()]))
  const value = after && isDate ? new Date(after[0]) : after?.[0]
  const start = { value: value ?? outermost(isDate, descending), key: after?.[1] ?? '' }
  return {
    // An index has no module without an owner.
    indexed: {
      sort: field === 'owner' ? 'sortedOwner' : field,
      above: descending ? null : start,
      below: descending ? start : null,
    },
    sorted: { sort: field, descending, afterValue: value ?? null, afterKey: after?.[1] ?? null },
    placeOf: (last: Module): [string, string] => [last[field as 'name'] ?? '', last.key],
  }
}

/** A value before all others in an order. */
const outermost = (isDate: boolean, descending: boolean) =>
  isDate ? new Date(descending ? '9999-12-31' : '0001-01-01') : descending ? '\u{10ffff}' : ''

/** The filter by which modules are found: the most selective one, as far as that is known. */
function sourceOf(q: string | undefined, filters: Filters) {
  const source = { text: '', property: 'status', values: null }
  if (q !== undefined) return { ...source, by: 'text' as const, text: fullText(q) }
  const by = (['ids', 'capability', 'entity', 'owner'] as const).find((name) => filters[name])
  if (by) return { ...source, by }
  const tags = filters.tag?.map((tag) => indexed([tag]))
  if (tags?.every((words) => words !== ''))
    return { ...source, by: 'text' as const, text: tags.map((words) => `searchedTerms:"${words}"`).join(' OR ') }
  const property = (['aiModel', 'health', 'status', 'type'] as const).find((name) => filters[name])
  if (property) return { ...source, by: 'property' as const, property, values: [...new Set(filters[property])] }
  return { ...source, by: 'none' as const }
}

/**
 * The Lucene query for modules in which every word of a text occurs: as the beginning of one of theirs, or anywhere in it where words are
 * not separated.
 */
export const fullText = (q: string): string =>
  wordsIn(q)
    .map((word) => (isJoined(word) ? phraseOf(word) : `${word}*`))
    .join(' AND ') || '""'

const defined = (given: object) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
