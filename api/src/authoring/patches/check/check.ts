import type { Findings } from '../../../registry/entities/definition-check.ts'
import type { Derived } from '../derive/derive.ts'
import type { Registered } from '../module-state.ts'
import { checkEntities } from './check-entities.ts'
import { checkModule } from './check-module.ts'
import { checkPages } from './check-pages.ts'
import { checkPermissions } from './check-permissions.ts'
import { checkRelationships } from './check-relationships.ts'

/**
 * Checks of a document beyond its schema, with pointers. `invalid` findings lead to 422 `invalid-patch`, `refused` ones
 * to 422 `refused-by-policy`. Pure.
 * @param now in milliseconds
 */
export function check(derived: Derived, { others }: Pick<Registered, 'others'>, now: number): Findings {
  const findings: Findings = { invalid: [...derived.findings.invalid], refused: [...derived.findings.refused] }
  checkModule(derived, others, findings, now)
  checkEntities(derived, others, findings)
  checkPages(derived, findings)
  checkPermissions(derived, others, findings)
  checkRelationships(derived, others, findings)
  if (derived.document.securityLevel === 'L3')
    findings.refused.push({ pointer: '/securityLevel', reason: 'the document itself claims L3' })
  return findings
}
