import { isDeepStrictEqual } from 'node:util'
import type { Entity, Field } from '../../registry/entities/entities.contract.ts'
import { holdsNothing, mustHoldSomething } from '../../registry/entities/json-schema.ts'
import { Problem } from '../../kernel/errors.ts'
import { own } from '../../kernel/json.ts'
import type { Read, Run } from '../../graph/graph.ts'

import { kindOf, moduleOf, type Step } from '../../store/kind.ts'
import { keepWritersOut } from './locks.ts'
import { leadsElsewhere, rejoin, unnamed } from './relations.ts'
import { spacesOf, type RecordSpace } from './record-spaces.ts'
import { recordRules, type RecordRules } from './record-check.ts'
import { claimRefs, type StoredRecord } from './storage.ts'
import { fromStored, toStored } from './field-values.ts'

/** Effect of a change of an entity on its records. */
export interface Affected {
  entity: string
  field: string | null
  /** Number of affected records. */
  records: number
  /** Number of records that would become invalid. */
  failing: number
  reason: string
}
type EntityStep = { before: Entity | null; after: Entity | null }
const isOfEntity = (step: Step): step is EntityStep => kindOf((step.after ?? step.before)!.ref) === 'entity'

/**
 * Finds out, before entities change, which of their records would become invalid and which values would be hidden.
 * Removed values and records stay in the graph, so that they reappear if the removal is undone. Decision 0019.
 */
export async function affectedRecords(run: Read, steps: Step[]): Promise<Affected[]> {
  const found: Affected[] = []
  const spaces = await spacesOf(run, steps)
  for (const { before, after } of steps.filter(isOfEntity)) {
    const { name, ref } = (after ?? before)!
    const space = spaces.get(moduleOf(ref))!
    const kind = `${space.name}/${name}`
    const [{ total } = { total: 0 }] = await run('hosting/size', { kind })
    if (total === 0) continue
    const add = (field: string | null, records: number, failing: number, reason: string) => {
      if (records > 0) found.push({ entity: name, field, records, failing, reason })
    }
    if (!after) add(null, total, 0, 'is removed; its records are kept but no longer served')
    else await ofFields(run, space, before, after, add)
  }
  return found
}

type Add = (field: string | null, records: number, failing: number, reason: string) => void

async function ofFields(run: Read, space: RecordSpace, before: Entity | null, after: Entity, add: Add): Promise<void> {
  const kind = `${space.name}/${after.name}`
  const then = new Map((before?.fields ?? []).map((field) => [field.name, field]))
  for (const field of after.fields) {
    const old = then.get(field.name)
    if (old && isDeepStrictEqual(old, field)) continue
    const { total, values } = await valuesOf(run, kind, field.name)
    const misfits = leadsElsewhere(field, old)
      ? await unnamed(run, moduleOf(after.ref), space, field, values)
      : values.filter(({ value }) => !fits(field, value)).reduce((sum, { count }) => sum + count, 0)
    if (misfits > 0)
      add(
        ...([field.name, total, misfits] as const),
        field.type === 'relation'
          ? `does not refer to a record of ${field.relationObject}`
          : `is no longer a valid ${field.type}`,
      )
    const missing = total - values.reduce((sum, { count }) => sum + count, 0)
    const isNeeded = field.required && field.default === undefined
    if (isNeeded && missing > 0) add(field.name, total, missing, 'is required but missing')
    const empty = mustHoldSomething(field) && !(old && mustHoldSomething(old)) ? values : []
    const failing = empty.reduce((sum, { value, count }) => sum + (holdsNothing(value) ? count : 0), 0)
    add(field.name, failing, failing, 'is required but empty')
  }
  for (const { name } of before?.fields ?? []) {
    if (after.fields.some((field) => field.name === name)) continue
    const { values } = await valuesOf(run, kind, name)
    const records = values.reduce((sum, { count }) => sum + count, 0)
    add(name, records, 0, 'is removed; its values are kept but no longer shown')
  }
  for (const fields of newlyUnique(before, after)) {
    const [row] = await run('hosting/duplicates', { kind, fields })
    add(fields.join('+'), row!.total, row!.total, 'must be unique but is not')
  }
}

const newlyUnique = (before: Entity | null, after: Entity): string[][] => {
  const had = before ? recordRules(before).unique : []
  return recordRules(after).unique.filter((fields) => !had.some((other) => isDeepStrictEqual(fields, other)))
}

async function valuesOf(run: Read, kind: string, field: string) {
  const [row] = await run('hosting/field-values', { kind, field })
  return row!
}

function fits(field: Field, value: unknown): boolean {
  // The target of a relation is checked by `unnamed`; any value of it stays valid as such.
  if (field.type === 'relation') return true
  try {
    const rules: RecordRules = recordRules({ ...nameless, fields: [{ ...field, required: false }] })
    const given = { [field.name]: fromStored(field, value) }
    // A stored time must also have the form in which the registry stores times.
    return isDeepStrictEqual(toStored(field, rules.check(given)[field.name]), value)
  } catch {
    return false
  }
}
const nameless = { label: '', description: '', unique: [], states: null }

/** @throws Problem `conflict` if records would become invalid */
export async function requireFitting(run: Run, steps: Step[]): Promise<void> {
  if (steps.some((step) => isOfEntity(step) && step.before)) await keepWritersOut(run)
  const records = (await affectedRecords(run, steps)).filter(({ failing }) => failing > 0)
  if (records.length === 0) return
  const summaries = records.map(({ entity, field, failing, reason }) => `${failing} of ${entity}: ${field} ${reason}`)
  throw new Problem('conflict', `records would become invalid: ${summaries.slice(0, 3).join('; ')}`, [], { records })
}

/** Updates existing records: adds their claims on newly unique values and replaces the edges of changed relations. */
export async function settleRecords(run: Run, steps: Step[]): Promise<void> {
  const spaces = await spacesOf(run, steps)
  for (const { before, after } of steps.filter(isOfEntity)) {
    if (!after) continue
    const space = spaces.get(moduleOf(after.ref))!
    const kind = `${space.name}/${after.name}`
    const pages = () => pagesOf(run, kind)
    await rejoin(run, space, before, after, pages)
    await claimNewly(run, kind, before, after, pages)
  }
}

async function claimNewly(
  run: Run,
  kind: string,
  before: Entity | null,
  after: Entity,
  pages: () => AsyncIterable<StoredRecord[]>,
): Promise<void> {
  const unique = newlyUnique(before, after)
  if (unique.length === 0) return
  for await (const page of pages()) {
    const rows = page.flatMap((record) =>
      unique
        .filter((fields) => fields.every((field) => own(record, field) !== undefined))
        .flatMap((fields) => {
          const values = fields.map((name) => shown(after, name, record[name]))
          return claimRefs(kind, fields, values).map((ref) => ({ kind, id: record.id, ref }))
        }),
    )
    if (rows.length > 0) await run('hosting/claim', { rows })
  }
}

const shown = ({ fields }: Entity, name: string, value: unknown): unknown => {
  const field = fields.find((one) => one.name === name)
  return field ? fromStored(field, value) : value
}

async function* pagesOf(run: Read, kind: string): AsyncGenerator<StoredRecord[]> {
  for (let after = ''; ;) {
    const rows = await run('hosting/page-of-values', { kind, after, limit: 1_000 })
    if (rows.length === 0) return
    yield rows.map(({ record }) => record)
    after = rows.at(-1)!.record.id
  }
}
