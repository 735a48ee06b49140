import type { ErrorObject } from 'ajv/dist/2020.js'
import { Script, createContext } from 'node:vm'
import { own } from '../../kernel/json.ts'
import { upgradedSchema } from '../../kernel/schema-upgrade.ts'
import { schemaValidator, withoutPrototypes } from '../../kernel/schema-validator.ts'
import { messageOf, type Reason } from '../../kernel/errors.ts'
import { pointerTo } from '../../kernel/pointers.ts'
import { unknownName } from '../../kernel/validation.ts'
import { placesOf } from './schema-walk.ts'

type Json = Record<string, unknown>
/** Milliseconds that a schema may take to check values; schemas that never end are refused long before. */
const longestCheck = 1_000
const mostErrors = 100

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const below = (pointer: string, name: string) => pointerTo(pointer, [name.slice(0, 200)])

export interface ValueCheck {
  errors: Reason[]
  /** The values with what the schema presets. */
  effective: Json
  /** Places that were filled in. */
  filled: string[]
}

/**
 * Checks values against a schema that has been checked, after filling in what it presets. Pure.
 * @param sealed places of values in sealed form. They fitted when they were set, and are not opened to be judged again: by changing the
 *   schema and looking at the errors, whoever may write could guess them
 */
export function checkValues(schema: Json, values: Json, sealed: string[] = []): ValueCheck {
  const checked = withoutPrototypes(values)
  // Compiled for one use: to inline and to optimise takes longer than it saves.
  const ajv = schemaValidator({
    useDefaults: true,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  })
  const found = bounded((): ErrorObject[] => {
    const fits = ajv.compile(sealed.length > 0 ? withSeals(schema) : upgradedSchema(schema).schema)
    return fits(checked) ? [] : fits.errors!
  })
  if (!Array.isArray(found)) return { errors: [{ pointer: '', reason: found }], effective: values, filled: [] }
  const effective = structuredClone(checked)
  const errors = found
    // What an alternative lacks is told by itself; that one of several has failed says nothing more.
    .filter(({ keyword }) => keyword !== 'if')
    .map(reasonOf)
    .filter(({ pointer }) => !sealed.some((place) => pointer === place || pointer.startsWith(`${place}/`)))
  return { errors: errors.slice(0, mostErrors), effective, filled: [...addedTo(values, effective, '')] }
}

/**
 * The schema in which each part that is marked as secret accepts sealed forms as well, so that an alternative holds that holds for the secret.
 * Parts into which a reference leads keep their place.
 */
function withSeals(written: Json): Json {
  const places = placesOf(written)
  const references = [...places.values()].flatMap(({ schema: { $ref } }) => (typeof $ref === 'string' ? [$ref] : []))
  for (const { pointer, schema } of places.values()) {
    const inside = `#${pointer.split('/').map(encodeURIComponent).join('/')}/`
    if (pointer === '' || schema.writeOnly !== true || references.some((one) => one.startsWith(inside))) continue
    const own = { ...schema }
    for (const keyword of Object.keys(schema)) delete schema[keyword]
    Object.assign(schema, { if: sealedForm, else: own })
  }
  return places.get('')!.schema
}

const sealedForm = {
  type: 'object',
  required: ['$sealed'],
  properties: { $sealed: { type: 'string' } },
  additionalProperties: false,
}

/** Runs what a schema of somebody else does, no longer than it may: schemas can ask for more than there is time in the world. */
function bounded<Result>(work: () => Result): Result | string {
  try {
    return new Script('work()').runInContext(createContext({ work }), { timeout: longestCheck }) as Result
  } catch (error) {
    // An error of the other context is not of this one's classes.
    const isLate = Reflect.get(Object(error), 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
    if (isLate) return `cannot be validated within ${longestCheck} ms`
    return error instanceof RangeError
      ? 'cannot be validated: the schema is infinitely recursive'
      : `cannot be validated: ${messageOf(error).slice(0, 200)}`
  }
}

function reasonOf({ instancePath, keyword, message = 'does not fit', params, parentSchema }: ErrorObject): Reason {
  const given: Partial<Record<'missingProperty' | 'additionalProperty' | 'unevaluatedProperty', string>> & {
    allowedValues?: unknown[]
  } = params
  const needed = given.missingProperty
  if (needed !== undefined && keyword === 'required')
    return { pointer: below(instancePath, needed), reason: 'is required' }
  const unknown = given.additionalProperty ?? given.unevaluatedProperty
  if (unknown !== undefined) {
    const known = Object.keys(parentSchema?.properties ?? {})
    return { pointer: below(instancePath, unknown), reason: unknownName(unknown, known) }
  }
  const options = given.allowedValues?.map((value) => JSON.stringify(value)).join(', ')
  return { pointer: instancePath, reason: options === undefined ? message : `must be one of ${options}`.slice(0, 500) }
}

function* addedTo(before: unknown, after: unknown, pointer: string): Generator<string> {
  if (before === undefined) yield pointer
  else if (isObject(after) && isObject(before))
    for (const name of Object.keys(after)) yield* addedTo(own(before, name), after[name], below(pointer, name))
  else if (Array.isArray(after) && Array.isArray(before))
    for (const index of after.keys()) yield* addedTo(before[index], after[index], `${pointer}/${index}`)
}
