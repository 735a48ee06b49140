import { withFlowField } from '../../registry/entities/flow-field.ts'
import type { PatchDocument } from './document.ts'
import { editDefinitions, editEntity, editFields } from './edit-entities.ts'
import { editMenu, editPages, editRoles } from './edit-pages.ts'
import { editStates } from './edit-states.ts'
import type { Editing, ObjectDocument } from './editing.ts'
import { reorder } from './lists.ts'
import type { Definition } from './state.ts'

export type Edited = Pick<Editing, 'findings' | 'places'> & { definition: Definition }

/** The written part of a module after a document; what can't be done is found and left as it was. Pure. */
export function edit(document: PatchDocument, before: Definition, key: string, base: string): Edited {
  const editing: Editing = { document, key, base, findings: { invalid: [], refused: [] }, places: new Map() }
  const withObjects = document.objects ? { ...before, entities: editObjects(editing, before) } : before
  const edited = { ...withObjects, ...editScope(editing, withObjects) }
  const entities = edited.entities.map((entity) =>
    withFlowField(
      entity,
      before.entities.find(({ name }) => name === entity.name),
    ),
  )
  const definition = { ...edited, entities }
  return { definition, findings: editing.findings, places: editing.places }
}

function editObjects(editing: Editing, before: Definition): Definition['entities'] {
  const { document, findings } = editing
  if (document.operation === 'reorder') {
    findings.invalid.push({ pointer: '/objects', reason: 'must be left out for reorder, which takes payload.order' })
    return before.entities
  }
  return editDefinitions(editing, before.entities, document.operation, Object.entries(document.objects!))
}

function editScope(editing: Editing, before: Definition): Partial<Definition> {
  const { document } = editing
  switch (document.scope) {
    case 'object':
      return { entities: editObjectScope({ ...editing, document }, before.entities) }
    case 'state':
      return { entities: editStates({ ...editing, document }, before.entities) }
    case 'page':
      return { pages: editPages({ ...editing, document }, before.pages) }
    case 'menu':
      return { menu: editMenu({ ...editing, document }, before.menu) }
    case 'permission':
      return { roles: editRoles({ ...editing, document }, before.roles) }
  }
}

function editObjectScope(editing: Editing<ObjectDocument>, entities: Definition['entities']): Definition['entities'] {
  const { objects, target, operation, payload } = editing.document
  const { findings } = editing
  const isEmpty = Object.keys(payload).length === 0
  if (objects) {
    if (!isEmpty) findings.invalid.push({ pointer: '/payload', reason: 'must be empty beside objects' })
    return entities
  }
  if (target.type === 'field') return editFields(editing, entities)
  if (target.type === 'object') return editEntity(editing, entities)
  if (operation === 'reorder')
    return reorder({ noun: 'entity', items: entities, nameOf }, payload.order, '/payload/order', findings)
  if (!isEmpty)
    findings.invalid.push({
      pointer: '/payload',
      reason: 'must be empty for the target type module; entities stand in objects',
    })
  return entities
}
const nameOf = ({ name }: { name: string }) => name
