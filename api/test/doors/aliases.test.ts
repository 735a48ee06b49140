import { expect } from 'chai'
import { ask, post, send, type Answer } from '../support/client.ts'
import { anotherRegistry, contents, cypher, emptyRegistry, onlyCrm, registry } from '../support/database.ts'
import { apply, documentOf } from '../support/documents.ts'
import { call, closeClients, mcp } from '../support/mcp-client.ts'

const edit = (path: string, method: string, body?: object) => send(path, { method, body, headers: { 'if-match': '*' } })
const create = (key: string, aliases: string[] = [], more: object = {}) =>
  post('/api/modules', { key, name: `Module ${key}`, aliases, ...more })
const claim = (key: string, aliases: string[]) => edit(`/api/modules/${key}`, 'PATCH', { aliases })
const at = (name: string) => `/api/modules/${encodeURIComponent(name)}`
const outcome = ({ status, body }: Answer) => [status, body?.type ?? body?.key]
const latest = async () => (await send('/api/revisions?limit=1')).body.items[0].number as number
const undo = async () => post(`/api/revisions/${await latest()}:undo`, {})

const aliases = [
  '@scope/package',
  'pkg:npm/%40scope/x',
  'com.example:artifact',
  'old-key',
  'Old CRM (2019)',
  '顧客管理',
  'a?b#c&d=e',
  '100%',
  '01234567',
  'C:\\crm\\',
]

