import { createHash } from 'node:crypto'
import type { Field } from '../../registry/entities/entities.contract.ts'
import { targetOf } from '../../registry/entities/definition-check.ts'
import { Problem } from '../../kernel/errors.ts'
import { own } from '../../kernel/json.ts'
import type { Kind } from './served.ts'
import { foldedName, foldedValue, fromStored, toStored, type Values } from './field-values.ts'

/** A record as stored in its node. Properties of the registry start with _, which no field name does. Decision 0016. */
export interface StoredRecord extends Values {
  _kind: string
  _rev: number
  /** Id of the write that produced this version. */
  _operation: string
  id: string
  createdAt: string
  updatedAt: string
}

/** A record as returned to clients, with its revision for the ETag. */
export interface Shown {
  rev: number
  record: Values & { id: string }
}

/**
 * The fields of a record.
 * @throws Problem `internal-error` if a value was changed outside the registry and cannot be read
 */
export function valuesOf({ rules, name: kind }: Kind, stored: StoredRecord): Values {
  const entries = [...rules.fields.values()].flatMap((field): [string, unknown][] => {
    const value = own(stored, field.name)
    if (value === undefined || value === null) return presetIfNeeded(field.name, field.required, rules.presets)
    try {
      return [[field.name, fromStored(field, value)]]
    } catch {
      throw new Problem(
        'internal-error',
        `${kind} ${stored.id} cannot be read: ${field.name} was changed outside the registry`,
      )
    }
  })
  return Object.fromEntries(entries)
}

/** The default of a required field, for records that are older than the requirement. */
const presetIfNeeded = (name: string, required: boolean | undefined, presets: Values): [string, unknown][] =>
  required && own(presets, name) !== undefined ? [[name, presets[name]]] : []

export const show = (kind: Kind, stored: StoredRecord): Shown => ({
  rev: stored._rev,
  record: {
    id: stored.id,
    ...valuesOf(kind, stored),
    createdAt: stored.createdAt,
    updatedAt: stored.updatedAt,
  },
})

/** A record with new values of its fields; values of fields that the entity no longer has are kept. */
export function store({ rules }: Kind, core: StoredRecord, values: Values): StoredRecord {
  const fields = [...rules.fields.values()]
  return {
    ...core,
    ...Object.fromEntries(
      fields.flatMap((field) => {
        const value = own(values, field.name)
        const stored = value === undefined || value === null ? undefined : toStored(field, value)
        const folded = foldedValue(field, stored)
        return [
          [field.name, stored],
          [foldedName(field.name), folded === stored ? undefined : folded],
        ]
      }),
    ),
  }
}

/**
 * Refs of the claims on unique values; hashed, since an index cannot hold long texts. A text is the same however its letters are composed, so
 * that it is claimed in both forms: earlier versions have claimed it in that in which it was sent. Decision 0056.
 */
export function claimRefs(kind: string, fields: string[], values: unknown[]): string[] {
  const inForm = (form: 'NFC' | 'NFD') =>
    values.map((value) => (typeof value === 'string' ? value.normalize(form) : value))
  return [...new Set([inForm('NFC'), inForm('NFD')].map((composed) => kind + claimOf(fields, composed)))]
}

const claimOf = (fields: string[], values: unknown[]): string =>
  ` ${fields.join('+')} ${createHash('sha256').update(JSON.stringify(values)).digest('hex')}`

export interface Claim {
  ref: string
  fields: string[]
}

/** The claims of a record on its unique values; none for a combination with a missing value. */
export const claimsOf = ({ rules, name }: Kind, values: Values): Claim[] =>
  rules.unique.flatMap((fields) => {
    const together = fields.map((field) => own(values, field))
    if (together.some((value) => value === undefined)) return []
    return claimRefs(name, fields, together).map((ref) => ({ ref, fields }))
  })

/** Which record a relation names: that with this id, or the one that has claimed this value. */
export interface Reference {
  field: string
  /** Key of the module of the record. */
  module: string
  entity: string
  value: string
  /** The ref of the claim behind the kind of the record; null for an id. */
  claim: string | null
}

export const referencesOf = ({ rules, module }: Kind, values: Values): Reference[] =>
  [...rules.fields.values()].flatMap((field) => {
    const value = field.type === 'relation' ? own(values, field.name) : undefined
    return value === undefined ? [] : [referenceOf(module, field, String(value))]
  })

/** The record that a relation field refers to by a value. */
export function referenceOf(
  module: string,
  { name: field, relationObject, relationField = 'id' }: Field,
  value: string,
): Reference {
  const { module: owner = module, entity } = targetOf(relationObject!)
  const claim = relationField === 'id' ? null : claimOf([relationField], [value])
  return { field, module: owner, entity, value, claim }
}
