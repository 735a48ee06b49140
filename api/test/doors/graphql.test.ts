import { expect } from 'chai'
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'graphql'
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import pino from 'pino'
import type { Graph } from '../../src/graph/graph.ts'
import type { DraftState } from '../../src/authoring/drafts/moves.ts'
import { graphqlDoor } from '../../src/doors/graphql/door.ts'
import { graphqlSchema, generatedSchema } from '../../src/doors/graphql/schema.ts'
import { namedOperations } from '../../src/contract.ts'
import { createServices, operationsOf } from '../../src/features.ts'
import { ask, ended } from '../support/client.ts'
import { anotherRegistry, checksum, cypher, onlyCrm, prepared, registry } from '../support/database.ts'
import { draftIn } from '../support/drafts.ts'
import { some } from '../support/scale.ts'

const committedSchema = readFileSync(new URL('../../src/doors/graphql/schema.graphql', import.meta.url), 'utf8')
const context = () => ({
  caller: { role: 'viewer', name: null } as const,
  baseUrl: '',
  waiting: { flow: 'test', deadline: performance.now() + 10_000 },
  leave: () => {},
  whenOver: () => {},
})
const doorOf = (graph: Graph) => {
  const services = createServices(graph)
  return graphqlDoor(operationsOf(services), services, pino({ level: 'silent' }))
}
const asked = (query: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
})

