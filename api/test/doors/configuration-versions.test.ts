import { expect } from 'chai'
import { ask, send } from '../support/client.ts'
import { cypher, onlyCrm, registry } from '../support/database.ts'

const list = '/api/modules/crm/configurations'
const mail = `${list}/mail`
const anyRevision = { 'if-match': '*' }
const change = async (body: object) => {
  const changed = await send(mail, { method: 'PATCH', body, headers: anyRevision })
  expect(changed.status, JSON.stringify(changed.body)).to.equal(200)
  return changed.body
}
const schema = {
  type: 'object',
  properties: { host: { type: 'string' }, port: { type: 'integer' }, token: { type: 'string', writeOnly: true } },
}
const put = (path: string, body: object, headers = anyRevision) => send(path, { method: 'PUT', body, headers })
const textOf = async (format: string) => {
  const response = await fetch(`${(await registry()).origin}${mail}/document?format=${format}`)
  expect(response.headers.get('content-type')).to.equal(`application/${format}; charset=utf-8`)
  return response.text()
}

const file = `# Mail of the CRM, kept by sales
configType: api
version: 1.2.0 # raised by Ada
documentation: |
  How mail is sent.
schema:
  type: object
  # What may be set
  properties:
    host: { type: string }
    port: { type: integer } # 25 or 587
    token: { type: string, writeOnly: true }
    to: { type: array, items: { type: string } }

values:
  # Of the test machine
  host: mail.example # by name

  port: 587
  token: very-secret
  to:
    - a@example.org
    # the one on duty
    - b@example.org # by turns
metadata:
  reviewed: true
# the end
`

describe('Versions of a configuration', () => {
  before(onlyCrm)
  const numbers: number[] = []
  const note = async () => {
    const { body } = await send(`${mail}/versions?limit=1`)
    numbers.push(body.items[0].number)
  }

  it('are those of the log, newest first, with who made them', async () => {
    const made = { key: 'mail', configType: 'api', schema, values: { host: 'a', port: 25, token: 'very-secret' } }
    expect((await send(list, { method: 'POST', body: made, headers: { 'x-actor': 'ada' } })).status).to.equal(201)
    await note()
    await change({ values: { host: 'b' }, version: '1.1.0', documentation: 'Mail.' })
    await note()
    await send('/api/modules', { method: 'POST', body: { key: 'other', name: 'Other' } })
    await change({ values: { port: null, host: 'c' } })
    await note()
    const { body } = await send(`${mail}/versions?limit=2`)
    expect(body).to.include({ total: 3, returned: 2, truncated: true })
    expect(body.items.map(({ version }: { version: string }) => version)).to.deep.equal(['1.1.0', '1.1.0'])
    const rest = (await send(`${mail}/versions?limit=2&cursor=${body.nextCursor}`)).body
    expect(rest.items[0]).to.include({ number: numbers[0], actor: 'ada', kind: 'created', version: '1.0.0' })
    const { body: second } = await send(`${mail}/versions/${numbers[1]! + 1}`)
    expect(second.values).to.include({ host: 'b', port: 25 })
    expect((await send(`${mail}/versions/1`)).status).to.equal(404)
    expect((await send(`${list}/nothing/versions`)).status).to.equal(404)
  })

  it('are compared place by place', async () => {
    const { body } = await send(`${mail}/difference?from=${numbers[0]}`)
    expect(body).to.deep.equal({
      from: numbers[0],
      to: numbers[2],
      total: 4,
      differences: [
        { pointer: '/values/host', kind: 'changed', before: 'a', after: 'c' },
        { pointer: '/values/port', kind: 'removed', before: 25, after: null },
        { pointer: '/documentation', kind: 'changed', before: '', after: 'Mail.' },
        { pointer: '/version', kind: 'changed', before: '1.0.0', after: '1.1.0' },
      ],
    })
    const back = (await send(`${mail}/difference?from=${numbers[2]}&to=${numbers[1]}`)).body
    expect(back.differences).to.deep.include({ pointer: '/values/port', kind: 'added', before: null, after: 25 })
  })

  it('come back as a new version, judged again, secrets with them, and nothing is stored beside the log', async () => {
    const { body: first } = await send(`${mail}/versions/${numbers[0]}`)
    const stale = await put(`${mail}/version`, { number: numbers[0] }, { 'if-match': '"1"' })
    expect(stale.status).to.equal(412)
    const { status, body } = await put(`${mail}/version`, { number: numbers[0] })
    expect([status, body.values, body.version]).to.deep.equal([200, first.values, '1.0.0'])
    expect(body.values.token).to.have.all.keys('$sealed')
    expect((await send(`${mail}/versions`)).body.total).to.equal(4)
    expect(await cypher("MATCH (n) WHERE any(l IN labels(n) WHERE l CONTAINS 'Version') RETURN n")).to.deep.equal([])
    const { data, errors } = await ask(
      `query ($from: Int!) { configurationVersions(id: "crm", part: "mail", limit: 1) { total items { number kind } }
        configurationDifference(id: "crm", part: "mail", from: $from) { total } configurationVersion(id: "crm", part: "mail", number: $from) { version } }`,
      { from: numbers[0] },
    )
    expect(errors).to.equal(undefined)
    expect(data.configurationVersions).to.deep.include({ total: 4 })
    expect([data.configurationDifference.total, data.configurationVersion.version]).to.deep.equal([0, '1.0.0'])
    const restored = await ask(
      'mutation ($rev: Int!, $number: Int!) { restoreConfiguration(id: "crm", part: "mail", rev: $rev, input: { number: $number }) { values } }',
      { rev: body.rev, number: numbers[1] },
    )
    expect(restored.data.restoreConfiguration.values).to.include({ host: 'b' })
  })

  it('are still told of when it is deleted', async () => {
    await send(list, { method: 'POST', body: { key: 'short', configType: 'usage' } })
    await send(`${list}/short`, { method: 'DELETE', headers: anyRevision })
    const { body } = await send(`${list}/short/versions`)
    expect(body.items.map(({ kind }: { kind: string }) => kind)).to.deep.equal(['deleted', 'created'])
    expect((await send(`${list}/short/versions/${body.items[0].number}`)).status).to.equal(404)
  })
})

