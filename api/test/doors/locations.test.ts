import { expect } from 'chai'
import { namedOperations } from '../../src/contract.ts'
import { send } from '../support/client.ts'
import { onlyCrm } from '../support/database.ts'

const patch = {
  version: '1.0',
  patchId: 'desk 1',
  timestamp: '2026-01-01T00:00:00Z',
  actor: 'human',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: 'desk' },
  payload: {},
  apiBasePath: '/desk',
  module: { key: 'desk', name: 'Desk' },
  objects: { Ticket: { fields: [{ name: 'subject', type: 'text' }] } },
}

/** What creates a resource, by the name of its operation; parts are created in the module crm. */
const bodies: Record<string, object> = {
  'modules.create': { key: 'billing', name: 'Billing' },
  'owners.create': { name: 'Sales' },
  'capabilities.create': { key: 'refunds' },
  'entities.create': { name: 'Refund', fields: [] },
  'endpoints.create': { method: 'GET', path: '/crm/refunds/{id}' },
  'configurations.create': { key: 'refund-limits', configType: 'api' },
  'relationships.create': { type: 'dependency', source: 'module:billing', target: 'module:crm' },
  'patches.apply': patch,
  'drafts.create': { document: patch },
  'webhooks.create': { url: 'http://127.0.0.1:1/' },
  'queries.create': { name: 'mine', query: 'RETURN 1 AS one' },
  'views.create': { name: 'Mine', page: 'graph' },
  'keys.create': { name: 'ann', role: 'viewer' },
}
/** The language model that `drafts.generate` needs is in generation.test.ts; those that begin jobs are in jobs.test.ts. */
const elsewhere = [
  'drafts.generate',
  'purge.records',
  'queries.export',
  'queries.exportCypher',
  'documentation.exportDocs',
]

describe('The Location of what is new', () => {
  before(onlyCrm)
  const creating = namedOperations.filter(({ location }) => location !== null)

  it('is told by each operation that creates one', () => {
    expect(creating.map(({ id }) => id)).to.have.members([...Object.keys(bodies), ...elsewhere])
  })

  for (const [id, body] of Object.entries(bodies))
    it(`leads to it, and has no secret in it: ${id}`, async () => {
      const { path } = creating.find((operation) => operation.id === id)!
      const made = await send(path.replace('{id}', 'crm'), { method: 'POST', body })
      expect(made.status, JSON.stringify(made.body)).to.equal(201)
      const location = made.headers.get('location')!
      const secret = id === 'keys.create' ? made.body.key : made.body.secret
      if (secret !== undefined) expect(location).not.to.include(secret)
      const found = await send(location)
      expect(found.status, location).to.equal(200)
      const same = ['id', 'name', 'patchId'].find((name) => name in made.body)!
      expect(found.body[same]).to.equal(made.body[same])
    })
})
