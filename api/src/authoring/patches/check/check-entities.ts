import { checkEntity, namesake, type Findings } from '../../../registry/entities/definition-check.ts'
import type { Reason } from '../../../kernel/errors.ts'
import type { Edited } from '../edit/edit.ts'
import type { Place } from '../edit/edit-context.ts'
import type { Definition, Neighbour } from '../module-state.ts'

type Entities = Definition['entities']
type Entity = Entities[number]

const limits = { entities: 64, fields: 200, states: 100, transitions: 500 }

/**
 * Checks entities after the document; reports only findings in the document, or caused by it elsewhere in the module.
 */
export function checkEntities(
  { definitionBefore, definition, places, base }: Edited,
  others: Neighbour[],
  findings: Findings,
): void {
  const { entities } = definition
  const before = definitionBefore.entities
  for (const entity of entities) {
    const place = places.get(entity.name)
    const then = before.find(({ name }) => name === entity.name)
    if (place) checkNames(entity, entities, place, base, findings)
    const now = checkEntity(entity.module, entity, entities, '', others)
    const earlier = then && checkEntity(then.module, then, before, '', others)
    for (const kind of ['invalid', 'refused'] as const) {
      const known = new Set(earlier?.[kind].map((finding) => asText(finding, then!)))
      for (const finding of now[kind]) {
        const pointer = place && locate(finding.pointer, entity, place)
        if (pointer !== undefined) findings[kind].push({ pointer, reason: finding.reason })
        else if (!known.has(asText(finding, entity)))
          findings[kind].push({ pointer: '/target/identifier', reason: asText(finding, entity) })
      }
    }
  }
  if (entities.length > limits.entities)
    findings.invalid.push({
      pointer: '/objects',
      reason: `must leave at most ${limits.entities} entities in the module`,
    })
}

function checkNames(entity: Entity, entities: Entities, place: Place, base: string, { invalid }: Findings): void {
  const { name, path, fields, states } = entity
  const taken = namesake(entity, entities)
  if (taken)
    invalid.push({
      pointer: place.at,
      reason: `must differ from ${taken} in more than letter case and word separators`,
    })
  const at = place.at === '/target/identifier' ? place.at : `${place.at}/path`
  if (path !== null && !path.startsWith(`${base}/`)) invalid.push({ pointer: at, reason: `must be inside ${base}` })
  if (path !== null && entities.some((other) => other.name !== name && other.path === path))
    invalid.push({ pointer: at, reason: `${path} is the path of another entity` })
  const sizes = { fields, states: states?.states ?? [], transitions: states?.transitions ?? [] }
  for (const [member, list] of Object.entries(sizes)) {
    const limit = limits[member as keyof typeof sizes]
    if (list.length > limit) invalid.push({ pointer: place.at, reason: `must not have more than ${limit} ${member}` })
  }
}

/** Pointer in the document for a pointer in an entity; undefined if the document does not mention it. */
function locate(pointer: string, { fields }: Entity, { at, fields: fieldPointers, states, transitions }: Place) {
  const [, member, second = '', third = '', ...rest] = pointer.split('/')
  const below = (place: string, steps: string[]) => [place, ...steps].join('/')
  if (member === 'fields') {
    const name = fields[Number(second)]!.name
    const place = fieldPointers.get(name)
    if (place === undefined) return undefined
    // A duplicate name is reported at its second occurrence; in the document both are adjacent.
    const first = fields.findIndex((field) => field.name === name)
    const offset = Number(second) - first
    const shifted = offset === 0 ? place : place.replace(/\d+$/, (index) => String(Number(index) + offset))
    return below(shifted, third === '' ? [] : [third, ...rest])
  }
  if (member === 'states') {
    if (second !== 'transitions') return states.endsWith('/state') ? states : below(states, ['states'])
    const index = Number(third) - transitions.skipped
    return index < 0 ? states : below(transitions.at, [String(index), ...rest])
  }
  return at === '/target/identifier' ? at : below(at, pointer.split('/').slice(1))
}

/** A finding as text, independent of the position of its field. */
function asText({ pointer, reason }: Reason, { name, fields }: Entity): string {
  const [, member, second] = pointer.split('/')
  const subject = member === 'fields' ? `${name}.${fields[Number(second)]!.name}` : `${name} (${member})`
  return `${subject}: ${reason}`
}
