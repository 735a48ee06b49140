import { expect } from 'chai'
import { Problem } from '../../src/kernel/errors.ts'
import { readFile } from '../../src/registry/configuration/file.ts'
import { cypher, emptyRegistry, registry } from '../support/database.ts'
import { ask, post, send, type Answer } from '../support/client.ts'
import { apply, documentOf } from '../support/documents.ts'

const change = (path: string, body: object) => send(path, { method: 'PATCH', body, headers: { 'if-match': '*' } })
const outcome = ({ status, body }: Answer) => [status, body?.type]
const pointers = ({ body }: Answer): string[] => body.errors.map((error: { pointer: string }) => error.pointer).sort()
let documents = 0
/** Registers a module with these fields of `Thing`, served at /shop/things: another each time, since what is served is known by revisions. */
const register = (fields: object[], key = 'shop') =>
  apply(documentOf(key, { patchId: `values-${++documents}`, apiBasePath: `/${key}`, objects: { Thing: { fields } } }))

describe('Fields called like what every object inherits', () => {
  const fields = [
    { name: 'toString', type: 'text' },
    { name: 'valueOf', type: 'number', unique: true },
    { name: 'hasOwnProperty', type: 'boolean' },
    { name: 'isPrototypeOf', type: 'json' },
    { name: 'toLocaleString', type: 'select', options: ['a', 'b'], default: 'a' },
    { name: 'propertyIsEnumerable', type: 'multiselect', options: ['x', 'y'], readonly: true },
    { name: 'toJSON', type: 'datetime' },
    { name: 'length', type: 'integer' },
    { name: 'then', type: 'date' },
  ]
  const values = {
    toString: 'name',
    valueOf: 2.5,
    hasOwnProperty: false,
    isPrototypeOf: { valueOf: 1, toString: [null] },
    toLocaleString: 'b',
    propertyIsEnumerable: ['y'],
    toJSON: '2026-01-05T09:00:00.000Z',
    length: 3,
    then: '2026-01-05',
  }

  before(async () => {
    await emptyRegistry()
    expect((await register(fields)).status).to.equal(201)
  })

  it('have no value in records where none is given, and disturb no other request', async () => {
    const made = await post('/shop/things', {})
    expect(outcome(made)).to.deep.equal([201, undefined])
    expect(Object.keys(made.body)).to.deep.equal(['id', 'toLocaleString', 'createdAt', 'updatedAt'])
    for (let n = 0; n < 12; n++) expect((await send('/shop/things?limit=1')).status).to.equal(200)
    expect((await send(`/shop/things/${made.body.id}`)).body).to.deep.equal(made.body)
    expect((await change(`/shop/things/${made.body.id}`, { length: 1 })).body).to.include({ length: 1 })
  })

  it('keep the values they are given', async () => {
    const made = await post('/shop/things', values)
    expect(made.body).to.deep.include(values)
    expect((await send(`/shop/things/${made.body.id}`)).body).to.deep.include(values)
    expect(pointers(await post('/shop/things', { valueOf: 2.5 }))).to.deep.equal(['/valueOf'])
    expect(pointers(await change(`/shop/things/${made.body.id}`, { propertyIsEnumerable: ['x'] }))).to.deep.equal([
      '/propertyIsEnumerable',
    ])
    const moved = await change(`/shop/things/${made.body.id}`, { valueOf: 3.5, isPrototypeOf: { toString: 'x' } })
    expect(moved.body).to.deep.include({ valueOf: 3.5, isPrototypeOf: { valueOf: 1, toString: 'x' } })
  })

  it('are asked for, and put in order', async () => {
    for (const query of ['toString=name', 'valueOf.min=3', 'hasOwnProperty=false', 'toLocaleString=b', 'length=3'])
      expect((await send(`/shop/things?${query}`)).body.total, query).to.equal(1)
    const first = await send('/shop/things?sort=-valueOf&limit=1')
    expect(first.body.items[0].valueOf).to.equal(3.5)
    const next = await send(`/shop/things?sort=-valueOf&limit=1&cursor=${first.body.nextCursor}`)
    expect(Object.keys(next.body.items[0])).not.to.include('valueOf')
    expect(pointers(await send('/shop/things?constructor=1'))).to.deep.equal(['/query/constructor'])
    expect(pointers(await post('/shop/things', { isFrozen: 1 }))).to.deep.equal(['/isFrozen'])
  })

  it('are documented, and changed', async () => {
    for (const path of ['docs.md', 'openapi.json']) {
      const { origin } = await registry()
      const answer = await fetch(`${origin}/api/modules/shop/${path}`)
      expect(answer.status).to.equal(200)
      expect(await answer.text()).to.include('propertyIsEnumerable')
    }
    const { rev } = (await send('/api/modules/shop/entities/Thing')).body
    const unique = await send('/api/modules/shop/entities/Thing', {
      method: 'PATCH',
      headers: { 'if-match': `"${rev}"` },
      body: { fields: [...fields, { name: 'isFrozen', type: 'text' }], unique: [['toString', 'length']] },
    })
    expect(outcome(unique)).to.deep.equal([200, undefined])
    expect((await post('/shop/things', { toString: 'name', length: 3 })).body.type).to.equal('already-exists')
  })

  it('can not be called what no JSON may have as a member', async () => {
    const named = (name: string) => register([{ name, type: 'text' }])
    for (const name of ['constructor', 'prototype', '__proto__'])
      expect(pointers(await named(name)), name).to.deep.equal(['/objects/Thing/fields/0/name'])
    const inside = await send('/api/modules/shop/entities', { method: 'POST', body: { name: 'constructor' } })
    expect([...outcome(inside), ...pointers(inside)]).to.deep.equal([400, 'invalid-request', '/name'])
  })

  it('are read as nothing where an older version of the registry took such a field', async () => {
    await cypher(
      `MATCH (e:Entity {name: 'Thing'}) SET e.fields = '[{"name":"constructor","type":"text"},{"name":"a","type":"text"}]', e.rev = e.rev + 1`,
    )
    await cypher(`MATCH (m:Module {key: 'shop'}) SET m.rev = m.rev + 1`)
    const made = await post('/shop/things', { a: 'x' })
    expect(Object.keys(made.body)).to.deep.equal(['id', 'a', 'createdAt', 'updatedAt'])
  })
})

