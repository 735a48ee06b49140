import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { ask, send } from '../support/client.ts'
import { cypher, onlyCrm, registry } from '../support/database.ts'
import { clone } from '../support/server.ts'

type Json = Record<string, unknown>
const list = '/api/modules/crm/configurations'
const anyRevision = { 'if-match': '*' }
const hidden = { type: 'string', writeOnly: true }
const word = 'correct-horse'
const keyed = (body: object, key: string) => ({
  method: 'POST',
  body,
  headers: { 'idempotency-key': key, 'x-actor': 'ada' },
})

let made = 0
const create = async (schema: Json, values: Json, key = `secrets-${++made}`) => {
  const body = { key, configType: 'api', schema, values }
  return { path: `${list}/${key}`, key, body, answer: await send(list, keyed(body, `make-${key}`)) }
}
const change = (path: string, body: object) => send(path, { method: 'PATCH', body, headers: anyRevision })
const newest = async (path: string): Promise<number> => (await send(`${path}/versions?limit=1`)).body.items[0].number
const undo = (number: number) => send(`/api/revisions/${number}:undo`, { method: 'POST' })

/** Nodes of the graph that contain a text in any of their properties. */
const holding = (text: string) =>
  cypher(
    `MATCH (n) WHERE any(k IN keys(n) WHERE coalesce(toStringOrNull(n[k]), '') CONTAINS $text
       OR any(one IN CASE WHEN n[k] IS :: LIST<STRING> THEN n[k] ELSE [] END WHERE one CONTAINS $text))
     RETURN labels(n) AS labels`,
    { text },
  )

/** All answers that tell of a configuration and its past. */
async function told(key: string): Promise<string> {
  const path = `${list}/${key}`
  const numbers = ((await send(`${path}/versions`)).body.items ?? []).map(({ number }: { number: number }) => number)
  const paths = [
    path,
    `${path}/versions`,
    '/api/modules/crm/history',
    `/api/ai/modules/crm?include=documentation`,
    ...numbers.flatMap((number: number) => [
      `/api/revisions/${number}`,
      `${path}/versions/${number}`,
      `${path}/difference?from=${numbers.at(-1)}&to=${number}`,
    ]),
  ]
  const answers = await Promise.all(paths.map(async (asked) => (await send(asked)).body))
  const { data } = await ask(
    `{ revision(number: ${numbers[0]}) { changes { before after } }
       configuration(id: "crm", part: "${key}") { values metadata } }`,
  )
  const console_ = await send('/api/cypher', {
    method: 'POST',
    body: { query: 'MATCH (c:Change {ref: $ref}) RETURN c', parameters: { ref: `configuration:crm/${key}` } },
  })
  return JSON.stringify([answers, data, console_.body])
}

