import { expect } from 'chai'
import type { Relationship } from '../../src/registry/relationships/relationships.contract.ts'
import { ask, send } from '../support/client.ts'
import { checksum, cypher, emptyRegistry, joinedWrongly, prepared } from '../support/database.ts'

const relate = (type: string, source: string, target: string, more: object = {}, query = '') =>
  send(`/api/relationships${query}`, { method: 'POST', body: { type, source, target, ...more } })
const ifAny = { 'if-match': '*' }
const patch = (id: string, body: object, headers: Record<string, string> = ifAny) =>
  send(`/api/relationships/${id}`, { method: 'PATCH', body, headers })
const remove = (id: string, query = '') =>
  send(`/api/relationships/${id}${query}`, { method: 'DELETE', headers: ifAny })
const batch = (items: object[], query = '') =>
  send(`/api/relationships:batch${query}`, { method: 'POST', body: { items } })
const list = async (query = '') => (await send(`/api/relationships?${query}`)).body

/** Modules a to e; a has the capabilities read and write and a configuration, b has a capability. */
const fill = prepared(async () => {
  for (const key of ['a', 'b', 'c', 'd', 'e'])
    await send('/api/modules', { method: 'POST', body: { key, name: `Module ${key}` } })
  for (const [module, key] of ['a/read', 'a/write', 'b/read'].map((name) => name.split('/')))
    await send(`/api/modules/${module}/capabilities`, { method: 'POST', body: { key, type: 'query' } })
  await send('/api/modules/a/configurations', { method: 'POST', body: { key: 'usage', configType: 'usage' } })
})

