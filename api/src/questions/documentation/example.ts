import type { Entity, Field } from '../../registry/entities/entities.contract.ts'
import { optionValues } from '../../registry/entities/json-schema.ts'
import { Problem } from '../../kernel/errors.ts'
import { recordRules } from '../../runtime/hosting/record-check.ts'
import type { Values } from '../../runtime/hosting/field-values.ts'

const id = '0199d7a4-0000-7000-8000-000000000001'
const moment = '2026-01-05T09:00:00.000Z'

const shown: Record<Field['type'], (field: Field) => unknown> = {
  text: ({ label, name }) => label ?? name,
  textarea: ({ label, name }) => label ?? name,
  number: ({ validation }) => validation?.minimum ?? 1.5,
  integer: ({ validation }) => validation?.minimum ?? 1,
  currency: ({ validation, decimals }) => validation?.minimum ?? (decimals === 0 ? 10 : 9.5),
  boolean: () => true,
  date: () => moment.slice(0, 10),
  datetime: () => moment,
  email: () => 'ada@example.org',
  url: () => 'https://example.org',
  phone: () => '+49 30 1234567',
  select: (field) => optionValues(field)[0],
  multiselect: (field) => optionValues(field).slice(0, 1),
  relation: () => id,
  json: () => [],
}

/** A valid example of a record to create; undefined if none is found, since a pattern can require anything. */
export function exampleOf(entity: Entity): Values | undefined {
  const { check, presets } = recordRules(entity)
  const values: Values = {
    ...Object.fromEntries(entity.fields.map((field) => [field.name, shown[field.type](field)])),
    ...presets,
  }
  const refused = refusedBy(() => check(values))
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => !refused.has(name)))
  return refused.size > 0 && refusedBy(() => check(kept)).size > 0 ? undefined : kept
}

export const recordOf = (values: Values): Values => ({ id, ...values, createdAt: moment, updatedAt: moment })

/** Fields whose values are refused. */
function refusedBy(check: () => unknown): Set<string> {
  try {
    check()
    return new Set()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return new Set(error.errors.map(({ pointer }) => pointer.split('/')[1]!))
  }
}
