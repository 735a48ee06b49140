import type { Findings } from '../../../registry/entities/definition-check.ts'
import type { Derived } from '../derive/derive.ts'
import type { Neighbour } from '../module-state.ts'

/** Whether a role is an administrator role, by common names. */
const isAdmin = (role: string) => /(^|[^a-z])(admin|administrator|superuser|root|owner)([^a-z]|$)/i.test(role)

/** Checks permissions: operations must exist, and authors must not extend their own permissions. */
export function checkPermissions(
  { document, key, state }: Derived,
  others: Neighbour[],
  { invalid, refused }: Findings,
): void {
  if (document.scope !== 'permission' || document.operation === 'remove') return
  const { allow = [], deny = [], role = document.target.identifier } = document.payload
  const own = { key, capabilities: state.capabilities }
  for (const [member, refs] of Object.entries({ allow, deny }))
    refs.forEach((ref, index) => {
      const reason = unknownOperation(ref, own, others)
      if (reason) refused.push({ pointer: `/payload/${member}/${index}`, reason })
    })
  allow.forEach((ref, index) => {
    const pointer = `/payload/allow/${index}`
    if (deny.includes(ref)) invalid.push({ pointer, reason: 'is also denied' })
    if (ref.includes('*') && document.actor === 'ai')
      refused.push({ pointer, reason: 'must name one operation: an ai may not grant wildcards' })
    if (/(^|\/)permissions\./.test(ref))
      refused.push({ pointer, reason: 'would let the role extend its own permissions' })
  })
  if (allow.length === 0) return
  if (isAdmin(role) && document.actor === 'ai')
    refused.push({
      pointer: '/payload/role',
      reason: 'must not be an administrator role: an ai may not change these',
    })
  if (role.toLowerCase() === document.actor)
    refused.push({
      pointer: '/payload/role',
      reason: 'must not be the author: nobody may extend their own permissions',
    })
}

type Named = Pick<Neighbour, 'key' | 'capabilities'>

function unknownOperation(ref: string, own: Named, others: Named[]): string | undefined {
  const [, module = own.key, capability, operation] = /^(?:([^/.]+)\/)?([^.]+)(?:\.(.+))?$/.exec(ref)!
  if (capability === '*') return undefined
  const known = [own, ...others].find(({ key }) => key === module)?.capabilities
  // The module may be registered later.
  if (!known) return undefined
  const found = known.find(({ key }) => key === capability)
  if (!found)
    return `${capability} is not a capability of module ${module}; existing ones: ${known.map(({ key }) => key).join(', ')}`
  return operation === '*' || found.operations.includes(operation!)
    ? undefined
    : `${operation} is not an operation of ${capability}; existing ones: ${found.operations.join(', ')}`
}
