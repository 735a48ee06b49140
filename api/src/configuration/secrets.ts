import { Problem, type Reason } from '../errors.ts'
import type { Seal } from '../seal.ts'
import { secretPlaces } from './values.ts'

type Json = Record<string, unknown>

/** What stands in place of a secret, wherever it is kept, logged or answered: written back, it means the secret that it was. */
export interface Sealed {
  $sealed: string
}
const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  typeof (value as Sealed).$sealed === 'string'

export const pointerTo = (path: string[]) =>
  path.map((name) => `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')

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
  for (const path of secretPlaces(schema, values)) {
    if (!seal)
      throw new Problem('not-configured', 'secrets need a key that stands outside of the graph: set SECRETS_KEY')
    const place = pointerTo(path)
    const holder = path.slice(0, -1).reduce<unknown>((at, name) => (at as Json)[name], copy) as Json
    const name = path.at(-1)!
    const given = holder[name]
    places.push(place)
    if (!isSealed(given)) holder[name] = { $sealed: seal.close(JSON.stringify(given), `${ref}${place}`) }
    else if (!seal.isOf(given.$sealed, `${ref}${place}`))
      errors.push({ pointer: `/values${place}`, reason: 'must be the secret itself, or what stands for it here' })
  }
  if (errors.length > 0) throw new Problem('invalid-request', 'a secret is that of another place', errors)
  return { values: copy, places }
}
