import type { Reason } from '../../kernel/errors.ts'
import type { Entity, Field } from './entities.contract.ts'
import { checkFields } from './fields.ts'
import { flowField } from './flow-field.ts'
import { kebabCase } from './words.ts'

/** Fields that every record has and that an entity must not define. */
export const coreFields = ['id', 'createdAt', 'updatedAt']
export const isCoreField = (name: string): boolean =>
  coreFields.some((core) => core.toLowerCase() === name.toLowerCase())

export interface Findings {
  /** Contradictions within the definition, or invalid use of the definition language. */
  invalid: Reason[]
  /** What policy forbids in a patch (security level L3): core fields and references to things that do not exist. */
  refused: Reason[]
}

type Rules = Pick<Entity, 'name' | 'fields' | 'unique' | 'states'>

/** What a relation can refer to in another module. */
export interface Elsewhere {
  key: string
  entities: Pick<Entity, 'name' | 'fields'>[]
}

/**
 * Checks of an entity beyond its schema; pointers start with `at`. Pure.
 * @param module     key of its module
 * @param neighbours entities of the module, with or without this one
 * @param elsewhere  other modules, without those not registered yet; by default relations to others are invalid
 */
export function checkEntity(
  module: string,
  entity: Rules,
  neighbours: Rules[],
  at: string,
  elsewhere?: Elsewhere[],
): Findings {
  const findings: Findings = { invalid: checkFields(entity.fields, `${at}/fields`), refused: [] }
  const others = neighbours.filter(({ name }) => name !== entity.name)
  entity.fields.forEach((field, index) => {
    const pointer = `${at}/fields/${index}`
    if (isCoreField(field.name))
      findings.refused.push({ pointer: `${pointer}/name`, reason: 'is a core field that every record has' })
    if (field.type === 'relation' && field.relationObject !== undefined)
      checkRelation({ module, entity, others, elsewhere }, field, pointer, findings)
  })
  checkUnique(entity, at, findings)
  checkStates(entity, at, findings)
  return findings
}

/** An entity whose name differs only in letter case or word separators: URLs and keys of both would collide. */
export const namesake = ({ name }: Pick<Entity, 'name'>, others: Pick<Entity, 'name'>[]): string | undefined =>
  others.find(
    (other) =>
      other.name !== name &&
      (other.name.toLowerCase() === name.toLowerCase() || kebabCase(other.name) === kebabCase(name)),
  )?.name

/** Parses the target of a relation: `Customer` in the same module, or `crm/Customer`. */
export function targetOf(relationObject: string): { module?: string; entity: string } {
  const [first = '', second] = relationObject.split('/')
  return second === undefined ? { entity: first } : { module: first, entity: second }
}

interface Around {
  module: string
  entity: Rules
  others: Rules[]
  elsewhere: Elsewhere[] | undefined
}

function checkRelation(
  { module, entity, others, elsewhere }: Around,
  { relationObject, relationField = 'id', required }: Field,
  pointer: string,
  { invalid, refused }: Findings,
): void {
  const { module: owner = module, entity: name } = targetOf(relationObject!)
  const isOwn = owner === module
  if (!isOwn && !elsewhere) {
    const reason = 'must be an entity of this module: relations to entities of other modules are not supported yet'
    invalid.push({ pointer: `${pointer}/relationObject`, reason })
    return
  }
  const known = isOwn ? [entity, ...others] : elsewhere?.find((one) => one.key === owner)?.entities
  // The module may be registered later; until then the relation is pending.
  if (!known) return
  const target = known.find((one) => one.name === name)
  const place = isOwn ? 'the module' : `module ${owner}`
  if (!target) refused.push({ pointer: `${pointer}/relationObject`, reason: `${name} is not an entity of ${place}` })
  else if (![...coreFields, ...target.fields.map((field) => field.name)].includes(relationField))
    refused.push({ pointer: `${pointer}/relationField`, reason: `${name} has no such field` })
  if (target === entity && required)
    invalid.push({
      pointer: `${pointer}/required`,
      reason: 'must be false: the first record would have no record to refer to',
    })
}

function checkUnique({ unique, fields }: Rules, at: string, { refused }: Findings): void {
  const names = [...coreFields, ...fields.map(({ name }) => name)]
  unique.forEach((together, index) =>
    together.forEach((name, position) => {
      if (!names.includes(name))
        refused.push({ pointer: `${at}/unique/${index}/${position}`, reason: 'names no field of the entity' })
    }),
  )
}

function checkStates({ states: flow, fields }: Rules, at: string, { invalid, refused }: Findings): void {
  if (!flow) return
  const names = flow.states.map(({ name }) => name)
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length)
    invalid.push({ pointer: `${at}/states/states`, reason: 'must not name a state twice, in any letter case' })
  const initial = flow.states.filter((state) => state.initial).length
  if (initial !== 1)
    invalid.push({ pointer: `${at}/states/states`, reason: `must have one initial state, not ${initial}` })
  if (!flowField(fields, flow))
    invalid.push({ pointer: `${at}/states`, reason: 'needs a field of type select whose options are the states' })
  flow.transitions.forEach(({ from, to }, index) => {
    for (const [member, state] of Object.entries({ from, to }))
      if (!names.includes(state))
        refused.push({
          pointer: `${at}/states/transitions/${index}/${member}`,
          reason: `names no state; there are ${names.join(', ')}`,
        })
  })
}
