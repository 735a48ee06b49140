import { checkPattern } from '../entities/fields.ts'
import type { Reason } from '../../kernel/errors.ts'
import { metaSchemaAt } from '../../kernel/meta-schemas.ts'
import { pointerTo } from '../../kernel/pointers.ts'
import { draftOf, innerSchemas, isObject, metaSchemas, type Draft, type Json } from '../../kernel/schema-drafts.ts'
import { upgradedSchema, type UpgradedSchema } from '../../kernel/schema-upgrade.ts'

/** What one may contain: far more than a form can show, and little enough to be compiled at once. */
const mostMembers = 10_000
const deepest = 40
const mostPatterns = 100
const longestWay = 200
const mostReasons = 100

/**
 * Why a schema is not one that a configuration may have, by the rules of the draft that it names: every reason with its place, at most
 * 100. It is measured before anything of it is followed, matched or compiled, and nothing that it names is fetched. Pure.
 */
export function checkSchema(schema: Json): Reason[] {
  return (tooLarge(schema) ?? wrong(schema)).slice(0, mostReasons)
}

function tooLarge(schema: Json): Reason[] | undefined {
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

function wrong(schema: Json): Reason[] {
  const draft = draftOf(schema)
  if (!draft)
    return [{ pointer: '/$schema', reason: `is not supported; supported are ${Object.values(metaSchemas).join(', ')}` }]
  const upgraded = upgradedSchema(schema)
  return firstWrong(
    () => refused(upgraded, draft),
    () => endless(upgraded),
    () => patterns(upgraded),
    () => againstMetaSchema(schema, upgraded, draft),
  )
}

const firstWrong = (...checks: (() => Reason[])[]): Reason[] => {
  for (const check of checks) {
    const errors = check()
    if (errors.length > 0) return errors
  }
  return []
}

/** Restrictions beyond the meta-schema: no references out of the schema, no vocabulary or draft for a part of it. */
function refused({ parts, targets, errors }: UpgradedSchema, draft: Draft): Reason[] {
  const found: Reason[] = [...errors]
  for (const [pointer, schema] of parts) {
    if (!isObject(schema)) continue
    if (pointer !== '' && '$schema' in schema && draftOf(schema) !== draft)
      found.push({ pointer: `${pointer}/$schema`, reason: 'must be the same as that of the whole schema' })
    for (const keyword of ['$vocabulary', '$async'])
      if (keyword in schema)
        found.push({ pointer: `${pointer}/${keyword}`, reason: 'is not supported in configurations' })
  }
  for (const [pointer, target] of targets)
    if ('metaSchema' in target && !metaSchemaAt(target.metaSchema))
      found.push({ pointer: `${pointer}/$ref`, reason: 'refers to no definition of the meta-schema' })
  return found
}

/**
 * References that lead back to themselves, or very far, without a step into the value: a validator would never come to an end, or to that
 * of its stack.
 */
function endless({ parts, targets }: UpgradedSchema): Reason[] {
  /** How many schemas in a row apply to one value, from each part on. */
  const lengths = new Map<string, number>()
  const way = new Set<string>()
  const errors: Reason[] = []
  const follow = (pointer: string): number => {
    const known = lengths.get(pointer)
    if (known !== undefined) return known
    way.add(pointer)
    const inPlace = innerSchemas(parts.get(pointer)).filter((inner) => inner.inPlace)
    const target = targets.get(pointer)
    const refers = target && 'pointer' in target ? [target.pointer] : []
    let length = 1
    for (const next of [...inPlace.map(({ path }) => pointerTo(pointer, path)), ...refers])
      if (way.has(next)) errors.push({ pointer, reason: 'is infinitely recursive' })
      else if (way.size === longestWay) length = longestWay + 1
      else length = Math.max(length, follow(next) + 1)
    if (length > longestWay) {
      errors.push({ pointer, reason: `must lead to at most ${longestWay} schemas for the same value` })
      length = 1 // what leads here is not told again
    }
    way.delete(pointer)
    lengths.set(pointer, length)
    return length
  }
  for (const pointer of parts.keys()) follow(pointer)
  return errors
}

function patterns({ parts }: UpgradedSchema): Reason[] {
  const found = [...parts].flatMap(([pointer, schema]) => {
    const { pattern, patternProperties = {} }: Json = isObject(schema) ? schema : {}
    return [
      ...(typeof pattern === 'string' ? [[`${pointer}/pattern`, pattern] as const] : []),
      ...Object.keys(patternProperties ?? {}).map((name) => [`${pointer}/patternProperties`, name] as const),
    ]
  })
  if (found.length > mostPatterns) return [{ pointer: '', reason: `must have at most ${mostPatterns} patterns` }]
  return found.flatMap(([pointer, pattern]) => checkPattern(pattern, pointer))
}

/** What only a reference makes a schema is judged as one too. */
function againstMetaSchema(whole: Json, { parts, referred }: UpgradedSchema, draft: Draft): Reason[] {
  const fits = metaSchemaAt(metaSchemas[draft])!
  return ['', ...referred].flatMap((pointer) =>
    fits(pointer === '' ? whole : parts.get(pointer))
      ? []
      : fits.errors!.map(({ instancePath, message }) => ({
          pointer: pointer + instancePath,
          reason: message ?? 'is not valid',
        })),
  )
}
