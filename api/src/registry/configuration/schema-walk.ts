import { pointerTo } from '../../kernel/pointers.ts'
import { innerSchemas, isObject, type Json } from '../../kernel/schema-drafts.ts'
import { upgradedSchema } from '../../kernel/schema-upgrade.ts'

export interface Place {
  pointer: string
  schema: Json
  /** Pointers of the schemas that apply to the same value. */
  inPlace: string[]
}

/** Each schema inside a schema by its pointer, all in 2020-12; the first is the whole. */
export function placesOf(written: Json): Map<string, Place> {
  const places = new Map<string, Place>()
  const open: [pointer: string, schema: Json | boolean][] = [['', upgradedSchema(written).schema]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [pointer, schema] = next
    const inner = innerSchemas(schema).map((one) => ({ ...one, at: pointerTo(pointer, one.path) }))
    open.push(...inner.map(({ at, schema }): [string, Json | boolean] => [at, schema]))
    const inPlace = inner.filter((one) => one.inPlace).map(({ at }) => at)
    places.set(pointer, { pointer, schema: isObject(schema) ? schema : {}, inPlace })
  }
  return places
}

/** The place that the `$ref` of a place leads to, if it has one. */
export function targetOf({ schema: { $ref } }: Place, places: Map<string, Place>): Place | undefined {
  return typeof $ref === 'string' ? places.get(decodeURIComponent($ref.slice(1))) : undefined
}
