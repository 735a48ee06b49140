import { isDeepStrictEqual } from 'node:util'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { List } from '../../kernel/operation.ts'
import { Problem, type Reason } from '../../kernel/errors.ts'
import type { Graph, Read, Run } from '../../graph/graph.ts'
import { once, requireRevision, type Expected, type Repeatable } from '../../store/change.ts'
import { own } from '../../kernel/json.ts'
import { mergePatch } from '../../kernel/merge-patch.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { recordIndexes } from './record-indexes.ts'
import { join, type Written } from './joining.ts'
import { lockOfWriter } from './locks.ts'
import { readQuery, type Asked } from './query.ts'
import { definitionOf, doomedWith } from './record-removal.ts'
import { invalidRecord } from './record-check.ts'
import { asKnown, many, Outdated, type Kind } from './served.ts'
import { show, store, valuesOf, type Shown, type StoredRecord } from './storage.ts'
import type { Values } from './field-values.ts'

type Rows = { revision: number; total: number; items: StoredRecord[] }

export const mostInBatch = 500

export type RecordsService = ReturnType<typeof recordsService>

/**
 * Operations on the records of served modules. Every function throws Outdated if the entity has changed since it was
 * loaded. Records are outside the registry's history: writing them does not take the registry's lock and is not logged.
 */
export const recordsService = (graph: Graph, indexes = recordIndexes(graph)) => ({
  /** @throws Problem `invalid-request`, `invalid-cursor` */
  async list(kind: Kind, query: Values): Promise<List<Values>> {
    const asked = readQuery(kind, query)
    const list = ['records', kind.name, asked.sort, asked.tests]
    const rows = await find(graph, indexes, kind, asked, readCursor(asked.cursor, list, Place))
    const { sort, limit } = asked
    const placeOf = (last: StoredRecord) => [last.id, ...placed(own(last, sort.field))]
    const { items, ...found } = page(rows, limit, list, placeOf)
    return { ...found, items: items.map((stored) => show(kind, stored).record) }
  },

  /** @throws Problem `not-found` */
  async read(kind: Kind, id: string): Promise<Shown> {
    const [row] = await graph.read('hosting/read', { ...asKnown(kind), id })
    if (!row) throw new Outdated()
    if (!row.record) throw noRecord(kind, id)
    return show(kind, row.record)
  },

  /** @throws Problem `invalid-request`, `already-exists`, `idempotency-key-reused` */
  create: (kind: Kind, given: Values, origin: Repeatable): Promise<Shown> => {
    const made = born(kind, given, '')
    return inOneTransaction(graph, origin, async (run, isRepeated) => {
      if (!isRepeated || !(await isThere(run, kind, made.stored.id))) await createAll(run, kind, [made])
      return show(kind, made.stored)
    })
  },

  /** @throws Problem `not-found`, `stale-revision`, `invalid-request`, `conflict`, `already-exists`, `in-use` */
  change: (kind: Kind, id: string, patch: Values, expected: Expected): Promise<Shown> => {
    const operation = uuid()
    return inOneTransaction(graph, {}, async (run) => {
      const [stored] = await lock(run, kind, [{ id, at: '' }])
      if (stored!._operation === operation) return show(kind, stored!)
      requireRevision({ ref: 'the record', rev: stored!._rev }, expected)
      const [changed] = await changeAll(run, kind, [{ stored: stored!, patch, at: '', operation }])
      return show(kind, changed!)
    })
  },

  /** Creates records and changes those that have an id: all or none. @throws the problems of `create` and `change` */
  batch: (kind: Kind, items: Values[], origin: Repeatable): Promise<{ items: Values[] }> => {
    const operation = uuid()
    const at = (index: number) => `/items/${index}`
    const made = items.map((item, index) => (item.id === undefined ? born(kind, item, at(index)) : undefined))
    const changes = items.flatMap(({ id, ...patch }, index) =>
      id === undefined ? [] : [{ id: id as string, patch, at: at(index) }],
    )
    const errors = changes.flatMap(({ id, at }, index): Reason[] => {
      if (typeof id !== 'string') return [{ pointer: `${at}/id`, reason: 'must be the id of a record' }]
      const isTwice = changes.findIndex((other) => other.id === id) !== index
      return isTwice ? [{ pointer: `${at}/id`, reason: 'occurs twice' }] : []
    })
    if (errors.length > 0) throw invalidRecord(errors)
    return inOneTransaction(graph, origin, async (run, isRepeated) => {
      const news = made.filter((one) => one !== undefined)
      const first = news[0]
      if (!(isRepeated && first && (await isThere(run, kind, first.stored.id)))) await createAll(run, kind, news)
      const before = await lock(run, kind, changes)
      const isDone = before.length > 0 && before.every(({ _operation }) => _operation === operation)
      const after = isDone
        ? before
        : await changeAll(
            run,
            kind,
            before.map((stored, index) => ({ stored, ...changes[index]!, operation })),
          )
      const changed = after.values()
      return { items: made.map((one) => show(kind, one ? one.stored : changed.next().value!).record) }
    })
  },

  /** @throws Problem `not-found`, `stale-revision`, `in-use` */
  remove: (kind: Kind, id: string, expected: Expected): Promise<null> =>
    inOneTransaction(graph, {}, async (run, isRepeated) => {
      if (isRepeated && !(await isThere(run, kind, id))) return null
      const [stored] = await lock(run, kind, [{ id, at: '' }])
      requireRevision({ ref: 'the record', rev: stored!._rev }, expected)
      await run('hosting/remove', { rows: await doomedWith(run, { kind: kind.name, id }) })
      return null
    }),
})

