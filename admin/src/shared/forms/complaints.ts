import { Validator, type Schema } from '@cfworker/json-schema'
import { forms } from './forms.texts.ts'
import { resolved, type JsonSchema, type Schemas } from './json-schema.ts'
import { stepsOf, valueAt } from '../json.ts'

/** Validation errors of a value by JSON pointer, in the order of the schema. */
export function complaintsOf(schema: JsonSchema, schemas: Schemas, value: unknown): Map<string, string> {
  const whole = { ...schema, components: { schemas } } as Schema
  const found = new Map<string, string>()
  for (const { keyword, instanceLocation, error } of new Validator(whole, '2020-12', false).validate(value).errors) {
    const place = instanceLocation.slice(1)
    if (keyword === 'required') {
      found.set(`${place}/${/"(.*)"/.exec(error)![1]}`, forms.needed)
      continue
    }
    const at = schemaAt(schema, schemas, place)
    const say = forms.complaints[keyword as keyof typeof forms.complaints] as
      ((schema: JsonSchema, name: string) => string) | undefined
    if (at && say && !found.has(place)) found.set(place, say(at, place.split('/').at(-1)!))
  }
  for (const [place, text] of found) if (isEmpty(value, place)) found.set(place, text && forms.needed)
  return found
}

const schemaAt = (schema: JsonSchema, schemas: Schemas, pointer: string): JsonSchema | undefined =>
  stepsOf(pointer).reduce<JsonSchema | undefined>((at, step) => {
    const next = at && (at.properties?.[step] ?? at.items)
    return next && resolved(next, schemas)
  }, schema)

const isEmpty = (value: unknown, pointer: string) => valueAt(value, pointer) === ''
