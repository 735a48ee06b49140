import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import { ask, post, send, type Answer } from '../support/client.ts'
import { cypher, emptyRegistry, onlyCrm, registry } from '../support/database.ts'
import { apply, documentOf } from '../support/documents.ts'
import { call, closeClients, mcp } from '../support/mcp-client.ts'

const reasons = ({ body }: Answer): string[] => body.errors.map(({ reason }: { reason: string }) => reason)

const keys = ['petstore_v2', '3scale-gateway', '7', '2024_report', 'a_-b', 'x__', '0abc', '1e5', 'null', 'a-b', 'a_b']

describe('Keys', () => {
  beforeEach(emptyRegistry)
  after(closeClients)

  it('may begin with a digit and have underscores, at REST, GraphQL and in patch documents', async () => {
    for (const key of keys) {
      expect((await post('/api/modules', { key, name: key })).headers.get('location')).to.equal(`/api/modules/${key}`)
      const { data } = await ask('query ($id: ID!) { module(id: $id) { key ref } }', { id: key })
      expect(data.module).to.deep.equal({ key, ref: `module:${key}` })
    }
    await emptyRegistry()
    for (const key of keys) {
      const mutation = 'mutation ($input: ModuleCreate!) { createModule(input: $input) { key } }'
      expect((await ask(mutation, { input: { key, name: key } })).data.createModule).to.deep.equal({ key })
    }
    await emptyRegistry()
    for (const key of keys) expect((await apply(documentOf(key))).body).to.deep.include({ module: key, applied: true })
    expect((await send('/api/modules')).body.items.map((module: { key: string }) => module.key)).to.deep.equal(
      keys.toSorted(),
    )
  })

  it('are refused where they could be taken for something else, with the reason', async () => {
    for (const key of ['_a', '-a', 'A', 'a.b', 'a/b', 'a b', '', 'ä', '@a', 'a'.repeat(64)])
      expect(reasons(await post('/api/modules', { key, name: 'x' })), key).to.deep.equal([
        'must start with a letter a-z or a digit and have at most 63 of a-z, 0-9, - and _',
      ])
    for (const key of ['01890a5d-ac96-774b-bcce-b302099a8057', 'deadbeef-dead-beef-dead-beefdeadbeef']) {
      const reason = 'must not be a UUID, which would be taken for an id'
      expect(reasons(await post('/api/modules', { key, name: 'x' }))).to.deep.equal([reason])
      expect(reasons(await apply(documentOf(key)))).to.include(reason)
    }
  })

  it('name capabilities, configurations, pages, actions and operations as well', async () => {
    await apply(documentOf('3scale-gateway'))
    const at = '/api/modules/3scale-gateway'
    for (const key of ['2fa_check', 'pet_crud', '9', 'x_y-z', 'pet-crud2']) {
      const capability = await post(`${at}/capabilities`, {
        key,
        type: 'action',
        operations: [key, '2nd_level', 'v1-read'],
      })
      expect(capability.body.ref, JSON.stringify(capability.body)).to.equal(`capability:3scale-gateway/${key}`)
      const configuration = await post(`${at}/configurations`, { key, configType: 'usage', documentation: '# x' })
      expect((await send(configuration.headers.get('location')!)).body.key).to.equal(key)
    }
    const page = { kind: 'list', entity: 'Pet', actions: [{ name: '2nd_try', path: 'pets/{id}:2nd-try' }] }
    const paged = await apply({
      ...documentOf('3scale-gateway', { patchId: 'page', objects: undefined, scope: 'page', payload: { page } }),
      target: { type: 'page', identifier: '1st_page' },
    })
    expect(paged.status, JSON.stringify(paged.body)).to.equal(201)
    expect((await send(`${at}/capabilities/2nd_try`)).body).to.deep.include({
      operations: ['2nd_try'],
      endpoints: [{ operation: '2nd_try', method: 'POST', path: '/3scale-gateway/pets/{id}:2nd-try', served: false }],
    })
    const role = { allow: ['2nd_try.2nd_try', '3scale-gateway/2fa_check.2nd_level'] }
    const granted = await apply({
      ...documentOf('3scale-gateway', { patchId: 'role', objects: undefined, scope: 'permission', payload: role }),
      target: { type: 'role', identifier: 'clerk' },
    })
    expect(granted.status, JSON.stringify(granted.body)).to.equal(201)
    const { body: pages } = await send(`${at}/configurations/pages`)
    const edited = await send(`${at}/configurations/pages`, {
      method: 'PATCH',
      body: { values: { pages: [{ ...pages.values.pages[0], title: 'First' }] } },
      headers: { 'if-match': '*' },
    })
    expect(edited.status, JSON.stringify(edited.body)).to.equal(200)
  })

  it('are the ends of relationships and of relation fields, in requests and in documents', async () => {
    await apply(documentOf('petstore_v2'))
    const relation = { name: 'pet', type: 'relation', relationObject: 'petstore_v2/Pet' }
    const shop = documentOf('2nd_shop', {
      objects: { Sale: { fields: [relation] } },
      dependsOn: ['petstore_v2', { module: 'capability:petstore_v2/pet-crud', operations: ['read'] }],
      flowsTo: ['3scale_later'],
    })
    expect((await apply(shop)).body.pending).to.have.length(1)
    const { body } = await send('/api/relationships?module=2nd_shop')
    expect(body.items.map(({ target }: { target: string }) => target)).to.include.members([
      'module:petstore_v2',
      'capability:petstore_v2/pet-crud',
    ])
    const drawn = await send('/api/graph?focus=module:2nd_shop&depth=1')
    expect(drawn.body.nodes.map(({ id }: { id: string }) => id)).to.have.members([
      'module:2nd_shop',
      'module:petstore_v2',
    ])
    expect((await send('/api/graph/impact?of=petstore_v2')).body.total).to.equal(1)
    expect((await send('/api/modules/petstore_v3')).body.detail).to.equal(
      'there is no module petstore_v3; did you mean petstore_v2?',
    )
    expect((await send('/api/modules/2nd-shop')).body.detail).to.contain('did you mean 2nd_shop?')
  })

  it('that differ only in - and _ are two modules, with records, statistics and documents of their own', async () => {
    for (const key of ['pet-store', 'pet_store', '1e5', '100000']) {
      expect((await apply(documentOf(key))).status).to.equal(201)
      const made = await post(`/${key}/pets`, { name: key })
      expect(made.status).to.equal(201)
      const { body } = await send(`/${key}/pets?name=${key}`)
      expect(body.items.map(({ name }: { name: string }) => name)).to.deep.equal([key])
      const { body: document } = await send(`/api/modules/${key}/openapi.json`)
      expect((await new Validator().validate(document)).errors ?? []).to.deep.equal([])
      expect(document.paths).to.have.property(`/${key}/pets/{id}`)
      const { body: numbers } = await send(`/api/modules/${key}/statistics`)
      expect(JSON.stringify(numbers)).to.contain(`"module":"${key}"`)
    }
    const { body: all } = await send('/api/openapi/modules.json')
    expect((await new Validator().validate(structuredClone(all))).errors ?? []).to.deep.equal([])
    expect(Object.keys(all.components.schemas)).to.include.members(['pet-store.Pet', 'pet_store.Pet', '1e5.Pet'])
  })

  it('are found, read and documented for agents', async () => {
    await apply(documentOf('petstore_v2', { usage: { purpose: 'See [this](module:petstore_v2).' } }))
    const client = await mcp()
    const found = await call(client, 'search_modules', { q: 'petstore_v2' })
    expect(found.text).to.contain('petstore_v2')
    expect((await call(client, 'get_module', { module: 'petstore_v2' })).isError).to.equal(false)
    const docs = await call(client, 'get_docs', { module: 'petstore_v2' })
    expect(docs.text).to.contain('/api/modules/petstore_v2/docs.md').and.contain('/petstore_v2/pets')
    for (const path of ['/api/modules?q=petstore_v2', '/api/ai/search?q=petstore_v2'])
      expect((await send(path)).body.total, path).to.be.greaterThan(0)
  })
})

