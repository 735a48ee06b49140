import { expect } from 'chai'
import type { DraftState } from '../../src/authoring/drafts/moves.ts'
import { send, type Answer } from './client.ts'

/** A document with a field of nearly every type. In these tests ann is the author of drafts and bob the reviewer. */
export const document = (more: object = {}) => ({
  version: '1.0',
  patchId: 'tickets-1',
  timestamp: '2026-01-01T00:00:00Z',
  actor: 'ai',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: 'tickets' },
  payload: {},
  module: { key: 'tickets', name: 'Ticket desk' },
  objects: {
    Ticket: {
      fields: [
        { name: 'subject', type: 'text', required: true, validation: { minLength: 3, maxLength: 5 } },
        { name: 'urgency', type: 'select', options: ['low', 'high'], default: 'low', required: true },
        { name: 'code', type: 'text', required: true, validation: { pattern: '^T-[0-9]+$' } },
        { name: 'hours', type: 'integer', validation: { minimum: 2 } },
        { name: 'tags', type: 'multiselect', options: ['a', 'b', 'c'], validation: { minItems: 2 } },
        ...['email', 'url', 'phone', 'date', 'datetime', 'boolean', 'json', 'currency'].map((type) => ({
          name: `of_${type}`,
          type,
        })),
      ],
    },
  },
  ...more,
})
export const as = (actor: string) => ({ 'x-actor': actor })
export const create = (body: object = { document: document() }) =>
  send('/api/ai-modules', { method: 'POST', body, headers: as('ann') })
export const verb = (id: string, name: string, actor = 'ann') =>
  send(`/api/ai-modules/${id}:${name}`, { method: 'POST', headers: as(actor) })
export const review = (id: string, decision = 'approve', comment = '', actor = 'bob', tag = '*') =>
  send(`/api/ai-modules/${id}:review`, {
    method: 'POST',
    body: { decision, comment },
    headers: { ...as(actor), 'if-match': tag },
  })
/** Creates a draft and moves it to a state. */
export async function draftIn(state: DraftState, body?: object): Promise<string> {
  const { id } = (await create(body)).body
  const way: Record<DraftState, (() => Promise<Answer>)[]> = {
    draft: [],
    tested: [() => verb(id, 'test')],
    pending_review: [() => verb(id, 'test'), () => verb(id, 'submit')],
    approved: [() => verb(id, 'test'), () => verb(id, 'submit'), () => review(id)],
    rejected: [() => verb(id, 'test'), () => verb(id, 'submit'), () => review(id, 'reject', 'no')],
    published: [() => verb(id, 'test'), () => verb(id, 'submit'), () => review(id), () => verb(id, 'publish')],
    unpublished: [],
  }
  const steps = state === 'unpublished' ? [...way.published, () => verb(id, 'unpublish')] : way[state]
  for (const step of steps) {
    const answer = await step()
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200)
  }
  expect((await send(`/api/ai-modules/${id}`)).body.state).to.equal(state)
  return id
}
