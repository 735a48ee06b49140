import { expect } from 'chai'
import fc from 'fast-check'
import { send } from '../support/client.ts'
import { emptyRegistry, registry } from '../support/database.ts'
import { logOf, replay, stateOf } from '../support/replaying.ts'
import { scale } from '../support/scale.ts'

const read = async (path: string): Promise<unknown> => (await send(path)).body

const modules = ['a', 'b', 'c']
const module = fc.constantFrom(...modules)
const entity = fc.constantFrom('Customer', 'Order', 'Item')
const name = fc.constantFrom('x', 'Über', '名前', '😀', '"quote\\', "MATCH (n) DELETE n // '")
const ifAny = { 'if-match': '*' }
const action = fc.oneof(
  fc.record({
    method: fc.constant('POST'),
    path: fc.constant('/api/modules'),
    body: fc.record({ key: module, name, tags: fc.uniqueArray(name) }),
  }),
  fc.record({
    method: fc.constant('PATCH'),
    path: module.map((m) => `/api/modules/${m}`),
    body: fc.record({ name, owner: fc.option(name) }),
  }),
  fc.record({
    method: fc.constant('PUT'),
    path: module.map((m) => `/api/modules/${m}/status`),
    body: fc.record({ status: fc.constantFrom('active', 'inactive') }),
  }),
  fc.record({ method: fc.constant('DELETE'), path: module.map((m) => `/api/modules/${m}?force=true`) }),
  fc.record({
    method: fc.constant('POST'),
    path: module.map((m) => `/api/modules/${m}/entities`),
    body: fc.record({ name: entity, fields: fc.constantFrom([], [{ name: 'f', type: 'text' }]) }),
  }),
  fc.record({
    method: fc.constant('DELETE'),
    path: fc.tuple(module, entity).map(([m, e]) => `/api/modules/${m}/entities/${e}?force=true`),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: module.map((m) => `/api/modules/${m}/capabilities`),
    body: fc.record({
      key: fc.constantFrom('one', 'two'),
      entity: fc.option(entity),
      operations: fc.constant(['list', 'read']),
      endpoints: fc.subarray([
        { operation: 'list', method: 'GET', path: '/things' },
        { operation: 'read', method: 'GET', path: '/things/{id}' },
        { operation: 'read', method: 'GET', path: '/things' },
      ]),
    }),
  }),
  fc.record({
    method: fc.constant('PATCH'),
    path: module.map((m) => `/api/modules/${m}/capabilities/one`),
    body: fc.record({ endpoints: fc.constant([]), name }),
  }),
  fc.record({
    method: fc.constant('DELETE'),
    path: module.map((m) => `/api/modules/${m}/capabilities/one?force=true`),
  }),
  fc.record({
    method: fc.constant('DELETE'),
    path: module.map((m) => `/api/modules/${m}/endpoints/${encodeURIComponent('GET /things')}?force=true`),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: module.map((m) => `/api/modules/${m}/configurations`),
    body: fc.record({
      key: fc.constant('usage'),
      configType: fc.constant('usage'),
      values: fc.dictionary(fc.constantFrom('p', 'q'), fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>),
    }),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: fc.constant('/api/ai-modules'),
    body: fc.record({ document: fc.tuple(module, fc.nat(9)).map(([key, n]) => patch(key, `p${n}`)), title: name }),
  }),
  fc.record({
    method: fc.constant('POST'),
    path: fc.constant('/api/patches'),
    body: fc.tuple(module, fc.nat(9)).map(([key, n]) => patch(key, `p${n}`)),
  }),
)

const patch = (key: string, patchId: string) => ({
  version: '1.0',
  patchId,
  timestamp: '2026-01-01T00:00:00Z',
  actor: 'ai',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: key },
  payload: {},
  module: { key },
  objects: {
    Customer: { fields: [{ name: 'name', type: 'text', required: true }] },
    Order: { fields: [{ name: 'customer', type: 'relation', relationObject: 'Customer' }] },
  },
})

describe('The log', () => {
  it('replayed into an empty registry gives the same registry, for any history', async function () {
    this.timeout(120_000)
    const { driver, graph } = await registry()
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), async (actions) => {
        await emptyRegistry()
        for (const [index, { path, ...request }] of actions.entries()) {
          const headers = index % 3 === 0 ? { ...ifAny, 'idempotency-key': `key-${index % 4}` } : ifAny
          const { status } = await send(path, { ...request, headers })
          expect(status).to.be.lessThan(500)
        }
        const [before, history] = [await stateOf(driver), await logOf(read)]
        await emptyRegistry()
        await replay(graph, history)
        expect(await stateOf(driver)).to.deep.equal(before)
      }),
      { numRuns: scale(25, 3) },
    )
  })
})
