import { Ajv2020 } from 'ajv/dist/2020.js'
import { checkPattern } from '../entities/fields.ts'
import type { Reason } from '../../kernel/errors.ts'
import { endless, placesOf, targetOf, type Place } from './schema-walk.ts'

type Schema = Record<string, unknown>

const draft = 'https://json-schema.org/draft/2020-12/schema'
const fitsMetaSchema = new Ajv2020({ strict: false, allErrors: true, logger: false }).getSchema(draft)!

/** What one may contain: far more than a form can show, and little enough to be compiled at once. */
const mostMembers = 5_000
const deepest = 40
const mostPatterns = 100
const mostReasons = 100

/**
 * Why a schema is not one of JSON Schema 2020-12 that a configuration may have: every reason with its place, at most 100. It is measured
 * before anything of it is followed, matched or compiled, and nothing that it names is fetched. Pure.
 */
export function checkSchema(schema: Schema): Reason[] {
  const errors =
    tooLarge(schema) ??
    firstWrong(
      () => refused(schema),
      () => patterns(schema),
      () => againstMetaSchema(schema),
    )
  return errors.slice(0, mostReasons)
}

const firstWrong = (...checks: (() => Reason[])[]): Reason[] => {
  for (const check of checks) {
    const errors = check()
    if (errors.length > 0) return errors
  }
  return []
}

function tooLarge(schema: Schema): Reason[] | undefined {
  const open: [value: unknown, depth: number][] = [[schema, 0]]
  let members = 0
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, depth] = next
    if (typeof value !== 'object' || value === null) continue
    if (depth > deepest) return [{ pointer: '', reason: `must be at most ${deepest} levels deep` }]
    members += Array.isArray(value) ? value.length : Object.keys(value).length
    if (members > mostMembers) return [{ pointer: '', reason: `must have at most ${mostMembers} members in all` }]
    for (const member of Object.values(value)) open.push([member, depth + 1])
  }
  return undefined
}

/** Restrictions beyond the meta-schema: no references out of the schema, no infinite recursion. */
function refused(schema: Schema): Reason[] {
  const places = placesOf(schema)
  const errors = [...places.values()].flatMap((place) => refusedAt(place, places))
  return errors.length > 0 ? errors : endless(places)
}

function refusedAt({ pointer, schema }: Place, places: Map<string, Place>): Reason[] {
  const errors: Reason[] = []
  const refuse = (keyword: string, reason: string) => errors.push({ pointer: `${pointer}/${keyword}`, reason })
  if ('$schema' in schema && schema.$schema !== draft) refuse('$schema', `must be ${draft}`)
  if ('$id' in schema && pointer !== '') refuse('$id', 'is only allowed at the top level')
  for (const keyword of ['$dynamicRef', '$dynamicAnchor', '$recursiveRef', '$recursiveAnchor', '$vocabulary', '$async'])
    if (keyword in schema) refuse(keyword, 'is not supported in configurations; use $ref')
  if ('$ref' in schema) {
    const target = targetOf(schema.$ref, places)
    if (typeof target === 'string') refuse('$ref', target)
  }
  return errors
}

function againstMetaSchema(schema: Schema): Reason[] {
  if (fitsMetaSchema(schema)) return []
  return (fitsMetaSchema.errors ?? []).map(({ instancePath, message }) => ({
    pointer: instancePath,
    reason: message ?? 'is not valid',
  }))
}

function patterns(schema: Schema): Reason[] {
  const found = [...placesOf(schema).values()].flatMap(({ pointer, schema }) => [
    ...(typeof schema.pattern === 'string' ? [[`${pointer}/pattern`, schema.pattern] as const] : []),
    ...Object.keys(schema.patternProperties ?? {}).map((pattern) => [`${pointer}/patternProperties`, pattern] as const),
  ])
  if (found.length > mostPatterns) return [{ pointer: '', reason: `must have at most ${mostPatterns} patterns` }]
  return found.flatMap(([pointer, pattern]) => checkPattern(pattern, pointer))
}
