import { Field, type Entity } from '../../../registry/entities/entities.contract.ts'
import { isCoreField } from '../../../registry/entities/definition-check.ts'
import { inWords, pluralKebabCase } from '../../../registry/entities/words.ts'
import type { ObjectDefinition } from '../read/document.ts'
import { halves, isWhole, oneName, whole, type Editing, type ObjectDocument, type Place } from './edit-context.ts'
import { editList, reorder, type Operation } from './edit-list.ts'
import type { Contents } from '../module-state.ts'

type Entities = Contents<Entity>[]
type Definition = Partial<ObjectDefinition>
const nameOf = ({ name }: { name: string }) => name

/** Edits entities by complete or partial definitions. */
export function editDefinitions(
  editing: Editing,
  entities: Entities,
  operation: Exclude<Operation, 'reorder'>,
  definitions: [name: string, definition: Definition][],
  at = (name: string) => `/objects/${name}`,
  pointerOf = at,
): Entities {
  const entries = definitions.map(([name, definition]) => {
    const place = at(name)
    if (operation !== 'remove') editing.places.set(name, placesOf(place, definition))
    else if (definition.fields?.length)
      editing.findings.invalid.push({ pointer: `${place}/fields`, reason: 'must be omitted to remove the entity' })
    const make = (before?: Contents<Entity>) => entityOf(editing, name, definition, before)
    return { name, make, pointer: pointerOf(name) }
  })
  return editList({ noun: 'entity', items: entities, nameOf }, operation, entries, editing.findings)
}

const placesOf = (at: string, { fields = [] }: Definition): Place => ({
  at,
  states: `${at}/states`,
  transitions: { at: `${at}/states/transitions`, skipped: 0 },
  fields: new Map(fields.map(({ name }, index) => [name, `${at}/fields/${index}`] as const).toReversed()),
})

function entityOf(
  { key, base }: Editing,
  name: string,
  definition: Definition,
  before?: Contents<Entity>,
): Contents<Entity> {
  const { label, description, path, unique, states, fields = [] } = definition
  const changesOf = (field: Field) => fields.filter((one) => one.name === field.name)
  return {
    module: key,
    name,
    label: label ?? before?.label ?? inWords(name),
    description: description ?? before?.description ?? '',
    path: path === undefined && before?.path ? before.path : collectionPath(base, name, path),
    // A duplicate name is kept, so that the check reports it.
    fields: before
      ? [
          ...before.fields.flatMap((field) => {
            const changes = changesOf(field)
            return changes.length === 0 ? [field] : changes.map((change) => ({ ...field, ...change }))
          }),
          ...fields.filter((field) => !before.fields.some((one) => one.name === field.name)),
        ]
      : fields,
    unique: unique ?? before?.unique ?? [],
    states: states ?? before?.states ?? null,
  }
}

/** Path of the records: a segment below the base path, or the absolute path in the definition. */
const collectionPath = (base: string, name: string, path = pluralKebabCase(name)): string =>
  path.startsWith('/') ? path : `${base}/${path}`

/** Edits the target entity by the payload. */
export function editEntity(editing: Editing<ObjectDocument>, entities: Entities): Entities {
  const { document, findings } = editing
  const { target, operation, payload } = document
  if (operation === 'reorder') return editFields(editing, entities)
  const { order, field, ...definition } = payload
  if (field) findings.invalid.push({ pointer: '/payload/field', reason: 'requires target type field' })
  if (order) findings.invalid.push({ pointer: '/payload/order', reason: 'is only allowed for reorder' })
  if (!requireName(target.identifier, editing)) return entities
  const identifier = () => '/target/identifier'
  return editDefinitions(editing, entities, operation, [[target.identifier, definition]], () => '/payload', identifier)
}

function requireName(name: string, { findings, document }: Editing): boolean {
  if (document.operation !== 'add') return true
  const { error } = Field.shape.name.safeParse(name)
  if (error) findings.invalid.push({ pointer: '/target/identifier', reason: error.issues[0]!.message })
  return !error
}

/** Edits a field of the target entity, or the order of its fields. */
export function editFields(editing: Editing<ObjectDocument>, entities: Entities): Entities {
  const { target, operation, payload } = editing.document
  const { findings } = editing
  const [name, part] = halves(target.identifier)
  return editOne(editing, entities, name, (entity) => {
    const list = { noun: 'field', items: entity.fields, nameOf }
    if (operation === 'reorder') return { ...entity, fields: reorder(list, payload.order, '/payload/order', findings) }
    const { field, ...others } = payload
    for (const member of Object.keys(others))
      findings.invalid.push({ pointer: `/payload/${member}`, reason: 'must be omitted for target type field' })
    if (operation !== 'remove' && !field) {
      findings.invalid.push({ pointer: '/payload/field', reason: `is required to ${operation} a field` })
      return entity
    }
    const fieldName = oneName(part, field?.name, '/payload/field/name', findings)
    if (fieldName === undefined) return entity
    const pointer = part === undefined ? '/payload/field/name' : '/target/identifier'
    if (isCoreField(fieldName)) {
      findings.refused.push({ pointer, reason: 'is a core field that every record has' })
      return entity
    }
    editing.places.get(name)!.fields.set(fieldName, '/payload/field')
    const make = (before?: Field) =>
      isWhole(operation)
        ? whole(Field, { ...field, name: fieldName }, '/payload/field', findings)
        : ({ ...before, ...field, name: fieldName } as Field)
    return { ...entity, fields: editList(list, operation, [{ name: fieldName, make, pointer }], findings) }
  })
}

/** Changes the named entity; an unknown name is a refused reference. */
export function editOne(
  { findings, places }: Editing,
  entities: Entities,
  name: string,
  change: (entity: Contents<Entity>) => Contents<Entity>,
): Entities {
  if (!entities.some((entity) => entity.name === name)) {
    findings.refused.push({ pointer: '/target/identifier', reason: `there is no entity ${name} in the module` })
    return entities
  }
  if (!places.has(name)) {
    const at = '/target/identifier'
    places.set(name, { at, fields: new Map(), states: at, transitions: { at, skipped: 0 } })
  }
  return entities.map((entity) => (entity.name === name ? change(entity) : entity))
}
