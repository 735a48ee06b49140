import { expect } from 'chai'
import { send } from '../support/client.ts'
import { cypher, emptyRegistry } from '../support/database.ts'
import { document as anyDocument } from '../support/patch-arbitrary.ts'

const document = (more: object = {}) =>
  anyDocument({
    patchId: 'shop-1',
    objects: { Customer: { fields: [{ name: 'name', type: 'text', required: true }] } },
    ...more,
  })
const withFields = (...fields: object[]) => document({ objects: { Customer: { fields } } })
const apply = (body: object, query = '') => send(`/api/patches${query}`, { method: 'POST', body })

describe('A patch document', () => {
  beforeEach(emptyRegistry)

  const nothing = async () =>
    expect(await cypher('MATCH (n) WHERE NOT n:Migration AND NOT n:Registry RETURN count(n) AS n')).to.deep.equal([
      { n: 0 },
    ])

  it('registers its module whole, and says what it made', async () => {
    const { status, headers, body } = await apply(document())
    expect(status).to.equal(201)
    expect(headers.get('location')).to.equal('/api/patches/shop-1')
    expect(body).to.deep.include({
      patchId: 'shop-1',
      module: 'shop',
      securityLevel: 'L1',
      applied: true,
      revision: 1,
      version: { from: null, to: '1.0.0', bump: 'initial' },
      pending: [],
      warnings: [],
    })
    expect(body.changes.map(({ ref }: { ref: string }) => ref)).to.have.members([
      'module:shop',
      'entity:shop/Customer',
      'endpoint:shop/GET /shop/customers',
      'endpoint:shop/POST /shop/customers',
      'endpoint:shop/GET /shop/customers/{id}',
      'endpoint:shop/PATCH /shop/customers/{id}',
      'endpoint:shop/DELETE /shop/customers/{id}',
      'capability:shop/customer-crud',
      'configuration:shop/customer-schema',
    ])
    const schema = await send('/api/modules/shop/configurations/customer-schema')
    expect(schema.body.schema).to.deep.include({ required: ['name'], additionalProperties: false })
    const statistics = await send('/api/modules/shop/statistics')
    expect(statistics.body.items.map(({ entity }: { entity: string }) => entity)).to.deep.equal([null, 'Customer'])
  })

  it('changes nothing the second time and answers as the first time, whatever the order of its members', async () => {
    const first = await apply(document())
    const second = await apply(Object.fromEntries(Object.entries(document()).toReversed()))
    expect(second.status).to.equal(200)
    expect(second.body).to.deep.equal(first.body)
    expect(await cypher('MATCH (r:Revision) RETURN count(r) AS n')).to.deep.equal([{ n: 1 }])
  })

  it('is kept as it was accepted, with what it did, and read at its Location', async () => {
    const patchId = 'shop/1 ü'
    const { headers, body } = await apply(document({ patchId }))
    const kept = await send(headers.get('location')!)
    expect(kept.body).to.deep.include({ patchId, module: 'shop', answer: body })
    expect(kept.body.document).to.deep.include(document({ patchId, objects: kept.body.document.objects }))
    await send('/api/modules/shop', { method: 'DELETE', headers: { 'if-match': '*' } })
    expect((await send(headers.get('location')!)).body).to.include({ patchId, module: null })
    const repeated = await apply(document({ patchId }))
    expect(repeated.status).to.equal(200)
    expect(repeated.body.warnings).to.deep.equal([
      'module shop was deleted; use a document with another patchId to register it again',
    ])
    expect((await send('/api/patches/none')).body.type).to.equal('not-found')
  })

  it('is refused with an id that came with other content, and when what it adds is there', async () => {
    await apply(document())
    expect((await apply(document({ description: 'other' }))).body.type).to.equal('conflict')
    const again = await apply(document({ patchId: 'shop-2' }))
    expect(again.body).to.deep.include({ type: 'invalid-patch', status: 422 })
    expect(again.body.errors[0].pointer).to.equal('/objects/Customer')
  })

  it('that claims a higher security level waits for a confirmation, or is refused', async () => {
    const cautious = await apply(document({ securityLevel: 'L2' }))
    expect(cautious.body).to.deep.include({ type: 'confirmation-required', status: 409 })
    expect(cautious.body.preview).to.deep.include({ applied: false, securityLevel: 'L2', module: 'shop' })
    const refused = await apply(document({ securityLevel: 'L3' }), '?confirm=true')
    expect(refused.body).to.deep.include({ type: 'refused-by-policy', status: 422 })
    await nothing()
    expect((await apply(document({ securityLevel: 'L2' }), '?confirm=true')).body.applied).to.equal(true)
  })

  it('is written in a language that is served as JSON Schema', async () => {
    const { status, body } = await send('/api/patches/schema.json')
    expect(status).to.equal(200)
    expect(body.$defs.PatchDocument.oneOf).to.have.length(5)
  })

  it('names the module by its base path when it does not by key', async () => {
    const { body } = await apply(document({ module: undefined, apiBasePath: '/shop/v2' }))
    expect(body.module).to.equal('shop')
    expect((await send('/api/modules/shop')).body.metadata.apiBasePath).to.equal('/shop/v2')
    for (const apiBasePath of [undefined, '/a.b'])
      expect((await apply(document({ patchId: 'p', module: undefined, apiBasePath }))).body.errors[0].pointer).to.equal(
        '/module',
      )
  })

  const segments: [name: string, path: string | undefined, segment: string][] = [
    ['IoTDevice', undefined, 'iot-devices'],
    ['OAuthClient', undefined, 'oauth-clients'],
    ['Person', undefined, 'people'],
    ['Equipment', undefined, 'equipment'],
    ['OrderTracking', 'order-tracking', 'order-tracking'],
    ['Category', '/shop/groups', 'groups'],
    ['order_item', undefined, 'order-items'],
    ['APIKey', undefined, 'api-keys'],
  ]
  for (const [name, path, segment] of segments)
    it(`serves ${name}${path ? ` with the path ${path}` : ''} at ${segment}`, async () => {
      await apply(document({ objects: { [name]: { fields: [], path } } }))
      const { body } = await send('/api/modules/shop/endpoints?limit=1')
      expect(body.items[0].path).to.equal(`/shop/${segment}/{id}`)
    })

  const findings: [why: string, body: object, type: string, pointers: string[]][] = [
    ['unknown members', document({ payloda: {} }), 'invalid-patch', ['/payloda']],
    ['no entities', document({ objects: {} }), 'invalid-patch', ['/objects']],
    ['a time ahead', document({ timestamp: '2999-01-01T00:00:00Z' }), 'invalid-patch', ['/timestamp']],
    [
      'entities that differ only in case',
      document({ objects: { Item: {}, item: {} } }),
      'invalid-patch',
      ['/objects/Item', '/objects/item', '/objects/Item/path', '/objects/item/path'],
    ],
    [
      'every wrong field at once',
      withFields(
        { name: 'a', type: 'select' },
        { name: 'A', type: 'text', options: ['x'] },
        { name: 'b', type: 'select', options: ['x', { label: 'X', value: 'x' }], default: 'y' },
        { name: 'c', type: 'integer', default: 1.5, relationField: 'id' },
        { name: 'd', type: 'text', validation: { minimum: 1 } },
        { name: 'e', type: 'number', validation: { minimum: 'x' } },
        { name: 'f', type: 'text', validation: { pattern: '(?=a)' } },
        { name: 'g', type: 'text', validation: { pattern: '^a+$' }, default: 'b' },
        { name: 'h', type: 'date', default: 'yesterday' },
        { name: 'i', type: 'relation' },
      ),
      'invalid-patch',
      [
        '0/options',
        '1/name',
        '1/options',
        '2/options',
        '2/default',
        '3/relationField',
        '3/default',
        '4/validation/minimum',
        '5/validation/minimum',
        '6/validation/pattern',
        '7/default',
        '8/default',
        '9/relationObject',
      ].map((place) => `/objects/Customer/fields/${place}`),
    ],
    [
      'entities that make the same keys',
      document({ objects: { OrderItem: { path: 'one' }, Order_Item: { path: 'two' } } }),
      'invalid-patch',
      ['/objects/OrderItem', '/objects/Order_Item'],
    ],
    [
      'relations to what every object of JavaScript has',
      withFields(
        { name: 'a', type: 'relation', relationObject: 'constructor' },
        { name: 'b', type: 'relation', relationObject: 'shop/toString' },
      ),
      'refused-by-policy',
      ['/objects/Customer/fields/0/relationObject', '/objects/Customer/fields/1/relationObject'],
    ],
    [
      'a required relation to itself',
      withFields({ name: 'parent', type: 'relation', relationObject: 'Customer', required: true }),
      'invalid-patch',
      ['/objects/Customer/fields/0/required'],
    ],
    [
      'core fields',
      withFields({ name: 'createdat', type: 'text' }),
      'refused-by-policy',
      ['/objects/Customer/fields/0/name'],
    ],
    [
      'relations to nothing',
      withFields(
        { name: 'a', type: 'relation', relationObject: 'Nobody' },
        { name: 'b', type: 'relation', relationObject: 'Customer', relationField: 'none' },
      ),
      'refused-by-policy',
      ['/objects/Customer/fields/0/relationObject', '/objects/Customer/fields/1/relationField'],
    ],
    [
      'a path outside its base',
      document({ objects: { Customer: { path: '/other/customers' } } }),
      'invalid-patch',
      ['/objects/Customer/path'],
    ],
    [
      'two initial states',
      document({
        objects: {
          Customer: {
            states: {
              states: [
                { name: 'a', initial: true },
                { name: 'b', initial: true },
              ],
              transitions: [],
            },
          },
        },
      }),
      'invalid-patch',
      ['/objects/Customer/states/states'],
    ],
  ]
  for (const [why, body, type, pointers] of findings)
    it(`with ${why} is refused with every place, and nothing is stored`, async () => {
      const answer = await apply(body)
      expect(answer.body).to.include({ type, status: 422 })
      expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).to.have.members(pointers)
      await nothing()
    })

  it('with an entity of a long name makes keys that fit, and that can be used', async () => {
    const name = `A${'bC'.repeat(31)}`
    const answer = await apply(
      document({
        objects: { [name]: { fields: [] }, Note: { fields: [{ name: 'of', type: 'relation', relationObject: name }] } },
      }),
    )
    expect(answer.status).to.equal(201)
    const { body } = await send('/api/modules/shop/capabilities')
    const { key } = body.items.find(({ entity }: { entity: string }) => entity === name)
    const changed = await send(`/api/modules/shop/capabilities/${key}`, {
      method: 'PUT',
      body: { key, description: 'x' },
      headers: { 'if-match': '*' },
    })
    expect(changed.body).to.include({ key, description: 'x' })
    expect((await send('/api/modules/shop/relationships')).body.total).to.equal(1)
  })

  it('repeated with an Idempotency-Key leaves no number without an entry in the log', async () => {
    await apply(document())
    for (const key of ['one', 'two'])
      await send('/api/patches', { method: 'POST', body: document(), headers: { 'idempotency-key': key } })
    expect((await send('/api/revisions')).body).to.include({ total: 1, revision: 1 })
  })

  it('with a relation of an entity to itself makes no dependency', async () => {
    await apply(withFields({ name: 'parent', type: 'relation', relationObject: 'Customer' }))
    expect((await send('/api/modules/shop/relationships')).body.total).to.equal(0)
  })
})