describe('Base paths', () => {
  beforeEach(emptyRegistry)

  it('have the characters of keys and ., ~ within a segment, and are served', async () => {
    for (const path of ['/petstore_v2', '/3scale', '/v1.2/pets', '/~ada', '/a_b/c.d/e-f', '/0']) {
      const key = `m${path.replaceAll(/[^a-z0-9]/g, '-')}`
      const applied = await apply(documentOf(key, { apiBasePath: path }))
      expect(applied.status, JSON.stringify(applied.body)).to.equal(201)
      expect((await post(`${path}/pets`, { name: 'Rex' })).status, path).to.equal(201)
      expect((await send(`${path}/pets`)).body.total).to.equal(1)
    }
  })

  it('are refused at paths of the registry and where clients would change them', async () => {
    for (const path of ['/.well-known', '/..', '/.', '/a/..', '/a/.b', '/A', '/a//b', '/a/', 'a', '/', '/a%20', '/@me'])
      expect(
        (await post('/api/modules', { key: 'x', name: 'X', metadata: { apiBasePath: path } })).status,
        path,
      ).to.equal(400)
    for (const path of ['/openapi.json', '/llms.txt', '/robots.txt', '/favicon.ico', '/api/x', '/docs']) {
      const made = await post('/api/modules', { key: 'x', name: 'X', metadata: { apiBasePath: path } })
      expect([path, made.status, made.body.type]).to.deep.equal([path, 409, 'already-exists'])
      expect((await apply(documentOf('x', { apiBasePath: path }))).status, path).to.equal(422)
    }
  })
})

