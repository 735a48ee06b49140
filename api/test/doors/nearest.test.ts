import { expect } from 'chai'
import { ask, send } from '../support/client.ts'
import { onlyCrm } from '../support/database.ts'
import { call, closeClients, mcp } from '../support/mcp-client.ts'

type Problem = { type: string; detail: string; errors: { pointer: string; reason: string }[] }

describe('A name that is misspelt', () => {
  before(onlyCrm)
  after(closeClients)

  const refused: [path: string, status: number, pointer: string | undefined, meant: string][] = [
    ['/api/modules/crm/impact?operation=delte', 400, '/query/operation', 'delete'],
    ['/api/modules/crm/impact?operation=Read', 400, '/query/operation', 'read'],
    ['/api/modules/crm/impact?operation=order-crud.raed', 400, '/query/operation', 'order-crud.read'],
    ['/api/modules/crm/impact?field=emial', 400, '/query/field', 'email'],
    ['/api/modules/crm/impact?field=Customer.emial', 400, '/query/field', 'Customer.email'],
    ['/api/modules/crm/impact?field=emial&direction=upstream&type=data-flow', 400, '/query/field', 'email'],
    ['/api/graph/impact?of=capability:crm/order-crud&field=orderNumbr', 400, '/query/field', 'orderNumber'],
    ['/api/graph/impact?of=entity:crm/Order&operation=updat', 400, '/query/operation', 'update'],
    ['/api/graph/impact?of=crn', 404, '/query/of', 'crm'],
    ['/api/graph/impact?of=capability:crm/customer-crd', 404, '/query/of', 'capability:crm/customer-crud'],
    ['/api/graph/impact?of=capability:crn/customer-crud', 404, '/query/of', 'module:crm'],
    ['/api/graph/impact?of=entity:crm/Custmer', 404, '/query/of', 'entity:crm/Customer'],
    ['/api/graph/path?from=cmr&to=crm', 404, '/query/from', 'crm'],
    ['/api/graph/path?from=crm&to=capability:crm/order-crdu', 404, '/query/to', 'capability:crm/order-crud'],
    ['/api/graph/order?modules=crmm', 404, '/query/modules', 'crm'],
    ['/api/graph?focus=cr', 404, '/query/focus', 'crm'],
    ['/api/modules/crn', 404, '/path/id', 'crm'],
    ['/api/modules/crn/statistics', 404, '/path/id', 'crm'],
    ['/api/modules/crn/docs.md', 404, '/path/id', 'crm'],
    ['/api/modules/crn/openapi.json', 404, '/path/id', 'crm'],
    ['/api/ai/modules/crn', 404, '/path/id', 'crm'],
    ['/api/ai/context?task=x&modules=crn', 404, '/query/modules', 'crm'],
    ['/api/modules/crm/capabilities/custmer-crud', 404, '/path/part', 'customer-crud'],
    ['/api/modules/crm/entities/Ordr', 404, '/path/part', 'Order'],
    ['/api/modules/crm/configurations/order-shema', 404, '/path/part', 'order-schema'],
    ['/api/modules/crm/samples?entity=Costumer', 404, '/query/entity', 'Customer'],
    ['/api/queries/analysis/hub', 404, undefined, 'analysis/hubs'],
    ['/api/queries/impct/needs', 404, undefined, 'impact/needs'],
    ['/api/modules?statsu=active', 400, '/query/statsu', 'status'],
  ]
  for (const [path, status, pointer, meant] of refused)
    it(`is refused at ${path}, with the nearest`, async () => {
      const answer = await send(path)
      const { errors, detail } = answer.body as Problem
      expect([answer.status, errors[0]?.pointer]).to.deep.equal([status, pointer])
      expect(errors[0]?.reason ?? detail).to.include(`did you mean ${meant}?`)
    })

  it('is told with all others of the request, by both doors', async () => {
    const { errors } = (await send('/api/modules/crm/impact?operation=delte&field=emial')).body as Problem
    expect(errors.map(({ pointer }) => pointer)).to.deep.equal(['/query/operation', '/query/field'])
    const asked = await ask('{ impact(of: "crm", operation: "delte", field: "emial") { total } }')
    const { extensions } = asked.errors![0]!
    expect(extensions.errors.map(({ pointer }: { pointer: string }) => pointer)).to.deep.equal(['/operation', '/field'])
    expect(extensions.errors[0].reason).to.include('did you mean delete?')
  })

  it('is told to agents', async () => {
    const client = await mcp()
    const wrong: [tool: string, args: object, pointer: string, meant: string][] = [
      ['get_impact', { of: 'crm', operation: 'delte' }, '/arguments/operation', 'delete'],
      ['get_impact', { of: 'crm', field: 'emial' }, '/arguments/field', 'email'],
      ['get_module', { module: 'crn' }, '/arguments/module', 'crm'],
      ['find_path', { from: 'crm', to: 'capability:crm/ordr-crud' }, '/arguments/to', 'capability:crm/order-crud'],
    ]
    for (const [tool, args, pointer, meant] of wrong) {
      const { isError, answer } = await call(client, tool, args)
      const { errors } = answer as unknown as Problem
      expect([isError, errors[0]!.pointer], tool).to.deep.equal([true, pointer])
      expect(errors[0]!.reason, tool).to.include(`did you mean ${meant}?`)
    }
    const none = await client.callTool({ name: 'get_modul', arguments: {} }).catch((error: Error) => error.message)
    expect(none).to.include('did you mean get_module?')
  })

  it('is told of both ends of a new relationship', async () => {
    const body = { type: 'dependency', source: 'module:crn', target: 'capability:crm/customer-crd' }
    const { errors } = (await send('/api/relationships', { method: 'POST', body })).body as Problem
    expect(errors.map(({ reason }) => reason)).to.deep.equal([
      'there is no module:crn; did you mean module:crm?',
      'there is no capability:crm/customer-crd; did you mean capability:crm/customer-crud?',
    ])
  })

  it('is refused without a proposal when nothing is near, and what is right is answered', async () => {
    for (const path of ['/api/modules/nothing-like-it', '/api/modules/0199d7a4-0000-7000-8000-000000000001'])
      expect((await send(path)).body.detail).not.to.include('did you mean')
    for (const question of ['operation=list', 'field=createdAt', 'field=notes', 'operation=customer-crud.delete'])
      expect((await send(`/api/modules/crm/impact?${question}`)).status, question).to.equal(200)
  })
})
