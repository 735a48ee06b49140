import type { MenuItem, PatchDocument } from '../read/document.ts'
import type { Editing } from './edit-context.ts'
import { editList, reorder } from './edit-list.ts'

type MenuDocument = Extract<PatchDocument, { scope: 'menu' }>

export function editMenu({ document, findings }: Editing<MenuDocument>, menu: MenuItem[]): MenuItem[] {
  const { target, operation, payload } = document
  const list = { noun: 'menu item', items: menu, nameOf: ({ label }: MenuItem) => label }
  if (operation === 'reorder') return reorder(list, payload.order, '/payload/order', findings)
  const { items } = payload
  if (!items && operation === 'remove') {
    const { identifier: name } = target
    return editList(list, operation, [{ name, make: () => undefined, pointer: '/target/identifier' }], findings)
  }
  if (!items) findings.invalid.push({ pointer: '/payload/items', reason: `is required to ${operation} menu items` })
  const entries = (items ?? []).map((item, index) => ({
    name: item.label,
    make: (before?: MenuItem) => ({ ...before, ...item }),
    pointer: `/payload/items/${index}/label`,
  }))
  return editList(list, operation, entries, findings)
}
