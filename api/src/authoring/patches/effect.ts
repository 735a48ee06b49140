import { Problem, type Reason } from '../../kernel/errors.ts'
import type { Read } from '../../graph/graph.ts'
import type { Step } from '../../store/kind.ts'
import { earlierPatch } from './accepted-patches.ts'
import { ownersAfter } from '../../registry/owners/ownership.ts'
import { takenNames } from '../../registry/modules/aliases.ts'
import { edit } from './edit/edit.ts'
import { withModuleKeys } from './read/module-names.ts'
import { errorsOf, evaluate, type Evaluation } from './pipeline.ts'
import type { PatchBody } from './read/patch-body.ts'
import { readOwnModule, withNeighbours, type RegisteredModule } from './registered.ts'
import { stepsTo } from './steps/steps.ts'

/** The effect of a document on the registered module, and the steps that write it. */
export interface Effect extends Evaluation {
  registered: RegisteredModule
  steps: Step[]
}

/** Reads the module of a document and evaluates the document. @throws Problem `invalid-patch` with all errors */
export async function effectOf(run: Read, patch: PatchBody, revision: number): Promise<Effect> {
  if (!patch.document) throw invalidPatch(misshapen(patch))
  const { document, unknown } = await withModuleKeys(run, patch.document)
  if (unknown.length > 0) throw invalidPatch(unknown)
  const own = await readOwnModule(run, document)
  const edited = edit(document, own.current)
  const registered = await withNeighbours(run, own, edited)
  const evaluation = evaluate(edited, registered)
  const { key, aliases } = evaluation.difference.after.module
  const taken = await takenNames(run, { key, aliases })
  const invalid = [
    ...evaluation.invalid,
    ...taken.map(({ pointer, reason }) => ({ pointer: `/module${pointer}`, reason })),
  ]
  if (invalid.length > 0) throw invalidPatch(invalid)
  const desired = evaluation.difference.after
  const { steps: made, ...owned } = await ownersAfter(run, own.module, desired.module, revision)
  const after = { ...desired, module: { ...desired.module, ...owned } }
  const difference = { ...evaluation.difference, after }
  return { ...evaluation, difference, registered, steps: [...stepsTo(after, registered, revision), ...made] }
}

/** Refuses an invalid document before the lock is taken for it. @throws Problem `invalid-patch` */
export async function requireDocument(run: Read, patch: PatchBody): Promise<void> {
  if (!patch.document && !(await earlierPatch(run, patch))) throw invalidPatch(misshapen(patch))
}

/** Errors of a body that is no valid document. The module is not read, since its key may be what is invalid. */
const misshapen = (patch: PatchBody) => errorsOf(patch, { current: null, others: [], hasDependants: false }).invalid

const invalidPatch = (invalid: Reason[]) => new Problem('invalid-patch', inWords(invalid), invalid.slice(0, 100))

const inWords = (errors: Reason[]) =>
  errors
    .slice(0, 3)
    .map(({ pointer, reason }) => `${pointer || 'the document'} ${reason}`)
    .join('; ')
