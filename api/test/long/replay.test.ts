import { expect } from 'chai'
import fc from 'fast-check'
import { write, type Step } from '../../src/store/change.ts'
import type { State } from '../../src/store/kinds.ts'
import { send } from '../support/client.ts'
import { cypher, emptyRegistry, registry } from '../support/database.ts'

/** Everything that the log is about: nodes with labels and properties, edges with ends and properties, in one order. */
async function dump(): Promise<string[]> {
  const rows = await cypher(`
    CALL () {
      MATCH (n) WHERE NOT n:Revision AND NOT n:Change AND NOT n:Registry AND NOT n:Migration AND NOT n:KeptAnswer AND NOT n:Statistics
      RETURN labels(n) AS kind, n.ref AS a, null AS b, properties(n) AS properties
      UNION ALL
      MATCH (a)-[r]->(b) WHERE a.ref IS NOT NULL AND b.ref IS NOT NULL AND NOT a:Revision AND NOT b:Statistics
      RETURN [type(r)] AS kind, a.ref AS a, b.ref AS b, properties(r) AS properties
    }
    RETURN kind, a, b, properties`)
  return rows
    .map(({ kind, a, b, properties }) => {
      const members = Object.entries(properties as object).sort(([x], [y]) => (x < y ? -1 : 1))
      return JSON.stringify([(kind as string[]).sort(), a, b, members])
    })
    .sort()
}

async function log(): Promise<Step[][]> {
  const numbers: number[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body } = await send(`/api/revisions?limit=500${cursor ? `&cursor=${cursor}` : ''}`)
    numbers.push(...body.items.map(({ number }: { number: number }) => number))
    cursor = body.nextCursor
  }
  expect(numbers).to.deep.equal(numbers.map((_, index) => numbers.length - index))
  const entries = await Promise.all(numbers.toReversed().map((number) => send(`/api/revisions/${number}`)))
  return entries.map(({ body }) =>
    body.changes.map(({ before, after }: Step): Step => ({ before: before as State, after: after as State })),
  )
}

async function replay(history: Step[][]): Promise<void> {
  const { graph } = await registry()
  for (const steps of history) await graph.write((run) => write(run, steps))
}

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
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), async (actions) => {
        await emptyRegistry()
        for (const [index, { path, ...request }] of actions.entries()) {
          const headers = index % 3 === 0 ? { ...ifAny, 'idempotency-key': `key-${index % 4}` } : ifAny
          const { status } = await send(path, { ...request, headers })
          expect(status).to.be.lessThan(500)
        }
        const [graph, history] = [await dump(), await log()]
        await emptyRegistry()
        await replay(history)
        expect(await dump()).to.deep.equal(graph)
      }),
      { numRuns: 25 },
    )
  })
})