describe('Relationships', () => {
  beforeEach(fill)
  afterEach(async () => expect(await joinedWrongly()).to.deep.equal([]))

  it('are created with presets between modules, capabilities and configurations, and read by id', async () => {
    const { status, headers, body } = await relate('dependency', 'capability:a/read', 'module:b')
    expect(status).to.equal(201)
    expect(headers.get('location')).to.equal(`/api/relationships/${body.id}`)
    expect(body).to.deep.include({
      type: 'dependency',
      source: 'capability:a/read',
      target: 'module:b',
      description: '',
      operations: [],
      fields: [],
      criticality: 'medium',
      versionRange: null,
      configuration: {},
      declaredBy: 'manual',
    })
    expect((await send(`/api/relationships/${body.id}`)).body).to.deep.equal(body)
    expect((await relate('data-flow', 'configuration:a/usage', 'capability:b/read')).status).to.equal(201)
    expect((await relate('integration', 'module:a', 'configuration:a/usage')).status).to.equal(400)
    expect((await relate('hierarchical', 'module:a', 'module:b')).status).to.equal(201)
  })

  it('are changed in part, replaced and deleted by those who know their revision', async () => {
    const { body: before } = await relate('dependency', 'module:a', 'module:b', { versionRange: '^1.0.0' })
    expect((await patch(before.id, { criticality: 'high' }, {})).status).to.equal(428)
    expect((await patch(before.id, { criticality: 'high' }, { 'if-match': '"1"' })).status).to.equal(412)
    const changed = await patch(before.id, { criticality: 'high', versionRange: null, configuration: { retries: 3 } })
    expect(changed.body).to.deep.include({ criticality: 'high', versionRange: null, rev: before.rev + 1 })
    const replaced = await send(`/api/relationships/${before.id}`, {
      method: 'PUT',
      body: { type: 'dependency', source: 'module:a', target: 'module:b', operations: ['read'] },
      headers: { 'if-match': `"${changed.body.rev}"` },
    })
    expect(replaced.body).to.deep.include({ operations: ['read'], criticality: 'medium', configuration: {} })
    expect((await remove(before.id)).status).to.equal(204)
    expect((await send(`/api/relationships/${before.id}`)).status).to.equal(404)
    expect((await remove(before.id)).status).to.equal(404)
  })

  it('move to other ends, and only where they would be accepted', async () => {
    const { body: moving } = await relate('dependency', 'capability:a/read', 'module:b')
    await relate('dependency', 'module:b', 'module:c')
    await relate('dependency', 'module:d', 'module:e')
    expect((await patch(moving.id, { target: 'module:none' })).status).to.equal(404)
    expect((await patch(moving.id, { source: 'module:d', target: 'module:e' })).body.type).to.equal('already-exists')
    const closing = await patch(moving.id, { source: 'module:c', target: 'module:b' })
    expect(closing.body).to.deep.include({ type: 'dependency-cycle', cycle: ['module:c', 'module:b', 'module:c'] })
    const moved = await patch(moving.id, { source: 'module:e', target: 'capability:a/write', type: 'data-flow' })
    expect(moved.body).to.deep.include({ id: moving.id, rev: moving.rev + 1, createdAt: moving.createdAt })
    expect((await list('end=capability:a/write')).items).to.deep.equal([moved.body])
    expect((await list('end=capability:a/read')).total).to.equal(0)
  })

  it('are created many at once, all or none', async () => {
    const items = ['b', 'c', 'd'].map((key) => ({
      type: 'dependency',
      source: 'module:a',
      target: `module:${key}`,
    }))
    const closing = { type: 'dependency', source: 'module:d', target: 'module:a' }
    const unchanged = await checksum()
    const refused = await batch([...items, closing])
    expect(refused.body.type).to.equal('dependency-cycle')
    expect(refused.body.cycle).to.deep.equal(['module:a', 'module:d', 'module:a'])
    const unknown = await batch([...items, { ...closing, target: 'module:x' }, { ...closing, source: 'module:y' }])
    expect(unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer)).to.deep.equal([
      '/items/3/target',
      '/items/4/source',
    ])
    const twice = await batch([items[0]!, items[0]!])
    expect(twice.body).to.deep.include({ type: 'already-exists', status: 409 })
    expect(twice.body.errors[0].pointer).to.equal('/items/1')
    expect(await checksum()).to.deep.equal(unchanged)
    const { status, headers, body } = await batch(items)
    expect(status).to.equal(201)
    expect(headers.get('location')).to.equal(null)
    expect((await list()).items).to.deep.equal(body.items)
    expect((await send(`/api/revisions/${body.revision}`)).body.changes).to.have.length(3)
  })

  it('are checked for cycles at once when there are many, of modules, of parts and of what is part of what', async () => {
    await emptyRegistry()
    const keys = Array.from({ length: 60 }, (_, number) => `m${number}`)
    for (const key of keys) await send('/api/modules', { method: 'POST', body: { key, name: key } })
    for (const key of ['x', 'y'])
      await send('/api/modules/m0/capabilities', { method: 'POST', body: { key, type: 'query' } })
    const chain = keys.slice(1).map((key, number) => ({
      type: 'dependency',
      source: `module:m${number}`,
      target: `module:${key}`,
    }))
    const closing = [
      [{ type: 'dependency', source: 'module:m59', target: 'capability:m0/x' }],
      [
        { type: 'dependency', source: 'capability:m0/x', target: 'capability:m0/y' },
        { type: 'dependency', source: 'capability:m0/y', target: 'capability:m0/x' },
      ],
      [
        { type: 'hierarchical', source: 'module:m0', target: 'module:m1' },
        { type: 'hierarchical', source: 'module:m1', target: 'module:m0' },
      ],
    ]
    const unchanged = await checksum()
    const cycles = await Promise.all(closing.map((items) => batch([...chain, ...items])))
    expect(cycles.map(({ body }) => [body.type, body.cycle.length])).to.deep.equal([
      ['dependency-cycle', 61],
      ['dependency-cycle', 3],
      ['dependency-cycle', 3],
    ])
    expect(await checksum()).to.deep.equal(unchanged)
    expect((await batch(chain)).status).to.equal(201)
  })

  it('are only judged in a dry run, as they would be', async () => {
    const { body: kept } = await relate('dependency', 'module:b', 'module:a')
    const unchanged = await checksum()
    const accepted = await relate('dependency', 'module:c', 'module:b', {}, '?dryRun=true')
    expect([accepted.status, accepted.body.source]).to.deep.equal([200, 'module:c'])
    expect((await relate('dependency', 'module:a', 'module:b', {}, '?dryRun=true')).body.type).to.equal(
      'dependency-cycle',
    )
    expect(
      (await batch([{ type: 'integration', source: 'module:c', target: 'module:b' }], '?dryRun=true')).status,
    ).to.equal(200)
    expect((await remove(kept.id, '?dryRun=true')).status).to.equal(204)
    const changed = await send(`/api/relationships/${kept.id}?dryRun=true`, {
      method: 'PATCH',
      body: { criticality: 'high' },
      headers: ifAny,
    })
    expect(changed.body.criticality).to.equal('high')
    expect(await checksum()).to.deep.equal(unchanged)
  })

  it('are listed by type, end, module, criticality and operation, in pages, with honest totals', async () => {
    await relate('dependency', 'capability:a/read', 'capability:b/read', {
      operations: ['run', 'a,b'],
      criticality: 'high',
    })
    await relate('dependency', 'module:c', 'module:a', { operations: ['run'] })
    await relate('data-flow', 'module:c', 'module:b', { criticality: 'high' })
    await relate('integration', 'capability:b/read', 'module:d')
    await relate('hierarchical', 'module:d', 'module:e')
    const totals: Record<string, number> = {
      '': 5,
      'type=dependency': 2,
      'type=dependency,hierarchical': 3,
      'module=a': 2,
      'module=b': 3,
      'module=none': 0,
      'end=module:b': 1,
      'end=capability:b/read': 2,
      'end=capability:b/read&module=a': 1,
      'criticality=high': 2,
      'criticality=high,medium&type=integration': 1,
      'operation=run': 2,
      'operation=a,b': 1,
      'module=c&operation=run&type=dependency': 1,
    }
    for (const [query, total] of Object.entries(totals)) {
      expect((await list(query)).total, query).to.equal(total)
      const paged: Relationship[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const page: { items: Relationship[]; total: number; nextCursor: string | null; truncated: boolean } =
          await list(`${query}&limit=1${cursor && `&cursor=${cursor}`}`)
        expect([page.total, page.truncated], query).to.deep.equal([total, page.nextCursor !== null])
        paged.push(...page.items)
        cursor = page.nextCursor
      }
      expect(paged, query).to.deep.equal((await list(query)).items)
    }
  })

  it('are the same over GraphQL', async () => {
    const fields = '{ id rev type source target operations criticality declaredBy }'
    const created = await ask(
      `mutation { createRelationship(input: { type: data_flow, source: "module:a", target: "module:b", declaredBy: import }) ${fields} }`,
    )
    const { id, rev } = created.data.createRelationship
    expect((await send(`/api/relationships/${id}`)).body).to.deep.include({
      ...created.data.createRelationship,
      type: 'data-flow',
    } as object)
    const changed = await ask(
      `mutation { changeRelationship(id: "${id}", rev: ${rev}, input: { type: dependency, criticality: high }) { rev type } }`,
    )
    expect(changed.data.changeRelationship).to.deep.equal({ rev: rev + 1, type: 'dependency' })
    const refused = await ask(
      'mutation { createRelationships(input: { items: [{ type: dependency, source: "module:b", target: "module:a" }] }) { revision } }',
    )
    expect(refused.errors![0]!.extensions).to.deep.include({
      type: 'dependency-cycle',
      cycle: ['module:b', 'module:a', 'module:b'],
      names: ['Module b', 'Module a', 'Module b'],
    })
    expect(
      (await ask(`{ relationships(module: "a", criticality: [high]) { total items ${fields} } }`)).data.relationships
        .total,
    ).to.equal(1)
    expect(
      (await ask(`mutation { deleteRelationship(id: "${id}", rev: ${rev + 1}) }`)).data.deleteRelationship,
    ).to.equal(true)
    expect((await ask(`{ relationship(id: "${id}") { id } }`)).data.relationship).to.equal(null)
  })

  const refusals: [what: string, body: object, status: number, pointer: string][] = [
    ['an unknown source', { source: 'module:none' }, 404, '/source'],
    ['an unknown part', { target: 'capability:b/none' }, 404, '/target'],
    ['an end of the wrong kind', { target: 'entity:b/Customer' }, 400, '/target'],
    ['a key where a ref belongs', { source: 'a' }, 400, '/source'],
    ['one end twice', { target: 'module:a' }, 400, '/target'],
    ['a module and its own part', { target: 'capability:a/read' }, 400, '/target'],
    ['a part as part of another', { type: 'hierarchical', source: 'capability:a/read' }, 400, '/source'],
    ['an unknown type', { type: 'dependencies' }, 400, '/type'],
    ['an unknown criticality', { criticality: 'urgent' }, 400, '/criticality'],
    ['a member that it has not', { operation: ['read'] }, 400, '/operation'],
    ['an operation twice', { operations: ['a', 'a'] }, 400, '/operations'],
    ['a long description', { description: 'x'.repeat(20_001) }, 400, '/description'],
    ['ten megabytes of description', { description: 'x'.repeat(10_000_000) }, 413, ''],
  ]
  for (const [what, wrong, status, pointer] of refusals)
    it(`refuse ${what}, and nothing is stored`, async () => {
      const unchanged = await checksum()
      const answer = await relate('dependency', 'module:a', 'module:b', wrong)
      expect([answer.status, answer.body.errors[0]?.pointer ?? '']).to.deep.equal([status, pointer])
      expect(await checksum()).to.deep.equal(unchanged)
    })

  describe('that name what their target declares', () => {
    const toCrm = (more: object, query = '') => relate('dependency', 'module:a', 'capability:b/records', more, query)
    beforeEach(async () => {
      const post = (path: string, body: object) => send(`/api/modules/b/${path}`, { method: 'POST', body })
      await post('entities', { name: 'Customer', fields: [{ name: 'email', type: 'email' }] })
      await post('capabilities', { key: 'records', entity: 'Customer', operations: ['read', 'delete'] })
    })

    it('are taken with plain and qualified names', async () => {
      const named = { operations: ['read', 'records.delete'], fields: ['email', 'Customer.email', 'createdAt'] }
      expect((await toCrm(named)).status).to.equal(201)
      expect((await relate('dependency', 'module:c', 'module:b', named)).status).to.equal(201)
    })

    it('are refused with the nearest name otherwise, in a dry run, a batch and a change as well', async () => {
      const unchanged = await checksum()
      for (const query of ['?dryRun=true', '']) {
        const { status, body } = await toCrm({ operations: ['read', 'raed'], fields: ['emial'] }, query)
        expect([status, body.errors]).to.deep.equal([
          400,
          [
            { pointer: '/operations/1', reason: 'is not known; did you mean read?' },
            { pointer: '/fields/0', reason: 'is not known; did you mean email?' },
          ],
        ])
      }
      const item = { type: 'dependency', source: 'module:a', target: 'module:b', operations: ['foo'] }
      expect((await batch([{ ...item, source: 'module:c', operations: [] }, item])).body.errors[0].pointer).to.equal(
        '/items/1/operations/0',
      )
      expect(await checksum()).to.deep.equal(unchanged)
      const { body } = await toCrm({ operations: ['read'] })
      expect((await patch(body.id, { operations: ['read', 'foo'] })).body.errors[0].reason).to.equal(
        'is not known; known names are delete, read',
      )
    })

    it('keep an operation that their target has lost', async () => {
      const { body } = await toCrm({ operations: ['read', 'delete'] })
      await send('/api/modules/b/capabilities/records', {
        method: 'PATCH',
        body: { operations: ['read'] },
        headers: ifAny,
      })
      expect((await patch(body.id, { criticality: 'high' })).body.operations).to.deep.equal(['read', 'delete'])
      expect((await patch(body.id, { source: 'module:c' })).status).to.equal(400)
    })

    it('name anything of a target that declares nothing, and in data flows', async () => {
      expect(
        (await relate('dependency', 'module:a', 'module:c', { operations: ['any'], fields: ['any'] })).status,
      ).to.equal(201)
      expect((await relate('data-flow', 'module:a', 'module:b', { operations: ['any'] })).status).to.equal(201)
    })
  })

  it('refuse a second of a type between two ends, an integration also the other way round', async () => {
    for (const type of ['dependency', 'integration', 'data-flow', 'hierarchical']) {
      const { body: first } = await relate(type, 'module:a', 'module:b')
      const again = await relate(type, 'module:a', 'module:b')
      expect([again.status, again.body.type], type).to.deep.equal([409, 'already-exists'])
      expect(again.body.detail).to.include(first.id)
      const back = await relate(type, 'module:b', 'module:a')
      const expected = {
        dependency: 'dependency-cycle',
        integration: 'already-exists',
        hierarchical: 'dependency-cycle',
      }
      if (type === 'data-flow') expect(back.status).to.equal(201)
      else expect(back.body.type, type).to.equal(expected[type as 'dependency'])
    }
  })

  it('refuse a second parent', async () => {
    await relate('hierarchical', 'module:a', 'module:b')
    const second = await relate('hierarchical', 'module:a', 'module:c')
    expect([second.status, second.body.type]).to.deep.equal([409, 'conflict'])
    expect(second.body.detail).to.equal('module:a is already part of module:b')
    const items = ['d', 'e'].map((key) => ({ type: 'hierarchical', source: 'module:c', target: `module:${key}` }))
    expect((await batch(items)).body.type).to.equal('conflict')
  })

  it('refuse a cycle of parts inside a module, and one of modules through their parts', async () => {
    await relate('dependency', 'capability:a/read', 'capability:a/write')
    expect((await relate('dependency', 'capability:a/write', 'capability:a/read')).body.cycle).to.deep.equal([
      'capability:a/write',
      'capability:a/read',
      'capability:a/write',
    ])
    await relate('dependency', 'capability:a/write', 'capability:b/read')
    await relate('dependency', 'module:b', 'module:c')
    const closed = await relate('dependency', 'module:c', 'configuration:a/usage')
    expect(closed.body).to.deep.include({ cycle: ['module:c', 'module:a', 'module:b', 'module:c'] })
    expect(closed.body.detail).to.equal(
      'the relationship would close a cycle: Module c → Module a → Module b → Module c',
    )
    expect((await relate('dependency', 'capability:b/read', 'capability:a/read')).body.type).to.equal(
      'dependency-cycle',
    )
  })

  it('go with the part or module at their end, and with no other', async () => {
    await relate('dependency', 'capability:a/read', 'module:b')
    await relate('dependency', 'capability:a/write', 'module:b')
    await relate('data-flow', 'capability:a/read', 'module:c')
    await send('/api/modules/a/capabilities/read', { method: 'DELETE', headers: ifAny })
    expect((await list()).items.map(({ source }: Relationship) => source)).to.deep.equal(['capability:a/write'])
    expect(await joinedWrongly()).to.deep.equal([])
    const refused = await send('/api/modules/b', { method: 'DELETE', headers: ifAny })
    expect(refused.body).to.deep.include({ type: 'in-use', dependants: ['capability:a/write'] })
    await send('/api/modules/b?force=true', { method: 'DELETE', headers: ifAny })
    expect((await list()).total).to.equal(0)
    expect(await cypher('MATCH (:Module)-[r]->(:Module) RETURN r')).to.deep.equal([])
  })
})
