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

/** The effect of a document on its module. */
export interface Evaluation extends Findings {
  document: PatchDocument
  /** Key of the module. */
  key: string
  difference: Difference
  security: SecurityLevel
  /** Members of the document that are ignored. */
  warnings: string[]
}

/**
 * Runs the stages of the pipeline that need no database: derive, check, compare; for both preview and apply. Derives
 * before checking, since a document may refer to parts derived from it, such as the operations granted to a role. Pure.
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
 * All errors of a body, of schema and semantics. Pure.
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
