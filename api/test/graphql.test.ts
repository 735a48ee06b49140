import { expect } from 'chai'
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql'
import pino from 'pino'
import type { Graph } from '../src/graph/graph.ts'
import { graphqlDoor } from '../src/graphql/door.ts'
import { createServices } from '../src/services.ts'
import { onlyCrm, registry } from './database.ts'

async function ask(query: string, variables: object = {}) {
  const { origin } = await registry()
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  /* eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
  return (await response.json()) as { data: any; errors?: { message: string; extensions: any }[] }
}

describe('GraphQL', () => {
  beforeEach(onlyCrm)

  it('answers for the CRM what REST answers', async () => {
    const { data, errors } = await ask(
      '{ module(id: "crm") { key name capabilities(type: [crud]) { total items { key entity operations endpoints { operation method path } } } entities { total } endpoints { total } configurations { total } } }',
    )
    expect(errors).to.equal(undefined)
    expect(data.module.capabilities.total).to.equal(4)
    expect(
      data.module.capabilities.items.flatMap(({ endpoints }: { endpoints: object[] }) => endpoints),
    ).to.have.length(20)
    expect(data.module).to.deep.include({
      entities: { total: 4 },
      endpoints: { total: 20 },
      configurations: { total: 4 },
    })
  })

  it('asks for the parts of all modules of a page in one round trip', async () => {
    const { graph } = await registry()
    let reads = 0
    const counted: Graph = { ...graph, read: (...asked) => (reads++, graph.read(...asked)) }
    const door = graphqlDoor(createServices(counted), pino({ level: 'silent' }))
    const totals = async () => {
      reads = 0
      const query = '{ modules { items { key entities { total } capabilities { items { endpoints { path } } } } } }'
      const response = await door.fetch('http://registry/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      const { data } = (await response.json()) as { data: { modules: { items: { entities: { total: number } }[] } } }
      return data.modules.items.map(({ entities }) => entities.total)
    }
    expect([await totals(), reads]).to.deep.equal([[4], 3])
    for (const key of ['a', 'b', 'c'])
      await ask('mutation ($input: ModuleCreate!) { createModule(input: $input) { rev } }', {
        input: { key, name: key },
      })
    expect([await totals(), reads]).to.deep.equal([[0, 0, 0, 4], 3])
  })

  it('gives cursors inside of modules that go on where the module is asked for by itself', async () => {
    const first = await ask('{ modules { items { capabilities(limit: 1) { nextCursor items { key } } } } }')
    const { nextCursor } = first.data.modules.items[0].capabilities
    const next = await ask(
      `{ module(id: "crm") { capabilities(limit: 1, cursor: "${nextCursor}") { items { key } } } }`,
    )
    expect(next.data.module.capabilities.items).to.deep.equal([{ key: 'financial-transaction-crud' }])
  })

  it('changes with the revision that the client knows, and refuses another', async () => {
    const change = 'mutation ($rev: Int!) { changeModule(id: "crm", rev: $rev, input: { owner: "x" }) { rev owner } }'
    expect((await ask(change, { rev: 1 })).data.changeModule).to.deep.equal({ rev: 2, owner: 'x' })
    expect((await ask(change, { rev: 1 })).errors![0]!.extensions).to.deep.include({
      type: 'stale-revision',
      status: 412,
    })
  })

  it('has the rules and errors of REST', async () => {
    const create = 'mutation ($input: ModuleCreate!) { createModule(input: $input) { key } }'
    const wrong = await ask(create, { input: { key: 'Not A Key', name: 'x\u202e' } })
    expect(wrong.errors![0]!.extensions).to.include({ type: 'invalid-request', status: 400 })
    expect(wrong.errors![0]!.extensions.errors.map(({ pointer }: { pointer: string }) => pointer)).to.have.members([
      '/key',
      '/name',
    ])
    expect((await ask(create, { input: { key: 'crm', name: 'x' } })).errors![0]!.extensions.type).to.equal(
      'already-exists',
    )
    expect((await ask('{ module(id: "none") { key } }')).data).to.deep.equal({ module: null })
  })

  it('creates, changes and deletes each kind of part', async () => {
    const part = await ask(
      'mutation { createCapability(id: "crm", input: { key: "report", type: query, operations: ["run"] }) { key rev name } }',
    )
    expect(part.data.createCapability).to.deep.equal({ key: 'report', rev: 2, name: 'Report' })
    const changed = await ask(
      'mutation { changeCapability(id: "crm", part: "report", rev: 2, input: { name: "R" }) { rev name } }',
    )
    expect(changed.data.changeCapability).to.deep.equal({ rev: 3, name: 'R' })
    expect((await ask('mutation { deleteCapability(id: "crm", part: "report", rev: 3) }')).data).to.deep.equal({
      deleteCapability: true,
    })
    expect((await ask('{ capability(id: "crm", part: "report") { key } }')).data).to.deep.equal({ capability: null })
  })

  it('answers the same request with one idempotency key once, and refuses a key that is none', async () => {
    const create =
      'mutation ($key: String!) { createModule(input: { key: "twice", name: "Twice" }, idempotencyKey: $key) { id rev } }'
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(create, { key: 'k-1' })))
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).to.equal(1)
    const { errors } = await ask(create, { key: 'not a key' })
    expect(errors![0]!.extensions.errors[0].pointer).to.equal('/idempotencyKey')
  })

  it('takes no JSON that REST would refuse, as a literal or as a variable', async () => {
    const create = (values: string) =>
      `mutation { createConfiguration(id: "crm", input: { key: "odd", configType: usage, values: ${values} }) { key } }`
    const variable =
      'mutation ($values: JSON!) { createConfiguration(id: "crm", input: { key: "odd", configType: usage, values: $values }) { key } }'
    const deep = JSON.parse('[{"a":'.repeat(20) + '1' + '}]'.repeat(20)) as object
    for (const { errors } of [
      await ask(create('{ __proto__: { isAdmin: true } }')),
      await ask(create('{ a: { constructor: 1 } }')),
      await ask(variable, { values: JSON.parse('{"__proto__": 1}') as object }),
      await ask(variable, { values: { a: deep } }),
    ])
      expect(errors![0]!.extensions).to.include({ type: 'invalid-json', status: 400 })
  })

  it('refuses a body that is too large or no JSON, and a change by GET', async () => {
    const { origin } = await registry()
    const post = (body: string | Uint8Array<ArrayBuffer>) =>
      fetch(`${origin}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect((await post(JSON.stringify({ query: 'x'.repeat(2_000_000) }))).status).to.equal(413)
    const twice = '{"query":"{ __typename }","variables":{"name":"one","name":"two"}}'
    for (const body of ['{', '[]', '{"query":1}', '', 'null', twice, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])])
      expect((await post(body)).status, String(body)).to.equal(400)
    const query = encodeURIComponent('mutation { deleteModule(id: "crm", rev: 1) }')
    expect((await fetch(`${origin}/graphql?query=${query}`)).status).to.equal(405)
    expect((await ask('{ module(id: "crm") { key } }')).data.module).to.deep.equal({ key: 'crm' })
  })

  it('describes itself to the tools that ask it to', async () => {
    const { data, errors } = await ask(getIntrospectionQuery())
    expect(errors).to.equal(undefined)
    expect(
      buildClientSchema(data as IntrospectionQuery)
        .getQueryType()!
        .getFields(),
    ).to.include.keys('module', 'modules')
  })

  it('refuses queries that are too deep, and tells nothing of the inside', async () => {
    const deep = `{ __schema { types { ${'fields { type { '.repeat(8)} name ${'} }'.repeat(8)} } } }`
    const { errors } = await ask(deep)
    expect(errors).to.have.length.above(0)
    for (const { extensions } of errors!) expect(extensions).to.include({ type: 'invalid-request', status: 400 })
    expect(JSON.stringify(errors)).not.to.match(/node_modules|MATCH/)
  })
})
