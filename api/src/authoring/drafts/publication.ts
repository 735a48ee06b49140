import { Problem } from '../../kernel/errors.ts'
import type { Read, Run } from '../../graph/graph.ts'
import { edit, type Decision } from '../../store/change.ts'
import { fromRow, kindOf, type Step } from '../../store/kind.ts'
import { takingBack } from '../undo/undo.service.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { PatchAnswer } from '../patches/patches.contract.ts'
import type { Draft } from './drafts.contract.ts'

/** @throws Problem `conflict` if the reviewer wrote or edited the document */
export function requireOther({ author, moves }: Draft, actor: string): void {
  const isWriter = actor === author || moves.some((move) => move.move === 'edit' && move.actor === actor)
  if (isWriter)
    throw new Problem('conflict', `${actor} wrote this document; someone else must review it`, [
      { pointer: '/header/x-actor', reason: 'must not be an author of the document' },
    ])
}

/** The steps of the document; a module that it registers becomes active and gets the provenance of the draft. */
export async function stepsOfPublication(
  run: Read,
  draft: Draft,
  { result: { answer }, steps }: Decision<{ answer: PatchAnswer }>,
): Promise<Step[]> {
  const found = steps.find(({ after }) => after?.ref === `module:${answer.module}`)
  const module = (found?.after as Module | undefined) ?? (await registered(run, answer.module))
  if (!module)
    throw new Problem(
      'conflict',
      `module ${answer.module} was deleted; use a document with another patchId to register it again`,
    )
  const { aiModuleId = answer.version.bump === 'initial' ? draft.id : undefined } = module.metadata
  // A document that changes an existing module does not change its provenance; the change is in the log.
  if (aiModuleId !== draft.id) return steps
  const contents = { status: 'active' as const, metadata: { ...module.metadata, ...provenanceOf(draft) } }
  if (!found) return [...steps, ...edit(module, contents).steps]
  return steps.map((step) => (step === found ? { ...step, after: { ...module, ...contents } as Module } : step))
}

const provenanceOf = ({ id, author, reviewer, model, promptHash }: Draft): Module['metadata'] => ({
  aiModuleId: id,
  createdBy: author,
  ...(reviewer === null ? {} : { reviewedBy: reviewer }),
  ...(model === null ? {} : { aiModel: model }),
  ...(promptHash === null ? {} : { promptHash }),
})

/** Deactivates the module that the draft registered, or undoes its changes of another one, unless already undone. */
export async function stepsOfWithdrawal(run: Run, draft: Draft, revision: number): Promise<Step[]> {
  const module = await registered(run, draft.module!)
  if (module?.metadata.aiModuleId === draft.id) return edit(module, { status: 'inactive' }).steps
  const [row] = await run('patches/read', { patchId: draft.patchId! })
  if (!module || row?.patch.undoneBy !== undefined) return []
  const { steps } = await takingBack(run, draft.revision!, revision)
  return steps.filter(({ before, after }) => kindOf((after ?? before)!.ref) !== 'draft')
}

async function registered(run: Read, key: string): Promise<Module | undefined> {
  const [row] = await run('modules/read', { id: key })
  return row && fromRow<Module>('module', row.module)
}
