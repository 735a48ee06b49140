import type { Reason } from '../errors.ts'
import type { Entity, Field } from './entities.contract.ts'
import { checkFields } from './fields.ts'
import { kebabCase } from './words.ts'

/** Every record has these of its own; nobody may define them. */
const coreFields = ['id', 'createdAt', 'updatedAt']

export interface Findings {
  /** It contradicts itself or the language. */
  invalid: Reason[]
  /** It asks for what policy forbids a patch document, security level L3: core fields, and references to nothing. */
  refused: Reason[]
}

type Rules = Pick<Entity, 'name' | 'fields' | 'unique' | 'states'>

/**
 * What the shape of an entity alone can't say about it; each finding with its place below `at`. Pure.
 * @param module    key of its module
 * @param neighbours all entities of the module, itself among them or not
 */
export function checkEntity(module: string, entity: Rules, neighbours: Rules[], at: string): Findings {
  const findings: Findings = { invalid: checkFields(entity.fields, `${at}/fields`), refused: [] }
  const others = neighbours.filter(({ name }) => name !== entity.name)
  entity.fields.forEach((field, index) => {
    const pointer = `${at}/fields/${index}`
    if (coreFields.some((core) => core.toLowerCase() === field.name.toLowerCase()))
      findings.refused.push({ pointer: `${pointer}/name`, reason: 'is a core field that every record has' })
    if (field.type === 'relation' && field.relationObject !== undefined)
      checkRelation(module, entity, others, field, pointer, findings)
  })
  checkUnique(entity, at, findings)
  checkStates(entity, at, findings)
  return findings
}

/** The entity whose name can't be told apart from this one, in addresses and in keys made of it. */
export const namesake = ({ name }: Pick<Entity, 'name'>, others: Pick<Entity, 'name'>[]): string | undefined =>
  others.find(
    (other) =>
      other.name !== name &&
      (other.name.toLowerCase() === name.toLowerCase() || kebabCase(other.name) === kebabCase(name)),
  )?.name

/** The entity of this module that a relation names; undefined when it is one of another module. */
export function ownTarget(module: string, relationObject: string): string | undefined {
  const [first = '', second] = relationObject.split('/')
  return second === undefined ? first : first === module ? second : undefined
}

function checkRelation(
  module: string,
  entity: Rules,
  others: Rules[],
  { relationObject, relationField = 'id', required }: Field,
  pointer: string,
  { invalid, refused }: Findings,
): void {
  const name = ownTarget(module, relationObject!)
  const target = [entity, ...others].find((one) => one.name === name)
  if (name === undefined)
    invalid.push({
      pointer: `${pointer}/relationObject`,
      reason: 'must be an entity of this module: relations to those of others are not taken yet',
    })
  else if (!target) refused.push({ pointer: `${pointer}/relationObject`, reason: `${name} is no entity of the module` })
  else if (![...coreFields, ...target.fields.map((field) => field.name)].includes(relationField))
    refused.push({ pointer: `${pointer}/relationField`, reason: `${name} has no such field` })
  if (target === entity && required)
    invalid.push({ pointer: `${pointer}/required`, reason: 'must be false: the first record could name no other' })
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

function checkStates({ states: flow }: Rules, at: string, { invalid, refused }: Findings): void {
  if (!flow) return
  const names = flow.states.map(({ name }) => name)
  if (new Set(names).size < names.length)
    invalid.push({ pointer: `${at}/states/states`, reason: 'must not name a state twice' })
  const initial = flow.states.filter((state) => state.initial).length
  if (initial !== 1)
    invalid.push({ pointer: `${at}/states/states`, reason: `must have one initial state, not ${initial}` })
  flow.transitions.forEach(({ from, to }, index) => {
    for (const [member, state] of Object.entries({ from, to }))
      if (!names.includes(state))
        refused.push({ pointer: `${at}/states/transitions/${index}/${member}`, reason: 'names no state' })
  })
}