describe('What is required', () => {
  const fields = [
    { name: 'name', type: 'text', required: true },
    { name: 'notes', type: 'textarea', required: true },
    { name: 'phone', type: 'phone', required: true },
    { name: 'tags', type: 'multiselect', options: ['a', 'b'], required: true },
    { name: 'alias', type: 'text' },
    { name: 'remark', type: 'textarea', required: true, validation: { minLength: 0 } },
    { name: 'labels', type: 'multiselect', options: ['a', 'b'], required: true, validation: { minItems: 0 } },
  ]
  const full = { name: 'n', notes: 'x', phone: '1', tags: ['a'], remark: '', labels: [], alias: '' }

  before(async () => {
    await emptyRegistry()
    expect((await register(fields, 'desk')).status).to.equal(201)
  })

  const empty: [field: string, values: unknown[]][] = [
    ['name', ['', ' ', '\u00a0', '\u3000 ']],
    ['notes', ['', '\n\t', '\u200b', ' \u2003\n']],
    ['phone', ['', '  ']],
    ['tags', [[]]],
  ]
  for (const [field, values] of empty)
    it(`holds something: ${field}`, async () => {
      const { id } = (await post('/desk/things', full)).body
      for (const value of [...values, null]) {
        const said = JSON.stringify(value)
        expect(pointers(await post('/desk/things', { ...full, [field]: value })), said).to.deep.equal([`/${field}`])
        expect(pointers(await change(`/desk/things/${id}`, { [field]: value })), said).to.deep.equal([`/${field}`])
        const items = [full, { id, [field]: value }]
        expect(pointers(await post('/desk/things:batch', { items })), said).to.deep.equal([`/items/1/${field}`])
      }
    })

  it('may hold nothing where validation says so, as may what is not required', async () => {
    const made = await post('/desk/things', full)
    expect(made.body).to.deep.include({ remark: '', labels: [], alias: '' })
  })

  it('is told by OpenAPI and the language', async () => {
    const { body } = await send('/api/modules/desk/openapi.json')
    const { properties } = body.components.schemas['desk.Thing.Create']
    expect(properties.name).to.deep.include({ minLength: 1 })
    expect(properties.notes.allOf).to.deep.include({ pattern: '\\S' })
    expect(properties.tags).to.include({ minItems: 1 })
    expect(properties.remark).to.include({ minLength: 0 }).and.not.have.property('allOf')
    const schema = JSON.stringify((await send('/api/patches/schema.json')).body)
    expect(schema).to.include('a text with a visible character')
  })

  it('stays as it was in older records, until it is written', async () => {
    const { id } = (await post('/desk/things', full)).body
    await cypher(`MATCH (r:Record {id: $id}) SET r.name = '', r.tags = []`, { id })
    expect((await change(`/desk/things/${id}`, { notes: 'y' })).body).to.deep.include({
      name: '',
      tags: [],
      notes: 'y',
    })
    expect(pointers(await change(`/desk/things/${id}`, { name: ' ' }))).to.deep.equal(['/name'])
    expect((await change(`/desk/things/${id}`, { name: 'z' })).status).to.equal(200)
  })

  it('can not become so while records have it empty, nor be empty when it is left out', async () => {
    const { rev } = (await send('/api/modules/desk/entities/Thing')).body
    const needed = fields.map((field) => (field.name === 'alias' ? { ...field, required: true } : field))
    const patch = { method: 'PATCH', headers: { 'if-match': `"${rev}"` }, body: { fields: needed } }
    const refused = await send('/api/modules/desk/entities/Thing', patch)
    expect(outcome(refused)).to.deep.equal([409, 'conflict'])
    expect(refused.body.detail).to.include('alias is required but empty')
    for (const preset of ['', ' '])
      expect(
        pointers(
          await post('/api/modules/desk/entities', {
            name: 'Other',
            fields: [{ name: 'a', type: 'text', required: true, default: preset }],
          }),
        ),
      ).to.deep.equal(['/fields/0/default'])
  })
})

