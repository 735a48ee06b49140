import type { Reason } from '../../kernel/errors.ts'
import { pointerTo } from '../../kernel/validation.ts'

type Json = Record<string, unknown>
type Kind = 'one' | 'list' | 'map'

/** Where a schema has schemas. Those that look at the same value again are `inPlace`; the others at a member of it. */
const keywords: Record<string, { kind: Kind; inPlace?: true }> = {
  ...{ items: { kind: 'one' }, contains: { kind: 'one' }, prefixItems: { kind: 'list' } },
  ...{ additionalProperties: { kind: 'one' }, propertyNames: { kind: 'one' } },
  ...{ unevaluatedItems: { kind: 'one' }, unevaluatedProperties: { kind: 'one' }, contentSchema: { kind: 'one' } },
  ...{ properties: { kind: 'map' }, patternProperties: { kind: 'map' } },
  ...{ $defs: { kind: 'map' }, definitions: { kind: 'map' } },
  ...{ allOf: { kind: 'list', inPlace: true }, anyOf: { kind: 'list', inPlace: true } },
  ...{ oneOf: { kind: 'list', inPlace: true }, not: { kind: 'one', inPlace: true } },
  ...{ if: { kind: 'one', inPlace: true }, then: { kind: 'one', inPlace: true }, else: { kind: 'one', inPlace: true } },
  dependentSchemas: { kind: 'map', inPlace: true },
}

export interface Place {
  pointer: string
  schema: Json
  /** Pointers of the schemas that look at the same value. */
  inPlace: string[]
}

const isObject = (given: unknown): given is Json => typeof given === 'object' && given !== null && !Array.isArray(given)

/** Each schema inside a schema, by its pointer; the meta-schema has not been asked yet, so nothing is sure of its form. */
export function placesOf(root: Json): Map<string, Place> {
  const places = new Map<string, Place>()
  const open: [pointer: string, schema: unknown][] = [['', root]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [pointer, schema] = next
    const place: Place = { pointer, schema: isObject(schema) ? schema : {}, inPlace: [] }
    places.set(pointer, place)
    for (const [keyword, given] of Object.entries(place.schema)) {
      const known = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined
      if (!known || given === null || typeof given !== 'object') continue
      const at = pointerTo(pointer, [keyword])
      const inside: [string, unknown][] =
        known.kind === 'one'
          ? [[at, given]]
          : Object.entries(given).map(([name, schema]) => [pointerTo(at, [name]), schema])
      open.push(...inside)
      if (known.inPlace) place.inPlace.push(...inside.map(([pointer]) => pointer))
    }
  }
  return places
}

/** The place that a `$ref` names, or what is wrong with it. */
export function targetOf(ref: unknown, places: Map<string, Place>): Place | string {
  if (typeof ref !== 'string' || !ref.startsWith('#')) return 'must start with # and refer to a place inside the schema'
  const place = ref === '#' || ref.startsWith('#/') ? places.get(decoded(ref.slice(1))) : anchored(ref.slice(1), places)
  return place ?? 'refers to no schema inside the schema'
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

const anchored = (anchor: string, places: Map<string, Place>) =>
  [...places.values()].find(({ schema }) => schema.$anchor === anchor)

/** References that lead back to themselves without looking at a member: a validator would never come to an end. */
export function endless(places: Map<string, Place>): Reason[] {
  const done = new Set<string>()
  const way = new Set<string>()
  const loops: Reason[] = []
  const follow = (place: Place): void => {
    if (done.has(place.pointer)) return
    way.add(place.pointer)
    const target = '$ref' in place.schema ? targetOf(place.schema.$ref, places) : ''
    const refers = typeof target === 'string' ? [] : [target]
    for (const next of [...place.inPlace.map((pointer) => places.get(pointer)!), ...refers])
      if (way.has(next.pointer)) loops.push({ pointer: place.pointer, reason: 'is infinitely recursive' })
      else follow(next)
    way.delete(place.pointer)
    done.add(place.pointer)
  }
  for (const place of places.values()) follow(place)
  return loops
}
