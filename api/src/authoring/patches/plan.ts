import type { Findings } from '../../registry/entities/definition-check.ts'
import { desired, edited } from './desired.ts'
import type { PatchDocument } from './document.ts'
import { securityLevel, type SecurityLevel } from './level.ts'
import type { ModuleState, Registered } from './state.ts'
import { validate } from './validate.ts'
import { highest, verdict, type Verdict } from './verdict.ts'

/** All that a document would do to its module; what is done is the difference between `current` and `desired`. */
export interface Plan extends Findings {
  security: SecurityLevel
  desired: ModuleState
  verdict: Verdict
  /** What the document says and nobody heeds. */
  warnings: string[]
}

/**
 * Judges a document by what is registered; preview and apply are both made of this. Pure.
 * @param now in milliseconds
 */
export function plan(document: PatchDocument, registered: Registered, now = Date.now()): Plan {
  const { current, hasDependants } = registered
  const findings = validate(document, registered, now)
  const security = securityLevel(document, edited(document, current), current, hasDependants, findings.refused)
  const state = desired(document, current)
  const { to, ...called } = verdict(current, state)
  return {
    ...findings,
    security,
    desired: state,
    verdict: { ...called, to: state.module.version },
    warnings: [
      ...(document.target.type === 'module' && document.target.identifier !== state.module.key
        ? [`target.identifier ${document.target.identifier} is ignored: the module is ${state.module.key}`]
        : []),
      ...(document.securityLevel !== undefined && document.securityLevel < security.level
        ? [`securityLevel ${document.securityLevel} is ignored: what the document does is ${security.level}`]
        : []),
      ...(current &&
      document.module?.version !== undefined &&
      highest(to, document.module.version) !== document.module.version
        ? [`module.version ${document.module.version} is ignored: what the document does calls for ${to}`]
        : []),
    ],
  }
}