describe('Aliases of modules', () => {
  beforeEach(onlyCrm)
  after(closeClients)

  it('lead to the module at every path that names one, which the answer says', async () => {
    expect((await claim('crm', aliases)).body.aliases).to.deep.equal(aliases)
    const { body: crm } = await send('/api/modules/crm')
    for (const alias of [...aliases, 'OLD-KEY', '@Scope/Package']) {
      const read = await send(at(alias))
      expect(read.body, alias).to.deep.equal(crm)
      expect(read.headers.get('content-location')).to.equal('/api/modules/crm')
      expect(read.headers.get('etag')).to.match(/^"\d+-active-/)
    }
    const name = encodeURIComponent('@scope/package')
    for (const part of ['capabilities', 'entities/Customer', 'relationships', 'statistics', 'history', 'health'])
      expect((await send(`/api/modules/${name}/${part}`)).body, part).to.deep.equal(
        (await send(`/api/modules/crm/${part}`)).body,
      )
    for (const path of ['', '/capabilities', '/relationships', '/statistics'])
      expect((await send(`/api/ai/modules/${name}${path}`)).body).to.deep.equal(
        (await send(`/api/ai/modules/crm${path}`)).body,
      )
    const { origin } = await registry()
    const [byAlias, byKey] = await Promise.all(
      [name, 'crm'].map(async (one) => (await fetch(`${origin}/api/modules/${one}/docs.md`)).text()),
    )
    expect(byAlias).to.equal(byKey).and.contain('`@scope/package`')
    expect((await send('/api/modules/crm')).headers.get('content-location')).to.equal(null)
  })

  it('lead changes, deletions and new parts to the module', async () => {
    await claim('crm', ['@scope/package', 'old-key'])
    expect((await edit(at('@scope/package'), 'PATCH', { owner: 'sales' })).body).to.include({
      key: 'crm',
      owner: 'sales',
    })
    expect((await send(at('old-key'), { method: 'PATCH', body: {} })).status).to.equal(428)
    expect((await edit(`${at('old-key')}/status`, 'PUT', { status: 'inactive' })).body.status).to.equal('inactive')
    const made = await post(`${at('old-key')}/capabilities`, { key: 'new', type: 'query' })
    expect(made.headers.get('location')).to.equal('/api/modules/crm/capabilities/new')
    expect((await edit(`${at('@scope/package')}?force=true`, 'DELETE')).status).to.equal(204)
    expect(outcome(await send(at('@scope/package')))).to.deep.equal([404, 'not-found'])
  })

  it('stand for the module in filters, in questions to the graph and as ends of relationships', async () => {
    await claim('crm', ['@scope/package', 'old-key'])
    await create('shop', ['com.example:shop'])
    const made = await post('/api/relationships', {
      type: 'dependency',
      source: 'module:com.example:shop',
      target: 'capability:@scope/package/customer-crud',
    })
    expect([made.status, made.body.source, made.body.target]).to.deep.equal([
      201,
      'module:shop',
      'capability:crm/customer-crud',
    ])
    const batch = { items: [{ type: 'data-flow', source: 'module:old-key', target: 'module:COM.example:shop' }] }
    expect((await post('/api/relationships:batch', batch)).body.items[0]).to.include({
      source: 'module:crm',
      target: 'module:shop',
    })
    const name = encodeURIComponent('@scope/package')
    const pairs: [string, string][] = [
      [`/api/relationships?module=${name}`, '/api/relationships?module=crm'],
      [
        `/api/relationships?end=capability:${name}/customer-crud`,
        '/api/relationships?end=capability:crm/customer-crud',
      ],
      [`/api/revisions?module=${name}`, '/api/revisions?module=crm'],
      [`/api/graph?focus=${name}`, '/api/graph?focus=crm'],
      [`/api/graph?focus=module:${name}`, '/api/graph?focus=module:crm'],
      [`/api/graph/impact?of=${name}`, '/api/graph/impact?of=crm'],
      [`/api/graph/path?from=com.example:shop&to=${name}`, '/api/graph/path?from=shop&to=crm'],
      [`/api/ai/search?q=customer&module=${name}`, '/api/ai/search?q=customer&module=crm'],
      [`/api/ai/modules?ids=old-key,${name}`, '/api/ai/modules?ids=crm,crm'],
      [`/api/ai/context?task=customers&modules=${name}`, '/api/ai/context?task=customers&modules=crm'],
      [`/api/patches?module=${name}`, '/api/patches?module=crm'],
    ]
    for (const [byAlias, byKey] of pairs) {
      const { status, body } = await send(byAlias)
      expect([byAlias, status]).to.deep.equal([byAlias, 200])
      expect(body, byAlias).to.deep.equal((await send(byKey)).body)
    }
    const deprecated = await edit('/api/modules/shop/status', 'PUT', {
      status: 'deprecated',
      successor: '@scope/package',
    })
    expect(deprecated.body.metadata.successor).to.equal('crm')
    const missing = await post('/api/relationships', {
      type: 'dependency',
      source: 'module:shop',
      target: 'module:@scope/pakage',
    })
    expect(missing.body.detail).to.equal('there is no module:@scope/pakage; did you mean module:@scope/package?')
  })

  it('lead agents and GraphQL to the module', async () => {
    await claim('crm', ['@scope/package'])
    await post('/api/relationships', {
      type: 'dependency',
      source: 'module:crm',
      target: `module:${(await create('x')).body.key}`,
    })
    const id = '@scope/package'
    const { data } = await ask('query ($id: ID!) { module(id: $id) { key aliases capabilities { total } } }', { id })
    expect(data.module).to.deep.include({ key: 'crm', aliases: [id] })
    const change = `mutation ($id: ID!) { changeModule(id: $id, rev: 2, input: { aliases: ["y", "@scope/package"] }) { aliases } }`
    expect((await ask(change, { id })).data.changeModule.aliases).to.deep.equal(['y', id])
    const client = await mcp()
    const byTool: Record<string, object> = {
      get_module: { module: id },
      get_docs: { module: id },
      get_neighbourhood: { module: id },
      get_impact: { of: id },
      find_path: { from: id, to: 'x' },
      get_context: { task: 'customers', modules: [id] },
      find_capability: { q: 'customers', module: id },
      search_modules: { q: '@scope/package' },
    }
    for (const [tool, args] of Object.entries(byTool)) {
      const { isError, text } = await call(client, tool, args)
      expect([tool, isError]).to.deep.equal([tool, false])
      expect(text, tool).to.match(/crm|module:x/)
    }
    const { contents: read } = await client.readResource({ uri: `registry://modules/${encodeURIComponent(id)}` })
    expect((read[0] as { text: string }).text).to.contain('"key":"crm"')
    expect((await call(client, 'get_module', { module: '@scope/pakage' })).text).to.contain(
      'did you mean @scope/package?',
    )
  })

  it('are found by the list and by the search', async () => {
    await claim('crm', ['@scope/package', 'com.example:artifact', 'Bestandskunden'])
    for (const q of ['@scope/package', 'package', 'com.example:artifact', 'bestandskunden', 'bestands']) {
      const query = encodeURIComponent(q)
      const keys = (await send(`/api/modules?q=${query}`)).body.items.map(({ key }: { key: string }) => key)
      expect(keys, q).to.deep.equal(['crm'])
      const { body } = await send(`/api/ai/search?q=${query}&kind=module`)
      expect(body.items[0].ref, q).to.equal('module:crm')
      expect(JSON.stringify(body.items[0].why)).to.contain('aliases')
    }
    expect((await send('/api/ai/modules/crm')).body.aliases).to.have.length(3)
    expect((await send('/api/modules/Bestandskunde')).body.detail).to.contain('did you mean Bestandskunden?')
  })

  it('are written and named in patch documents, also in relation fields and permissions', async () => {
    await claim('crm', ['@scope/package', 'old-key'])
    const relation = { name: 'customer', type: 'relation', relationObject: '@scope/package/Customer' }
    const shop = documentOf('shop', {
      module: { key: 'shop', aliases: ['@scope/shop'] },
      objects: { Sale: { fields: [relation] } },
      dependsOn: ['@scope/package'],
      flowsTo: [{ module: 'capability:old-key/customer-crud' }],
    })
    const { status, body } = await apply(shop)
    expect(status, JSON.stringify(body)).to.equal(201)
    expect(body.pending).to.deep.equal([])
    expect((await send(at('@scope/shop'))).body.key).to.equal('shop')
    expect((await send('/api/modules/shop/entities/Sale')).body.fields[0].relationObject).to.equal('crm/Customer')
    const targets = (await send('/api/relationships?module=shop')).body.items.map(
      (one: { target: string }) => one.target,
    )
    expect(targets).to.include.members(['module:crm', 'capability:crm/customer-crud'])
    expect((await send('/api/patches/register%20shop')).body.document).to.deep.equal(shop)
    expect((await apply(shop)).status).to.equal(200)
    const role = { role: 'clerk', allow: ['@scope/package/customer-crud.read'] }
    const granted = await apply({
      ...documentOf('@', {
        module: { key: 'shop' },
        patchId: 'role',
        objects: undefined,
        scope: 'permission',
        payload: role,
      }),
      target: { type: 'role', identifier: 'clerk' },
    })
    expect(granted.status, JSON.stringify(granted.body)).to.equal(201)
    const changed = await apply(documentOf('old-key', { patchId: 'by alias', objects: { Note: { fields: [] } } }))
    expect(changed.body.module, JSON.stringify(changed.body)).to.equal('crm')
  })

  it('that are not registered are refused in patch documents unless they could be keys, which wait for them', async () => {
    const unknown = await apply(documentOf('shop', { dependsOn: ['@scope/none', 'later', { module: 'a b' }] }))
    expect([unknown.status, unknown.body.errors]).to.deep.equal([
      422,
      [
        {
          pointer: '/dependsOn/0',
          reason: '@scope/none is neither the key of a module nor an alias of a registered one',
        },
        {
          pointer: '/dependsOn/2/module',
          reason: 'a b is neither the key of a module nor an alias of a registered one',
        },
      ],
    ])
    const waiting = await apply(
      documentOf('shop', { dependsOn: ['later', 'capability:later/customer-crud'], integratesWith: ['later'] }),
    )
    expect(waiting.body.pending).to.have.length(3)
    await claim('crm', ['Later'])
    expect((await send('/api/relationships?state=pending')).body.total).to.equal(0)
    const targets = (await send('/api/relationships?module=shop')).body.items.map(
      ({ source, target }: { source: string; target: string }) => [source, target].join(),
    )
    expect(targets).to.have.members(
      ['module:shop,module:crm', 'module:shop,capability:crm/customer-crud', 'module:crm,module:shop'].map((one) =>
        targets.includes(one) ? one : one.split(',').reverse().join(),
      ),
    )
    expect((await undo()).status).to.equal(200)
    expect((await send('/api/relationships?state=pending')).body.total).to.equal(3)
  })

  it('are unique over keys and aliases of all modules in any letter case, and the error names the other module', async () => {
    await claim('crm', ['@scope/package', 'old-key'])
    const { origin: _, ...before } = { origin: '', ...(await contents()) }
    const clashes: [Promise<Answer>, string, string][] = [
      [create('old-key'), '/key', 'old-key'],
      [create('shop', ['crm']), '/aliases/0', 'crm'],
      [create('shop', ['x', 'CRM']), '/aliases/1', 'CRM'],
      [create('shop', ['@SCOPE/package']), '/aliases/0', '@SCOPE/package'],
    ]
    for (const [answer, pointer, name] of clashes) {
      const { status, body } = await answer
      const reason = `${name} is the key or an alias of module crm`
      expect([status, body.type, body.errors]).to.deep.equal([409, 'already-exists', [{ pointer, reason }]])
    }
    const patched = await apply(documentOf('shop', { module: { key: 'shop', aliases: ['y', 'Old-Key'] } }))
    expect([patched.status, patched.body.errors]).to.deep.equal([
      422,
      [{ pointer: '/module/aliases/1', reason: 'Old-Key is the key or an alias of module crm' }],
    ])
    expect((await claim('crm', ['Crm'])).body.errors).to.deep.equal([
      { pointer: '/aliases/0', reason: 'Crm is the key of the module' },
    ])
    expect(await contents()).to.deep.equal(before)
  })

  it('are refused where they could be taken for something else', async () => {
    const refused: Record<string, RegExp> = {
      '': /too small|least|>=1/i,
      ' x': /white space/,
      '..': /clients resolve/,
      'a\u200bb': /zero-width/,
      'a\nb': /control/,
      '\u3164': /visible/,
      'module:crm': /like a ref/,
      'Capability:crm/x': /like a ref/,
      '01890a5d-ac96-774b-bcce-b302099a8057': /taken for an id/,
      [`x${'y'.repeat(200)}`]: /200/,
    }
    for (const [alias, reason] of Object.entries(refused)) {
      const { status, body } = await claim('crm', ['ok', alias])
      expect([alias, status, body.errors?.[0].pointer]).to.deep.equal([alias, 400, '/aliases/1'])
      expect(body.errors[0].reason).to.match(reason)
    }
    expect((await claim('crm', ['a', 'A'])).body.errors[0].reason).to.contain('in any letter case')
    expect(
      (
        await claim(
          'crm',
          Array.from({ length: 21 }, (_, index) => `n${index}`),
        )
      ).status,
    ).to.equal(400)
  })

  it('are free after a deletion or an undo, and come back with the undo unless they are taken', async () => {
    await create('shop', ['@scope/shop', 'laden'])
    await edit('/api/modules/shop?force=true', 'DELETE')
    expect((await create('bazaar', ['@SCOPE/shop'])).status).to.equal(201)
    expect((await cypher('MATCH (a:Alias) RETURN collect(a.name) AS names'))[0]!.names).to.deep.equal(['@SCOPE/shop'])
    const back = await post(`/api/revisions/${(await latest()) - 1}:undo`, {})
    expect([back.status, back.body.detail]).to.deep.equal([409, '@scope/shop is the key or an alias of module bazaar'])
    await edit('/api/modules/bazaar?force=true', 'DELETE')
    expect((await post(`/api/revisions/${(await latest()) - 2}:undo`, {})).status).to.equal(200)
    expect((await send(at('LADEN'))).body.key).to.equal('shop')
    await claim('shop', ['laden'])
    expect((await create('other', ['@scope/shop'])).status).to.equal(201)
    await edit('/api/modules/other?force=true', 'DELETE')
    expect((await post(`/api/revisions/${(await latest()) - 2}:undo`, {})).status).to.equal(200)
    expect((await send('/api/modules/shop')).body.aliases).to.deep.equal(['@scope/shop', 'laden'])
  })

  it('have one winner when they are claimed at once, by any process', async () => {
    await emptyRegistry()
    const { origin } = await anotherRegistry()
    const own = await registry()
    const claims = Array.from({ length: 12 }, async (_, index) => {
      const response = await fetch(`${index % 2 ? origin : own.origin}/api/modules`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key: `m${index}`, name: 'M', aliases: [index % 3 ? '@wanted/name' : '@WANTED/name'] }),
      })
      return response.status
    })
    expect((await Promise.all(claims)).toSorted()).to.deep.equal([201, ...Array.from({ length: 11 }, () => 409)])
    expect((await send('/api/modules')).body.total).to.equal(1)
  })

  it('work for modules that were written before there were aliases', async () => {
    await cypher(`MATCH (m:Module {key: 'crm'}) REMOVE m.aliases`)
    await cypher(`MATCH (c:Change {ref: 'module:crm'}) SET c.after = replace(c.after, '"aliases":[],', '')`)
    expect((await send('/api/modules/crm')).body.aliases).to.deep.equal([])
    expect((await undo()).status).to.equal(200)
    expect((await send('/api/modules')).body.total).to.equal(0)
  })

  it('may be linked to in documentation', async () => {
    await create('shop', ['@scope/shop', 'laden'])
    const text = '[a](module:@scope/shop) [b](module:%40scope%2Fshop) [c](module:laden) [d](module:@scope/none)'
    await post('/api/modules/shop/configurations', { key: 'purpose', configType: 'usage', documentation: text })
    const { origin } = await registry()
    const markdown = await (await fetch(`${origin}/api/modules/shop/docs.md`)).text()
    expect(markdown.slice(markdown.indexOf('## Purpose'), 1500)).to.contain(
      '[a](/api/modules/%40scope%2Fshop/docs.md) [b](/api/modules/%40scope%2Fshop/docs.md)',
    )
    expect(markdown).to.contain('[c](/api/modules/laden/docs.md) d')
  })
})
