import { kindOf, type Step } from '../../store/kind.ts'

import type { Relationship } from '../../registry/relationships/relationships.contract.ts'
import type { PatchAnswer, PatchPreview } from './patches.contract.ts'
import type { Evaluation } from './pipeline.ts'

/** The answer to a document, from its effect and the steps that write it. Pure. */
export const answerOf = (
  { document, key, difference, security, warnings }: Evaluation,
  steps: Step[],
  revision: number,
): PatchAnswer => ({
  patchId: document.patchId,
  module: key,
  securityLevel: security.level,
  applied: false,
  revision,
  version: difference.version,
  changes: steps.map(({ before, after }) => ({
    ref: (after ?? before)!.ref,
    kind: !before ? 'created' : !after ? 'deleted' : 'changed',
    before,
    after,
  })),
  pending: steps.flatMap(({ after }) => {
    if (!after || kindOf(after.ref) !== 'relationship' || (after as Relationship).state !== 'pending') return []
    const { type, source, target } = after as Relationship
    return [{ type, source, target }]
  }),
  warnings,
})

/** The preview of a document that was applied before, with the answer of that time. Pure. */
export const nothingToDo = (answer: PatchAnswer): PatchPreview => ({
  ...answer,
  applied: false,
  changes: [],
  pending: [],
  warnings: [`the document was applied in revision ${answer.revision}`, ...answer.warnings],
  reasons: [],
  versionReasons: [],
  cycles: [],
  broken: [],
  records: [],
  similar: [],
})
