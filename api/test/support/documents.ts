import { send } from './client.ts'

/** A patch document that registers a module; `more` has its other members. */
export const documentOf = (key: string, more: object = {}) => ({
  version: '1.0',
  patchId: `register ${key}`,
  timestamp: '2026-01-05T09:00:00Z',
  actor: 'human',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: key },
  payload: {},
  module: { key },
  objects: { Pet: { fields: [{ name: 'name', type: 'text' }] } },
  ...more,
})

export const apply = (document: object) => send('/api/patches?confirm=true', { method: 'POST', body: document })
