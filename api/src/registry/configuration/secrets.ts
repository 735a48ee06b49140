import { isDeepStrictEqual } from 'node:util'
import { Problem, type Reason } from '../../kernel/errors.ts'
import { own } from '../../kernel/json.ts'
import { withRe2 } from '../../kernel/patterns.ts'
import { pointerTo } from '../../kernel/pointers.ts'
import type { Seal } from '../../kernel/seal.ts'
import { placesOf, targetOf, type Place } from './schema-walk.ts'

type Json = Record<string, unknown>

/** The sealed form of a secret, used wherever it is stored, logged or returned; sent back, it stands for the same secret. Decision 0030. */
interface Sealed {
  $sealed: string
}
export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  '$sealed' in value &&
  typeof value.$sealed === 'string'

/** What stands in the log for a value that has been purged. Decision 0057. */
export const purged = { $purged: true } as const
export const isPurged = (value: unknown): boolean => isDeepStrictEqual(value, purged)

export const valueAt = (values: Json, path: string[]): unknown =>
  path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? own(at as Json, name) : undefined),
    values,
  )

/** Whether a schema marks anything as secret. */
export const marksSecrets = (schema: Json): boolean => JSON.stringify(schema).includes('"writeOnly":true')

/** Of a schema and a value together: what would have more is no configuration. */
const mostLooks = 100_000

/**
 * Paths to the values that the schema marks as `writeOnly`, whichever of its branches holds: who may set them cannot read them.
 * @throws Problem `invalid-request` when there is too much to look through
 */
export function secretPaths(root: Json, values: Json): string[][] {
  const places = placesOf(root)
  const seen = new Set<string>()
  const found = new Map<string, string[]>()

  function look(place: Place | undefined, value: unknown, path: string[]): void {
    const at = pointerTo('', path)
    if (!place || value === undefined || seen.has(`${place.pointer} ${at}`)) return
    if (seen.size === mostLooks)
      throw new Problem('invalid-request', 'the schema and the values are too large to search for secrets')
    seen.add(`${place.pointer} ${at}`)
    const { schema, pointer, inPlace } = place
    if (schema.writeOnly === true) {
      // Who marks the whole means every member of it.
      for (const secret of path.length > 0 ? [path] : Object.keys(values).map((name) => [name]))
        found.set(pointerTo('', secret), secret)
      return
    }
    for (const same of inPlace) look(places.get(same), value, path)
    look(targetOf(place, places), value, path)
    if (typeof value !== 'object' || value === null) return
    for (const [name, member] of Object.entries(value))
      for (const below of memberSchemas(schema, name, Array.isArray(value)))
        look(places.get(pointerTo(pointer, below)), member, [...path, name])
  }

  look(places.get(''), values, [])
  return outermost([...found.values()])
}

/** Paths without those that lie below others. */
export function outermost(paths: string[][]): string[][] {
  const all = new Set(paths.map((path) => pointerTo('', path)))
  return paths.filter((path) => !path.some((_, end) => end > 0 && all.has(pointerTo('', path.slice(0, end)))))
}

/** Which schemas look at a member, by their paths inside this one. */
function memberSchemas(schema: Json, name: string, isItem: boolean): string[][] {
  const rest = (keyword: string, also: string) => [[keyword], [also]]
  if (isItem) {
    const first = Array.isArray(schema.prefixItems) ? schema.prefixItems.length : 0
    const own = Number(name) < first ? [['prefixItems', name]] : rest('items', 'unevaluatedItems')
    return [...own, ['contains']]
  }
  const patterns = Object.keys(schema.patternProperties ?? {}).filter((pattern) => withRe2(pattern).test(name))
  const own = [
    ...(Object.hasOwn(schema.properties ?? {}, name) ? [['properties', name]] : []),
    ...patterns.map((pattern) => ['patternProperties', pattern]),
  ]
  return own.length > 0 ? own : rest('additionalProperties', 'unevaluatedProperties')
}

/** Paths of the values inside of another one that a test accepts, without what is inside of them. */
function* pathsOf(value: unknown, isWanted: (value: unknown) => boolean, path: string[] = []): Generator<string[]> {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value))
    if (isWanted(member)) yield [...path, name]
    else yield* pathsOf(member, isWanted, [...path, name])
}

export const sealedPaths = (values: Json): string[][] => [...pathsOf(values, isSealed)]
/** Pointers to the values that have been purged, which nothing can bring back. */
export const purgedPlaces = (values: Json): string[] =>
  [...pathsOf(values, isPurged)].map((path) => pointerTo('/values', path))

