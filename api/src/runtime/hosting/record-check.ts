import { isDeepStrictEqual } from 'node:util'
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { own } from '../../kernel/json.ts'
import { schemaValidator } from '../../kernel/schema-validator.ts'
import type { Entity, Field } from '../../registry/entities/entities.contract.ts'
import { flowField as fieldOfFlow } from '../../registry/entities/flow-field.ts'
import {
  entitySchema,
  hasTooManyDecimals,
  holdsNothing,
  mustHoldSomething,
  oneLine,
  tooManyDecimals,
} from '../../registry/entities/json-schema.ts'
import { Problem, type Reason } from '../../kernel/errors.ts'
import { unknownName } from '../../kernel/validation.ts'
import { cleanText, isPlainName } from '../../kernel/text.ts'
import type { Values } from './field-values.ts'
import { noTime, utcOf } from '../../kernel/times.ts'

export type RecordRules = ReturnType<typeof recordRules>

type Defined = Pick<Entity, 'label' | 'description' | 'fields' | 'unique' | 'states'>

/** The rules for records of an entity. Pure; the schema is compiled on first use. */
export function recordRules({ label, description, fields, unique, states }: Defined) {
  const names = fields.map(({ name }) => name)
  const flowField = states ? fieldOfFlow(fields, states) : undefined
  const initial = states?.states.find((state) => state.initial)?.name
  const presets = Object.fromEntries(fields.flatMap((field) => presetOf(field, flowField?.name, initial)))
  let compiled: ValidateFunction | undefined

  return {
    fields: new Map(fields.map((field) => [field.name, field])),
    flowField,
    /** Combinations of fields whose values must be unique. */
    unique: [...fields.filter((field) => field.unique).map(({ name }) => [name]), ...unique],
    presets,

    /**
     * Validates a record and returns it as it will be stored.
     * @param before the current record: an unchanged value that a newer rule forbids is accepted
     * @throws Problem `invalid-request` with all errors
     */
    check(given: Values, at = '', before: Values = {}): Values {
      const values = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, cleaned(name, value)]))
      compiled ??= compile({ label, description, fields })
      const errors = compiled(values) ? [] : compiled.errors!.map((error) => reasonOf(error, names, at))
      const reported = new Set(errors.map(({ pointer }) => pointer))
      for (const field of fields) {
        const value = own(values, field.name)
        const isAsBefore =
          value !== undefined && isDeepStrictEqual(value, own(before, field.name) ?? own(presets, field.name))
        const isEmpty = !isAsBefore && mustHoldSomething(field) && holdsNothing(value)
        const hasTooMany = !isAsBefore && hasTooManyDecimals(field, value)
        const reason = isEmpty
          ? 'is required: it must not be empty'
          : hasTooMany
            ? tooManyDecimals(field)
            : whatIsWrong(field, value)
        const pointer = `${at}/${field.name}`
        if (reason !== undefined && !(reported.has(pointer) && field.type === 'datetime'))
          errors.push({ pointer, reason })
      }
      if (errors.length > 0) throw invalidRecord(errors)
      return values
    },

    /**
     * @throws Problem `invalid-request` for a new record not in the initial state, `conflict` for a transition that is
     *   not in the flow
     */
    checkMove(before: Values | undefined, after: Values, at = ''): void {
      if (!flowField || !states) return
      // A record older than the flow counts as in the initial state.
      const [from, to] = [before && own(before, flowField.name), own(after, flowField.name)].map(
        (state) => state ?? initial,
      )
      const pointer = `${at}/${flowField.name}`
      if (!before && to !== initial) throw invalidRecord([{ pointer, reason: `must be ${initial} in a new record` }])
      if (!before || from === to) return
      const ways = states.transitions.filter((way) => way.from === from).map((way) => way.to)
      if (ways.includes(String(to))) return
      const legal = ways.length === 0 ? `nothing: it is final` : ways.join(', ')
      throw new Problem('conflict', `${String(from)} cannot become ${String(to)}`, [
        { pointer, reason: `${String(from)} can become ${legal}` },
      ])
    },
  }

  function cleaned(name: string, value: unknown): unknown {
    const isLong = fields.find((field) => field.name === name)?.type === 'textarea'
    return isLong && typeof value === 'string' ? cleanText(value) : value
  }
}

export const invalidRecord = (errors: Reason[]): Problem => {
  const first = errors.slice(0, 3).map(({ pointer, reason }) => `${pointer || 'the record'} ${reason}`)
  return new Problem('invalid-request', first.join('; '), errors.slice(0, 100))
}

function presetOf(field: Field, flowField: string | undefined, initial: string | undefined): [string, unknown][] {
  if (field.name === flowField) return [[field.name, initial]]
  return field.default === undefined ? [] : [[field.name, field.default]]
}

function compile(entity: Pick<Entity, 'label' | 'description' | 'fields'>): ValidateFunction {
  const { required } = entitySchema(entity)
  // That required values are not empty is checked outside the schema, which does not know the current value.
  const fields = entity.fields.map((field) => ({ ...field, required: false }))
  const { properties } = entitySchema({ ...entity, fields })
  const given = Object.fromEntries(entity.fields.map(({ name }) => [name, properties[name]]))
  return schemaValidator().compile({ type: 'object', properties: given, required, additionalProperties: false })
}

const core = ['id', 'createdAt', 'updatedAt']

function reasonOf({ keyword, params, instancePath, message = '' }: ErrorObject, names: string[], at: string): Reason {
  const given: { missingProperty?: string; additionalProperty?: string; allowedValues?: string[] } = params
  const name = given.missingProperty ?? given.additionalProperty
  const pointer = `${at}${instancePath}${name === undefined ? '' : `/${name.slice(0, 200)}`}`
  if (keyword === 'required') return { pointer, reason: 'is required' }
  if (name !== undefined)
    return { pointer, reason: core.includes(name) ? 'is assigned by the registry' : unknownName(name, names) }
  return { pointer, reason: given.allowedValues ? `must be one of ${given.allowedValues.join(', ')}` : message }
}

/** Checks of a value that JSON Schema cannot express. */
function whatIsWrong({ type, validation }: Field, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (type === 'datetime' && utcOf(value) === undefined) return noTime
  if (validation?.pattern !== undefined && value.length > 500)
    return 'must have at most 500 characters in combination with a pattern'
  if (oneLine.includes(type) && !isPlainName(value))
    return 'must not contain control, bidirectional, zero-width or tag characters'
  return undefined
}
