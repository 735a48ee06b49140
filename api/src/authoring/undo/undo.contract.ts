import { z } from 'zod'
import { flag, operation, wholeNumber } from '../../kernel/operation.ts'

export const Undone = z
  .strictObject({ revision: z.int().describe('Number of the change that did so') })
  .meta({ id: 'Undone' })

export const undoOperations = {
  undo: operation({
    method: 'post',
    path: '/api/revisions/{number}:undo',
    tag: 'history',
    summary: 'Take back a change of the registry, whole, unless more has happened since to what it changed',
    role: 'editor',
    params: z.strictObject({ number: wholeNumber(1, 2_147_483_647) }),
    query: z.strictObject({ dryRun: flag.describe('Only answers whether it could be taken back') }),
    answer: Undone,
    status: 200,
    problems: ['conflict', 'already-exists', 'dependency-cycle'],
    graphql: { mutation: 'undoRevision' },
  }),
}
