import { expect } from 'chai'
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { send } from '../support/client.ts'
import type { Graph } from '../../src/graph/graph.ts'
import type { VisGraph } from '../../src/questions/visualisation/visualisation.contract.ts'
import { patchesService } from '../../src/authoring/patches/patches.service.ts'
import { internalCall } from '../../src/store/call.ts'
import { checksum, contents, cypher, emptyRegistry, joinedWrongly, registry } from '../support/database.ts'
import { validDocument } from '../support/patch-arbitrary.ts'
import { scale } from '../support/scale.ts'

const seeds = new URL('../../../seeds/', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, seeds), 'utf8')) as Record<string, unknown>
const samples = readdirSync(seeds, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map(({ name }) => name)
const apply = (body: object, query = '') => send(`/api/patches${query}`, { method: 'POST', body })
const preview = (body: object) => send('/api/patches:preview', { method: 'POST', body })

const change = (patchId: string, more: object) => ({
  version: '1.0',
  patchId,
  timestamp: '2026-02-01T00:00:00Z',
  actor: 'human',
  scope: 'object',
  operation: 'update',
  target: { type: 'object', identifier: 'Customer' },
  payload: {},
  module: { key: 'crm' },
  ...more,
})
const module = (key: string, more: object = {}) => ({
  version: '1.0',
  patchId: `${key}-1`,
  timestamp: '2026-02-01T00:00:00Z',
  actor: 'ai',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: key },
  payload: {},
  module: { key },
  objects: { Thing: { fields: [{ name: 'title', type: 'text' }] } },
  ...more,
})
const relationships = async (query: string) => (await send(`/api/relationships?${query}`)).body

describe('Patch documents of the samples', () => {
  const orders = [samples, samples.toReversed(), [...samples.slice(4), ...samples.slice(0, 4)]]
  for (const [number, order] of orders.entries())
    it(`register from an empty registry in any order, what is missing being waited for, ${number + 1} of 3`, async function () {
      this.timeout(60_000)
      await emptyRegistry()
      let waited = 0
      for (const key of order) {
        const { status, body } = await apply(read(`${key}/module.json`))
        expect(status, JSON.stringify(body.errors)).to.equal(201)
        waited += body.pending.length
        const { total, items } = await relationships('state=pending&limit=500')
        const missing = order.slice(order.indexOf(key) + 1)
        for (const { source, target } of items)
          expect(missing.some((other) => [source, target].some((ref: string) => ref.includes(`:${other}`)))).to.equal(
            true,
          )
        if (key === order.at(-1)) expect(total).to.equal(0)
      }
      expect(waited).to.be.above(5)
      expect((await relationships('state=refused')).total).to.equal(0)
      expect((await send('/api/modules')).body.total).to.equal(9)
      expect(await joinedWrongly()).to.deep.equal([])
      const ends = (await relationships('limit=500')).items.map(
        ({ type, source, target }: Record<string, string>) => `${type} ${source} ${target}`,
      )
      expect(ends.sort()).to.deep.equal((expected ??= ends))
    })
  let expected: string[] | undefined
})