describe('The schema of GraphQL', () => {
  it('is committed as the contract makes it', () => {
    expect(generatedSchema(namedOperations)).to.equal(committedSchema)
  })

  it('has each operation that answers with JSON, and says of the others why not', () => {
    const { Query, Mutation, Module } = Object.fromEntries(
      ['Query', 'Mutation', 'Module'].map((name) => [
        name,
        (buildSchema(committedSchema).getType(name) as GraphQLObjectType).getFields(),
      ]),
    )
    const reasons = namedOperations.flatMap(({ graphql }) => {
      if ('none' in graphql) return [graphql.none]
      if ('query' in graphql) expect(Query).to.have.property(graphql.query)
      else if ('mutation' in graphql) expect(Mutation).to.have.property(graphql.mutation)
      else expect(Module).to.have.property(graphql.field.replace('Module.', ''))
      return []
    })
    expect(reasons).to.have.length(5)
    for (const reason of reasons) expect(reason).to.match(/answers|takes/)
  })
})

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
      configurations: { total: 8 },
    })
  })

  it('asks for the parts of all modules of a page in one round trip', async () => {
    const { graph } = await registry()
    let reads = 0
    const counted: Graph = { ...graph, read: (...asked) => (reads++, graph.read(...asked)) }
    const door = doorOf(counted)
    const totals = async () => {
      reads = 0
      const query = '{ modules { items { key entities { total } capabilities { items { endpoints { path } } } } } }'
      const response = await door.fetch('http://registry/graphql', asked(query), context())
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

  it('asks for the modules around those of a page in one round trip a level, and for what joins them in one more', async () => {
    const { graph } = await registry()
    let reads = 0
    const counted: Graph = { ...graph, read: (...asked) => (reads++, graph.read(...asked)) }
    const door = doorOf(counted)
    const query = `{ module(id: "crm") { dependents { total items { relationshipCount relationships { source operations }
      module { key dependencies { items { module { key } } } integrations { total } flows { items { direction module { key } } } } } } } }`
    const around = async () => {
      reads = 0
      const response = await door.fetch('http://registry/graphql', asked(query), context())
      /* eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
      return ((await response.json()) as any).data.module.dependents
    }
    const relate = (items: string) => ask(`mutation { createRelationships(input: { items: [${items}] }) { revision } }`)
    for (const key of ['a', 'b', 'c'])
      await ask('mutation ($input: ModuleCreate!) { createModule(input: $input) { rev } }', {
        input: { key, name: key },
      })
    await relate(
      '{ type: dependency, source: "module:a", target: "capability:crm/customer-crud", operations: ["read"] }',
    )
    const one = await around()
    const readsForOne = reads
    expect(one.items).to.deep.equal([
      {
        relationshipCount: 1,
        relationships: [{ source: 'module:a', operations: ['read'] }],
        module: {
          key: 'a',
          dependencies: { items: [{ module: { key: 'crm' } }] },
          integrations: { total: 0 },
          flows: { items: [] },
        },
      },
    ])
    await relate(`{ type: dependency, source: "module:b", target: "module:crm" }, { type: dependency, source: "module:c", target: "module:crm" },
      { type: data_flow, source: "module:a", target: "module:b" }, { type: data_flow, source: "module:b", target: "module:a" }`)
    const three = await around()
    expect(three.total).to.equal(3)
    expect(three.items[0].module.flows.items).to.deep.equal([
      { direction: 'incoming', module: { key: 'b' } },
      { direction: 'outgoing', module: { key: 'b' } },
    ])
    expect([readsForOne, reads]).to.deep.equal([6, 6])
  })

  it('pages through the modules around one, also when they are joined both ways', async () => {
    for (const key of ['a', 'b'])
      await ask('mutation ($input: ModuleCreate!) { createModule(input: $input) { rev } }', {
        input: { key, name: key },
      })
    await ask(`mutation { createRelationships(input: { items: [{ type: data_flow, source: "module:crm", target: "module:a" },
      { type: data_flow, source: "module:a", target: "module:crm" }, { type: data_flow, source: "module:b", target: "module:crm" }] }) { revision } }`)
    const found: string[] = []
    let cursor: string | null = null
    do {
      const { data }: Awaited<ReturnType<typeof ask>> = await ask(
        'query ($cursor: String) { module(id: "crm") { flows(limit: 1, cursor: $cursor) { total nextCursor items { direction module { key } } } } }',
        { cursor },
      )
      const { total, nextCursor, items } = data.module.flows
      expect(total).to.equal(3)
      found.push(
        ...items.map((item: { direction: string; module: { key: string } }) => `${item.module.key} ${item.direction}`),
      )
      cursor = nextCursor
    } while (cursor !== null)
    expect(found).to.deep.equal(['a incoming', 'a outgoing', 'b incoming'])
  })

  it('tells changes as they come, whichever process makes them, and those that somebody missed', async () => {
    const { origin } = await registry()
    const other = await anotherRegistry()
    const listen = async (args: string) => {
      const end = new AbortController()
      const query = encodeURIComponent(`subscription { changes${args} { number kind ref via changes { ref kind } } }`)
      const response = await fetch(`${origin}/graphql?query=${query}`, {
        headers: { accept: 'text/event-stream' },
        signal: end.signal,
      })
      const told: { number: number; kind: string; ref: string }[] = []
      const reading = (async () => {
        let text = ''
        for await (const chunk of response.body!) {
          text += Buffer.from(chunk as Uint8Array).toString()
          const events = text.split('\n\n')
          text = events.pop()!
          for (const event of events) {
            const [, data] = /^data: (.+)$/m.exec(event) ?? []
            if (data) told.push(JSON.parse(data).data.changes)
          }
        }
        throw new Error('the stream has ended')
      })().catch((error: unknown) => {
        if (!end.signal.aborted) throw error
      })
      return { told, reading, stop: () => (end.abort(), reading) }
    }
    const all = await listen('')
    const missed = await listen('(after: 0)')
    const ofA = await listen('(module: "a")')
    const create = async (at: string, key: string) => {
      const response = await fetch(`${at}/api/modules`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key, name: key }),
      })
      expect(response.status).to.equal(201)
    }
    await create(origin, 'a')
    await create(other.origin, 'b')
    await ask(
      'mutation { createRelationship(input: { type: dependency, source: "module:b", target: "module:a" }) { id } }',
    )
    const kinds = ({ told }: { told: { kind: string; ref: string }[] }) => told.map(({ kind }) => kind)
    const failed = Promise.race([all, missed, ofA].map(({ reading }) => reading))
    while (all.told.length < 3 || missed.told.length < 4 || ofA.told.length < 2)
      await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 50))])
    expect(kinds(all)).to.deep.equal(['module.create', 'module.create', 'relationship.create'])
    expect(kinds(missed)).to.deep.equal(['patch.apply', ...kinds(all)])
    expect(kinds(ofA)).to.deep.equal(['module.create', 'relationship.create'])
    expect(all.told.map(({ number }) => number)).to.deep.equal([2, 3, 4])
    await Promise.all([all, missed, ofA].map(({ stop }) => stop()))
  })

  it('tells what comes once it has answered, however late the database said where it stands', async () => {
    const { graph } = await registry()
    const late: Graph = {
      ...graph,
      read: async (name, parameters) => {
        if (name === 'registry/revision') await new Promise((resolve) => setTimeout(resolve, 500))
        return graph.read(name, parameters)
      },
    }
    const door = doorOf(late)
    const end = new AbortController()
    const response = await door.fetch(
      `http://registry/graphql?query=${encodeURIComponent('subscription { changes { ref } }')}`,
      { headers: { accept: 'text/event-stream' }, signal: end.signal },
      context(),
    )
    await ask('mutation { createModule(input: { key: "a", name: "A" }) { rev } }')
    let text = ''
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk as Uint8Array).toString()
      if (text.includes('"ref":')) break
    }
    end.abort()
    expect(text).to.include('"ref":"module:a"')
  })

  it('refuses to tell changes of what is no module or after what is no number', async () => {
    for (const args of ['(module: "")', '(after: -1)']) {
      const { origin } = await registry()
      const query = encodeURIComponent(`subscription { changes${args} { number } }`)
      const response = await fetch(`${origin}/graphql?query=${query}`, { headers: { accept: 'text/event-stream' } })
      expect(await response.text()).to.include('"type":"invalid-request"')
    }
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
      '/input/key',
      '/input/name',
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

  it('names what was wrong by its argument, never by a path, a query or a header', async () => {
    const create = 'mutation ($input: ModuleCreate!) { createModule(input: $input, idempotencyKey: "k-2") { key } }'
    await ask(create, { input: { key: 'first', name: 'First' } })
    const wrong: [query: string, pointer: string][] = [
      ['mutation { changeModule(id: "crm", rev: 9, input: { owner: "x" }) { rev } }', '/rev'],
      ['mutation { createModule(input: { key: "a", name: "" }) { key } }', '/input/name'],
      ['mutation { createModule(input: { key: "b", name: "B" }, idempotencyKey: "k-2") { key } }', '/idempotencyKey'],
      ['mutation { setModuleStatus(id: "crm", rev: 1, status: error) { rev } }', '/status'],
      ['mutation { deleteCapability(id: "crm", part: "none", rev: 1) }', '/part'],
      ['mutation { undoRevision(number: 99) { revision } }', '/number'],
      ['mutation { applyPatch(input: { version: "1.0" }) { patchId } }', '/input/scope'],
      ['{ modules(limit: 0) { total } }', '/limit'],
      ['{ module(id: "crm") { capabilities(limit: 0) { total } } }', '/limit'],
      ['{ module(id: "crm") { statistics(cursor: "x") { total } } }', '/cursor'],
      ['{ impact(of: "none") { total } }', '/of'],
      ['{ documentationScore(id: "none") { score } }', '/id'],
      ['{ cypher(input: { query: "CREATE (n)" }) { returned } }', '/input/query'],
    ]
    for (const [query, pointer] of wrong) {
      const { errors } = await ask(query)
      const [{ message, extensions } = expect.fail(query)] = errors ?? []
      expect(
        extensions.errors.map((error: { pointer: string }) => error.pointer),
        query,
      ).to.include(pointer)
      expect(`${message} ${JSON.stringify(extensions)}`, query).not.to.match(/\/(path|query|header)\/[a-z]/)
    }
  })

  it('answers numbers that no Int can be', async () => {
    const push =
      'mutation { pushStatistics(id: "crm", input: { items: [{ requestCount: 1000000000, recordCount: 1000000000 }] }) { accepted } }'
    for (let times = 1; times <= 3; times++) expect((await ask(push)).data.pushStatistics.accepted).to.equal(1)
    const counts = 'recordCount requestCount windows { requestCount }'
    const { data } = await ask(`{
      moduleStatistics(id: "crm", limit: 1) { items { ${counts} } } aiStatistics(id: "crm", limit: 1) { items { ${counts} } }
      module(id: "crm") { statistics(limit: 1) { items { ${counts} } } }
      statisticsWindows { items { requestCount } } statisticsOverview { requestCount }
    }`)
    const most = 3_000_000_000
    const counted = { recordCount: 1_000_000_000, requestCount: most, windows: Array(3).fill({ requestCount: most }) }
    for (const { items } of [data.moduleStatistics, data.aiStatistics, data.module.statistics])
      expect(items).to.deep.equal([counted])
    expect(data.statisticsWindows.items).to.deep.equal([{ requestCount: most }])
    expect(data.statisticsOverview).to.deep.equal({ requestCount: most })
  })

  it('tells of each module of a page its numbers, relationships, health and documentation, in as many round trips as of one', async () => {
    const { graph } = await registry()
    let reads = 0
    const counted: Graph = { ...graph, read: (...asked) => (reads++, graph.read(...asked)) }
    const door = doorOf(counted)
    const query = `{ modules(sort: "-key") { items { key statistics(limit: 1) { total items { entity } }
      relationships(type: [dependency]) { total items { source target } }
      healthReport { module health rootCauses { module } } documentation { module score } } } }`
    const told = async () => {
      reads = 0
      const response = await door.fetch('http://registry/graphql', asked(query), context())
      /* eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
      return ((await response.json()) as any).data.modules.items
    }
    const [first] = await told()
    const readsForOne = reads
    expect([first.key, first.relationships.total, first.relationships.items.length]).to.deep.equal(['crm', 4, 4])
    expect(first.statistics).to.deep.equal({ total: 5, items: [{ entity: null }] })
    expect(first.healthReport).to.deep.equal({ module: 'crm', health: 'unknown', rootCauses: [] })
    for (const key of ['a', 'b', 'c'])
      await ask(`mutation { createModule(input: { key: "${key}", name: "${key}" }) { rev } }`)
    await ask(
      'mutation { createRelationship(input: { type: dependency, source: "module:a", target: "capability:crm/order-crud" }) { id } }',
    )
    // The network of all modules is read anew once after a change, and kept then.
    await told()
    const all = await told()
    expect(all.map(({ key }: { key: string }) => key)).to.deep.equal(['crm', 'c', 'b', 'a'])
    for (const one of all) expect([one.healthReport.module, one.documentation.module]).to.deep.equal([one.key, one.key])
    expect(all.map(({ relationships }: { relationships: { total: number } }) => relationships.total)).to.deep.equal([
      5, 0, 0, 1,
    ])
    expect(all[3].relationships.items).to.deep.equal([{ source: 'module:a', target: 'capability:crm/order-crud' }])
    expect([readsForOne, reads]).to.deep.equal([11, 9])
  })

  it('has what only REST had: queries, Cypher, revisions, the patch language, documents and answers for models', async () => {
    const { data, errors } = await ask(`{
      queries(folder: "analysis", limit: 1) { total items { name } }
      storedQuery(folder: "analysis", name: "hubs") { name query }
      runQuery(folder: "analysis", name: "hubs", input: { parameters: { limit: 1 } }) { columns rows }
      cypher(input: { query: "RETURN 4294967296 AS large" }) { rows total }
      revision(number: 1) { number kind changes { ref kind } }
      none: revision(number: 99) { number }
      patchSchema
      moduleOpenApi(id: "crm")
      aiModules(fields: ["name"]) { items { key name } notice }
      aiModule(id: "crm") { key }
    }`)
    expect(errors ?? []).to.deep.equal([])
    expect(data.storedQuery.name).to.equal('analysis/hubs')
    expect(data.cypher).to.deep.equal({ rows: [{ large: 4_294_967_296 }], total: 1 })
    expect(data.revision).to.include({ number: 1, kind: 'patch.apply' })
    expect(data.none).to.equal(null)
    expect(data.patchSchema.$schema).to.equal('https://json-schema.org/draft/2020-12/schema')
    expect(data.moduleOpenApi.openapi).to.equal('3.1.0')
    expect(data.aiModules.items).to.deep.equal([{ key: 'crm', name: data.aiModules.items[0].name }])
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

/** Arguments with which each field answers well; those of a field that needs others stand under its name. */
const given: Record<string, unknown> = {
  id: 'crm',
  part: 'none',
  rev: 1,
  status: 'inactive',
  sort: 'name',
  limit: 1,
  number: 1,
  delivery: '1',
  of: 'crm',
  from: 'crm',
  to: 'crm',
  q: 'orders',
  task: 'orders',
  capability: { part: 'order-crud' },
  Capability: { part: 'order-crud' },
  entity: { part: 'Order' },
  Entity: { part: 'Order' },
  endpoint: { part: 'GET /crm/orders' },
  Endpoint: { part: 'GET /crm/orders' },
  configuration: { part: 'order-schema' },
  Configuration: { part: 'order-schema' },
  configurationVersions: { part: 'order-schema' },
  configurationVersion: { part: 'order-schema' },
  configurationDifference: { part: 'order-schema', from: 1 },
  configurationDocument: { part: 'order-schema' },
  restoreConfiguration: { part: 'order-schema' },
  importConfiguration: { part: 'order-schema' },
  storedQuery: { folder: 'analysis', name: 'hubs' },
  runQuery: { folder: 'analysis', name: 'hubs' },
  exportQuery: { folder: 'analysis', name: 'hubs' },
  Query: { folder: 'saved', name: 'mine' },
  cancelRun: { run: '00000000-0000-4000-8000-000000000000' },
  patch: { id: 'crm-module-1.0.0' },
  undoPatch: { id: 'crm-module-1.0.0' },
}
/** Fields about an AI module, and the state in which they do. */
const draftsFor: [fields: string[], state: DraftState][] = [
  [['draft', 'Draft', 'testDraft'], 'draft'],
  [['submitDraft'], 'tested'],
  [['reviewDraft'], 'pending_review'],
  [['publishDraft'], 'approved'],
  [['unpublishDraft'], 'published'],
]
/** For each input type a value that is accepted. */
const inputs: Record<string, object> = {
  ConfigurationRestore: { number: 1 },
  ConfigurationImport: { format: 'yaml', text: 'configType: usage' },
  ViewCreate: { name: 'other', page: 'graph' },
  ViewReplace: { name: 'other', page: 'graph' },
  ModuleCreate: { key: 'other', name: 'Other', metadata: { homepage: 'https://example.org' } },
  ModuleReplace: { name: 'Other' },
  ModuleChange: { name: 'Other' },
  OwnerCreate: { name: 'Other' },
  OwnerReplace: { name: 'Other' },
  OwnerChange: { description: 'd' },
  ConfigurationPurge: {},
  CapabilityCreate: { key: 'other', type: 'query', operations: ['run'] },
  CapabilityReplace: { type: 'query', operations: ['run'] },
  CapabilityChange: { name: 'Other' },
  EntityCreate: { name: 'Other' },
  EntityReplace: { label: 'Other' },
  EntityChange: { label: 'Other' },
  ModuleEndpointCreate: { method: 'GET', path: '/crm/other' },
  ModuleEndpointReplace: { description: 'd' },
  ModuleEndpointChange: { description: 'd' },
  ConfigurationCreate: { key: 'other', configType: 'usage' },
  ConfigurationReplace: { configType: 'usage' },
  ConfigurationChange: { documentation: 'd' },
  RelationshipCreate: {
    type: 'data_flow',
    source: 'capability:crm/order-crud',
    target: 'capability:crm/customer-crud',
  },
  RelationshipChange: { criticality: 'high' },
  RelationshipBatch: {
    items: [{ type: 'data_flow', source: 'capability:crm/customer-crud', target: 'capability:crm/order-crud' }],
  },
  ConfigurationCheck: { schema: { type: 'object' }, values: { a: 1 } },
  ApiKeyCreate: { name: 'other', role: 'viewer' },
  StatisticsPush: { counting: 'since_last', items: [{ requestCount: 1 }] },
  RunQuery: { parameters: { limit: 1 } },
  RunCypher: { query: 'RETURN 1 AS one' },
  ExportQuery: { parameters: { limit: 1 } },
  ExportCypher: { query: 'RETURN 1 AS one' },
  ExportDocs: { section: ['api'] },
  PurgeRecords: {},
  PlanCypher: { query: 'RETURN 1 AS one' },
  QueryCreate: { name: 'other', query: 'RETURN 1 AS one' },
  QueryReplace: { query: 'RETURN 1 AS one' },
  WebhookCreate: { url: 'http://127.0.0.1:1/' },
  DraftCreate: { document: {} },
  DraftReplace: { document: {} },
  DraftReview: { decision: 'approve' },
  DraftPrompt: { prompt: 'p' },
  JSON: {
    version: '1.0',
    patchId: 'other-1',
    timestamp: '2026-01-01T00:00:00Z',
    actor: 'ai',
    scope: 'object',
    operation: 'add',
    target: { type: 'module', identifier: 'other' },
    payload: {},
    module: { key: 'other' },
    objects: { Thing: {} },
  },
}
const poison = [
  '',
  ' ',
  'x'.repeat(30_000),
  'a\u0000b',
  '\ud800',
  "'} DELETE n //",
  '%00',
  '../../..',
  'constructor',
  '__proto__',
]
const reaching = JSON.parse('{"__proto__":1}') as object
const ofNoType = [true, 1.5, {}, { a: 1 }, reaching]

/** What none of a type's values is; `poison` may be one, and is then about nothing that is there. */
function wrong(type: GraphQLInputType): unknown[] {
  const nullable = getNullableType(type)
  if (isNonNullType(type)) return [null, ...wrong(nullable)]
  if (isListType(nullable)) return [[], [null], Array(600).fill('crud'), ...wrong(getNamedType(nullable))]
  if (isInputObjectType(nullable)) {
    const valid = inputs[nullable.name] ?? {}
    const members = Object.values(nullable.getFields()).filter(({ type }) => getNamedType(type).name !== 'JSON')
    const changed = members.flatMap(({ name, type }) =>
      [12.5, { a: 1 }, [[{}]], ...(isLeafType(getNullableType(type)) ? [['x', 'y']] : [])].map((bad) => ({
        ...valid,
        [name]: bad,
      })),
    )
    return [true, 12, 'x', [], { ...valid, nmae: 1 }, { ...valid, ...reaching }, ...changed]
  }
  if (isEnumType(nullable)) return [...poison, 12, ...ofNoType]
  switch (nullable.name) {
    case 'Int':
      return [0, -1, 5_001, 2_147_483_648, -2_147_483_649, 1e300, '1', '', ...ofNoType]
    case 'Boolean':
      return [1, 'true', '', [], {}]
    case 'JSON':
      return [true, 12, 'x', [], {}, { objects: 1 }, { ...inputs.JSON, objects: reaching }]
    default:
      return [...poison, ...ofNoType]
  }
}

/** A value as it stands in a document; names of enums stand there without quotation marks. */
function literal(value: unknown, type: GraphQLInputType): string {
  const named = getNamedType(type)
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, named)).join()}]`
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(named) ? named.getFields() : {}
    const members = Object.entries(value).map(([name, member]) => {
      const of = Object.hasOwn(fields, name) ? fields[name]!.type : named
      return `${name}: ${literal(member, of)}`
    })
    return `{${members.join()}}`
  }
  const isName = isEnumType(named) && typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value)
  return isName ? value : JSON.stringify(value)
}

describe('Bad arguments of GraphQL', () => {
  const unused: Graph = {
    read: async () => [],
    write: () => Promise.reject(new Error('unused')),
    store: () => Promise.reject(new Error('unused')),
    close: async () => {},
  }
  const services = createServices(unused)
  const schema = graphqlSchema(operationsOf(services), services)
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()).map((field) => [type.name, field] as const))
    .filter(([parent]) => parent !== 'Subscription')
    .filter(([parent, { args }]) => args.length > 0 || parent === 'Query' || parent === 'Mutation')

  let unchanged: object[] | undefined
  const fill = prepared(async () => {
    await onlyCrm()
    const { data } = await ask('{ relationships { items { id } } }')
    const { id } = data.relationships.items[0]
    Object.assign(given, { relationship: { id }, Relationship: { id } })
    Object.assign(given, { owner: { id: 'sales-platform' }, Owner: { id: 'sales-platform' } })
    const hook = (await ask('mutation { createWebhook(input: { url: "http://127.0.0.1:1/" }) { id } }')).data
      .createWebhook
    for (const field of ['webhook', 'Webhook', 'testWebhook', 'webhookDeliveries', 'redeliverWebhook'])
      Object.assign(given, { [field]: { id: hook.id } })
    const key = (await ask('mutation { createApiKey(input: { name: "mine", role: viewer }) { id } }')).data.createApiKey
    Object.assign(given, { apiKey: key, ApiKey: key })
    const view = (await ask('mutation { createView(input: { name: "mine", page: graph }) { id } }')).data.createView
    Object.assign(given, { view, View: view })
    await ask('mutation { createQuery(input: { name: "mine", query: "RETURN 1 AS one" }) { name } }')
    const job = { id: await ended('/api/cypher:export', { query: 'RETURN 1 AS one' }) }
    Object.assign(given, { job, Job: job, cancelJob: job })
    await cypher(
      `MATCH (w:Webhook {id: $id})
       CREATE (:Alert:Delivery {ref: 'delivery:1', id: '1', webhook: $id, state: 'dead', type: 'module.health', revision: 1,
         attempts: 6, body: '{}', createdAt: datetime()})-[:TO]->(w)`,
      hook,
    )
    for (const [fields, state] of draftsFor) {
      const id = await draftIn(state)
      for (const field of fields) Object.assign(given, { [field]: { id } })
    }
  })
  beforeEach(async () => {
    if (unchanged && isDeepStrictEqual(await checksum(), unchanged)) return
    await fill()
    unchanged = await checksum()
  })

  for (const [parent, field] of fields)
    it(`are refused, and end in no 500, with nothing stored: ${parent}.${field.name}`, async function () {
      this.timeout(60_000)
      const args = validArguments(field)
      const names = field.args.map(({ name }) => name)
      for (const argument of field.args)
        for (const asLiteral of [false, true])
          for (const value of some(
            wrong(argument.type).filter((value) => !isKey(argument, value)),
            asLiteral ? 1 : 2,
          )) {
            const said = `${argument.name}: ${JSON.stringify(value).slice(0, 200)}`
            const answer = await sendArguments(parent, field, { ...args, [argument.name]: value }, asLiteral)
            expect(answer.status, said).to.be.below(500)
            expect(answer.text, said).not.to.match(/internal-error|node_modules|MATCH \(|Neo\.|\n\s+at |\/src\/|\.ts:/)
            if (mustRefuse(parent, field, argument, value)) expect(answer.errors, said).to.have.length.above(0)
            // A body that is refused as JSON has no arguments yet.
            const judged = (answer.errors ?? []).filter(({ extensions }) => extensions.type !== 'invalid-json')
            for (const { pointer } of judged.flatMap(({ extensions }) => extensions.errors ?? []))
              expect(names, said).to.include(pointer.split('/')[1])
          }
      expect(await checksum()).to.deep.equal(unchanged)
      // All was refused for the bad argument only: the others are good.
      const { errors } = await sendArguments(parent, field, 'rev' in args ? { ...args, rev: 99 } : args)
      expect(errors?.map(({ extensions }) => extensions.type)).to.deep.equal(
        // The registry of the tests has no language model, no run to end and no secret to purge.
        'rev' in args
          ? ['stale-revision']
          : { generateDraft: ['not-configured'], cancelRun: ['not-found'], purgeConfigurationVersions: ['not-found'] }[
              field.name
            ],
      )
    })
})

function validArguments({ name, args }: GraphQLField<unknown, unknown>): Record<string, unknown> {
  const kind = name.replace(/^(create|replace|change|delete|set)/, '')
  const known = { ...given, ...(given[kind] as object | undefined) } as Record<string, unknown>
  const needed = args.filter(({ type }) => isNonNullType(type))
  return Object.fromEntries(
    needed.map(({ name, type }) => {
      const value = name === 'input' ? inputs[getNamedType(type).name] : known[name]
      expect(value, `a valid ${name} for the tests`).not.to.equal(undefined)
      return [name, value]
    }),
  )
}

/** What the poison of other arguments is, and an idempotency key may well be. */
const isKey = ({ name }: GraphQLArgument, value: unknown) =>
  name === 'idempotencyKey' && /^[\x21-\x7e]{1,200}$/.test(String(value)) && typeof value === 'string'

/** Any revision is asked for, a version as of any, and tokens may be that many. */
const goesSoFar = (field: GraphQLField<unknown, unknown>, name: string) =>
  name === 'maxTokens' ||
  (['configurationVersion', 'configurationDifference', 'revision'].includes(field.name) &&
    ['number', 'from', 'to'].includes(name))

/** Any text may be looked for; there is no page before any, no list in a nameless order, and nothing to change under such a name. */
const mustRefuse = (parent: string, field: GraphQLField<unknown, unknown>, { name }: GraphQLArgument, value: unknown) =>
  parent === 'Mutation' ||
  (typeof value !== 'string' && !(goesSoFar(field, name) && value === 5_001)) ||
  ['cursor', 'sort'].includes(name)

async function sendArguments(
  parent: string,
  field: GraphQLField<unknown, unknown>,
  values: Record<string, unknown>,
  asLiteral = false,
) {
  const used = field.args.filter(({ name }) => name in values)
  const written = used.map(({ name, type }) => `${name}: ${asLiteral ? literal(values[name], type) : `$${name}`}`)
  const selection = `${field.name}${written.length ? `(${written.join()})` : ''}${isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'}`
  const declared = asLiteral ? '' : used.map(({ name, type }) => `$${name}: ${String(type)}`).join()
  const operation = parent === 'Mutation' ? 'mutation' : 'query'
  const body = parent === 'Module' ? `module(id: "crm") { ${selection} }` : selection
  const { origin } = await registry()
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `${operation} ${declared && `(${declared})`} { ${body} }`,
      variables: asLiteral ? {} : values,
    }),
  })
  const text = await response.text()
  return {
    status: response.status,
    text,
    errors: (JSON.parse(text) as { errors?: { extensions: { type: string; errors?: { pointer: string }[] } }[] })
      .errors,
  }
}