/**
 * Values with what their schema marks as `writeOnly` sealed. A seal holds for one place of one configuration only.
 * @param ref of the configuration
 * @returns the values as they are stored, and the places that were given in sealed form
 * @throws Problem `invalid-request` for a seal that is none of this place and for a purged value, `not-configured` without a key
 */
export function sealedValues(
  seal: Seal | undefined,
  ref: string,
  schema: Json,
  values: Json,
): { values: Json; kept: string[] } {
  const secrets = secretPaths(schema, values)
  if (secrets.length > 0 && !seal)
    throw new Problem('not-configured', 'secrets require an encryption key outside the graph: set SECRETS_KEY')
  const errors: Reason[] = purgedPlaces(values).map((pointer) => ({
    pointer,
    reason: 'has been purged and cannot be restored: set it anew',
  }))
  if (errors.length > 0) throw new Problem('invalid-request', 'a value has been purged', errors)
  const isOwn = (path: string[]) => {
    const given = valueAt(values, path)
    return isSealed(given) && seal?.isOf(given.$sealed, ref + pointerTo('', path))
  }
  for (const path of secrets)
    if (isSealed(valueAt(values, path)) && !isOwn(path))
      errors.push({
        pointer: pointerTo('/values', path),
        reason: 'must be the secret itself, or the sealed form that was read here',
      })
  if (errors.length > 0) throw new Problem('invalid-request', 'a sealed secret belongs to another place', errors)
  // Also where the schema no longer marks it: what was sealed stays so until it is set anew.
  const kept = sealedPaths(values).filter(isOwn)
  return {
    values: seal ? withSealed(seal, ref, secrets, values) : values,
    kept: kept.map((path) => pointerTo('', path)),
  }
}

/** A copy in which the values at these paths are sealed, without those that are sealed or purged already. */
function withSealed(seal: Seal, ref: string, paths: string[][], values: Json): Json {
  return replaced(values, paths, (value, path) =>
    isSealed(value) || isPurged(value)
      ? value
      : { $sealed: seal.close(JSON.stringify(value), ref + pointerTo('', path)) },
  )
}

function replaced(values: Json, paths: string[][], by: (value: unknown, path: string[]) => unknown): Json {
  const copy = structuredClone(values)
  for (const path of paths) {
    const holder = valueAt(copy, path.slice(0, -1)) as Json
    const name = path.at(-1)!
    holder[name] = by(holder[name], path)
  }
  return copy
}

/** Values and metadata of a configuration, of today or of the log. */
export type Contents = { values: Json; metadata: Json }

/** Contents in which nothing that a schema marks as secret is readable. */
export function concealed(seal: Seal, ref: string, schema: Json, { values, metadata }: Contents): Contents {
  const paths = secretPaths(schema, values)
  return {
    values: withSealed(seal, ref, paths, values),
    metadata: withoutNotations(metadata, paths),
  }
}

/** Contents in which the values at these paths are replaced by `purged`, without those that are still in use. */
export function purgedContents(
  { values, metadata }: Contents,
  paths: string[][],
  isUsed: (value: unknown, path: string[]) => boolean,
): Contents {
  const gone = paths.filter((path) => {
    const value = valueAt(values, path)
    return value !== undefined && !isUsed(value, path)
  })
  return { values: replaced(values, gone, () => purged), metadata: withoutNotations(metadata, gone) }
}

/** A value as it was before it was sealed, if it is and its seal can be opened. */
export function openedAt(seal: Seal | undefined, ref: string, value: unknown, path: string[]): unknown {
  const place = ref + pointerTo('', path)
  return isSealed(value) && seal?.isOf(value.$sealed, place) ? JSON.parse(seal.open(value.$sealed, place)) : value
}

/** The metadata without the notation of numbers at or below these paths, which an import of YAML keeps: it is the number. */
export function withoutNotations(metadata: Json, paths: string[][]): Json {
  const { comments } = metadata
  if (typeof comments !== 'object' || comments === null || paths.length === 0) return metadata
  const secret = paths.map((path) => pointerTo('/values', path))
  const kept = Object.entries(comments).flatMap(([place, told]: [string, unknown]): [string, unknown][] => {
    const isSecret = secret.some((one) => place === one || place.startsWith(`${one}/`))
    if (!isSecret || typeof told !== 'object' || told === null) return [[place, told]]
    const rest = Object.fromEntries(Object.entries(told).filter(([name]) => name !== 'written'))
    return Object.keys(rest).length > 0 ? [[place, rest]] : []
  })
  return { ...metadata, comments: Object.fromEntries(kept) }
}
