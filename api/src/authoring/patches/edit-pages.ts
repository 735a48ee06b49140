import { Page, PageAction, Permission, type MenuItem, type PatchDocument } from './document.ts'
import { halves, isWhole, oneName, whole, type Editing } from './editing.ts'
import { editList, reorder } from './lists.ts'

type In<Scope> = Editing<Extract<PatchDocument, { scope: Scope }>>
const nameOf = ({ name }: { name: string }) => name
const labelOf = ({ label }: { label: string }) => label
const roleOf = ({ role }: { role: string }) => role

export function editPages(editing: In<'page'>, pages: Page[]): Page[] {
  const { document, findings } = editing
  const { target, operation, payload } = document
  if (target.type === 'action') return editActions(editing, pages)
  const list = { noun: 'page', items: pages, nameOf }
  if (operation === 'reorder') return reorder(list, payload.order, '/payload/order', findings)
  if (payload.action) findings.invalid.push({ pointer: '/payload/action', reason: 'needs the target type action' })
  const { page } = payload
  // The page may be named by the target, or only in the payload when the target is the module.
  const named = target.type === 'page' ? target.identifier : undefined
  if (operation !== 'remove' && !page) {
    findings.invalid.push({ pointer: '/payload/page', reason: `is needed to ${operation} a page` })
    return pages
  }
  const name = oneName(named, page?.name, '/payload/page/name', findings)
  if (name === undefined) return pages
  const make = (before?: Page) => whole(Page, { ...before, ...page, name }, '/payload/page', findings)
  const pointer = named === undefined ? '/payload/page/name' : '/target/identifier'
  return editList(list, operation, [{ name, make, pointer }], findings)
}

function editActions({ document, findings }: In<'page'>, pages: Page[]): Page[] {
  const { target, operation, payload } = document
  const [name, part] = halves(target.identifier)
  if (!pages.some((page) => page.name === name)) {
    findings.refused.push({ pointer: '/target/identifier', reason: `there is no page ${name}` })
    return pages
  }
  if (payload.page) findings.invalid.push({ pointer: '/payload/page', reason: 'needs the target type page' })
  const edited = ({ actions = [] }: Page): PageAction[] => {
    const list = { noun: 'action', items: actions, nameOf }
    if (operation === 'reorder') return reorder(list, payload.order, '/payload/order', findings)
    const { action } = payload
    const actionName = oneName(part, action?.name, '/payload/action/name', findings)
    if (actionName === undefined) return actions
    const make = (before?: PageAction) =>
      whole(PageAction, { ...before, ...action, name: actionName }, '/payload/action', findings)
    const pointer = part === undefined ? '/payload/action/name' : '/target/identifier'
    return editList(list, operation, [{ name: actionName, make, pointer }], findings)
  }
  return pages.map((page) => (page.name === name ? { ...page, actions: edited(page) } : page))
}

export function editMenu({ document, findings }: In<'menu'>, menu: MenuItem[]): MenuItem[] {
  const { target, operation, payload } = document
  const list = { noun: 'menu item', items: menu, nameOf: labelOf }
  if (operation === 'reorder') return reorder(list, payload.order, '/payload/order', findings)
  const { items } = payload
  if (!items && operation === 'remove') {
    const { identifier: name } = target
    return editList(list, operation, [{ name, make: () => undefined, pointer: '/target/identifier' }], findings)
  }
  if (!items) findings.invalid.push({ pointer: '/payload/items', reason: `is needed to ${operation} menu items` })
  const entries = (items ?? []).map((item, index) => ({
    name: item.label,
    make: (before?: MenuItem) => ({ ...before, ...item }),
    pointer: `/payload/items/${index}/label`,
  }))
  return editList(list, operation, entries, findings)
}

export function editRoles({ document, findings }: In<'permission'>, roles: Permission[]): Permission[] {
  const { target, operation, payload } = document
  const list = { noun: 'role', items: roles, nameOf: roleOf }
  if (operation === 'reorder') return reorder(list, payload.order, '/payload/order', findings)
  const { order, ...permission } = payload
  if (order) findings.invalid.push({ pointer: '/payload/order', reason: 'is for reorder' })
  const named = target.type === 'role' ? target.identifier : undefined
  const name =
    operation === 'remove' && named === undefined && payload.role === undefined
      ? target.identifier
      : oneName(named, payload.role, '/payload/role', findings)
  if (name === undefined) return roles
  if (isWhole(operation) && !payload.allow && !payload.deny)
    findings.invalid.push({
      pointer: '/payload/allow',
      reason: 'is needed, or deny: operations such as customer-crud.read',
    })
  const make = (before?: Permission) =>
    whole(Permission, { ...before, ...permission, role: name }, '/payload', findings)
  const pointer = payload.role === undefined ? '/target/identifier' : '/payload/role'
  return editList(list, operation, [{ name, make, pointer }], findings)
}