describe('Times', () => {
  before(async () => {
    await emptyRegistry()
    expect((await register([{ name: 'at', type: 'datetime' }], 'clock')).status).to.equal(201)
  })

  /** What no door takes: leap seconds, what lies outside of the years 0000 to 9999 in UTC, offsets without minutes, no times. */
  const refused = [
    '2016-12-31T23:59:60Z',
    '2017-01-01T00:59:60+01:00',
    '9999-12-31T23:59:59-05:00',
    '0000-01-01T00:00:00+00:01',
    '2026-01-05T09:00:00+05',
    '2026-01-05T09:00:00+0530',
    '2026-01-05\u00a009:00:00Z',
    '+010000-01-01T00:00:00Z',
    '2026-02-30T09:00:00Z',
    '2026-01-05T24:00:00Z',
    '2026-01-05T09:00:00',
    '2026-01-05',
    '2026-01-05T09:00:00+24:00',
  ]
  const kept: [given: string, stored: string][] = [
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['9999-12-31T23:59:59.999+14:00', '9999-12-31T09:59:59.999Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['2024-02-29T23:59:59-12:00', '2024-03-01T11:59:59.000Z'],
    ['2026-01-05t09:00:00.5z', '2026-01-05T09:00:00.500Z'],
    ['2026-01-05 09:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00:01.123000Z', '2026-01-05T09:00:01.123Z'],
    ['2026-01-05T09:00:02.000000000+00:00', '2026-01-05T09:00:02.000Z'],
  ]

  it('are kept in one range, can be written back, and are in order', async () => {
    for (const [given, stored] of kept) {
      const made = await post('/clock/things', { at: given })
      expect(made.body.at, given).to.equal(stored)
      expect((await change(`/clock/things/${made.body.id}`, { at: made.body.at })).status).to.equal(200)
      expect((await send(`/clock/things?at=${encodeURIComponent(stored)}`)).body.total).to.be.at.least(1)
    }
    const { items } = (await send('/clock/things?sort=at')).body
    const times = items.map(({ at }: { at: string }) => at)
    expect(times).to.deep.equal(kept.map(([, stored]) => stored).toSorted())
    expect(times.map((at: string) => new Date(at).getTime())).to.deep.equal(
      times.map((at: string) => new Date(at).getTime()).toSorted((a: number, b: number) => a - b),
    )
  })

  /** What would be kept as another time. */
  const tooFine = [
    '2026-01-05T09:00:00.1234Z',
    '2026-01-05T09:00:00.123456+00:00',
    '2026-01-05T09:00:00.000000001Z',
    '2026-01-05T09:00:00.999999999-12:00',
  ]
  for (const at of tooFine)
    it(`are refused with digits below a millisecond, where they would be kept: ${at}`, async () => {
      const made = await post('/clock/things', { at })
      expect([...outcome(made), ...pointers(made)]).to.deep.equal([400, 'invalid-request', '/at'])
      expect(made.body.errors[0].reason).to.match(/without digits below the millisecond/)
      const preset = { name: 'Other', fields: [{ name: 'at', type: 'datetime', default: at }] }
      expect(pointers(await post('/api/modules/clock/entities', preset))).to.deep.equal(['/fields/0/default'])
      const asked = encodeURIComponent(at)
      for (const query of ['at', 'at.min', 'at.max'])
        expect(pointers(await send(`/clock/things?${query}=${asked}`))).to.deep.equal([`/query/${query}`])
      expect((await send(`/api/revisions?since=${asked}`)).status, 'a bound of the log').to.equal(200)
      const item = { entity: 'Thing', lastUpdate: at, requestCount: 1, errorCount: 0 }
      const pushed = await post('/api/modules/clock/statistics', { counting: 'since-last', items: [item] })
      expect(pushed.status, 'a measurement').to.be.below(300)
    })

  for (const at of refused)
    it(`are refused outside of it: ${at}`, async () => {
      const made = await post('/clock/things', { at })
      expect([...outcome(made), ...pointers(made)]).to.deep.equal([400, 'invalid-request', '/at'])
      const asked = encodeURIComponent(at)
      for (const query of ['at', 'at.min', 'at.max'])
        expect(pointers(await send(`/clock/things?${query}=${asked}`))).to.deep.equal([`/query/${query}`])
      expect(pointers(await send(`/api/revisions?since=${asked}`))).to.deep.equal(['/query/since'])
      const preset = { name: 'Other', fields: [{ name: 'at', type: 'datetime', default: at }] }
      expect(pointers(await post('/api/modules/clock/entities', preset))).to.deep.equal(['/fields/0/default'])
      const item = { entity: 'Thing', lastUpdate: at, requestCount: 1, errorCount: 0 }
      const pushed = await post('/api/modules/clock/statistics', { counting: 'since-last', items: [item] })
      expect(pointers(pushed)).to.include('/items/0/lastUpdate')
      const { errors } = await ask('query ($at: DateTimeISO) { revisions(since: $at) { total } }', { at })
      expect(errors![0]!.extensions.type).to.equal('invalid-request')
    })
})

describe('Numbers', () => {
  const fields = [
    { name: 'amount', type: 'currency' },
    { name: 'yen', type: 'currency', decimals: 0 },
    { name: 'rate', type: 'currency', decimals: 6 },
    { name: 'weight', type: 'number' },
    { name: 'micro', type: 'integer' },
    { name: 'step', type: 'number', validation: { multipleOf: 0.01 } },
    { name: 'data', type: 'json' },
  ]
  const record = (raw: string) => send('/till/things', { method: 'POST', raw })

  before(async () => {
    await emptyRegistry()
    expect((await register(fields, 'till')).status).to.equal(201)
  })

  const kept: [field: string, literals: string[]][] = [
    [
      'weight',
      ['0.1', '19.99', '1.10', '100e-2', '1e21', '5e-324', '-0.0', '90071992547409910e-1', '1234567890123.45'],
    ],
    ['weight', ['0.30000000000000004', '1.7976931348623157e308', '12345678901234567e3', '0e99999', '1796001903231000']],
    // As programs write doubles that print 17 digits.
    [
      'weight',
      [
        '0.10000000000000001',
        '19.989999999999998',
        '-6.9999999999999994e-5',
        '1.1000000000000001',
        '33.333333333333336',
      ],
    ],
    ['micro', ['1796001903231000', '9007199254740991', '-9007199254740991', '1e3', '5.0', '1e16']],
    ['amount', ['19.99', '12.5', '12.50', '0.01', '-9999999999999.99', '1234567890123.45']],
    ['yen', ['100', '1e6', '5.0']],
    ['rate', ['0.000001', '1.234567']],
    ['step', ['19.99', '0.07', '1.1', '1000000000000.01', '-8.41', '0']],
  ]
  for (const [field, literals] of kept)
    it(`are kept as they are given, and found by it: ${field} ${literals.join(', ')}`, async () => {
      for (const literal of literals) {
        const made = await record(`{"${field}": ${literal}}`)
        expect(made.status, literal).to.equal(201)
        const read = await send(`/till/things/${made.body.id}`)
        expect(read.body[field], literal).to.equal(Number(literal) + 0)
        const found = await send(`/till/things?${field}=${encodeURIComponent(literal)}&limit=500`)
        expect(
          found.body.items?.map(({ id }: { id: string }) => id),
          literal,
        ).to.include(made.body.id)
      }
    })

  const inexact = [
    '1234567890123456.78',
    '9007199254740993.0',
    '9007199254740993',
    '-9007199254740993e0',
    '0.50000000000000001',
    '1.0000000000000001',
    '90071992547409936',
    '1e400',
    '-1e400',
    '1e-400',
    '123456789.123456789012',
    '0.1000000000000000055511151231257827',
  ]
  for (const literal of inexact)
    it(`are refused where they would be others: ${literal}`, async () => {
      for (const raw of [`{"weight": ${literal}}`, `{"data": [{"a": ${literal}}]}`])
        expect(outcome(await record(raw))).to.deep.equal([400, 'invalid-json'])
      expect(pointers(await send(`/till/things?weight=${literal}`))).to.deep.equal(['/query/weight'])
      const configuration = `{"key": "c", "configType": "api", "schema": {"maximum": ${literal}}, "values": {"a": ${literal}}}`
      const configured = await send('/api/modules/till/configurations', { method: 'POST', raw: configuration })
      expect(outcome(configured)).to.deep.equal([400, 'invalid-json'])
      const inside = await ask(`{ moduleImpact(id: "till", maxDepth: ${literal}) { total } }`)
      expect(JSON.stringify(inside.errors)).to.include('cannot be stored exactly')
    })

  const refused: [field: string, literals: string[]][] = [
    ['amount', ['19.999', '0.001', '1e-3', '1234567890.123']],
    ['yen', ['0.5', '19.99']],
    ['rate', ['0.0000001']],
    ['micro', ['1.5', '1e-1']],
    ['step', ['19.995', '0.001', '1000000000000.011']],
  ]
  for (const [field, literals] of refused)
    it(`are refused with more decimal places than they may have: ${field}`, async () => {
      const { id } = (await record('{}')).body
      for (const literal of literals) {
        expect(pointers(await record(`{"${field}": ${literal}}`)), literal).to.deep.equal([`/${field}`])
        expect(pointers(await change(`/till/things/${id}`, { [field]: Number(literal) })), literal).to.deep.equal([
          `/${field}`,
        ])
      }
    })

  it('of older records stay until they are written', async () => {
    const { id } = (await record('{"amount": 1}')).body
    await cypher('MATCH (r:Record {id: $id}) SET r.amount = 0.125', { id })
    expect((await change(`/till/things/${id}`, { yen: 1 })).body).to.include({ amount: 0.125, yen: 1 })
    expect(pointers(await change(`/till/things/${id}`, { amount: 0.375 }))).to.deep.equal(['/amount'])
    await change(`/till/things/${id}`, { amount: null })
  })

  it('of a currency may have as many decimal places as the field says', async () => {
    const wrong = [
      { name: 'a', type: 'number', decimals: 2 },
      { name: 'b', type: 'currency', decimals: 7 },
      { name: 'c', type: 'currency', decimals: -1 },
      { name: 'd', type: 'currency', decimals: 1.5 },
      { name: 'e', type: 'currency', decimals: 0, default: 9.5 },
      { name: 'f', type: 'currency', default: 0.001 },
      { name: 'g', type: 'number', validation: { multipleOf: 0.1 }, default: 0.25 },
      { name: 'h', type: 'number', validation: { multipleOf: 0 } },
    ]
    for (const field of wrong)
      expect(
        outcome(await post('/api/modules/till/entities', { name: 'Other', fields: [field] })),
        field.name,
      ).to.deep.equal([400, 'invalid-request'])
    const { body } = await send('/api/modules/till/openapi.json')
    const { properties } = body.components.schemas['till.Thing']
    expect([properties.amount['x-decimals'], properties.yen['x-decimals']]).to.deep.equal([2, 0])
    const fewer = fields.map((field) => (field.name === 'rate' ? { ...field, decimals: 4 } : field))
    const patch = { method: 'PATCH', headers: { 'if-match': '*' }, body: { fields: fewer } }
    expect(outcome(await send('/api/modules/till/entities/Thing', patch))).to.deep.equal([409, 'conflict'])
  })

  it('of configurations and their files are exact', async () => {
    const configuration = {
      key: 'prices',
      configType: 'api',
      values: { price: 19.99 },
      schema: { properties: { price: { type: 'number', multipleOf: 0.01 } } },
    }
    expect((await post('/api/modules/till/configurations', configuration)).status).to.equal(201)
    for (const price of [19.995, 1e-3, 1e12 + 0.125])
      expect(
        pointers(await post('/api/modules/till/configurations', { ...configuration, key: 'x', values: { price } })),
      ).to.deep.equal(['/values/price'])
    const file = (price: string) => readFile(`values:\n  price: ${price}\n`, 'yaml')
    for (const price of ['1234567890123456.78', '9007199254740993.0', '0.50000000000000001', '+9007199254740993'])
      expect(() => file(price), price).to.throw(Problem)
    for (const price of ['19.99', '1.10', '.5', '5.', '+1.5', '1e3', '0x1f', '1234567890123.45'])
      expect(file(price), price).to.deep.equal({
        values: { price: Number(price) },
        ...(price === String(Number(price)) ? {} : { metadata: { comments: { '/values/price': { written: price } } } }),
      })
  })

  it('of queries in an address are exact', async () => {
    const query = {
      name: 'exact',
      sharing: 'shared',
      query: 'RETURN $x AS x',
      parameters: [{ name: 'x', type: 'FLOAT' }],
    }
    expect((await post('/api/queries', { ...query, description: 'x', example: { x: 1.5 } })).status).to.equal(201)
    const path = '/api/queries/saved/exact/rows'
    expect((await send(`${path}?x=19.99`)).body.rows).to.deep.equal([{ x: 19.99 }])
    expect(pointers(await send(`${path}?x=1234567890123456.78`))).to.deep.equal(['/query/x'])
  })
})