/** @param work may run again; `isRepeated` if an earlier attempt may have been committed without an answer */
function inOneTransaction<Result>(
  graph: Graph,
  origin: Repeatable,
  work: (run: Run, isRepeated: boolean) => Promise<Result>,
): Promise<Result> {
  let tries = 0
  return graph.store((run) => once(run, origin, () => work(run, tries++ > 0)))
}

/** Position in a list: the id of a record, and its value of the sort field, if any. */
const Place = z.union([z.tuple([z.string()]), z.tuple([z.string(), z.union([z.string(), z.number()])])])
const placed = (value: unknown): (string | number)[] =>
  value === undefined ? [] : [typeof value === 'number' ? value : String(value)]

async function find(
  graph: Graph,
  indexes: ReturnType<typeof recordIndexes>,
  kind: Kind,
  asked: Asked,
  place: z.output<typeof Place> | undefined,
): Promise<Rows> {
  const { tests, sort, lead, limit } = asked
  const of = { ...asKnown(kind), after: place?.[0] ?? '', limit: limit + 1 }
  const isPlain = sort.field === 'id' && !sort.descending
  if (kind.hasMany) await indexes(kind)
  if (kind.hasMany && (lead || (tests.length === 0 && isPlain))) {
    const [rows] = lead ? await graph.read('hosting/found', { ...of, ...lead }) : await graph.read('hosting/page', of)
    if (!rows) throw new Outdated()
    return rows
  }
  const sorted = kind.rules.fields.get(sort.field)
  const isTruth = sorted?.type === 'boolean' && place?.[1] !== undefined
  const [rows] = await graph.read('hosting/list', {
    ...of,
    tests,
    sort: sort.field,
    descending: sort.descending,
    afterValue: isTruth ? place[1] === 'true' : (place?.[1] ?? null),
    many: kind.hasMany ? 0 : many,
  })
  if (!rows) throw new Outdated()
  if (!rows.hasMany) return rows
  kind.hasMany = true
  return find(graph, indexes, kind, asked, place)
}

function born(kind: Kind, given: Values, at: string) {
  const values = kind.rules.check({ ...kind.rules.presets, ...withoutNulls(given) }, at)
  kind.rules.checkMove(undefined, values, at)
  const now = new Date().toISOString()
  const core = { _kind: kind.name, _rev: 1, _operation: uuid(), id: uuid(), createdAt: now, updatedAt: now }
  return { at, values, stored: store(kind, core, values) }
}

/** Drops members that are null, which means no value. */
const withoutNulls = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

