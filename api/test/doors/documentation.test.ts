import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect } from 'chai'
import { schemasOf } from '../../src/questions/documentation/schemas.ts'
import { send } from '../support/client.ts'
import { onlyCrm } from '../support/database.ts'

interface Document {
  info: { title: string; version: string }
  paths: Record<string, Record<string, { parameters?: { name: string; schema: { enum?: string[] } }[] }>>
  components: { schemas: Record<string, { examples?: unknown[]; properties: Record<string, object> }> }
  'x-revision': number
  'x-modules'?: object
}
const read = async (path: string) => (await send(path)).body as Document
const ofCrm = () => read('/api/modules/crm/openapi.json')
const shop = {
  version: '1.0',
  patchId: 'shop-1',
  timestamp: '2026-01-05T09:00:00Z',
  actor: 'human',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: 'shop' },
  payload: {},
  module: { key: 'shop' },
  apiBasePath: '/shop',
  objects: { Item: { fields: [{ name: 'limit', type: 'integer' }] } },
}
const errorsOf = async (document: Document) =>
  (await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>)).errors ?? []

describe('The generated documentation of the interface of a module', () => {
  before(onlyCrm)

  it('is valid OpenAPI 3.1, of one module and of all', async () => {
    expect(await errorsOf(await ofCrm())).to.deep.equal([])
    const all = await read('/api/openapi/modules.json')
    expect(await errorsOf(all)).to.deep.equal([])
    expect(all['x-modules']).to.deep.equal({ total: 1, returned: 1, truncated: false, nextCursor: null })
    expect(all.paths).to.deep.equal((await ofCrm()).paths)
  })

  it('has every endpoint that the module has registered, and the batch of each entity', async () => {
    const { paths } = await ofCrm()
    const { body } = await send('/api/modules/crm/endpoints?limit=500')
    const registered = body.items.map(({ method, path }: { method: string; path: string }) => `${method} ${path}`)
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      ['GET', 'POST', 'PATCH', 'DELETE']
        .filter((name) => operations[name.toLowerCase()])
        .map((name) => `${name} ${path}`),
    )
    expect(documented.filter((name) => !name.endsWith(':batch'))).to.have.members(registered)
    expect(documented.filter((name) => name.endsWith(':batch'))).to.have.length(4)
  })

  it('shows examples that fit their schemas', async () => {
    const document = await ofCrm()
    const ajv = new Ajv2020({ strict: false, logger: false })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'doc', ...document })
    const shown = Object.entries(document.components.schemas).filter(([, { examples }]) => examples !== undefined)
    expect(shown.map(([name]) => name)).to.include.members(
      ['Customer', 'Order', 'OrderTracking'].flatMap((name) => [
        `crm.${name}`,
        `crm.${name}.Create`,
        `crm.${name}.Batch`,
      ]),
    )
    for (const [name, { examples }] of shown)
      for (const example of examples!) {
        const isValid = ajv.validate({ $ref: `doc#/components/schemas/${name}` }, example)
        expect(isValid, `${name}: ${ajv.errorsText()}`).to.equal(true)
      }
    const made = await send('/crm/customers', {
      method: 'POST',
      body: document.components.schemas['crm.Customer.Create']!.examples![0],
    })
    expect(made.status).to.equal(201)
    const { status } = document.components.schemas['crm.Order.Create']!.properties as Record<string, object>
    expect(status, 'a flow begins at its beginning')
      .to.have.nested.property('anyOf[0].enum')
      .that.deep.equals(['pending'])
  })

  it('says of each field that it is needed, also of one named like what every object inherits', async () => {
    const customer = (await send('/api/modules/crm/entities')).body.items.find(
      ({ name }: { name: string }) => name === 'Customer',
    )
    const fields = [{ ...customer.fields[0], name: 'toString', required: true }]
    expect(schemasOf({ ...customer, fields, unique: [] })['crm.Customer.Create']!.required).to.deep.equal(['toString'])
  })

  it('follows a patch on the next read', async () => {
    const before = await ofCrm()
    const document = {
      version: '1.0',
      patchId: 'crm-nickname',
      timestamp: '2026-01-05T09:00:00Z',
      actor: 'human',
      scope: 'object',
      operation: 'add',
      target: { type: 'field', identifier: 'Customer' },
      payload: { field: { name: 'nickname', type: 'text' } },
      module: { key: 'crm' },
    }
    const applied = await send('/api/patches?confirm=true', { method: 'POST', body: document })
    expect(applied.status).to.equal(201)
    const after = await ofCrm()
    expect(after['x-revision']).to.be.greaterThan(before['x-revision'])
    expect(before.components.schemas['crm.Customer']!.properties).not.to.have.property('nickname')
    expect(after.components.schemas['crm.Customer']!.properties).to.have.property('nickname')
    const asked = after.paths['/crm/customers']!.get!.parameters!.map(({ name }) => name)
    expect(asked).to.include('nickname')
    expect((await read('/api/openapi/modules.json')).components.schemas).to.deep.equal(after.components.schemas)
  })

  it('pages through all active modules, and leaves out those that are switched off', async () => {
    expect((await send('/api/patches?confirm=true', { method: 'POST', body: shop })).status).to.equal(201)
    const first = await read('/api/openapi/modules.json?limit=1')
    expect(first['x-modules']).to.include({ total: 2, returned: 1, truncated: true })
    const { nextCursor } = first['x-modules'] as { nextCursor: string }
    const second = await read(`/api/openapi/modules.json?limit=1&cursor=${nextCursor}`)
    expect(Object.keys(second.paths)).to.deep.equal(['/shop/items', '/shop/items:batch', '/shop/items/{id}'])
    expect(second.paths['/shop/items']!.get!.parameters!.map(({ name }) => name)).to.include.members([
      'limit',
      'field.limit.min',
    ])
    expect((await send('/shop/items?field.limit.min=2')).status).to.equal(200)
    const headers = { 'if-match': '*' }
    await send('/api/modules/shop/status', { method: 'PUT', body: { status: 'inactive' }, headers })
    expect((await read('/api/openapi/modules.json'))['x-modules']).to.include({ total: 1 })
  })

  it('is empty for a module without records, and not found for none', async () => {
    await send('/api/modules', { method: 'POST', body: { key: 'bare', name: 'Bare' } })
    const bare = await read('/api/modules/bare/openapi.json')
    expect([bare.paths, await errorsOf(bare)]).to.deep.equal([{}, []])
    expect((await send('/api/modules/nobody/openapi.json')).status).to.equal(404)
  })
})