describe('Secrets of configurations', () => {
  before(onlyCrm)

  it('are judged by their schema when they are set, and no error contains one', async () => {
    const refused: [schema: Json, values: Json, at: string][] = [
      [{ properties: { a: { ...hidden, minLength: 20 } } }, { a: word }, '/values/a'],
      [{ properties: { a: { ...hidden, pattern: '^sk-' } } }, { a: word }, '/values/a'],
      [{ properties: { a: { type: 'integer', writeOnly: true } } }, { a: word }, '/values/a'],
      [{ properties: { a: { writeOnly: true, enum: ['x', 'y'] } } }, { a: word }, '/values/a'],
      [{ properties: { a: { properties: { b: { ...hidden, maxLength: 3 } } } } }, { a: { b: word } }, '/values/a/b'],
      [{ properties: { a: { items: { ...hidden, format: 'uuid' } } } }, { a: [word] }, '/values/a/0'],
      [{ patternProperties: { '^x-': { type: 'boolean', writeOnly: true } } }, { 'x-a': word }, '/values/x-a'],
      [{ additionalProperties: { ...hidden, minLength: 99 } }, { a: word }, '/values/a'],
      [
        { properties: { a: { $ref: '#/$defs/k' } }, $defs: { k: { ...hidden, format: 'uri' } } },
        { a: word },
        '/values/a',
      ],
      [
        { properties: { a: { writeOnly: true, properties: { b: { type: 'null' } } } } },
        { a: { b: word } },
        '/values/a/b',
      ],
      [{ writeOnly: true, properties: { a: { const: 'z' } } }, { a: word }, '/values/a'],
      [{ properties: { a: { ...hidden, not: { const: word } } } }, { a: word }, '/values/a'],
    ]
    for (const [schema, values, at] of refused) {
      const { answer, key } = await create(schema, values)
      expect([answer.status, answer.body.errors?.[0]?.pointer], JSON.stringify(schema)).to.deep.equal([400, at])
      expect(JSON.stringify(answer.body)).not.to.include(word)
      const graphql = await ask(
        'mutation ($input: ConfigurationCreate!) { createConfiguration(id: "crm", input: $input) { id } }',
        { input: { key, configType: 'api', schema, values } },
      )
      expect(graphql.errors?.[0]?.extensions.errors[0].pointer, JSON.stringify(schema)).to.contain(at)
    }
    const { path } = await create({ properties: { a: { ...hidden, minLength: 5 }, b: {} } }, { a: word })
    expect((await change(path, { values: { a: 'four' } })).body.errors[0].pointer).to.equal('/values/a')
    const text =
      'configType: api\nschema: {properties: {a: {type: string, writeOnly: true, minLength: 5}}}\nvalues: {a: b}'
    const imported = await send(`${path}/document`, { method: 'PUT', body: { text }, headers: anyRevision })
    expect(imported.body.errors[0].pointer).to.match(/values\/a$/)
  })

  it('stay when they are sent back sealed, in alternatives too, and cannot be guessed by another schema', async () => {
    const ways: [schema: Json, values: Json][] = [
      [{ properties: { a: hidden } }, { a: word }],
      [
        {
          properties: {
            auth: {
              oneOf: [
                { properties: { kind: { const: 'token' }, token: hidden }, required: ['token'] },
                { properties: { kind: { const: 'basic' }, password: hidden }, required: ['password'] },
              ],
            },
          },
        },
        { auth: { kind: 'basic', password: word } },
      ],
      [{ anyOf: [{ properties: { a: { ...hidden, minLength: 5 } } }, { required: ['c'] }] }, { a: word }],
      [{ if: { properties: { a: hidden } }, else: { required: ['c'] } }, { a: word }],
      [{ properties: { a: { items: { ...hidden, minLength: 3 }, uniqueItems: true } } }, { a: [word, `${word} 2`] }],
      [{ properties: { a: { $ref: '#/$defs/k', writeOnly: true } }, $defs: { k: { type: 'string' } } }, { a: word }],
      [{ properties: { a: { type: 'string', allOf: [{ writeOnly: true }] } } }, { a: word }],
    ]
    for (const [schema, values] of ways) {
      const { path, answer } = await create(schema, values)
      expect(answer.status, JSON.stringify([schema, answer.body])).to.equal(201)
      const kept = await change(path, { values: { other: 1 } })
      expect([kept.status, kept.body.values], JSON.stringify(kept.body)).to.deep.equal([
        200,
        { ...answer.body.values, other: 1 },
      ])
      const looked = await send('/api/configurations:validate', {
        method: 'POST',
        body: { schema, values: kept.body.values },
      })
      expect(looked.body, JSON.stringify(schema)).to.deep.include({ valid: true, errors: [] })
    }
    const { path, answer } = await create({ properties: { a: hidden } }, { a: word })
    for (const a of [{ ...hidden, pattern: '^z' }, { ...hidden, const: 'z' }, { type: 'string' }, { not: hidden }]) {
      const { status, body } = await change(path, { schema: { properties: { a: null } } })
      expect(status, JSON.stringify(body)).to.equal(200)
      const guessed = await change(path, { schema: { properties: { a } } })
      expect([guessed.status, guessed.body.values], JSON.stringify(a)).to.deep.equal([200, answer.body.values])
    }
  })

  const open = { type: 'string' }
  const ways: [name: string, before: Json, after: Json, values: (secret: string) => Json][] = [
    ['property', { properties: { a: open } }, { properties: { a: hidden } }, (a) => ({ a })],
    [
      'nested',
      { properties: { a: { properties: { b: open } } } },
      { properties: { a: { properties: { b: hidden } } } },
      (b) => ({ a: { b } }),
    ],
    [
      'items',
      { properties: { a: { items: open } } },
      { properties: { a: { items: hidden } } },
      (a) => ({ a: [a, 'b'] }),
    ],
    [
      'objects in a list',
      {},
      { properties: { a: { items: { properties: { b: hidden } } } } },
      (b) => ({ a: [{ b: 'c' }, { b }] }),
    ],
    ['pattern', {}, { patternProperties: { '^x-': hidden } }, (a) => ({ 'x-a': a, b: 1 })],
    ['rest', {}, { properties: { b: {} }, additionalProperties: hidden }, (a) => ({ 'a/b~c': a, b: 1 })],
    [
      'reference',
      { properties: { a: { $ref: '#/$defs/k' } }, $defs: { k: open } },
      { properties: { a: { $ref: '#/$defs/k' } }, $defs: { k: hidden } },
      (a) => ({ a }),
    ],
    ['all', {}, { writeOnly: true }, (a) => ({ a })],
    ['an object', {}, { properties: { a: { writeOnly: true } } }, (b) => ({ a: { b: { c: [b] } } })],
    [
      'an alternative',
      {},
      { anyOf: [{ properties: { a: hidden } }, { properties: { a: { properties: { b: hidden } } } }] },
      (b) => ({ a: { b } }),
    ],
  ]
  for (const [name, before, after, values] of ways)
    it(`are sealed in all earlier versions when they are marked as such, at every door: ${name}`, async () => {
      const [old, now] = [`old ${name} 8472`, `new ${name} 8472`]
      const { path, key, body } = await create(before, values(old))
      await change(path, { values: values(now), documentation: 'Changed.' })
      expect(await told(key), name).to.include(old)
      const marked = await send(path, {
        method: 'PUT',
        body: { configType: 'api', schema: after, values: values(now) },
        headers: anyRevision,
      })
      expect(marked.status, JSON.stringify(marked.body)).to.equal(200)
      const marking = await newest(path)
      for (const secret of [old, now]) {
        expect(await holding(secret), `${name}: ${secret}`).to.deep.equal([])
        expect(await told(key), name).not.to.include(secret)
      }
      const repeated = await send(list, keyed(body, `make-${key}`))
      expect([repeated.status, JSON.stringify(repeated.body).includes(old)], name).to.deep.equal([201, false])
      expect((await undo(marking)).status, name).to.equal(200)
      expect(JSON.stringify((await send(path)).body), name).not.to.include(now)
      const { status } = await send(`${path}/version`, {
        method: 'PUT',
        body: { number: marking },
        headers: anyRevision,
      })
      expect(status, name).to.equal(200)
      expect(await holding(now), name).to.deep.equal([])
    })

  it('are not readable in the comments of a file, which keep how a number was written', async () => {
    const file = (secret: boolean) => `configType: api
schema: { properties: { pin: { type: integer${secret ? ', writeOnly: true' : ''} }, port: {} } }
values:
  # The one of the door
  pin: 0084721
  port: 0025
`
    const { path, key } = await create({}, {})
    const put = (text: string) => send(`${path}/document`, { method: 'PUT', body: { text }, headers: anyRevision })
    expect((await put(file(false))).status).to.equal(200)
    expect(await told(key)).to.include('0084721')
    expect((await put(file(true))).status).to.equal(200)
    expect(await told(key)).not.to.include('84721')
    expect((await send(path)).body.metadata.comments)
      .to.include({})
      .and.to.have.property('/values/port')
    expect(await holding('84721')).to.deep.equal([])
  })

  it('are sealed also when an undo marks them again, and when the configuration was made anew', async () => {
    const { path, key } = await create({ properties: { a: hidden } }, { a: 'first 7311' })
    await change(path, { schema: { properties: { a: { writeOnly: null } } }, values: { a: 'second 7311' } })
    const opening = await newest(path)
    expect(await told(key)).to.include('second 7311')
    expect((await undo(opening)).status).to.equal(200)
    expect(await told(key)).not.to.include('7311')

    const again = await create({}, { a: 'third 7311' })
    await send(again.path, { method: 'DELETE', headers: anyRevision })
    expect(await holding('third 7311')).not.to.deep.equal([])
    await send(list, { method: 'POST', body: { ...again.body, schema: { properties: { a: hidden } }, values: {} } })
    expect(await holding('third 7311')).to.deep.equal([])
  })

  it('are sealed by the next start in a log of an earlier version', async () => {
    const { services } = await registry()
    const { path, key } = await create({}, { a: 'early 5502' })
    await change(path, { schema: { properties: { a: hidden } } })
    await change(path, { schema: { properties: { a: { writeOnly: null } } }, values: { a: 'late 5502' } })
    const ref = `configuration:crm/${key}`
    const [first] = await cypher('MATCH (c:Change {ref: $ref, kind: "created"}) RETURN c.after AS after', { ref })
    const plain = JSON.stringify({ ...JSON.parse(first!.after), values: { a: 'early 5502' } })
    await cypher('MATCH (c:Change {ref: $ref, kind: "created"}) SET c.after = $plain', { ref, plain })
    await cypher('MATCH (c:Change {ref: $ref, kind: "changed"}) WITH c ORDER BY id(c) LIMIT 1 SET c.before = $plain', {
      ref,
      plain,
    })
    expect(await holding('early 5502')).not.to.deep.equal([])
    await services.configurations.concealAllEarlier()
    expect(await holding('early 5502')).to.deep.equal([])
    expect((await send(path)).body.values, 'is no secret any more').to.deep.equal({ a: 'late 5502' })
    expect(await told(key)).to.include('late 5502')
  })
})

