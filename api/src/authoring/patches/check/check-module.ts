import type { Findings } from '../../../registry/entities/definition-check.ts'
import { reservedPaths } from '../../../registry/modules/modules.contract.ts'
import { key as moduleKey } from '../../../kernel/text.ts'
import type { Edited } from '../edit/edit.ts'
import type { Neighbour } from '../module-state.ts'

/** Checks the module as a whole: key, operation, timestamp and base path. */
export function checkModule(edited: Edited, others: Neighbour[], findings: Findings, now: number): void {
  const { invalid, refused } = findings
  const { document, current, key } = edited
  const { target, operation, objects } = document
  if (!moduleKey.safeParse(key).success)
    invalid.push({ pointer: '/module', reason: 'is required unless apiBasePath begins with the key of the module' })
  else if (!current && operation !== 'add')
    refused.push({ pointer: '/operation', reason: `must be add: there is no module ${key} to ${operation}` })
  const isOfModule = target.type === 'module' && document.scope === 'object'
  if (current && operation === 'add' && isOfModule && !objects)
    invalid.push({ pointer: '/target', reason: `module ${key} already exists` })
  const relates = document.dependsOn ?? document.integratesWith ?? document.flowsTo ?? document.partOf
  if (operation === 'remove' && isOfModule && !objects && !relates)
    invalid.push({
      pointer: '/operation',
      reason: `must not be remove: delete the module with DELETE /api/modules/${key}`,
    })
  if (Date.parse(document.timestamp) > now + 86_400_000)
    invalid.push({ pointer: '/timestamp', reason: 'must be at most one day in the future' })
  checkBasePath(edited, others, findings)
}

function checkBasePath({ document, current, base }: Edited, others: Neighbour[], { invalid }: Findings): void {
  const isNew = !current || document.apiBasePath !== undefined
  if (!isNew) return
  const pointer = document.apiBasePath === undefined ? '/module/key' : '/apiBasePath'
  const path = base.toLowerCase()
  const overlaps = (other: string) => path === other || path.startsWith(`${other}/`) || other.startsWith(`${path}/`)
  const reserved = reservedPaths.find(overlaps)
  if (reserved) invalid.push({ pointer, reason: `must not overlap ${reserved}, which is reserved for the registry` })
  for (const { key, apiBasePath } of others)
    if (apiBasePath !== undefined && overlaps(apiBasePath.toLowerCase()))
      invalid.push({ pointer, reason: `must not overlap ${apiBasePath} of module ${key}` })
}
