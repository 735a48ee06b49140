import { expect } from 'chai'
import { send } from '../support/client.ts'
import { cypher, onlyCrm } from '../support/database.ts'
import { seed } from '../../src/authoring/seeding/seed.ts'

describe('The CRM, registered from its patch document', () => {
  before(onlyCrm)

  it('is read as a module', async () => {
    const { body } = await send('/api/modules/crm')
    expect(body).to.include({
      key: 'crm',
      ref: 'module:crm',
      name: 'CRM Module',
      type: 'crud',
      version: '1.0.0',
      rev: 1,
    })
    expect(body).to.include({ status: 'active', owner: 'sales-platform' })
    expect(body.metadata).to.include({ apiBasePath: '/crm', schemaPath: '/public/specs/modules/crm' })
  })

  it('tells an AI agent four entities with five operations each, at twenty endpoints', async () => {
    const { body } = await send('/api/ai/modules/crm/capabilities?type=crud')
    const found = body.items as {
      entity: string
      operations: string[]
      endpoints: { method: string; path: string }[]
    }[]
    expect(found.map(({ entity }) => entity)).to.have.members([
      'Customer',
      'Order',
      'OrderTracking',
      'FinancialTransaction',
    ])
    for (const { operations } of found)
      expect(operations).to.have.members(['create', 'read', 'update', 'delete', 'list'])
    const endpoints = new Set(
      found.flatMap(({ endpoints }) => endpoints.map(({ method, path }) => `${method} ${path}`)),
    )
    expect(endpoints.size).to.equal(20)
    expect(endpoints).to.include('PATCH /crm/order-tracking/{id}').and.to.include('GET /crm/transactions')
  })

  it('has the state flow of an order as a workflow', async () => {
    const { body } = await send('/api/ai/modules/crm/capabilities?type=workflow')
    expect(body.items).to.have.length(1)
    expect(body.items[0]).to.deep.include({
      key: 'order-workflow',
      operations: ['confirm', 'ship', 'deliver', 'cancel'],
    })
  })

  it('depends inside itself as its relation fields say', async () => {
    const { body } = await send('/api/ai/modules/crm/relationships?type=dependency')
    const edges = (body.items as { source: { ref: string }; target: { ref: string } }[]).map(({ source, target }) =>
      `${source.ref} ${target.ref}`.replaceAll('capability:crm/', ''),
    )
    expect(edges).to.have.members([
      'order-crud customer-crud',
      'order-tracking-crud order-crud',
      'financial-transaction-crud customer-crud',
      'financial-transaction-crud order-crud',
    ])
  })

  it('answers every AI question without nulls and says what it left out', async () => {
    for (const path of ['', '/crm', '/crm/capabilities', '/crm/relationships', '/crm/statistics']) {
      const { status, body } = await send(`/api/ai/modules${path}`)
      expect(status).to.equal(200)
      expect(JSON.stringify(body).replaceAll('"nextCursor":null', '')).not.to.include('null')
    }
    const { body } = await send('/api/ai/modules/crm/capabilities?limit=2')
    expect(body).to.include({ total: 5, returned: 2, truncated: true })
  })

  it('is asked in Cypher by what exposes DELETE on Customer', async () => {
    const rows = await cypher(
      `MATCH (m:Module)-[:HAS_CAPABILITY]->(c:Capability)-[:OPERATES_ON]->(:Entity {name: 'Customer'})
       MATCH (c)-[:EXPOSES {operation: 'delete'}]->(p:Endpoint) RETURN m.key AS module, p.path AS path`,
    )
    expect(rows).to.deep.equal([{ module: 'crm', path: '/crm/customers/{id}' }])
  })

  it('stays as it is when a filled registry is started again', async () => {
    const { graph } = await onlyCrm()
    const before = await cypher('MATCH (n) RETURN count(n) AS nodes, max(n.revision) AS revision')
    await seed(graph, 'all')
    expect(await cypher('MATCH (n) RETURN count(n) AS nodes, max(n.revision) AS revision')).to.deep.equal(before)
  })
})
