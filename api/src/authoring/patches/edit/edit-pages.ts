import { Page, PageAction, type PatchDocument } from '../read/document.ts'
import { halves, oneName, whole, type Editing } from './edit-context.ts'
import { editList, reorder } from './edit-list.ts'

type PageEditing = Editing<Extract<PatchDocument, { scope: 'page' }>>
const nameOf = ({ name }: { name: string }) => name

export function editPages(editing: PageEditing, pages: Page[]): Page[] {
  const { document, findings } = editing
  const { target, operation, payload } = document
  if (target.type === 'action') return editActions(editing, pages)
  const list = { noun: 'page', items: pages, nameOf }
  if (operation === 'reorder') return reorder(list, payload.order, '/payload/order', findings)
  if (payload.action) findings.invalid.push({ pointer: '/payload/action', reason: 'requires target type action' })
  const { page } = payload
  // If the target is the module, only the payload names the page.
  const named = target.type === 'page' ? target.identifier : undefined
  if (operation !== 'remove' && !page) {
    findings.invalid.push({ pointer: '/payload/page', reason: `is required to ${operation} a page` })
    return pages
  }
  const name = oneName(named, page?.name, '/payload/page/name', findings)
  if (name === undefined) return pages
  const make = (before?: Page) => whole(Page, { ...before, ...page, name }, '/payload/page', findings)
  const pointer = named === undefined ? '/payload/page/name' : '/target/identifier'
  return editList(list, operation, [{ name, make, pointer }], findings)
}

function editActions({ document, findings }: PageEditing, pages: Page[]): Page[] {
  const { target, operation, payload } = document
  const [name, part] = halves(target.identifier)
  if (!pages.some((page) => page.name === name)) {
    findings.refused.push({ pointer: '/target/identifier', reason: `there is no page ${name}` })
    return pages
  }
  if (payload.page) findings.invalid.push({ pointer: '/payload/page', reason: 'requires target type page' })
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
