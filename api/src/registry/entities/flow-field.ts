import type { Entity, Field, StateFlow } from './entities.contract.ts'
import { optionValues } from './json-schema.ts'

type Flowing = Pick<Entity, 'fields' | 'states'>

/** The select field that holds the state of a record: one whose options include all states of the flow. */
export const flowField = (fields: Field[], flow: StateFlow): Field | undefined =>
  likeliest(fields, (offered) => flow.states.every(({ name }) => offered.includes(name)))

/**
 * Ensures that a state flow has a field that holds the state; without one it would have no effect. If no select field
 * offers all states, they are added to the field that held the state before, or to one that offers the initial state;
 * if there is none either, a field `state` is added. Pure.
 */
export function withFlowField<One extends Flowing>(entity: One, before?: Flowing): One {
  const { fields, states: flow } = entity
  const initial = flow?.states.find((state) => state.initial)?.name
  if (!flow || initial === undefined || flowField(fields, flow)) return entity
  const names = flow.states.map(({ name }) => name)
  const last = before?.states ? flowField(before.fields, before.states)?.name : undefined
  const known =
    fields.find(({ name, type }) => name === last && type === 'select') ??
    likeliest(fields, (offered) => offered.includes(initial))
  if (!known) return { ...entity, fields: [...fields, stateField(fields, names)] }
  const missing = names.filter((name) => !optionValues(known).includes(name))
  const grown = { ...known, options: [...(known.options ?? []), ...missing] }
  return { ...entity, fields: fields.map((field) => (field === known ? grown : field)) }
}

const likely = ['status', 'state']

function likeliest(fields: Field[], fits: (offered: string[]) => boolean): Field | undefined {
  const found = fields.filter((field) => field.type === 'select' && fits(optionValues(field)))
  return found.find(({ name }) => likely.includes(name)) ?? found[0]
}

function stateField(fields: Field[], options: string[]): Field {
  const isTaken = fields.some(({ name }) => name.toLowerCase() === 'state')
  return { name: isTaken ? 'workflowState' : 'state', label: 'State', type: 'select', options }
}
