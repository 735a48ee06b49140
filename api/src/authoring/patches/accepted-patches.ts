import { Problem } from '../../kernel/errors.ts'
import type { Read, RowOf } from '../../graph/graph.ts'
import { born } from '../../store/change.ts'
import { readRevision } from '../../registry/history/history.service.ts'
import type { State, Step } from '../../store/kind.ts'
import type { PatchDocument } from './read/document.ts'
import type { PatchAnswer, PatchSummary } from './patches.contract.ts'
import type { PatchBody } from './read/patch-body.ts'

/** An accepted document, as stored. */
export type Row = RowOf<'patches/read'>
export type StoredPatch = Row['patch']

/** The accepted document with the same id. @throws Problem `conflict` if its content differs */
export async function earlierPatch(run: Read, { patchId, hash }: PatchBody): Promise<Row | undefined> {
  if (patchId === undefined) return undefined
  const [row] = await run('patches/read', { patchId })
  if (row && row.patch.hash !== hash)
    throw new Problem('conflict', `patch ${patchId} was accepted before with other content`, [
      { pointer: '/patchId', reason: 'is used by another document' },
    ])
  return row
}

export async function repeatedAnswer(run: Read, { patch, module }: Row): Promise<PatchAnswer> {
  const answer = await wholeAnswer(run, patch)
  if (module !== null) return answer
  return {
    ...answer,
    warnings: [`module ${answer.module} was deleted; use a document with another patchId to register it again`],
  }
}

/** The stored answer with its changes, which are in the log: a patch is stored with their refs only. */
export async function wholeAnswer(run: Read, patch: StoredPatch): Promise<PatchAnswer> {
  const answer = JSON.parse(patch.answer) as Omit<PatchAnswer, 'changes'> & { changes: string[] }
  const { changes } = await readRevision(run, answer.revision)
  const byRef = new Map(changes.map((change) => [change.ref, change]))
  return { ...answer, changes: answer.changes.flatMap((ref) => byRef.get(ref) ?? []) }
}

/** @throws Problem `not-found` */
export async function readPatch(run: Read, patchId: string): Promise<Row> {
  const [row] = await run('patches/read', { patchId })
  if (!row)
    throw new Problem('not-found', `there is no accepted patch ${patchId}`, [
      { pointer: '/path/id', reason: 'names no patch document' },
    ])
  return row
}

/** The step that stores an accepted document; one that was undone and is applied again keeps its identity. */
export function patchStep(
  earlier: StoredPatch | undefined,
  contents: object & { patchId: string },
  revision: number,
): Step {
  const ref = `patch:${contents.patchId}`
  if (!earlier) return { before: null, after: { ...born(ref, revision), ...contents } }
  const { id, rev, createdAt, updatedAt, document, answer, ...rest } = earlier
  const identity = { id, ref, createdAt }
  const before = {
    ...identity,
    rev,
    updatedAt,
    ...rest,
    document: JSON.parse(document) as unknown,
    answer: JSON.parse(answer) as unknown,
  }
  return {
    before: before as State,
    after: { ...identity, rev: rev + 1, updatedAt: new Date().toISOString(), ...contents },
  }
}

export function summaryOf(
  {
    patchId,
    document,
    answer,
    createdAt,
    undoneBy,
  }: Pick<StoredPatch, 'patchId' | 'document' | 'answer' | 'createdAt'> & {
    undoneBy?: number | null
  },
  module: string | null,
): PatchSummary {
  const { description = '', scope, operation, actor } = JSON.parse(document) as PatchDocument
  const { revision, version } = JSON.parse(answer) as PatchAnswer
  return {
    patchId,
    module,
    undoneBy: undoneBy ?? null,
    createdAt,
    description,
    scope,
    operation,
    actor,
    revision,
    version,
  }
}
