import { Problem, type Reason } from '../../kernel/errors.ts'
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

export const valueAt = (values: Json, path: string[]): unknown =>
  path.reduce<unknown>((at, name) => Reflect.get(Object(at), name), values)

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
  return [...found.values()]
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

/**
 * Values with what their schema marks as `writeOnly` sealed. A seal holds for one place of one configuration only.
 * @param ref of the configuration
 * @throws Problem `invalid-request` for a seal that is none of this place, `not-configured` without a key
 */
export function sealedValues(
  seal: Seal | undefined,
  ref: string,
  schema: Json,
  values: Json,
): { values: Json; places: string[] } {
  const copy = structuredClone(values)
  const places: string[] = []
  const errors: Reason[] = []
  for (const path of secretPaths(schema, values)) {
    if (!seal)
      throw new Problem('not-configured', 'secrets require an encryption key outside the graph: set SECRETS_KEY')
    const place = pointerTo('', path)
    const holder = valueAt(copy, path.slice(0, -1)) as Json
    const name = path.at(-1)!
    const given = holder[name]
    places.push(place)
    if (!isSealed(given)) holder[name] = { $sealed: seal.close(JSON.stringify(given), `${ref}${place}`) }
    else if (!seal.isOf(given.$sealed, `${ref}${place}`))
      errors.push({
        pointer: `/values${place}`,
        reason: 'must be the secret itself, or the sealed form that was read here',
      })
  }
  if (errors.length > 0) throw new Problem('invalid-request', 'a sealed secret belongs to another place', errors)
  return { values: copy, places }
}
