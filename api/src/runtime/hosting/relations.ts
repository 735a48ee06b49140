import type { Entity, Field } from '../../registry/entities/entities.contract.ts'
import { Problem } from '../../kernel/errors.ts'
import { own } from '../../kernel/json.ts'
import type { Read, Run } from '../../graph/graph.ts'
import { moduleOf } from '../../store/kind.ts'
import type { RecordSpace } from './record-spaces.ts'
import { referenceOf, type Reference, type StoredRecord } from './storage.ts'

/** The target of a relation, which determines the edges of the field; undefined for other fields. */
const wayOf = (field: Field | undefined): string | undefined =>
  field?.type === 'relation' ? `${field.relationObject} ${field.relationField ?? 'id'}` : undefined

export const leadsElsewhere = (field: Field, before: Field | undefined): boolean =>
  field.type === 'relation' && wayOf(field) !== wayOf(before)

/** A reference with the id of the module that it leads to, where the change at hand creates that. */
const ownedBy = (owner: string | null, module: string, reference: Reference) => ({
  ...reference,
  owner: reference.module === module ? owner : null,
})

/** Number of records whose value refers to no record of the relation's target. */
export async function unnamed(
  run: Read,
  module: string,
  { owner }: RecordSpace,
  field: Field,
  values: { value: unknown; count: number }[],
): Promise<number> {
  const texts = values.flatMap(({ value, count }) => (typeof value === 'string' ? [{ value, count }] : []))
  const rows = texts.map(({ value }) => ownedBy(owner, module, referenceOf(module, field, value)))
  const [found] = rows.length > 0 ? await run('hosting/missing', { rows }) : []
  const missing = new Set(found?.missing)
  return values
    .filter(({ value }) => typeof value !== 'string')
    .concat(texts.filter((_, n) => missing.has(n)))
    .reduce((sum, { count }) => sum + count, 0)
}

/**
 * Replaces the edges of records for relations whose target has changed. Edges of removed fields are kept, like their
 * values, in case the field is added again.
 */
export async function rejoin(
  run: Run,
  { owner, name: space }: RecordSpace,
  before: Entity | null,
  after: Entity,
  pages: () => AsyncIterable<StoredRecord[]>,
): Promise<void> {
  const module = moduleOf(after.ref)
  const kind = `${space}/${after.name}`
  const then = new Map(before?.fields.map((field) => [field.name, field]))
  const changed = after.fields.filter((field) => wayOf(field) !== wayOf(then.get(field.name)))
  for (const { name: field } of changed) await run('hosting/part', { kind, field })
  const led: Field[] = []
  for (const field of changed.filter(({ type }) => type === 'relation')) {
    const [row] = await run('hosting/field-values', { kind, field: field.name })
    if (row!.values.length > 0) led.push(field)
  }
  if (led.length === 0) return
  for await (const page of pages()) {
    const rows = page.flatMap((record) =>
      led.flatMap((field) => {
        const value = own(record, field.name)
        return typeof value === 'string'
          ? [{ kind, id: record.id, ...ownedBy(owner, module, referenceOf(module, field, value)) }]
          : []
      }),
    )
    if (rows.length === 0) continue
    const [found] = await run('hosting/refer', { rows })
    if (found!.missing.length > 0) throw new Problem('conflict', `records of ${kind} refer to deleted records`)
  }
}
