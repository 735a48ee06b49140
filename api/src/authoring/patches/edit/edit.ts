import type { Findings } from '../../../registry/entities/definition-check.ts'
import { withFlowField } from '../../../registry/entities/flow-field.ts'
import type { PatchDocument } from '../read/document.ts'
import { editDefinitions, editEntity, editFields } from './edit-entities.ts'
import { editMenu } from './edit-menu.ts'
import { editPages } from './edit-pages.ts'
import { editPermissions } from './edit-permissions.ts'
import { editStates } from './edit-states.ts'
import type { Editing, ObjectDocument, Place } from './edit-context.ts'
import { reorder } from './edit-list.ts'
import { basePathOf, definitionOf, moduleKeyOf, type Definition, type ModuleState } from '../module-state.ts'

/** A document with the definition of its module before and after it. */
export interface Edited {
  document: PatchDocument
  /** The registered module; null if the document registers it. */
  current: ModuleState | null
  key: string
  /** Base path after the document. */
  base: string
  /** Definition of the module before and after the document. */
  definitionBefore: Definition
  definition: Definition
  /** Edits that were not possible. */
  findings: Findings
  /** Pointers to each entity in the document, by name. */
  places: Map<string, Place>
}

/** Applies a document to the definition of its module; impossible edits are skipped and reported. Pure. */
export function edit(document: PatchDocument, current: ModuleState | null): Edited {
  const key = current?.module.key ?? moduleKeyOf(document)
  const from = current && basePathOf(current.module)
  const base = document.apiBasePath ?? from ?? `/${key}`
  const definitionBefore = definitionOf(current)
  const before = from === null || from === base ? definitionBefore : rebased(definitionBefore, from, base)
  const editing: Editing = { document, key, base, findings: { invalid: [], refused: [] }, places: new Map() }
  const withObjects = document.objects ? { ...before, entities: editObjects(editing, before) } : before
  const edited = { ...withObjects, ...editScope(editing, withObjects) }
  const entities = edited.entities.map((entity) =>
    withFlowField(
      entity,
      before.entities.find(({ name }) => name === entity.name),
    ),
  )
  const { findings, places } = editing
  return { document, current, key, base, definitionBefore, definition: { ...edited, entities }, findings, places }
}

/** Moves paths below the old base path to the new one. */
function rebased(definition: Definition, from: string, to: string): Definition {
  const move = (path: string) => (path.startsWith(`${from}/`) ? to + path.slice(from.length) : path)
  return {
    ...definition,
    entities: definition.entities.map((entity) => ({ ...entity, path: entity.path && move(entity.path) })),
    pages: definition.pages.map((page) => ({
      ...page,
      ...(page.actions && {
        actions: page.actions.map((action) => (action.path ? { ...action, path: move(action.path) } : action)),
      }),
    })),
  }
}

function editObjects(editing: Editing, before: Definition): Definition['entities'] {
  const { document, findings } = editing
  if (document.operation === 'reorder') {
    findings.invalid.push({ pointer: '/objects', reason: 'must be omitted for reorder, which uses payload.order' })
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
      return { roles: editPermissions({ ...editing, document }, before.roles) }
  }
}

function editObjectScope(editing: Editing<ObjectDocument>, entities: Definition['entities']): Definition['entities'] {
  const { objects, target, operation, payload } = editing.document
  const { findings } = editing
  const isEmpty = Object.keys(payload).length === 0
  if (objects) {
    if (!isEmpty) findings.invalid.push({ pointer: '/payload', reason: 'must be empty if objects are given' })
    return entities
  }
  if (target.type === 'field') return editFields(editing, entities)
  if (target.type === 'object') return editEntity(editing, entities)
  if (operation === 'reorder')
    return reorder({ noun: 'entity', items: entities, nameOf }, payload.order, '/payload/order', findings)
  if (!isEmpty)
    findings.invalid.push({
      pointer: '/payload',
      reason: 'must be empty for target type module; define entities in objects',
    })
  return entities
}
const nameOf = ({ name }: { name: string }) => name
