import { expect } from 'chai'
import { migrate } from '../../src/graph/migrate.ts'
import { deriveMissing } from '../../src/store/derived.ts'
import { ask, send } from '../support/client.ts'
import { cypher, onlyCrm, registry } from '../support/database.ts'

const asked = async (path: string, q: string): Promise<string[]> => {
  const { status, body } = await send(`${path}?${new URLSearchParams({ q }).toString()}`)
  expect(status, JSON.stringify(body)).to.equal(200)
  return body.items.map(({ ref, key, name }: Record<string, string>) => ref ?? key ?? name)
}
const create = async (path: string, body: object) => {
  const answer = await send(path, { method: 'POST', body })
  expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
  return answer.body
}

/** What a module is called, and what finds it; the last ones do not. */
const names: [name: string, finds: string[], misses?: string[]][] = [
  ['Façade', ['facade', 'FAÇADE', 'façade'.normalize('NFD'), 'faç']],
  ['Facade two', ['façade two']],
  ['Météo'.normalize('NFD'), ['météo', 'meteo', 'METEO']],
  ['재고관리', ['재고', '관리', '고관', '재고관리', '재고'.normalize('NFD')], ['재리']],
  ['在庫データベース', ['在庫', 'ベース', 'ﾃﾞｰﾀ'], ['庫在']],
  ['库存管理系统', ['库存', '管理', '系统'], ['管库']],
  ['ระบบคลังสินค้า', ['คลัง', 'สินค้า']],
  ['my_table2 import', ['my_table2', 'MY_TABLE2', 'table2', 'my_tab']],
  ['WMS', ['wms', 'WMS', 'ｗｍｓ']],
  ['S', ['S', 's']],
  ['Bus status of SMS', ['bus', 'status', 'sms', 'Status']],
  ['Straßenbau', ['strassenbau', 'STRASSENBAU', 'straße']],
  ['İstanbul ofisi', ['istanbul', 'İSTANBUL', 'Istanbul']],
  ['Ёлка й', ['елка', 'ёлка', 'й'], ['и']],
  ['كتـاب أحمد', ['كتاب', 'احمد']],
  ['שָׁלוֹם', ['שלום']],
  ['Đà Nẵng', ['da nang', 'đà']],
  ['ﬁnance', ['finance', 'FINANCE']],
  ['L’été d’Élise', ['ete', "l'été", 'elise']],
  ['OAuth2.0-Server', ['oauth2', 'OAuth2.0', 'server']],
]

