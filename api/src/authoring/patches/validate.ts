import type { Findings } from '../../registry/entities/definition-check.ts'
import { reservedPaths } from '../../registry/modules/modules.contract.ts'
import { key as moduleKey } from '../../kernel/text.ts'
import { checkEntities } from './check-entities.ts'
import { checkPermission } from './check-permission.ts'
import { checkPages } from './check-pages.ts'
import { checkRelations } from './check-relations.ts'
import { edited } from './desired.ts'
import type { PatchDocument } from './document.ts'
import { moduleKeyOf, type Registered } from './state.ts'

/**
 * What the shapes alone can't say about a document; each finding with its place. What is invalid makes 422 `invalid-patch`, what is refused
 * 422 `refused-by-policy`. Pure.
 * @param now in milliseconds
 */
export function validate(document: PatchDocument, registered: Registered, now = Date.now()): Findings {
  const result = edited(document, registered.current)
  const findings: Findings = { invalid: [...result.findings.invalid], refused: [...result.findings.refused] }
  checkModule(document, registered, findings, now)
  checkBasePath(document, result.base, registered, findings)
  checkEntities(result, registered, findings)
  checkPages(document, result, registered, findings)
  checkPermission(document, registered, findings)
  checkRelations(document, result.definition, registered, findings)
  if (document.securityLevel === 'L3')
    findings.refused.push({ pointer: '/securityLevel', reason: 'the document itself claims L3' })
  return findings
}

function checkModule(
  document: PatchDocument,
  { current, others }: Registered,
  { invalid, refused }: Findings,
  now: number,
): void {
  const { target, operation, objects } = document
  const key = moduleKeyOf(document, others)
  if (!moduleKey.safeParse(key).success)
    invalid.push({ pointer: '/module', reason: 'is needed, or an apiBasePath that begins with the key of the module' })
  else if (!current && operation !== 'add')
    refused.push({ pointer: '/operation', reason: `must be add: there is no module ${key} to ${operation}` })
  const isOfModule = target.type === 'module' && document.scope === 'object'
  if (current && operation === 'add' && isOfModule && !objects)
    invalid.push({ pointer: '/target', reason: `module ${key} is there already; add refuses what exists` })
  const relates = document.dependsOn ?? document.integratesWith ?? document.flowsTo ?? document.partOf
  if (operation === 'remove' && isOfModule && !objects && !relates)
    invalid.push({ pointer: '/operation', reason: `must not be remove: a module goes by DELETE /api/modules/${key}` })
  if (Date.parse(document.timestamp) > now + 86_400_000)
    invalid.push({ pointer: '/timestamp', reason: 'must be at most a day ahead' })
}

function checkBasePath(document: PatchDocument, base: string, { current, others }: Registered, { invalid }: Findings) {
  const isNew = !current || document.apiBasePath !== undefined
  if (!isNew) return
  const pointer = document.apiBasePath === undefined ? '/module/key' : '/apiBasePath'
  const path = base.toLowerCase()
  const overlaps = (other: string) => path === other || path.startsWith(`${other}/`) || other.startsWith(`${path}/`)
  const reserved = reservedPaths.find(overlaps)
  if (reserved) invalid.push({ pointer, reason: `must not overlap ${reserved}, which belongs to the registry` })
  for (const { key, apiBasePath } of others)
    if (apiBasePath !== undefined && overlaps(apiBasePath.toLowerCase()))
      invalid.push({ pointer, reason: `must not overlap ${apiBasePath} of module ${key}` })
}
