import type { PhrasingContent, RootContent } from 'mdast'
import { placesOf, targetOf, type Place } from '../../registry/configuration/schema-walk.ts'
import type { Configuration } from '../../registry/configuration/configuration.contract.ts'
import { heading, inlineCode, said, table, text } from './tree.ts'

type Json = Record<string, unknown>
interface Row {
  name: string
  schema: Json
  needed: boolean
  value: unknown
}

const mostRows = 100
const deepest = 4
const longest = 300

/** The section of a configuration: its documentation, then the fields of its schema with their values. Pure. */
export function configurationSection(
  { key, configType, version, schema, values }: Configuration,
  prose: RootContent[],
): RootContent[] {
  const rows = [...rowsOf(schema, values)]
  const shown = rows
    .slice(0, mostRows)
    .map(({ name, schema, needed, value }) => [
      [inlineCode(name)],
      [text(typeOf(schema) + (needed ? ', required' : ''))],
      schema.writeOnly === true || schema.default === undefined ? [] : [shortly(schema.default)],
      setTo(schema, value),
      [text([titleOf(schema), schema.writeOnly === true ? 'Secret.' : ''].filter((one) => one !== '').join(' '))],
    ])
  return [
    heading(3, inlineCode(key), text(` (${configType}, ${version})`)),
    ...prose,
    ...table(['Field', 'Type', 'Default', 'Set to', 'Meaning'], shown),
    ...(rows.length > mostRows ? said(`And ${rows.length - mostRows} more fields.`) : []),
  ]
}

/** The fields of a schema by path, with nested ones; without those that only a branch of the schema defines. */
function* rowsOf(root: Json, values: unknown): Generator<Row> {
  const places = placesOf(root)
  function* inside(place: Place, at: string, value: unknown, depth: number): Generator<Row> {
    const { schema, pointer } = followed(place, places)
    const required = Array.isArray(schema.required) ? schema.required : []
    for (const name of Object.keys(schema.properties ?? {})) {
      const member = places.get(`${pointer}/properties/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
      if (!member) continue
      const found = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
      const own = followed(member, places)
      const path = at === '' ? name : `${at}.${name}`
      yield { name: path, schema: { ...own.schema, ...member.schema }, needed: required.includes(name), value: found }
      if (depth < deepest && own.schema.writeOnly !== true && member.schema.writeOnly !== true)
        yield* inside(own, path, found, depth + 1)
    }
  }
  yield* inside(places.get('')!, '', values, 1)
}

const followed = (place: Place, places: Map<string, Place>): Place => targetOf(place, places) ?? place

function typeOf({ type, enum: options, format, items }: Json): string {
  if (Array.isArray(options))
    return options
      .slice(0, 20)
      .map((one) => String(one).slice(0, 50))
      .join(' | ')
  const named = Array.isArray(type) ? type.join(' | ') : typeof type === 'string' ? type : 'any'
  if (named === 'array' && isObject(items) && typeof items.type === 'string') return `array of ${items.type}`
  return typeof format === 'string' ? `${named} (${format})` : named
}

const titleOf = ({ title, description, deprecated }: Json) =>
  [typeof title === 'string' ? `${title}.` : '', typeof description === 'string' ? description : '']
    .concat(deprecated === true ? 'Deprecated.' : [])
    .filter((one) => one !== '')
    .join(' ')
    .slice(0, longest)

/** The value of a field, never a secret: a secret is stored encrypted, and its ciphertext is of no use to a reader. */
function setTo(schema: Json, value: unknown): PhrasingContent[] {
  if (value === undefined) return []
  if (schema.writeOnly === true) return [text('set')]
  return isObject(value) && schema.properties !== undefined ? [] : [shortly(withoutSeals(value))]
}

function withoutSeals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSeals)
  if (!isObject(value)) return value
  if (typeof value.$sealed === 'string') return 'secret'
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutSeals(member)]))
}

function shortly(value: unknown): PhrasingContent {
  const whole = JSON.stringify(value)
  return inlineCode(whole.length > longest ? `${whole.slice(0, longest)} …` : whole)
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