describe('Words', () => {
  before(onlyCrm)
  before(async () => {
    for (const [index, [name]] of names.entries()) await create('/api/modules', { key: `words-${index}`, name })
  })

  for (const path of ['/api/modules', '/api/ai/search', '/api/ai/modules'])
    it(`find modules in ${path}, however they are written`, async () => {
      for (const [index, [name, finds, misses = []]] of names.entries()) {
        for (const q of finds)
          expect(await asked(path, q), `${name}: ${q}`).to.include.oneOf([`module:words-${index}`, `words-${index}`])
        // A question is separated into words that a dictionary knows, each of which is enough.
        for (const q of path === '/api/ai/search' ? [] : misses)
          expect((await asked(path, q)).join(), `${name}: ${q}`).not.to.match(new RegExp(`words-${index}\\b`))
      }
    })

  it('find them over GraphQL, and parts by what they are called', async () => {
    const { data } = await ask(
      `{ modules(q: "facade") { items { key } } search(q: "facade") { items { ref why { how in } } } }`,
    )
    expect(data.modules.items.map(({ key }: { key: string }) => key)).to.deep.equal(['words-0', 'words-1'])
    for (const { ref, why } of data.search.items) expect(why, ref).to.deep.equal([{ how: 'word', in: ['name'] }])
    await create('/api/modules/crm/capabilities', {
      key: 'noel',
      name: 'Fêtes de Noël',
      type: 'action',
      operations: ['celebrate'],
      description: 'Ｘｍａｓ',
    })
    await create('/api/modules/crm/configurations', { key: 'cafe', configType: 'api', documentation: '# Café crème' })
    for (const [q, ref] of [
      ['noel', 'capability:crm/noel'],
      ['fetes', 'capability:crm/noel'],
      ['xmas', 'capability:crm/noel'],
      ['creme', 'configuration:crm/cafe'],
    ] as const)
      expect(await asked('/api/ai/search', q), q).to.include(ref)
    expect(await asked('/api/ai/capabilities', 'NOËL')).to.deep.equal(['capability:crm/noel'])
    const changed = { documentation: 'Thé' }
    await send('/api/modules/crm/configurations/cafe', { method: 'PATCH', body: changed, headers: { 'if-match': '*' } })
    expect(await asked('/api/ai/search', 'creme')).not.to.include('configuration:crm/cafe')
    expect(await asked('/api/ai/search', 'the 茶')).to.deep.equal([])
    expect(await asked('/api/ai/search', 'thé')).to.include('configuration:crm/cafe')
  })

  it('find saved queries', async () => {
    await create('/api/queries', {
      name: 'ou',
      description: 'Où est la façade',
      query: 'RETURN 1 AS x',
      sharing: 'shared',
    })
    for (const q of ['facade', 'FAÇADE ou', 'ou'.normalize('NFD')])
      expect(await asked('/api/queries', q), q).to.include('saved/ou')
  })

  it('of a database of an earlier version are brought in by its start', async () => {
    await cypher(
      'MATCH (n) WHERE n.searchedKeys IS NOT NULL REMOVE n.searchedKeys, n.searchedNames, n.searchedTerms, n.searchedTexts',
    )
    expect(await asked('/api/modules', 'facade')).to.deep.equal([])
    await cypher("MATCH (step:Migration {version: 'V094'}) DELETE step")
    const { driver, graph } = await registry()
    await migrate(driver)
    await deriveMissing(graph)
    expect(await asked('/api/modules', 'facade')).to.deep.equal(['module:words-0', 'module:words-1'])
    for (const ref of ['entity:crm/OrderTracking', 'capability:crm/order-workflow', 'configuration:crm/cafe'])
      expect(await asked('/api/ai/search', ref.split('/')[1]!), ref).to.include(ref)
    expect(await cypher('MATCH (n:WithoutWords) RETURN n')).to.deep.equal([])
  })
})