const paths = [
  '/',
  '/*',
  '/users/@me',
  '/orders/{id}:cancel',
  '/orders:batch',
  '/v1/{user-id}/{file.name}.json',
  "/odata/Customers('{id}')",
  '/odata/Products({id})/$value',
  '/matrix;v=1,2/x',
  '/a/$metadata',
  '/~ada/!important/a&b=c+d',
  '/files/a%20b/%C3%A9/{path}',
  '/trailing/',
  '/range/{from}-{to}',
  '/api/modules/{id}',
  '/graphql',
  '/livez',
]

describe('Paths of endpoints', () => {
  beforeEach(onlyCrm)

  it('have whatever a path of a URL has, and templates of parameters', async () => {
    const at = '/api/modules/crm/endpoints'
    for (const path of paths) {
      const made = await post(at, { method: 'POST', path })
      expect(made.status, `${path}: ${JSON.stringify(made.body)}`).to.equal(201)
      const one = made.headers.get('location')!
      expect((await send(one)).body).to.deep.include({ path, ref: `endpoint:crm/POST ${path}` })
      const changed = await send(one, { method: 'PATCH', body: { deprecated: true }, headers: { 'if-match': '*' } })
      expect(changed.body.deprecated).to.equal(true)
      const query = 'query ($id: ID!, $part: ID!) { endpoint(id: $id, part: $part) { path } }'
      expect((await ask(query, { id: 'crm', part: `POST ${path}` })).data.endpoint).to.deep.equal({ path })
    }
    const endpoints = paths.map((path, index) => ({ operation: `call${index}`, method: 'GET', path }))
    const operations = endpoints.map(({ operation }) => operation)
    const capability = await post('/api/modules/crm/capabilities', {
      key: 'all_paths',
      type: 'action',
      operations,
      endpoints,
    })
    expect(capability.body.endpoints, JSON.stringify(capability.body)).to.have.deep.members(
      endpoints.map((exposed) => ({ ...exposed, served: exposed.path === '/api/modules/{id}' })),
    )
    const { origin } = await registry()
    const markdown = await (await fetch(`${origin}/api/modules/crm/docs.md`)).text()
    for (const path of paths) expect(markdown).to.contain(`\`GET ${path}\``)
    for (const path of paths) {
      const one = `${at}/${encodeURIComponent(`POST ${path}`)}`
      expect((await send(one, { method: 'DELETE', headers: { 'if-match': '*' } })).status, path).to.equal(204)
    }
  })

  it('are refused with the reason where they are no path, or where clients would change them', async () => {
    const refused: Record<string, RegExp> = {
      a: /absolute path/,
      '//': /absolute path/,
      '/a//b': /absolute path/,
      '/a?b=1': /without a query/,
      '/a#b': /absolute path/,
      '/a b': /%20/,
      '/é': /encode other characters/,
      '/{}': /absolute path/,
      '/{1}': /absolute path/,
      '/a%': /absolute path/,
      '/a%zz': /absolute path/,
      '/a/../b': /\.\. as a segment/,
      '/a/%2e%2E/b': /\.\. as a segment/,
      '/.': /\. or \.\./,
      '/a%00': /control/,
      '/a%0d%0aHost': /control/,
      '/%ff': /no UTF-8/,
      '/%E2%80%8B': /zero-width/,
      '/{id}/x/{id}': /two parameters/,
    }
    for (const [path, reason] of Object.entries(refused)) {
      const { status, body } = await post('/api/modules/crm/endpoints', { method: 'GET', path })
      expect([path, status, body.errors[0].pointer]).to.deep.equal([path, 400, '/path'])
      expect(body.errors[0].reason).to.match(reason)
    }
  })

  it('serve nothing and shadow nothing, at whatever path they lie', async () => {
    for (const path of [
      '/crm/customers',
      '/crm/*',
      '/crm/customers:batch',
      '/crm/customers/{id}',
      '/api/modules',
      '/*',
    ])
      await post('/api/modules/crm/endpoints', { method: 'PUT', path })
    for (const path of ['/crm/@me', '/crm/*', '/other'])
      expect((await send(path, { method: 'PUT', body: {} })).status, path).to.equal(404)
    expect((await send('/crm/customers')).body.total).to.equal(0)
    expect((await send('/api/modules')).body.total).to.equal(1)
    expect((await send('/crm/customers', { method: 'PUT', body: {} })).status).to.equal(405)
  })

  it('of entities are plain, since requests are compared with them', async () => {
    for (const path of ['/crm/{id}', '/crm/a:b', '/crm/@me', '/crm/a%20b', '/crm/..', '/crm/*', '/'])
      expect((await post('/api/modules/crm/entities', { name: 'Thing', path })).status, path).to.equal(400)
    for (const path of ['x:y', '{id}', '*', '../x', '/crm/a/../b', '.', '']) {
      const objects = { Thing: { path, fields: [] } }
      const applied = await apply(documentOf('crm', { patchId: `path ${path}`, objects }))
      expect(applied.status, path).to.equal(422)
    }
  })

  it('let the registry register its own API', async () => {
    const { body: own } = await send('/openapi.json')
    await post('/api/modules', { key: 'module_registry', name: 'Module registry' })
    const endpoints = Object.entries<object>(own.paths).flatMap(([path, operations]) =>
      ['get', 'post', 'put', 'patch', 'delete']
        .filter((method) => method in operations)
        .map((method) => ({ operation: `${method}-x`, method: method.toUpperCase(), path })),
    )
    expect(endpoints.length).to.be.greaterThan(100)
    for (const { method, path } of endpoints) {
      const made = await post('/api/modules/module_registry/endpoints', { method, path })
      expect(made.status, `${method} ${path}: ${JSON.stringify(made.body)}`).to.equal(201)
    }
    const [row] = await cypher(
      "MATCH (:Module {key: 'module_registry'})-[:HAS_ENDPOINT]->(e) WHERE e.path CONTAINS ':' RETURN count(e) AS verbs",
    )
    expect(row!.verbs).to.be.greaterThan(5)
    expect((await send('/api/modules')).body.total).to.equal(2)
  })
})