describe('A patch document of a module that is there', () => {
  beforeEach(async () => {
    await emptyRegistry()
    await apply(read('crm/module.json'))
  })

  it('changes only what it names, raises the version, and keeps what people wrote', async () => {
    await send('/api/modules/crm/capabilities/customer-crud', {
      method: 'PATCH',
      body: { description: 'All about our customers.' },
      headers: { 'if-match': '*' },
    })
    const before = (await send('/api/modules/crm/entities/Customer')).body
    const { status, body } = await apply(
      change('phone-label', {
        target: { type: 'field', identifier: 'Customer.phone' },
        payload: { field: { label: 'Telephone' } },
      }),
    )
    expect([status, body.version]).to.deep.equal([201, { from: '1.0.0', to: '1.0.1', bump: 'patch' }])
    expect(body.changes.map(({ ref, kind }: { ref: string; kind: string }) => `${kind} ${ref}`)).to.deep.equal([
      'changed module:crm',
      'changed entity:crm/Customer',
      'changed configuration:crm/customer-schema',
    ])
    const after = (await send('/api/modules/crm/entities/Customer')).body
    const others = (fields: { name: string }[]) => fields.filter(({ name }) => name !== 'phone')
    expect(others(after.fields)).to.deep.equal(others(before.fields))
    expect((await send('/api/modules/crm/capabilities/customer-crud')).body.description).to.equal(
      'All about our customers.',
    )
    expect((await send('/api/modules/crm')).body.version).to.equal('1.0.1')
    expect(
      (await send('/api/patches?module=crm')).body.items.map(({ patchId }: { patchId: string }) => patchId),
    ).to.deep.equal(['phone-label', 'crm-module-1.0.0'])
  })

  it('that takes something away waits for a confirmation, and names the consumers that it breaks', async () => {
    await apply(
      module('shop', {
        dependsOn: [{ module: 'capability:crm/customer-crud', operations: ['read'], fields: ['email'] }],
        flowsTo: [{ module: 'crm', operations: ['order-crud.create'] }],
      }),
    )
    const removal = change('no-email', { operation: 'remove', target: { type: 'field', identifier: 'Customer.email' } })
    const { body: seen } = await preview(removal)
    expect(seen).to.deep.include({
      applied: false,
      securityLevel: 'L2',
      version: { from: '1.0.0', to: '2.0.0', bump: 'major' },
    })
    expect(seen.broken).to.have.length(1)
    expect(seen.broken[0]).to.deep.include({
      source: 'module:shop',
      target: 'capability:crm/customer-crud',
      operations: [],
      fields: ['email'],
    })
    const refused = await apply(removal)
    expect(refused.body).to.deep.include({ type: 'confirmation-required', status: 409 })
    expect(refused.body.preview.broken).to.deep.equal(seen.broken)
    expect((await apply(removal, '?confirm=true')).status).to.equal(201)
    const gone = change('no-orders', { operation: 'remove', target: { type: 'object', identifier: 'OrderTracking' } })
    expect((await preview(gone)).body.broken).to.deep.equal([])
    const required = change('vat', {
      operation: 'add',
      target: { type: 'field', identifier: 'Order' },
      payload: { field: { name: 'vat', type: 'number', required: true } },
    })
    expect((await preview(required)).body.broken[0]).to.deep.include({
      target: 'module:crm',
      operations: ['order-crud.create'],
    })
  })

  it('is drawn as it is and as it would be, which is how it is drawn after', async function () {
    this.timeout(60_000)
    const seen = (body: object) => send('/api/patches:preview?diagrams=true', { method: 'POST', body })
    const picture = ({ nodes, edges, totals }: VisGraph) => ({
      nodes: nodes.map(({ id, label, x, y, title, status, value, hidden }) => [
        id,
        label,
        x,
        y,
        title,
        status,
        value,
        hidden,
      ]),
      edges: edges.map(({ from, to, group, title }) => [from, to, group, title].join(' ')).toSorted(),
      totals,
    })
    const now = async (key = 'crm') => (await send(`/api/graph?focus=${key}&level=part&limit=300`)).body as VisGraph
    const unchanged = await now()
    const wish = change('wishes', {
      operation: 'add',
      target: { type: 'object', identifier: 'Wish' },
      payload: { fields: [{ name: 'title', type: 'text' }] },
    })
    const { diagrams } = (await seen(wish)).body
    expect(diagrams.before).to.deep.equal({ ...unchanged, revision: diagrams.before.revision })
    expect(picture(await now())).to.deep.equal(picture(unchanged))
    expect(diagrams.after.nodes.length).to.be.above(unchanged.nodes.length + 5)
    expect((await seen(module('shop'))).body.diagrams.before).to.equal(null)
    expect((await preview(module('shop'))).body).to.not.have.property('diagrams')

    const order = { type: 'object', identifier: 'Order' }
    const documents: [key: string, document: object][] = [
      ['crm', wish],
      ['shop', module('shop', { dependsOn: ['crm', { module: 'capability:crm/order-crud', operations: ['read'] }] })],
      ['kiosk', module('kiosk', { partOf: 'shop', integratesWith: ['crm'], flowsTo: ['shop', 'crm'] })],
      [
        'shop',
        change('shop-flows', {
          module: { key: 'shop' },
          target: { type: 'module', identifier: 'shop' },
          operation: 'update',
          flowsTo: ['configuration:crm/order-schema'],
        }),
      ],
      [
        'crm',
        change('described', {
          target: { type: 'module', identifier: 'crm' },
          module: { key: 'crm', name: 'Customers', description: 'All of *them*', owner: 'Sales' },
        }),
      ],
      [
        'crm',
        change('urgency', {
          operation: 'add',
          target: { type: 'field', identifier: 'Order' },
          payload: { field: { name: 'urgency', type: 'text' } },
        }),
      ],
      [
        'crm',
        change('states', {
          scope: 'state',
          operation: 'add',
          target: { type: 'state', identifier: 'Wish' },
          payload: {
            states: [
              { name: 'open', initial: true },
              { name: 'done', final: true },
            ],
            transitions: [{ from: 'open', to: 'done', action: 'grant' }],
          },
        }),
      ],
      [
        'crm',
        change('board', {
          scope: 'page',
          operation: 'add',
          target: { type: 'page', identifier: 'wish-board' },
          payload: {
            page: {
              name: 'wish-board',
              title: 'Wishes',
              entity: 'Wish',
              kind: 'list',
              columns: ['title'],
              actions: [{ name: 'celebrate', label: 'Celebrate', method: 'POST', path: '/crm/celebrate' }],
            },
          },
        }),
      ],
      [
        'crm',
        change('moved', {
          operation: 'replace',
          target: order,
          payload: { fields: [{ name: 'number', type: 'text' }], path: 'purchases' },
        }),
      ],
      ['crm', change('gone', { operation: 'remove', target: { type: 'object', identifier: 'OrderTracking' } })],
      [
        'crm',
        change('board-gone', {
          scope: 'page',
          operation: 'remove',
          target: { type: 'page', identifier: 'wish-board' },
        }),
      ],
      ['crm', change('wish-gone', { operation: 'remove', target: { type: 'object', identifier: 'Wish' } })],
    ]
    for (const [key, document] of documents) {
      const answer = await seen(document)
      expect(answer.status, JSON.stringify(answer.body)).to.equal(200)
      const applied = await apply(document, '?confirm=true')
      expect(applied.status, JSON.stringify(applied.body)).to.equal(201)
      const { patchId } = document as { patchId: string }
      expect(picture(answer.body.diagrams.after), patchId).to.deep.equal(picture(await now(key)))
    }
  })

  it('is previewed with the cycles that it would close, and refused for them', async () => {
    await apply(module('shop', { dependsOn: ['crm'] }))
    const closing = change('needs-shop', { target: { type: 'module', identifier: 'crm' }, dependsOn: ['shop'] })
    const unchanged = await checksum()
    expect((await preview(closing)).body.cycles).to.deep.equal([
      { cycle: ['module:crm', 'module:shop', 'module:crm'], names: ['CRM Module', 'Shop', 'CRM Module'] },
    ])
    const refused = await apply(closing, '?confirm=true')
    expect(refused.body).to.deep.include({ type: 'dependency-cycle', status: 409 })
    expect(await checksum()).to.deep.equal(unchanged)
  })

  it('is previewed without writing anything', async () => {
    await apply(module('shop', { dependsOn: ['crm'] }))
    const { graph } = await registry()
    const write = () => Promise.reject(new Error('a preview writes'))
    const patches = patchesService({ ...graph, write, store: write })
    const closing = change('needs-shop', { target: { type: 'module', identifier: 'crm' }, dependsOn: ['shop'] })
    for (const body of [closing, read('crm/changes/add-order-urgency.json'), module('other')]) {
      const seen = await patches.preview({ body, query: { diagrams: true } })
      expect(seen.changes).to.not.deep.equal([])
      expect(seen.diagrams!.after.nodes).to.not.deep.equal([])
    }
  })

  it('is previewed with the cycle that a relationship would close which waits for its ends', async () => {
    await apply(module('shop', { dependsOn: ['crm', 'warehouse'] }))
    await cypher(
      `MATCH (p:PendingRelationship {target: 'module:warehouse'})
       SET p.source = 'module:crm', p.target = 'module:shop'`,
    )
    const naming = change('names-shop', { target: { type: 'module', identifier: 'crm' }, flowsTo: ['shop'] })
    expect((await preview(naming)).body.cycles).to.deep.equal([
      { cycle: ['module:crm', 'module:shop', 'module:crm'], names: ['CRM Module', 'Shop', 'CRM Module'] },
    ])
    expect((await apply(naming, '?confirm=true')).body.type).to.equal('dependency-cycle')
  })

  it('leaves waiting what waits for a part that the other module does not have', async () => {
    const identifier = { target: { type: 'module', identifier: 'crm' } }
    await apply(change('needs-part', { ...identifier, dependsOn: ['capability:shop/wish-crud'] }), '?confirm=true')
    await apply(module('shop'))
    const { status } = await apply(change('names-shop', { ...identifier, flowsTo: ['shop'] }), '?confirm=true')
    expect(status).to.equal(201)
    expect((await relationships('state=pending')).items[0]).to.include({ target: 'capability:shop/wish-crud' })
  })

  it('is told all of its errors at once, those of its shape and those of its meaning', async () => {
    const { status, body } = await apply(
      change('wrong', {
        timestamp: 'yesterday',
        operation: 'add',
        payload: {
          colour: 'red',
          fields: [
            { name: 'a', type: 'select' },
            { name: 'b', type: 'text', validation: { minimum: 1 } },
          ],
        },
      }),
    )
    expect([status, body.type]).to.deep.equal([422, 'invalid-patch'])
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).to.include.members([
      '/timestamp',
      '/payload/colour',
    ])
  })

  it('is named beside a module that does this already', async () => {
    const { objects } = read('crm/module.json')
    const { body } = await preview(module('other-crm', { objects }))
    expect(body.similar[0]).to.include({ module: 'crm' })
    expect(body.similar[0].score).to.be.above(0.5)
  })

  it('can be taken back and applied again', async () => {
    const { body } = await apply(module('shop', { dependsOn: ['crm'], integratesWith: ['nowhere'] }))
    expect(body.pending).to.deep.equal([{ type: 'integration', source: 'module:nowhere', target: 'module:shop' }])
    expect((await send('/api/patches/shop-1:undo', { method: 'POST' })).status).to.equal(200)
    expect((await send('/api/modules/shop')).status).to.equal(404)
    expect((await relationships('state=pending')).total).to.equal(0)
    expect((await send('/api/patches/shop-1')).body.undoneBy).to.be.a('number')
    expect((await apply(module('shop', { dependsOn: ['crm'], integratesWith: ['nowhere'] }))).status).to.equal(201)
    expect((await send('/api/patches/shop-1')).body.undoneBy).to.equal(null)
    const again = await apply(module('shop', { dependsOn: ['crm'], integratesWith: ['nowhere'] }))
    expect(again.status).to.equal(200)
  })

  it('keeps what it can not make when the module arrives that it waits for, and says why', async () => {
    await apply(module('one', { dependsOn: ['two'] }))
    expect((await relationships('state=pending')).items[0]).to.include({ source: 'module:one', target: 'module:two' })
    await apply(module('two', { dependsOn: ['three'] }))
    expect((await relationships('state=pending')).total).to.equal(1)
    await apply(module('three', { dependsOn: ['one'] }), '?confirm=true')
    const [refused] = (await relationships('state=refused')).items
    expect(refused).to.include({ source: 'module:two', target: 'module:three', state: 'refused' })
    expect(refused.reason).to.equal('the relationship would close a cycle: Two → Three → One → Two')
    expect((await send(`/api/relationships/${refused.id}`)).body).to.deep.equal(refused)
    const answer = await send(`/api/relationships/${refused.id}`, { method: 'DELETE', headers: { 'if-match': '*' } })
    expect(answer.status).to.equal(204)
  })

  it('takes every incremental document of the samples, with the consumer that one of them breaks', async () => {
    for (const key of samples.filter((key) => key !== 'crm')) await apply(read(`${key}/module.json`))
    const changes = readdirSync(new URL('crm/changes/', seeds)).sort()
    expect(changes).to.have.length(4)
    const broken: unknown[] = []
    for (const file of changes) {
      const document = read(`crm/changes/${file}`)
      const seen = await preview(document)
      const { status, body } = await apply(document, '?confirm=true')
      expect(status, `${file} ${JSON.stringify(body.errors)}`).to.equal(201)
      expect(seen.body.version).to.deep.equal(body.version)
      broken.push(...seen.body.broken)
    }
    expect(broken).to.have.length.above(0)
    expect(await joinedWrongly()).to.deep.equal([])
  })
})

