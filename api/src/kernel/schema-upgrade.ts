import { pointerTo } from './pointers.ts'
import { annotations, assertions, draftOf, holdsSchemas, isObject, mapSchemas, type Json } from './schema-drafts.ts'
import { referencesOf, type References } from './schema-references.ts'

export interface UpgradedSchema extends References {
  /** In 2020-12. */
  schema: Json
}

const copied = new Set([...annotations, ...assertions])
/** What draft-07 and earlier do not ignore beside `$ref`: definitions, and what judges nothing. */
const besideRef = new Set(['$ref', 'definitions', '$defs', ...annotations])

/**
 * A schema of any draft as one of 2020-12 that accepts the same values: it has known keywords only, and its references are pointers into
 * it, so that it needs neither `$id` nor anchors. What is given may still be wrong in form. Decision 0048. Pure, for browsers as well.
 */
export function upgradedSchema(written: Json): UpgradedSchema {
  const draft = draftOf(written) ?? 2020
  const references = referencesOf(written, draft)
  const { parts, targets } = references
  /** Where each part stands in the copy. */
  const places = new Map<string, string>()
  const referring: [copy: Json, target: string][] = []

  function build(given: Json | boolean, from: string, to: string): Json | boolean {
    if (!places.has(from)) places.set(from, to)
    if (!isObject(given)) return given
    const isAlone = draft <= 7 && '$ref' in given
    const copy = copyOf(isAlone ? pick(given, (keyword) => besideRef.has(keyword)) : given, from, to)
    const target = targets.get(from)
    if (target && 'pointer' in target) referring.push([copy, target.pointer])
    else if (target) copy.metaSchema = target.metaSchema
    const ignored = isAlone ? pick(given, (keyword) => !besideRef.has(keyword) && holdsSchemas(keyword)) : {}
    // They judge nothing, but a secret among them stays a secret.
    if (Object.keys(ignored).length > 0) copy.anyOf = [true, copyOf(ignored, from, `${to}/anyOf/1`)]
    return copy
  }

  function copyOf(given: Json, from: string, to: string): Json {
    const copy = ofToday(
      pick(given, (keyword) => copied.has(keyword)),
      given.nullable === true,
    )
    const isTuple = Array.isArray(given.items)
    for (const [keyword, value] of Object.entries(given)) {
      if (!holdsSchemas(keyword) || (keyword === 'additionalItems' && !isTuple)) continue
      const name = keyword === 'additionalItems' ? 'items' : keyword === 'items' && isTuple ? 'prefixItems' : keyword
      const held = mapSchemas(keyword, value, (inner, path) =>
        build(inner, pointerTo(from, [keyword, ...path]), pointerTo(to, [name, ...path])),
      )
      if (held !== undefined) copy[name] = held
    }
    return copy
  }

  const schema = build(written, '', '') as Json
  const referred: Json = {}
  for (const target of targets.values()) {
    if (!('pointer' in target) || places.has(target.pointer)) continue
    const { pointer } = target
    referred[pointer] = build(parts.get(pointer)!, pointer, pointerTo('', ['$defs', pointer]))
  }
  if (Object.keys(referred).length > 0) schema.$defs = { ...(schema.$defs ?? {}), ...referred }
  for (const [copy, target] of referring)
    copy.$ref = `#${places.get(target)!.split('/').map(encodeURIComponent).join('/')}`
  return { ...references, schema }
}

const pick = (given: Json, isPicked: (keyword: string) => boolean): Json =>
  Object.fromEntries(Object.entries(given).filter(([keyword]) => isPicked(keyword)))

/** With the limits of draft-04 as numbers, and `nullable` as OpenAPI 3.0 and Ajv have it: beside a type. */
function ofToday(given: Json, isNullable: boolean): Json {
  const copy = pick(given, (keyword) => !Object.hasOwn(laterForms, keyword) || laterForms[keyword]!(given[keyword]))
  for (const [limit, exclusive] of limits) {
    if (typeof given[exclusive] !== 'boolean') continue
    delete copy[exclusive]
    if (!given[exclusive] || given[limit] === undefined) continue
    copy[exclusive] = given[limit]
    delete copy[limit]
  }
  if (isNullable && given.type !== undefined) copy.type = [...new Set([given.type, 'null'].flat())]
  return copy
}
const limits = [
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
] as const

const isCount = (given: unknown) => Number.isInteger(given) && Number(given) >= 0
const areNames = (given: unknown) => Array.isArray(given) && given.every((name) => typeof name === 'string')
/** Assertions of later drafts: an earlier one knows no wrong form of them. */
const laterForms: Record<string, (given: unknown) => boolean> = {
  minContains: isCount,
  maxContains: isCount,
  dependentRequired: (given) => isObject(given) && Object.values(given).every(areNames),
}
