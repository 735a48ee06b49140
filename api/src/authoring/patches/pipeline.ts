import type { Findings } from '../../registry/entities/definition-check.ts'
import { check } from './check/check.ts'
import { compare, type Difference } from './compare/compare.ts'
import { securityLevel, type SecurityLevel } from './compare/security-level.ts'
import { derive } from './derive/derive.ts'
import { edit, type Edited } from './edit/edit.ts'
import type { Registered } from './module-state.ts'
import type { PatchDocument } from './read/document.ts'
import { misshapenErrors } from './read/misshapen.ts'
import type { PatchBody } from './read/patch-body.ts'

/** All that a document would do to its module. */
export interface Evaluation extends Findings {
  document: PatchDocument
  /** Of the module. */
  key: string
  difference: Difference
  security: SecurityLevel
  /** What the document says and nobody heeds. */
  warnings: string[]
}

/**
 * Takes an edited module through the steps that need no database: derive, check, compare. Preview and apply are both made of this.
 * Derived is before checked, since a document may name what follows from it, such as the operations that a role is granted. Pure.
 * @param now in milliseconds
 */
export function evaluate(edited: Edited, registered: Registered, now = Date.now()): Evaluation {
  const { document, current, key } = edited
  const derived = derive(edited)
  const findings = check(derived, registered, now)
  const difference = compare(current, derived.state, document.module?.version)
  const security = securityLevel(edited, registered.hasDependants, findings.refused)
  return { ...findings, document, key, difference, security, warnings: warningsOf(document, difference, security) }
}

/**
 * Every error of what was sent, of its shape and of its meaning, at once. Pure.
 * @param now in milliseconds
 */
export function errorsOf(body: PatchBody, registered: Registered, now = Date.now()): Findings {
  const findingsOf = (document: PatchDocument) => check(derive(edit(document, registered.current)), registered, now)
  if (body.document) return findingsOf(body.document)
  return { invalid: misshapenErrors(body, (document) => findingsOf(document).invalid), refused: [] }
}

function warningsOf(
  { target, module, securityLevel: claimed }: PatchDocument,
  { before, after, version }: Difference,
  { level }: SecurityLevel,
): string[] {
  const named = module?.version
  return [
    ...(target.type === 'module' && target.identifier !== after.module.key
      ? [`target.identifier ${target.identifier} is ignored: the module is ${after.module.key}`]
      : []),
    ...(claimed !== undefined && claimed < level
      ? [`securityLevel ${claimed} is ignored: the changes require ${level}`]
      : []),
    ...(before && named !== undefined && version.to !== named
      ? [`module.version ${named} is ignored: the changes require ${version.to}`]
      : []),
  ]
}
