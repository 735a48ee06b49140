import { expect } from 'chai'
import { send } from '../support/client.ts'
import { onlyCrm } from '../support/database.ts'

const named = async (...refs: string[]) => {
  const query = new URLSearchParams(refs.map((ref) => ['ref', ref]))
  const { status, body } = await send(`/api/names?${query}`)
  expect(status, JSON.stringify(body)).to.equal(200)
  return body.items
}
const headers = { 'if-match': '*' }

describe('Names', () => {
  before(async () => {
    await onlyCrm()
    await send('/api/modules', { method: 'POST', body: { key: 'shop', name: 'Shop' } })
  })

  it('are those of modules, of parts with their module, and of relationships with their ends', async () => {
    const { body } = await send('/api/relationships', {
      method: 'POST',
      body: { type: 'dependency', source: 'module:shop', target: 'capability:crm/customer-crud', operations: ['read'] },
    })
    const [module, part, relationship] = await named('module:shop', 'capability:crm/customer-crud', body.ref)
    expect(module).to.deep.equal({ ref: 'module:shop', name: 'Shop', module: null, exists: true, relationship: null })
    expect(part).to.deep.include({ name: 'Customer records', module: 'CRM Module' })
    expect(relationship.name).to.equal('Shop depends on CRM Module: Customer records')
    expect(relationship.relationship).to.deep.include({ type: 'dependency', operations: ['read'] })
    expect(relationship.relationship.source.name).to.equal('Shop')
    await send(`/api/relationships/${body.id}`, { method: 'DELETE', headers })
    expect(await named(body.ref)).to.deep.equal([{ ...relationship, exists: false }])
  })

  it('are the last ones of what has been deleted, and the ref of what never was', async () => {
    await send('/api/modules/shop', { method: 'DELETE', headers })
    const [gone, never, entity] = await named('module:shop', 'module:never', 'entity:crm/Customer')
    expect(gone).to.deep.include({ name: 'Shop', exists: false })
    expect(never).to.deep.include({ name: 'never', exists: false })
    expect(entity).to.deep.include({ name: 'Customer', module: 'CRM Module', exists: true })
  })
})
