import { Problem } from '../../kernel/errors.ts'

export const draftStates = [
  'draft',
  'tested',
  'pending_review',
  'approved',
  'rejected',
  'published',
  'unpublished',
] as const
export type DraftState = (typeof draftStates)[number]

export const moveNames = [
  'create',
  'generate',
  'edit',
  'test',
  'fail',
  'submit',
  'approve',
  'reject',
  'publish',
  'unpublish',
  'delete',
] as const
export type Move = (typeof moveNames)[number]

/** State machine of drafts: allowed moves by state, and the next state. A changed document must be tested again. */
const moves: Record<DraftState, Partial<Record<Move, DraftState>>> = {
  draft: { edit: 'draft', test: 'tested', fail: 'draft', delete: 'draft' },
  tested: { edit: 'draft', test: 'tested', fail: 'draft', submit: 'pending_review', delete: 'tested' },
  pending_review: { edit: 'draft', approve: 'approved', reject: 'rejected', delete: 'pending_review' },
  approved: { edit: 'draft', publish: 'published', delete: 'approved' },
  rejected: { edit: 'draft', delete: 'rejected' },
  published: { unpublish: 'unpublished' },
  unpublished: { edit: 'draft', publish: 'published', delete: 'unpublished' },
}

/** Names of moves in the API, where a failed test is no move of its own. */
const askedAs: Partial<Record<Move, string[]>> = { fail: [], approve: ['review'], reject: ['review'] }
export const legalMoves = Object.fromEntries(
  Object.entries(moves).map(([state, leading]) => [
    state,
    [...new Set((Object.keys(leading) as Move[]).flatMap((move) => askedAs[move] ?? [move]))],
  ]),
) as Record<DraftState, string[]>

/** @throws Problem `conflict` with the allowed moves */
export function stateAfter(state: DraftState, move: Move): DraftState {
  const next = moves[state][move]
  if (next) return next
  const legal = legalMoves[state]
  throw new Problem(
    'conflict',
    `an AI module in the state ${state} does not allow ${move}; it allows ${legal.join(', ')}`,
    [{ pointer: '/path/id', reason: `is in the state ${state}` }],
    { state, legal },
  )
}