describe('Words of hosted records', () => {
  before(onlyCrm)
  before(async () => {
    await create('/api/patches?confirm=true', {
      version: '1.0',
      patchId: 'words-1',
      timestamp: '2026-01-05T09:00:00Z',
      actor: 'human',
      scope: 'object',
      operation: 'add',
      target: { type: 'module', identifier: 'places' },
      payload: {},
      module: { key: 'places' },
      apiBasePath: '/places',
      objects: {
        Place: {
          fields: [
            { name: 'name', type: 'text', required: true, unique: true },
            { name: 'note', type: 'textarea' },
            { name: 'contact', type: 'email' },
            { name: 'page', type: 'url' },
          ],
        },
        Visit: { fields: [{ name: 'place', type: 'relation', relationObject: 'Place', relationField: 'name' }] },
      },
    })
  })
  const path = '/places/places'
  const found = async (filter: Record<string, string>): Promise<string[]> =>
    (await send(`${path}?${new URLSearchParams(filter).toString()}`)).body.items.map(
      ({ name }: { name: string }) => name,
    )

  it('are filtered by as they are sought elsewhere, and given back as they were written', async () => {
    const written = ['Façade', 'météo'.normalize('NFD'), 'Straße', 'ＷＭＳ', 'İzmir', '재고', 'Йод', 'plain', 'Ёлка']
    for (const name of written)
      await create(path, { name, note: `Note: ${name}`, contact: 'Ada@Example.org', page: 'https://example.org/A' })
    const filters: [asked: string, name: string][] = [
      ['facade', 'Façade'],
      ['FAÇADE'.normalize('NFD'), 'Façade'],
      ['meteo', 'météo'.normalize('NFD')],
      ['météo', 'météo'.normalize('NFD')],
      ['strasse', 'Straße'],
      ['wms', 'ＷＭＳ'],
      ['izmir', 'İzmir'],
      ['재고'.normalize('NFD'), '재고'],
      ['йод', 'Йод'],
      ['PLAIN', 'plain'],
      ['елка', 'Ёлка'],
    ]
    for (const [name, is] of filters) {
      expect(await found({ name }), name).to.deep.equal([is])
      expect(await found({ note: `note: ${name}` }), name).to.deep.equal([is])
    }
    for (const name of ['facad', 'иод', 'façades']) expect(await found({ name }), name).to.deep.equal([])
    expect(await found({ contact: 'ADA@example.org' })).to.have.length(written.length)
    expect(await found({ page: 'https://example.org/a' }), 'addresses are as they are').to.deep.equal([])
    const several = await send(`${path}?name=facade&name=wms`)
    expect(several.body.total).to.equal(2)
    const { id } = (await send(`${path}?name=plain`)).body.items[0]
    await send(`${path}/${id}`, { method: 'PATCH', body: { name: 'Çhanged' }, headers: { 'if-match': '*' } })
    expect([await found({ name: 'changed' }), await found({ name: 'plain' })]).to.deep.equal([['Çhanged'], []])
    const { body } = await send(`${path}/${id}`)
    expect(Object.keys(body).toSorted()).to.deep.equal([
      'contact',
      'createdAt',
      'id',
      'name',
      'note',
      'page',
      'updatedAt',
    ])
  })

  it('are the same for a unique field however their letters are composed; case, width and accents differ', async () => {
    const taken = ['Noël', 'Ελλάδα', '창고', 'ガイド', 'Tiếng Việt', 'क़लम', 'café 1']
    for (const name of taken) {
      await create(path, { name })
      for (const form of ['NFC', 'NFD'] as const) {
        const { status, body } = await send(path, { method: 'POST', body: { name: name.normalize(form) } })
        expect([status, body.type, body.errors.length], `${name} ${form}`).to.deep.equal([409, 'already-exists', 1])
      }
      await create('/places/visits', { place: name.normalize('NFD') })
    }
    for (const name of ['noël', 'Noel', 'ＮＯＥＬ', 'カイト']) await create(path, { name })
    const batch = { items: [{ name: 'Zoé' }, { name: 'Zoé'.normalize('NFD') }] }
    expect((await send(`${path}:batch`, { method: 'POST', body: batch })).status).to.equal(409)
    const { id } = (await send(`${path}?name=${encodeURIComponent('café 1')}`)).body.items[0]
    const rename = (name: string) =>
      send(`${path}/${id}`, { method: 'PATCH', body: { name }, headers: { 'if-match': '*' } })
    expect((await rename('Noël'.normalize('NFD'))).status).to.equal(409)
  })

  it('of an earlier version keep their records, also those that clash today', async () => {
    const [one, other] = ['Événement', 'Événement'.normalize('NFD')]
    const made = await create(path, { name: one })
    // As an earlier version has left them: each with a claim of its own form.
    const [label] = await cypher('MATCH (r:Record {id: $id}) RETURN labels(r) AS labels', { id: made.id })
    const kind = (label!.labels as string[]).find((one) => one !== 'Record')!
    await cypher(
      `MATCH (r:Record {id: $id})-[:CLAIMS]->(claim) WITH r, collect(claim) AS claims
       CREATE (copy:Record:$($kind)) SET copy = r {.*, id: 'copy', name: $other}
       WITH copy, claims[0] AS claim
       MATCH (:Record)-[owned:CLAIMS]->(claim) DELETE owned CREATE (copy)-[:CLAIMS]->(claim)`,
      { id: made.id, other, kind },
    )
    expect(await found({ name: 'evenement' })).to.have.members([one, other])
    const note = (id: string) =>
      send(`${path}/${id}`, { method: 'PATCH', body: { note: 'n' }, headers: { 'if-match': '*' } })
    expect([(await note(made.id)).status, (await note('copy')).status]).to.deep.equal([200, 200])
    for (const name of [one, other])
      expect((await send(path, { method: 'POST', body: { name } })).status, name).to.equal(409)
    const gone = await send(`${path}/copy`, { method: 'DELETE', headers: { 'if-match': '*' } })
    expect(gone.status).to.equal(204)
  })
})
