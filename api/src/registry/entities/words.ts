import { createHash } from 'node:crypto'
import pluralize from 'pluralize'
import type { Entity } from './entities.contract.ts'

/**
 * Splits a name into words: `OrderTracking` → Order Tracking, `OAuthClient` → OAuth Client, `IoTDevice` → IoT Device,
 * `order-crud` → order crud. A capital starts a word after two or more lower-case letters or digits, or, if a
 * lower-case letter follows it, after an abbreviation.
 */
export const wordsOf = (name: string): string[] =>
  name
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z0-9]{2,})([A-Z])/g, '$1 $2')
    .replace(/([A-Z][a-z]?[A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([A-Z]{2,})([A-Z][a-z]{2,})/g, '$1 $2')
    .split(' ')
    .filter((word) => word !== '')

/**
 * A label for a name: `customer-crud` → Customer crud, `OrderTracking` → Order tracking; abbreviations keep their case.
 */
export const inWords = (name: string): string => {
  const [first = '', ...rest] = wordsOf(name)
  const lower = (word: string) => (/^[A-Z]?[a-z0-9]+$/.test(word) ? word.toLowerCase() : word)
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest.map(lower)].join(' ')
}

export const kebabCase = (name: string): string => wordsOf(name).join('-').toLowerCase()

/** Key of a part derived from an entity, such as order-tracking-crud; long names are truncated and hashed. */
export function partKey(entity: string, role: 'crud' | 'workflow' | 'schema'): string {
  const whole = kebabCase(entity)
  if (whole.length <= longestStem) return `${whole}-${role}`
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8)
  return `${whole.slice(0, longestStem - 9).replace(/-$/, '')}-${hash}-${role}`
}
const longestStem = 63 - '-workflow'.length

/** `OrderTracking` → order-trackings, `Person` → people. */
export const pluralKebabCase = (name: string): string => {
  const parts = wordsOf(name).map((word) => word.toLowerCase())
  return [...parts.slice(0, -1), pluralize(parts.at(-1)!)].join('-')
}

/** Full-text content of an entity besides label and description: its name and fields, also split into words. */
export const searchedWords = ({ name, fields }: Pick<Entity, 'name' | 'fields'>): string =>
  [
    ...[name, ...fields.map((field) => field.name)].flatMap((written) => [written, ...wordsOf(written)]),
    ...fields.flatMap(({ label = '', description = '' }) => [label, description]),
  ]
    .filter((text) => text !== '')
    .join(' ')
    .slice(0, longestSearched)
// Maximum length of that text: what follows hardly matters for a search.
const longestSearched = 20_000