async function createAll(run: Run, kind: Kind, made: ReturnType<typeof born>[]): Promise<void> {
  if (made.length === 0) return
  const rows = made.map(({ stored }) => stored)
  const [row] = await run('hosting/create', {
    ...asKnown(kind),
    lock: lockOfWriter(),
    rows,
  })
  if (row!.created !== rows.length) throw new Outdated()
  await join(
    run,
    kind,
    made.map(({ stored, at, values }): Written => ({ id: stored.id, at, after: values })),
  )
}

/** Reads records in the given order and locks them until the end of the transaction. @throws Problem `not-found` */
async function lock(run: Run, kind: Kind, named: { id: string; at: string }[]): Promise<StoredRecord[]> {
  if (named.length === 0) return []
  const ids = named.map(({ id }) => id).toSorted()
  const [row] = await run('hosting/lock', {
    ...asKnown(kind),
    lock: lockOfWriter(),
    ids,
  })
  if (!row) throw new Outdated()
  const byId = new Map(row.records.map((record) => [record.id, record]))
  return named.map(({ id }) => {
    const found = byId.get(id)
    if (!found) throw noRecord(kind, id)
    return found
  })
}

interface Change {
  stored: StoredRecord
  patch: Values
  at: string
  operation: string
}

async function changeAll(run: Run, kind: Kind, changes: Change[]): Promise<StoredRecord[]> {
  const planned = changes.map(({ stored, patch, at, operation }) => {
    const before = valuesOf(kind, stored)
    const after = kind.rules.check(withoutNulls({ ...before, ...mergePatch(before, patch) }), at, before)
    kind.rules.checkMove(before, after, at)
    requireWritable(kind, before, after, at)
    const core = { ...stored, _rev: stored._rev + 1, _operation: operation, updatedAt: new Date().toISOString() }
    return { at, before, after, stored, next: isDeepStrictEqual(before, after) ? stored : store(kind, core, after) }
  })
  const real = planned.filter(({ stored, next }) => next !== stored)
  if (real.length > 0) {
    await requireUnreferred(run, kind, real)
    await run('hosting/change', { rows: real.map(({ next }) => next) })
    await join(
      run,
      kind,
      real.map(({ next, ...written }) => ({ id: next.id, ...written })),
    )
  }
  return planned.map(({ next }) => next)
}

function requireWritable({ rules }: Kind, before: Values, after: Values, at: string): void {
  const errors = [...rules.fields.values()]
    .filter(({ readonly, name }) => readonly && !isDeepStrictEqual(own(before, name), own(after, name)))
    .map(({ name }) => ({ pointer: `${at}/${name}`, reason: 'cannot be changed' }))
  if (errors.length > 0) throw invalidRecord(errors)
}

/** @throws Problem `in-use` if other records refer to one of these by a value that changes */
async function requireUnreferred(
  run: Read,
  kind: Kind,
  planned: { at: string; stored: StoredRecord; before: Values; after: Values }[],
): Promise<void> {
  const singles = kind.rules.unique.filter((fields) => fields.length === 1).flat()
  const movedOf = ({ before, after }: { before: Values; after: Values }) =>
    singles.filter((name) => own(before, name) !== undefined && !isDeepStrictEqual(before[name], own(after, name)))
  const all = planned.filter((one) => movedOf(one).length > 0)
  const referringTo = (some: typeof planned) =>
    run('hosting/referring', { rows: some.map(({ stored: { id } }) => ({ kind: kind.name, id })) })
  // In most cases no record refers to any of them.
  if (all.length === 0 || (await referringTo(all)).length === 0) return
  for (const one of all) {
    const { at } = one
    const moved = movedOf(one)
    const referring = await referringTo([one])
    const by = referring.find((one) => moved.includes(definitionOf(one)?.relationField ?? 'id'))
    if (by)
      throw new Problem('in-use', `records of ${by.kind} refer to it by this value`, [
        {
          pointer: `${at}/${definitionOf(by)!.relationField!}`,
          reason: 'cannot be changed while other records refer to it',
        },
      ])
  }
}

async function isThere(run: Read, kind: Kind, id: string): Promise<boolean> {
  const [row] = await run('hosting/read', { ...asKnown(kind), id })
  return row?.record != null
}

const noRecord = ({ entity }: Kind, id: string) =>
  new Problem('not-found', `there is no ${entity.name} ${id.slice(0, 100)}`, [
    { pointer: '/path/id', reason: 'names no record' },
  ])
