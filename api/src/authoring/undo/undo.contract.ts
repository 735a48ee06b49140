import { z } from 'zod'
import { flag, operation, wholeNumber } from '../../kernel/operation.ts'

export const Undone = z.strictObject({ revision: z.int().describe('Revision of the undo') }).meta({ id: 'Undone' })

export const undoOperations = {
  undo: operation({
    method: 'post',
    path: '/api/revisions/{number}:undo',
    tag: 'history',
    summary: 'Undo a revision, unless its resources have been changed since',
    role: 'editor',
    params: z.strictObject({ number: wholeNumber(1, 2_147_483_647) }),
    query: z.strictObject({ dryRun: flag.describe('Validate only; undo nothing') }),
    answer: Undone,
    status: 200,
    problems: ['conflict', 'already-exists', 'dependency-cycle'],
    graphql: { mutation: 'undoRevision' },
  }),
}