describe('Generated documents', () => {
  const told = ({ module, securityLevel, version, changes, pending, warnings }: Record<string, unknown>) => ({
    module,
    securityLevel,
    version,
    pending,
    warnings,
    changes: (changes as { ref: string; kind: string }[]).map(({ ref, kind }) =>
      // Relationships get their id when they are made.
      ref.startsWith('relationship:') ? kind : `${kind} ${ref}`,
    ),
  })
  /** A document that changes what the first one registered. */
  const following = (objects: object) =>
    fc
      .tuple(fc.constantFrom(...Object.keys(objects)), fc.constantFrom('label', 'add', 'remove', 'entity', 'relate'))
      .map(([entity, kind]) => {
        const of = { module: { key: 'own-module' }, operation: 'add', target: { type: 'field', identifier: entity } }
        if (kind === 'entity')
          return { ...of, target: { type: 'object', identifier: 'Extra' }, payload: { fields: [] } }
        if (kind === 'relate')
          return {
            ...of,
            operation: 'update',
            target: { type: 'module', identifier: 'own-module' },
            flowsTo: ['beyond'],
          }
        if (kind === 'label')
          return {
            ...of,
            operation: 'update',
            target: { type: 'object', identifier: entity },
            payload: { label: 'Another' },
          }
        if (kind === 'remove') return { ...of, operation: 'remove', target: { type: 'object', identifier: entity } }
        return { ...of, payload: { field: { name: 'extra', type: 'text' } } }
      })

  it('do what their preview told, twice what they do once, and taken back leave all as it was', async function () {
    this.timeout(240_000)
    const pair = validDocument.chain((first) =>
      fc.tuple(
        fc.constant(first),
        following(first.objects).map((more) => change('second', more)),
      ),
    )
    await fc.assert(
      fc.asyncProperty(pair, async (documents) => {
        await emptyRegistry()
        for (const document of documents) {
          const before = await contents()
          const seen = await preview(document)
          expect(await contents()).to.deep.equal(before)
          const { status, body } = await apply(document, '?confirm=true')
          expect(status, JSON.stringify(body)).to.equal(seen.status === 200 ? 201 : seen.status)
          if (status !== 201) continue
          expect(told(seen.body)).to.deep.equal(told(body))
          const after = await contents()
          const again = await apply(document, '?confirm=true')
          expect([again.status, again.body]).to.deep.equal([200, body])
          expect(await contents()).to.deep.equal(after)
          const undone = await send(`/api/patches/${body.patchId}:undo`, { method: 'POST' })
          expect(undone.status, JSON.stringify(undone.body)).to.equal(200)
          expect(await contents()).to.deep.equal(before)
          expect((await apply(document, '?confirm=true')).status).to.equal(201)
          expect(told(await apply(document, '?confirm=true').then((answer) => answer.body))).to.deep.equal(told(body))
        }
      }),
      { numRuns: scale(12, 2), interruptAfterTimeLimit: 90_000 },
    )
  })

  it('leave nothing behind when any of their writings fails, whichever it is', async function () {
    this.timeout(120_000)
    const { graph } = await registry()
    await emptyRegistry()
    await apply(module('crm', { objects: { Customer: {}, Order: {} } }))
    const unchanged = await checksum()
    const body = {
      ...module('shop', { dependsOn: ['crm'], flowsTo: ['elsewhere'] }),
      objects: { A: { fields: [{ name: 'c', type: 'relation', relationObject: 'crm/Customer' }] }, B: {}, C: {} },
    }
    const failingAt = (place: number): Graph => ({
      ...graph,
      write: (work) => {
        let count = 0
        return graph.write((run) =>
          work((name, parameters) => {
            if (/save|initialise|record/.test(name) && count++ === place) throw new Error('the database fails here')
            return run(name, parameters)
          }),
        )
      },
    })
    let place = 0
    for (; ; place++) {
      const outcome = await patchesService(failingAt(place))
        .apply({ query: { confirm: false }, body }, internalCall({ actor: 'test', via: 'rest' }))
        .catch((error: Error) => error.message)
      if (typeof outcome !== 'string') break
      expect(outcome).to.equal('the database fails here')
      expect(await checksum(), `after ${place}`).to.deep.equal(unchanged)
    }
    expect(place).to.be.above(7)
  })
})
