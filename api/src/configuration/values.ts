import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { Script, createContext } from 'node:vm'
import { withRe2 } from '../entities/patterns.ts'
import type { Reason } from '../errors.ts'
import { unknownName } from '../http/validation.ts'

type Json = Record<string, unknown>
/** Milliseconds that a schema may take to judge values; schemas that never end are refused long before. */
const longestJudgement = 1_000
const mostErrors = 100

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const step = (name: string) => `/${name.slice(0, 200).replace(/~/g, '~0').replace(/\//g, '~1')}`

export interface Judgement {
  errors: Reason[]
  /** The values with what the schema presets. */
  effective: Json
  /** Places that were filled in. */
  filled: string[]
}

/**
 * Judges values by a schema that has been judged, after filling in what it presets. Pure.
 * @param skipped places whose values nobody can see; they are taken as they are
 */
export function judgeValues(schema: Json, values: Json, skipped: string[] = []): Judgement {
  const effective = structuredClone(values)
  const ajv = new Ajv2020({
    ...{ strict: false, allErrors: true, useDefaults: true, logger: false, validateSchema: false },
    code: { regExp: withRe2 },
  })
  addFormats.default(ajv)
  const found = bounded((): ErrorObject[] => {
    const { $id: _id, ...rest } = schema
    const fits = ajv.compile(rest)
    return fits(effective) ? [] : fits.errors!
  })
  if (!Array.isArray(found)) return { errors: [{ pointer: '', reason: found }], effective: values, filled: [] }
  const errors = found
    // What an alternative lacks is told by itself; that one of several has failed says nothing more.
    .filter(({ keyword }) => keyword !== 'if')
    .map(reasonOf)
    .filter(({ pointer }) => !skipped.some((place) => pointer === place || pointer.startsWith(`${place}/`)))
  return { errors: errors.slice(0, mostErrors), effective, filled: [...addedTo(values, effective, '')] }
}

/** Runs what a schema of somebody else does, no longer than it may: schemas can ask for more than there is time in the world. */
function bounded<Result>(work: () => Result): Result | string {
  try {
    return new Script('work()').runInContext(createContext({ work }), { timeout: longestJudgement }) as Result
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return `can not be judged by its schema within ${longestJudgement} ms`
    return error instanceof RangeError
      ? 'can not be judged: the schema leads back to itself without an end'
      : `can not be judged: ${message.slice(0, 200)}`
  }
}

function reasonOf({ instancePath, keyword, message = 'does not fit', params, parentSchema }: ErrorObject): Reason {
  const given = params as Record<string, string | undefined> & { allowedValues?: unknown[] }
  const needed = given.missingProperty
  if (needed !== undefined && keyword === 'required')
    return { pointer: instancePath + step(needed), reason: 'is needed' }
  const unknown = given.additionalProperty ?? given.unevaluatedProperty
  if (unknown !== undefined) {
    const known = Object.keys((parentSchema?.properties as object | undefined) ?? {})
    return { pointer: instancePath + step(unknown), reason: unknownName(unknown, known) }
  }
  const options = given.allowedValues?.map((value) => JSON.stringify(value)).join(', ')
  return { pointer: instancePath, reason: options === undefined ? message : `must be one of ${options}`.slice(0, 500) }
}

function* addedTo(before: unknown, after: unknown, pointer: string): Generator<string> {
  if (before === undefined) yield pointer
  else if (isObject(after) && isObject(before))
    for (const name of Object.keys(after)) yield* addedTo(before[name], after[name], pointer + step(name))
  else if (Array.isArray(after) && Array.isArray(before))
    for (const index of after.keys()) yield* addedTo(before[index], after[index], `${pointer}/${index}`)
}

/** Places of values that the schema marks as `writeOnly`: who may set them can not read them. Looks through local `$ref`. */
export function* secretPlaces(root: Json, values: Json): Generator<string[]> {
  let looks = 0
  function* within(given: unknown, value: unknown, path: string[], hops: number): Generator<string[]> {
    if (!isObject(given) || value === undefined || ++looks > 10_000 || hops > 32) return
    if (given.writeOnly === true) return yield path
    if (typeof given.$ref === 'string') yield* within(resolved(root, given.$ref), value, path, hops + 1)
    for (const keyword of ['allOf', 'anyOf', 'oneOf'])
      if (Array.isArray(given[keyword]))
        for (const part of given[keyword] as unknown[]) yield* within(part, value, path, hops + 1)
    for (const keyword of ['if', 'then', 'else']) yield* within(given[keyword], value, path, hops + 1)
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) {
        const own = Array.isArray(given.prefixItems) ? (given.prefixItems as unknown[])[index] : undefined
        yield* within(own ?? given.items, item, [...path, String(index)], 0)
      }
    else if (isObject(value)) {
      const properties = isObject(given.properties) ? given.properties : {}
      for (const [name, member] of Object.entries(value))
        yield* within(
          Object.hasOwn(properties, name) ? properties[name] : given.additionalProperties,
          member,
          [...path, name],
          0,
        )
    }
  }
  const seen = new Set<string>()
  for (const path of within(root, values, [], 0)) {
    const place = path.map(step).join('')
    if (!seen.has(place) && seen.add(place)) yield path
  }
}

const resolved = (root: Json, ref: string): unknown =>
  ref
    .slice(1)
    .split('/')
    .slice(1)
    .map((name) => decodeURIComponent(name).replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Json)[name] : undefined),
      root,
    )
