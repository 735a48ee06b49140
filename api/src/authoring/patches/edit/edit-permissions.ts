import { Permission, type PatchDocument } from '../read/document.ts'
import { isWhole, oneName, whole, type Editing } from './edit-context.ts'
import { editList, reorder } from './edit-list.ts'

type PermissionDocument = Extract<PatchDocument, { scope: 'permission' }>

export function editPermissions(
  { document, findings }: Editing<PermissionDocument>,
  roles: Permission[],
): Permission[] {
  const { target, operation, payload } = document
  const list = { noun: 'role', items: roles, nameOf: ({ role }: Permission) => role }
  if (operation === 'reorder') return reorder(list, payload.order, '/payload/order', findings)
  const { order, ...permission } = payload
  if (order) findings.invalid.push({ pointer: '/payload/order', reason: 'is only allowed for reorder' })
  const named = target.type === 'role' ? target.identifier : undefined
  const name =
    operation === 'remove' && named === undefined && payload.role === undefined
      ? target.identifier
      : oneName(named, payload.role, '/payload/role', findings)
  if (name === undefined) return roles
  if (isWhole(operation) && !payload.allow && !payload.deny)
    findings.invalid.push({
      pointer: '/payload/allow',
      reason: 'is required unless deny is given: operations such as customer-crud.read',
    })
  const make = (before?: Permission) =>
    whole(Permission, { ...before, ...permission, role: name }, '/payload', findings)
  const pointer = payload.role === undefined ? '/target/identifier' : '/payload/role'
  return editList(list, operation, [{ name, make, pointer }], findings)
}