describe('A configuration as a file', () => {
  before(async () => {
    await onlyCrm()
    await send(list, { method: 'POST', body: { key: 'mail', configType: 'api', schema } })
  })

  it('gives back what was imported, with its comments; no secret leaves', async () => {
    const imported = await put(`${mail}/document`, { text: file })
    expect(imported.status, JSON.stringify(imported.body)).to.equal(200)
    expect(imported.body.values).to.include({ host: 'mail.example', port: 587 })
    const text = await textOf('yaml')
    expect(text).not.to.include('very-secret')
    const comments = (yaml: string) => yaml.match(/#.*$/gm)
    expect(comments(text)).to.deep.equal(comments(file))
    for (const line of ['version: 1.2.0 # raised by Ada', '    # the one on duty', '    - b@example.org # by turns'])
      expect(text).to.include(line)
    // Imported as it was exported, nothing changes: the seal stands for the secret.
    const again = await put(`${mail}/document`, { text })
    expect(again.body).to.deep.equal(imported.body)
    expect(await textOf('yaml')).to.equal(text)
  })

  it('keeps comments of what stays when values change, and is JSON as well', async () => {
    await change({ values: { host: 'other.example', port: null } })
    const text = await textOf('yaml')
    expect(text).to.include('# Of the test machine\n  host: other.example # by name')
    const json = await textOf('json')
    expect(JSON.parse(json)).to.deep.include({ configType: 'api', version: '1.2.0', metadata: { reviewed: true } })
    expect(json).not.to.include('very-secret')
    const back = await put(`${mail}/document`, { format: 'json', text: json })
    expect(back.body.values).to.include({ host: 'other.example' })
    const { data } = await ask('{ configurationDocument(id: "crm", part: "mail", format: json) }')
    expect(data.configurationDocument).to.equal(json)
  })

  it('gives back numbers as they were written, as long as they have the same value', async () => {
    const path = '/api/modules/crm/configurations/notation'
    await send(list, { method: 'POST', body: { key: 'notation', configType: 'api', schema: { type: 'object' } } })
    const lines = [
      'mode: 0644',
      'version: 1.10',
      'ratio: 1.500 # half more',
      'limit: 1e3',
      'mask: 0x1F',
      'octal: 0o17',
      'offset: -0.0',
      'step: +5',
      'share: .5',
      'plain: 42',
      'text: "0644"',
      'name: "1.10"',
    ]
    const text = `configType: api\nschema:\n  type: object\nvalues:\n${lines.map((line) => `  ${line}\n`).join('')}`
    const imported = await put(`${path}/document`, { text })
    expect(imported.status, JSON.stringify(imported.body)).to.equal(200)
    const values = { mode: 644, version: 1.1, ratio: 1.5, limit: 1000, mask: 31, octal: 15, text: '0644', name: '1.10' }
    expect(imported.body.values).to.include(values)
    const exported = async () =>
      (await (await fetch(`${(await registry()).origin}${path}/document`)).text()).split('\n')
    for (const line of lines) expect(await exported()).to.include(`  ${line}`)
    const headers = { 'if-match': '*' }
    await send(path, { method: 'PATCH', body: { values: { mode: 600, version: 1.2 } }, headers })
    expect(await exported())
      .to.include('  mode: 600')
      .and.to.include('  version: 1.2')
      .and.to.include('  mask: 0x1F')
  })

  it('gives back every text that JSON can have', async () => {
    const signs = [
      '\u0000',
      '\u001b',
      '\u007f',
      '\u0083',
      '\u0085',
      '\u009f',
      '\u2028',
      '\u2029',
      '\ufeff',
      '\ufffe',
      '\u{1f680}',
    ]
    const texts = signs.flatMap((sign) => [
      sign,
      `a${sign}`,
      `${sign} b`,
      `a\n${sign}\nb\n`,
      `${'word '.repeat(30)}${sign}${' word'.repeat(30)}`,
    ])
    const odd = {
      key: 'odd',
      configType: 'api',
      values: Object.fromEntries(texts.map((text, n) => [`${n} ${text.slice(0, 20)}`, text])),
    }
    const { status, body } = await send(list, { method: 'POST', body: odd })
    expect(status, JSON.stringify(body).slice(0, 300)).to.equal(201)
    const text = await (await fetch(`${(await registry()).origin}${list}/odd/document?format=yaml`)).text()
    const back = await put(`${list}/odd/document`, { text })
    expect(back.status, JSON.stringify(back.body).slice(0, 300)).to.equal(200)
    expect(back.body.values).to.deep.equal(body.values)
  })

  const bombs = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`)
  const wrong: [what: string, text: string, at: string, reason: RegExp][] = [
    ['that is not closed', 'values: {a: 1', '/text', /^line 1, column \d+/],
    ['with a name twice', 'values:\n  a: 1\n  a: 2', '/text', /^line 3, column 3: .*unique/],
    ['with a tag', 'values: !!js/function "() => 1"', '/text', /tag/i],
    ['of references', ['a0: &a0 x', ...bombs].join('\n'), '/text', /^line 2, column \d+: must not be an alias/],
    [
      'with a number that JSON has not',
      'configType: api\nvalues:\n  a: .inf',
      '/text',
      /^line 3, column 6: is not a JSON number/,
    ],
    ['with a name that is a list', 'values:\n  ? [a]\n  : 1', '/text', /^line 2, column 5: names must be strings/],
    ['of two documents', 'configType: api\n---\nconfigType: api', '/text', /documents/],
    ['of another shape', 'configType: apis', '/text/configType', /./],
    ['with a member that is not known', 'configType: api\nvaluse: {}', '/text/valuse', /values/],
    ['that is a text', 'just words', '/text', /./],
    ['that is empty', '', '/text', /./],
    ['whose values do not fit', 'configType: api\nschema: {required: [a]}\nvalues: {b: 1}', '/values/a', /is required/],
  ]
  for (const [what, text, at, reason] of wrong)
    it(`is refused ${what}, with the place`, async () => {
      const { status, body } = await put(`${mail}/document`, { text })
      expect(status).to.equal(400)
      expect(body.errors[0].pointer).to.equal(at)
      expect(body.errors[0].reason).to.match(reason)
    })

  it('has no member that changes what objects are', async () => {
    const { status } = await put(`${mail}/document`, { text: 'configType: api\nvalues:\n  __proto__: {a: 1}' })
    expect(status).to.equal(400)
  })
})
