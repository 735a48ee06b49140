import { expect } from 'chai'
import { cypher, emptyRegistry, registry } from '../support/database.ts'
import { send, type Answer } from '../support/client.ts'

const create = (path: string, body: object) => send(path, { method: 'POST', body })
const change = (path: string, body: object) => send(path, { method: 'PATCH', body, headers: { 'if-match': '*' } })
const outcome = ({ status, body }: Answer) => [status, body?.type]
const pointers = ({ body }: Answer): string[] => body.errors.map((error: { pointer: string }) => error.pointer).sort()
let documents = 0
/** Registers the module `shop` with these fields of `Thing`, served at /shop/things. */
const register = (fields: object[], more: object = {}) =>
  send('/api/patches?confirm=true', {
    method: 'POST',
    body: {
      ...{ version: '1.0', patchId: `values-${++documents}`, timestamp: '2026-01-05T09:00:00Z', actor: 'human' },
      ...{ scope: 'object', operation: 'add', target: { type: 'module', identifier: 'shop' }, payload: {} },
      ...{ module: { key: 'shop' }, apiBasePath: '/shop', objects: { Thing: { fields, ...more } } },
    },
  })

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
    ...{ toString: 'name', valueOf: 2.5, hasOwnProperty: false, isPrototypeOf: { valueOf: 1, toString: [null] } },
    ...{ toLocaleString: 'b', propertyIsEnumerable: ['y'], toJSON: '2026-01-05T09:00:00.000Z', length: 3 },
    then: '2026-01-05',
  }

  before(async () => {
    await emptyRegistry()
    expect((await register(fields)).status).to.equal(201)
  })

  it('have no value in records where none is given, and disturb no other request', async () => {
    const made = await create('/shop/things', {})
    expect(outcome(made)).to.deep.equal([201, undefined])
    expect(Object.keys(made.body)).to.deep.equal(['id', 'toLocaleString', 'createdAt', 'updatedAt'])
    for (let n = 0; n < 12; n++) expect((await send('/shop/things?limit=1')).status).to.equal(200)
    expect((await send(`/shop/things/${made.body.id}`)).body).to.deep.equal(made.body)
    expect((await change(`/shop/things/${made.body.id}`, { length: 1 })).body).to.include({ length: 1 })
  })

  it('keep the values they are given', async () => {
    const made = await create('/shop/things', values)
    expect(made.body).to.deep.include(values)
    expect((await send(`/shop/things/${made.body.id}`)).body).to.deep.include(values)
    expect(pointers(await create('/shop/things', { valueOf: 2.5 }))).to.deep.equal(['/valueOf'])
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
    expect(pointers(await create('/shop/things', { isFrozen: 1 }))).to.deep.equal(['/isFrozen'])
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
      ...{ method: 'PATCH', headers: { 'if-match': `"${rev}"` } },
      body: { fields: [...fields, { name: 'isFrozen', type: 'text' }], unique: [['toString', 'length']] },
    })
    expect(outcome(unique)).to.deep.equal([200, undefined])
    expect((await create('/shop/things', { toString: 'name', length: 3 })).body.type).to.equal('already-exists')
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
    const made = await create('/shop/things', { a: 'x' })
    expect(Object.keys(made.body)).to.deep.equal(['id', 'a', 'createdAt', 'updatedAt'])
  })
})