describe('Purging secrets', () => {
  before(onlyCrm)
  const purge = (path: string, body: object = {}, headers: Record<string, string> = {}) =>
    send(`${path}/versions:purge`, { method: 'POST', body, headers })
  const valuesAt = async (path: string, number: number) => (await send(`${path}/versions/${number}`)).body.values
  const purged = { $purged: true }

  it('leaves who changed what and when, and what is in use', async () => {
    const schema = { properties: { a: hidden, b: hidden, list: { items: hidden }, host: {} } }
    const { path } = await create(schema, { a: 'one', b: 'stays', list: ['x', 'y'], host: 'h' })
    const first = await newest(path)
    await change(path, { values: { a: 'two', list: ['x'] } })
    const second = await newest(path)
    const before = (await send(`${path}/versions`)).body.items
    const now = (await send(path)).body
    const { status, body } = await purge(path, {}, { 'x-actor': 'grace' })
    expect([status, body]).to.deep.equal([200, { changes: 2 }])
    expect(await valuesAt(path, first)).to.deep.equal({
      a: purged,
      b: now.values.b,
      list: [now.values.list[0] && (await valuesAt(path, first)).list[0], purged],
      host: 'h',
    })
    expect((await valuesAt(path, first)).list[0]).to.have.all.keys('$sealed')
    expect(await valuesAt(path, second)).to.deep.equal(now.values)
    expect((await send(path)).body).to.deep.equal(now)
    const [entry, ...rest] = (await send(`${path}/versions`)).body.items
    expect(rest).to.deep.equal(before)
    expect(entry).to.include({ actor: 'grace', kind: 'changed' })
    expect((await send(`/api/revisions/${entry.number}`)).body.kind).to.equal('configuration.purge')
    expect((await purge(path)).body, 'a second time').to.deep.equal({ changes: 0 })
    expect(await newest(path)).to.equal(entry.number)

    const refused = await undo(second)
    expect(refused.status).to.equal(409)
    const { number: purging } = entry
    expect((await undo(purging)).body.detail).to.match(/nothing to undo/)
    const restored = await send(`${path}/version`, { method: 'PUT', body: { number: first }, headers: anyRevision })
    expect([restored.status, restored.body.errors[0]]).to.deep.equal([
      400,
      { pointer: '/values/a', reason: 'has been purged and cannot be restored: set it anew' },
    ])
    expect((await send(`${path}/difference?from=${first}`)).body.differences).to.deep.include({
      pointer: '/values/a',
      kind: 'changed',
      before: purged,
      after: now.values.a,
    })
  })

  it('makes an undo say that the value is gone', async () => {
    const { path, key } = await create({ properties: { a: hidden } }, { a: 'one' })
    await change(path, { values: { a: 'two' } })
    const changing = await newest(path)
    await purge(path)
    const { status, body } = await undo(changing)
    expect([status, body.type, body.errors[0]]).to.deep.equal([
      409,
      'conflict',
      {
        pointer: `/changes/configuration:crm/${key}`,
        reason: `the value of configuration:crm/${key} at /values/a has been purged`,
      },
    ])
    const graphql = await ask(`mutation { undoRevision(number: ${changing}) { revision } }`)
    expect(graphql.errors![0]!.message).to.match(/has been purged/)
  })

  it('takes named values, which need not be marked, and everything of a deleted configuration', async () => {
    const { path, key } = await create({}, { open: { token: 'named 6120' }, x: { y: 1 } })
    await change(path, { values: { open: null } })
    expect((await purge(path, { pointers: ['/values/open/token', '/values/open/token/no'] })).body.changes).to.equal(2)
    expect(await holding('named 6120')).to.deep.equal([])
    const odd = await create({}, { $sealed: 'no seal' })
    expect((await change(odd.path, { values: { a: 1 } })).body.values).to.deep.equal({ $sealed: 'no seal', a: 1 })
    expect((await purge(odd.path)).body.changes).to.equal(0)
    for (const pointers of [['token'], ['/values'], ['/schema/x'], []])
      expect((await purge(path, { pointers })).status, JSON.stringify(pointers)).to.equal(400)

    await change(path, { schema: { properties: { x: { writeOnly: true } } } })
    await send(path, { method: 'DELETE', headers: anyRevision })
    const deletion = await newest(path)
    expect((await purge(path)).body.changes).to.be.at.least(2)
    expect(await told(key).catch(String)).not.to.include('$sealed')
    expect((await undo(deletion)).body.detail).to.match(/at \/values\/x has been purged/)
    expect((await purge(`${list}/never`)).status).to.equal(404)
  })

  it('is for administrators, over GraphQL as well, and in the command line', async () => {
    const { path, key } = await create({ properties: { a: hidden } }, { a: 'one' })
    await change(path, { values: { a: 'two' } })
    const made = await send('/api/keys', { method: 'POST', body: { name: 'purging editor', role: 'editor' } })
    const headers = { authorization: `Bearer ${made.body.key}` }
    expect((await purge(path, {}, headers)).status).to.equal(403)
    await send(`/api/keys/${made.body.id}`, { method: 'DELETE', headers: anyRevision })

    const graphql = await ask(
      'mutation ($part: ID!) { purgeConfigurationVersions(id: "crm", part: $part, input: {pointers: ["/values/b"]}) { changes } }',
      { part: key },
    )
    expect(graphql.data).to.deep.equal({ purgeConfigurationVersions: { changes: 0 } })
    const { neo4j } = await registry()
    const { PATH = '', HOME = '' } = process.env
    const command = ['--import', 'tsx', 'api/src/cli.ts', 'purge-secrets', 'crm', key]
    const env = {
      PATH,
      HOME,
      NEO4J_URI: neo4j.uri,
      NEO4J_PASSWORD: neo4j.password,
      SECRETS_KEY: 'another key than that of the registry',
    }
    const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: clone, env, encoding: 'utf8' })
    expect([stdout, stderr]).to.deep.equal(['values purged from 2 changes in the log\n', ''])
  })
})
