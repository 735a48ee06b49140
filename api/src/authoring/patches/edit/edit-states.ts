import type { Entity, StateFlow } from '../../../registry/entities/entities.contract.ts'
import type { PatchDocument } from '../read/document.ts'
import { halves, oneName, type Editing } from './edit-context.ts'
import { editOne } from './edit-entities.ts'
import { editList, reorder, type Entry } from './edit-list.ts'
import type { Contents } from '../module-state.ts'

type StateDocument = Extract<PatchDocument, { scope: 'state' }>
type State = StateFlow['states'][number]
type Transition = StateFlow['transitions'][number]
interface Given {
  states: Entry<State>[]
  transitions: Transition[]
}
const nameOf = ({ name }: { name: string }) => name

/** Edits the state flow of the target entity. */
export function editStates(editing: Editing<StateDocument>, entities: Contents<Entity>[]): Contents<Entity>[] {
  const { document, findings } = editing
  const { target, operation, payload } = document
  if (target.type === 'module') {
    if (!document.objects || Object.keys(payload).length > 0)
      findings.invalid.push({ pointer: '/target/type', reason: 'must be state, with the entity as identifier' })
    return entities
  }
  const [name, part] = halves(target.identifier)
  return editOne(editing, entities, name, (entity) => {
    const flow = entity.states ?? { states: [], transitions: [] }
    if (operation === 'reorder') {
      const list = { noun: 'state', items: flow.states, nameOf }
      return { ...entity, states: { ...flow, states: reorder(list, payload.order, '/payload/order', findings) } }
    }
    const edited = editFlow(editing, flow, part)
    const at = payload.state ? '/payload/state' : '/payload'
    const skipped = (edited?.transitions.length ?? 0) - ((payload.state ?? payload).transitions?.length ?? 0)
    const { places } = editing
    places.set(name, { ...places.get(name)!, states: at, transitions: { at: `${at}/transitions`, skipped } })
    return { ...entity, states: edited }
  })
}

function editFlow({ document, findings }: Editing<StateDocument>, flow: StateFlow, part?: string): StateFlow | null {
  const { operation, payload } = document
  const { state, states, transitions = [], order } = payload
  if (order) findings.invalid.push({ pointer: '/payload/order', reason: 'is only allowed for reorder' })
  const isPart = part !== undefined || state !== undefined
  if (isPart && (states ?? payload.transitions))
    findings.invalid.push({ pointer: '/payload', reason: 'must have either state, or states and transitions' })
  if (!isPart && !states && !payload.transitions) {
    if (operation === 'remove') return null
    findings.invalid.push({ pointer: '/payload', reason: 'must have states and transitions, or state' })
    return flow
  }
  if (!isPart && operation === 'replace') return { states: states ?? flow.states, transitions }
  const given = isPart ? oneState(document, part, findings) : { states: (states ?? []).map(entryOf), transitions }
  const list = { noun: 'state', items: flow.states, nameOf }
  const edited = editList(list, operation as 'add', given.states, findings)
  return {
    states: edited,
    transitions: editTransitions(operation, flow.transitions, given, isPart ? '/payload/state' : '/payload', findings),
  }
}

const entryOf = (state: State, index: number): Entry<State> => ({
  name: state.name,
  make: (before) => ({ ...before, ...state }),
  pointer: `/payload/states/${index}/name`,
})

function oneState(
  { payload: { state = {} } }: StateDocument,
  part: string | undefined,
  findings: Editing['findings'],
): Given {
  const { transitions = [], ...members } = state
  const name = oneName(part, state.name, '/payload/state/name', findings)
  if (name === undefined) return { states: [], transitions: [] }
  const pointer = part === undefined ? '/payload/state/name' : '/target/identifier'
  transitions.forEach(({ from = name, to = name }, index) => {
    if (from !== name && to !== name)
      findings.invalid.push({
        pointer: `/payload/state/transitions/${index}`,
        reason: `must lead from or to ${name}`,
      })
  })
  return {
    states: [{ name, pointer, make: (before) => ({ ...before, ...members, name }) }],
    transitions: transitions.map(({ from = name, to = name, action }) =>
      action === undefined ? { from, to } : { from, to, action },
    ),
  }
}

const joins = (one: Transition, other: Transition) => one.from === other.from && one.to === other.to

function editTransitions(
  operation: StateDocument['operation'],
  before: Transition[],
  { states, transitions: given }: Given,
  at: string,
  { invalid, refused }: Editing['findings'],
): Transition[] {
  const touches = ({ from, to }: Transition) => states.some(({ name }) => name === from || name === to)
  if (operation === 'remove') {
    given.forEach((transition, index) => {
      if (!before.some((other) => joins(other, transition)))
        refused.push({ pointer: `${at}/transitions/${index}`, reason: 'there is no such transition' })
    })
    return before.filter((one) => !touches(one) && !given.some((other) => joins(one, other)))
  }
  if (operation === 'add')
    given.forEach((transition, index) => {
      if (before.some((other) => joins(other, transition) && other.action === transition.action))
        invalid.push({ pointer: `${at}/transitions/${index}`, reason: 'already exists' })
    })
  const kept =
    operation === 'replace'
      ? before.filter((one) => !touches(one))
      : operation === 'update'
        ? before.filter((one) => !given.some((other) => joins(one, other)))
        : before
  return [...kept, ...given]
}
