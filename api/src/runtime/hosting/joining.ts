import { Problem, type Reason } from '../../kernel/errors.ts'
import type { Run } from '../../graph/graph.ts'
import { invalidRecord } from './record-check.ts'
import type { Kind } from './served.ts'
import { claimsOf, referencesOf, type Claim, type Reference } from './storage.ts'
import type { Values } from './field-values.ts'

/** A record before and after a write, and its pointer in the request. */
export interface Written {
  id: string
  at: string
  before?: Values
  after: Values
}

/**
 * Updates the references and claims of records to match their fields.
 * @throws Problem `invalid-request`, `already-exists`
 */
export async function join(run: Run, kind: Kind, written: Written[]): Promise<void> {
  const claims: (Claim & { id: string; at: string })[] = []
  const references: (Reference & { id: string; at: string })[] = []
  const released: { kind: string; id: string; fields: string[]; claims: string[] }[] = []
  for (const { id, at, before, after } of written) {
    const had = { claims: before ? claimsOf(kind, before) : [], references: before ? referencesOf(kind, before) : [] }
    const has = { claims: claimsOf(kind, after), references: referencesOf(kind, after) }
    const gone = had.references.filter((one) => !has.references.some((other) => isSame(one, other)))
    const freed = had.claims.filter(({ ref }) => !has.claims.some((other) => other.ref === ref))
    if (gone.length + freed.length > 0)
      released.push({
        kind: kind.name,
        id,
        fields: gone.map(({ field }) => field),
        claims: freed.map(({ ref }) => ref),
      })
    claims.push(
      ...has.claims
        .filter(({ ref }) => !had.claims.some((other) => other.ref === ref))
        .map((claim) => ({ ...claim, id, at })),
    )
    references.push(
      ...has.references
        .filter((one) => !had.references.some((other) => isSame(one, other)))
        .map((reference) => ({ ...reference, id, at })),
    )
  }
  if (released.length > 0) await run('hosting/release', { rows: released })
  await claim(run, kind, claims)
  await refer(run, kind, references)
}

const isSame = (one: Reference, other: Reference) =>
  one.field === other.field && one.value === other.value && one.module === other.module && one.entity === other.entity

async function claim(run: Run, kind: Kind, claims: (Claim & { id: string; at: string })[]): Promise<void> {
  if (claims.length === 0) return
  const twice = claims.filter(({ ref }, index) => claims.findIndex((other) => other.ref === ref) !== index)
  // Sorted, so that concurrent writers never deadlock.
  const rows = claims.map(({ id, ref }, index) => ({ kind: kind.name, id, ref, index }))
  const inOrder = rows.toSorted((a, b) => (a.ref < b.ref ? -1 : 1))
  const [found] = twice.length > 0 ? [] : await run('hosting/claim', { rows: inOrder })
  const refused = found ? found.taken.map((n) => claims[inOrder[n]!.index]!) : twice
  // A text is claimed in two forms, which are one error.
  const taken = refused.filter(
    ({ at, fields }, index) => refused.findIndex((one) => one.at === at && one.fields === fields) === index,
  )
  if (taken.length === 0) return
  const errors = taken.flatMap(({ at, fields }): Reason[] =>
    fields.map((field) => ({
      pointer: `${at}/${field}`,
      reason: `is taken by another record${fields.length > 1 ? `: ${fields.join(', ')} must be unique together` : ''}`,
    })),
  )
  throw new Problem(
    'already-exists',
    `a ${kind.entity.name} with the same ${errors[0]!.pointer} already exists`,
    errors,
  )
}

async function refer(run: Run, kind: Kind, references: (Reference & { id: string; at: string })[]): Promise<void> {
  if (references.length === 0) return
  const rows = references.map(({ at: _at, ...row }) => ({ kind: kind.name, owner: null, ...row }))
  const [found] = await run('hosting/refer', { rows })
  const errors = found!.missing.map((n): Reason => {
    const { at, field, module, entity } = references[n]!
    return { pointer: `${at}/${field}`, reason: `does not refer to a record of ${module}/${entity}` }
  })
  if (errors.length > 0) throw invalidRecord(errors)
}
