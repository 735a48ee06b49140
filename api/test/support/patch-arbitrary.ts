import fc from 'fast-check'
import { fieldTypes } from '../../src/registry/entities/entities.contract.ts'

/** A document that registers a module. */
export const document = (more: object = {}) => ({
  version: '1.0',
  patchId: 'p',
  timestamp: '2026-01-01T00:00:00Z',
  actor: 'ai',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: 'shop' },
  payload: {},
  module: { key: 'shop' },
  objects: { Item: { fields: [] } },
  ...more,
})
const name = fc.stringMatching(/^[A-Z][a-z]{1,6}([A-Z][a-z]{1,4})?$/)
const key = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,8}$/)
const field = fc
  .record({
    name: fc.stringMatching(/^[a-z]{1,6}$/).map((text) => `f_${text}`),
    type: fc.constantFrom(...fieldTypes),
    required: fc.boolean(),
    label: fc.constant('Label'),
  })
  .map((one) => ({
    ...one,
    ...(one.type.endsWith('select') ? { options: ['a', 'b'] } : {}),
    ...(one.type === 'relation' ? { relationObject: `elsewhere/Thing` } : {}),
  }))
const flow = fc.uniqueArray(fc.stringMatching(/^s_[a-z]{1,6}$/), { minLength: 1, maxLength: 5 }).map((names) => ({
  states: names.map((one, index) => ({ name: one, initial: index === 0 })),
  transitions: names.slice(1).map((to, index) => ({ from: names[index]!, to })),
}))
const definition = fc.record(
  {
    fields: fc.uniqueArray(field, { maxLength: 6, selector: (one) => one.name }),
    label: fc.constant('A label'),
    states: flow,
  },
  { requiredKeys: ['fields'] },
)
const relation = fc.oneof(key, fc.record({ module: key, criticality: fc.constantFrom('low', 'high') }))
/** Random valid documents that register a module; the modules that they refer to are not registered. */
export const validDocument = fc
  .record(
    {
      // A letter before each name avoids names that differ only in case, and equal plurals.
      objects: fc
        .array(fc.tuple(name, definition), { minLength: 1, maxLength: 4 })
        .map((list) => Object.fromEntries(list.map(([one, def], index) => [`${'ABCD'[index]}x${one}`, def]))),
      dependsOn: fc.uniqueArray(relation, {
        maxLength: 3,
        selector: (one) => (typeof one === 'string' ? one : one.module),
      }),
      description: fc.string(),
    },
    { requiredKeys: ['objects'] },
  )
  .map((more) =>
    document({ ...more, module: { key: 'own-module' }, target: { type: 'module', identifier: 'own-module' } }),
  )
