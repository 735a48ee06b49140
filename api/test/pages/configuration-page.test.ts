import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { appearances, openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'
import { some } from '../support/scale.ts'

/** Every keyword that the form shows, and those that only the API judges. */
const schema = {
  type: 'object',
  $defs: { port: { type: 'integer', minimum: 1, maximum: 65_535 } },
  properties: {
    name: { type: 'string', title: 'Name of it', minLength: 3, maxLength: 8, pattern: '^[A-Z]', default: 'Desk' },
    mail: { type: 'string', format: 'email', description: 'Where answers go', examples: ['a@b.org'] },
    notes: { type: 'string', maxLength: 1_000, contentMediaType: 'text/markdown' },
    token: { type: 'string', writeOnly: true },
    port: { $ref: '#/$defs/port' },
    share: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.25 },
    level: { enum: ['low', 'high', 3] },
    format: { const: 'v1' },
    mode: {
      oneOf: [
        { const: 'a', title: 'Mode A' },
        { const: 'b', title: 'Mode B' },
      ],
    },
    active: { type: 'boolean' },
    alias: { type: ['string', 'null'] },
    tags: { type: 'array', items: { type: 'string', minLength: 2 }, minItems: 1, maxItems: 2, uniqueItems: true },
    picks: { type: 'array', items: { type: 'string' }, contains: { const: 'x' }, minContains: 1, maxContains: 1 },
    pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
    limits: {
      type: 'object',
      patternProperties: { '^x-': { type: 'integer' } },
      additionalProperties: false,
      propertyNames: { maxLength: 4 },
      minProperties: 1,
      maxProperties: 2,
    },
    free: { anyOf: [{ type: 'string' }, { type: 'object' }] },
    old: { type: 'string', deprecated: true },
    kept: { type: 'string', readOnly: true },
  },
  required: ['name'],
  dependentRequired: { mail: ['notes'] },
}

describe('The page of a configuration', () => {
  let origin: string
  let page: Page
  let complaints: string[]

  const path = '/api/modules/shop/configurations'
  const go = (part: string, search = '') =>
    page.goto(`${origin}/admin/module-registry/shop/configuration/${part}${search}`)
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const at = (pointer: string) => page.locator(`[data-pointer="${pointer}"]`)
  const fill = (pointer: string, text: string) => at(pointer).locator('input, textarea').first().fill(text)
  const choose = async (pointer: string, choice: string) => {
    // The judgement adds a line, and what moves an open menu may do so between the press and the release of the mouse.
    await see('The values fit the schema.')
    await at(pointer).locator('.v-field').click()
    await page.getByRole('option', { name: choice, exact: true }).click()
  }
  /** What is said below a field, once the API has judged what was typed last. */
  const says = (pointer: string, reason: RegExp) =>
    page
      .locator(
        `.v-input--error[data-pointer="${pointer}"] .v-messages, fieldset[data-pointer="${pointer}"] > .said .wrong`,
      )
      .filter({ hasText: reason })
      .waitFor()
  const stored = async (part: string) => (await send(`${path}/${part}`)).body
  const put = async (part: string, body: object) => {
    const { status } = await send(`${path}/${part}`, { method: 'PUT', body, headers: { 'if-match': '*' } })
    expect(status).to.equal(200)
  }
  const make = async (key: string, body: object) => {
    await send(`${path}/${key}`, { method: 'DELETE', headers: { 'if-match': '*' } })
    const answer = await send(path, { method: 'POST', body: { key, configType: 'schema', ...body } })
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
  }
  const save = async (part: string) => {
    const answered = page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await button('Save').click()
    expect((await answered).status()).to.equal(200)
    await see(`${part} is saved`)
  }
  const onlyFailedRequests = () =>
    expect(complaints.splice(0).filter((text) => !text.startsWith('Failed to load resource'))).to.deep.equal([])

  before(async () => {
    await onlyCrm()
    origin = (await registry()).origin
    await send('/api/modules', { method: 'POST', body: { key: 'shop', name: 'Shop' } })
  })
  beforeEach(async () => {
    ;({ page, complaints } = await openPage())
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  it('is added from the tab of the module, and taken back when it is deleted', async () => {
    await page.goto(`${origin}/admin/module-registry/shop?tab=configuration`)
    await page.getByRole('link', { name: 'New configuration' }).click()
    await page.getByRole('textbox', { name: 'Key *' }).fill('mail')
    await page.getByRole('tab', { name: 'Schema' }).click()
    await page.getByLabel('JSON Schema').fill('{"type": "object", "properties": {"from": {"type": "strin"}}}')
    await see(/\/schema\/properties\/from\/type/)
    await page.getByLabel('JSON Schema').fill('{"type": "object", "properties": {"from": {"type": "string"')
    await see('This is no JSON yet')
    expect(await button('Create').isDisabled()).to.equal(true)
    await page.getByLabel('JSON Schema').fill('{"type": "object", "properties": {"from": {"type": "string"}}}')
    await page.getByRole('tab', { name: 'Values' }).click()
    await fill('/from', 'a@b.org')
    await see('The values fit the schema.')
    await button('Create').click()
    await see('mail is added')
    await page.waitForURL('**/shop/configuration/mail')
    expect((await stored('mail')).values).to.deep.equal({ from: 'a@b.org' })
    await button('Delete').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await see('mail is deleted')
    await button('Undo').click()
    await page.getByRole('link', { name: 'Edit mail' }).waitFor()
    expect((await stored('mail')).values).to.deep.equal({ from: 'a@b.org' })
    onlyFailedRequests()
  })

  describe('with a schema of all keywords', () => {
    before(() => make('all', { schema, values: { name: 'Desk' } }))

    const broken = [
      ['minLength', '/name', 'Ab', /3/, 'Abc'],
      ['maxLength', '/name', 'Abcdefghi', /8/, 'Abcdefgh'],
      ['pattern', '/name', 'abc', /pattern/, 'Abc'],
      ['format', '/mail', 'nowhere', /email/, 'a@b.org'],
      ['minimum', '/port', '0', /1/, '1'],
      ['maximum', '/port', '70000', /65/, '65535'],
      ['type', '/port', '1.5', /integer/, '15'],
      ['exclusiveMinimum', '/share', '0', /0/, '0.25'],
      ['exclusiveMaximum', '/share', '1', /1/, '0.75'],
      ['multipleOf', '/share', '0.3', /multiple/, '0.5'],
    ] as const
    for (const [keyword, pointer, wrong, reason, right] of some(broken, 2))
      it(`says at its field that ${keyword} is broken, and takes what keeps it`, async () => {
        await put('all', { configType: 'schema', schema, values: { name: 'Desk', notes: 'n' } })
        await go('all')
        await fill(pointer, wrong)
        await says(pointer, reason)
        await see(/does? not fit yet/)
        await fill(pointer, right)
        await see('The values fit the schema.')
        await save('all')
        const { values } = await stored('all')
        expect(String(values[pointer.slice(1)])).to.equal(right)
      })

    it('chooses, leaves out and sets to null', async () => {
      await put('all', { configType: 'schema', schema, values: { name: 'Desk' } })
      await go('all')
      await choose('/level', '3')
      await choose('/format', 'v1')
      await choose('/mode', 'Mode B')
      await choose('/active', 'false')
      await fill('/alias', 'other')
      await save('all')
      const chosen = { name: 'Desk', level: 3, format: 'v1', mode: 'b', active: false }
      expect((await stored('all')).values).to.deep.equal({ ...chosen, alias: 'other' })
      await fill('/alias', '')
      await choose('/level', 'not set')
      await save('all')
      const { level: _level, ...left } = chosen
      expect((await stored('all')).values).to.deep.equal({ ...left, alias: null })
    })

    it('edits lists, tuples and entries, and says what they break', async () => {
      await put('all', { configType: 'schema', schema, values: { name: 'Desk' } })
      await go('all')
      await button('Add to tags').click()
      await fill('/tags/0', 'a')
      await says('/tags/0', /2/)
      await fill('/tags/0', 'aa')
      await button('Add to tags').click()
      await fill('/tags/1', 'aa')
      await says('/tags', /duplicate|unique|once/i)
      await fill('/tags/1', 'bb')
      await at('/tags').getByRole('button', { name: 'Move Item 2 up' }).click()
      await button('Add to picks').click()
      await fill('/picks/0', 'y')
      await says('/picks', /contain/)
      await fill('/picks/0', 'x')
      await button('Add to pair').click()
      await button('Add to pair').click()
      await fill('/pair/0', 'one')
      await fill('/pair/1', '2')
      await button('Set limits').click()
      await at('/limits').getByLabel('Name of a new entry of limits').fill('x-a')
      await at('/limits').getByRole('button', { name: 'Add entry' }).click()
      await fill('/limits/x-a', '7')
      await see('The values fit the schema.')
      await save('all')
      expect((await stored('all')).values).to.deep.equal({
        name: 'Desk',
        tags: ['bb', 'aa'],
        picks: ['x'],
        pair: ['one', 2],
        limits: { 'x-a': 7 },
      })
      await at('/limits').getByLabel('Name of a new entry of limits').fill('y')
      await at('/limits').getByRole('button', { name: 'Add entry' }).click()
      await see(/does? not fit yet/)
      await at('/limits').getByRole('button', { name: 'Remove y' }).click()
      await at('/tags').getByRole('button', { name: 'Remove Item 1' }).click()
      await see('The values fit the schema.')
      await save('all')
      expect((await stored('all')).values.tags).to.deep.equal(['aa'])
      await button('Leave out tags').click()
      await button('Leave out limits').click()
      await save('all')
      expect((await stored('all')).values).to.deep.equal({ name: 'Desk', picks: ['x'], pair: ['one', 2] })
    })

    it('goes on by keyboard where a list was changed', async () => {
      await put('all', { configType: 'schema', schema, values: { name: 'Desk' } })
      await go('all')
      await button('Add to tags').press('Enter')
      await page.keyboard.type('aa')
      await button('Add to tags').press('Enter')
      await page.keyboard.type('bb')
      await at('/tags').getByRole('button', { name: 'Move Item 2 up' }).press('Enter')
      await page.keyboard.press('End')
      await page.keyboard.type('x')
      await at('/tags').getByRole('button', { name: 'Remove Item 2' }).press('Enter')
      await page.keyboard.press('End')
      await page.keyboard.type('y')
      await save('all')
      expect((await stored('all')).values.tags).to.deep.equal(['bbxy'])
    })

    it('keeps a secret that is not typed again, and shows none', async () => {
      await put('all', { configType: 'schema', schema, values: { name: 'Desk', token: 'top-secret' } })
      await go('all')
      await at('/token').getByText('Kept sealed').waitFor()
      await see('The values fit the schema.')
      await fill('/token', 'x')
      await fill('/token', '')
      await at('/token').getByText('Kept sealed').waitFor()
      expect(await page.content()).not.to.include('top-secret')
      const before = (await stored('all')).values.token
      await fill('/name', 'Other')
      await save('all')
      expect((await stored('all')).values).to.deep.equal({ name: 'Other', token: before })
      await fill('/token', 'new-secret')
      await save('all')
      expect((await stored('all')).values.token)
        .to.have.property('$sealed')
        .that.is.not.equal(before.$sealed)
      await at('/token').getByRole('button', { name: 'Remove token' }).click()
      await see('It goes when you save.')
      await save('all')
      expect((await stored('all')).values).to.deep.equal({ name: 'Other' })
    })

    it('loses no text that is no JSON yet in one of its fields', async () => {
      await put('all', { configType: 'schema', schema, values: { name: 'Desk', free: { a: 1 } } })
      await go('all')
      await at('/free').locator('textarea').first().fill('{"a": 2')
      await fill('/name', 'Chair')
      expect(await button('Save').isDisabled()).to.equal(true)
      let asked = 0
      page.once('dialog', (question) => void (asked++, question.dismiss()))
      await page.getByRole('link', { name: 'Statistics' }).click()
      expect(asked).to.equal(1)
      await at('/free').locator('textarea').first().fill('{"a": 2}')
      await save('all')
      expect((await stored('all')).values).to.deep.equal({ name: 'Chair', free: { a: 2 } })
    })

    it('shows the same in the form and as JSON, whichever is written', async () => {
      await put('all', { configType: 'schema', schema, values: { name: 'Desk' } })
      await go('all')
      const json = page.getByLabel('Values as JSON')
      await fill('/name', 'Chair')
      expect(JSON.parse(await json.inputValue())).to.deep.equal({ name: 'Chair' })
      await json.fill('{"name": "Table", "free": {"a": [1]}, "mail": "a@b.org"}')
      await see(/notes/)
      expect(await at('/name').locator('input').inputValue()).to.equal('Table')
      expect(JSON.parse(await at('/free').locator('textarea').first().inputValue())).to.deep.equal({ a: [1] })
      await json.fill('{"name": "Table",')
      await see('This is no JSON yet')
      expect(await button('Save').isDisabled()).to.equal(true)
      await json.fill('{"name": "Table", "free": {"a": [1]}, "mail": "a@b.org", "notes": "n"}')
      await save('all')
      expect((await stored('all')).values).to.deep.equal({
        name: 'Table',
        free: { a: [1] },
        mail: 'a@b.org',
        notes: 'n',
      })
    })

    it('tells what keywords ask, and lets nobody write what the module sets', async () => {
      await put('all', { configType: 'schema', schema, values: { name: 'Desk', kept: 'k' } })
      await go('all')
      for (const said of [
        'at least 3 characters',
        'fits ^[A-Z]',
        '"Desk" when left out',
        'Where answers go',
        'of the format email',
      ])
        await see(said)
      for (const said of ['more than 0', 'a multiple of 0.25', 'not to be used any more', 'each item once'])
        await see(said)
      await see('With mail also notes')
      expect(await at('/kept').locator('input').isEditable()).to.equal(false)
    })
  })

  it('takes numbers as they are typed', async () => {
    await make('numbers', { schema: { type: 'object', properties: { n: { type: 'number', exclusiveMinimum: -9 } } } })
    for (const typed of some(['-0.5', '0.05', '1e10', '100'], 2)) {
      await go('numbers')
      await at('/n').locator('input').clear()
      await at('/n').locator('input').pressSequentially(typed, { delay: 120 })
      await save('numbers')
      expect((await stored('numbers')).values).to.deep.equal({ n: Number(typed) })
    }
  })

  it('shows schemas that refer to themselves, that are odd, and that are not right yet', async () => {
    const node = { type: 'object', properties: { name: { type: 'string' }, child: { $ref: '#' } }, required: ['name'] }
    await make('tree', { schema: node, values: { name: 'root' } })
    await go('tree')
    await button('Set child').click()
    await fill('/child/name', 'leaf')
    await save('tree')
    expect((await stored('tree')).values).to.deep.equal({ name: 'root', child: { name: 'leaf' } })

    const odd = {
      type: 'object',
      $defs: { port: { $anchor: 'port', type: 'integer' }, '100%': { type: 'string' } },
      properties: {
        port: { $ref: '#port' },
        percent: { $ref: '#/$defs/100%25' },
        maybe: { type: ['boolean', 'null'] },
        never: false,
        any: true,
        valueOf: { type: 'string' },
      },
      allOf: [{ required: ['port'] }],
    }
    await make('odd', { schema: odd, values: { port: 1 } })
    await go('odd')
    await fill('/port', '2')
    await fill('/percent', 'all')
    await choose('/maybe', 'true')
    await fill('/any', '[1]')
    await fill('/valueOf', 'own')
    await page.getByLabel('Name of a new entry of Values').fill('toString')
    await page.getByLabel('Name of a new entry of Values').press('Enter')
    await fill('/toString', '"too"')
    await save('odd')
    expect(JSON.stringify((await stored('odd')).values)).to.equal(
      '{"port":2,"percent":"all","maybe":true,"any":[1],"valueOf":"own","toString":"too"}',
    )
    await page.getByRole('tab', { name: 'Schema' }).click()
    for (const wrong of [
      { examples: 'x', dependentRequired: { a: 'b' } },
      { dependentRequired: null, $ref: '#/$defs/100%' },
      { patternProperties: { '^p': null }, required: 'port', properties: { port: null } },
      { properties: { port: { enum: 1, type: 7, items: 3, const: undefined } } },
    ])
      await page.getByLabel('JSON Schema').fill(JSON.stringify({ ...odd, ...wrong }))
    await page.getByLabel('JSON Schema').fill(JSON.stringify(odd))
    await page.getByRole('tab', { name: 'Values' }).click()
    await fill('/port', '3')
    await save('odd')
    onlyFailedRequests()
  })

  it('draws the form of a schema of an older draft, and takes values without a word about missing ones before', async () => {
    const older = {
      $schema: 'http://json-schema.org/draft-04/schema#',
      $ref: '#/definitions/All',
      definitions: {
        All: {
          type: 'object',
          required: ['port'],
          properties: {
            port: { $ref: '#/definitions/types/port' },
            pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }], additionalItems: false },
            hosts: { type: 'object', patternProperties: { '^\\_': { type: 'integer' } }, additionalProperties: false },
            alias: { id: '#alias', type: 'string', nullable: true },
            other: { $ref: '#alias' },
          },
        },
        types: { port: { type: 'integer', minimum: 0, exclusiveMinimum: true } },
      },
    }
    await make('older', { schema: older })
    await go('older')
    await see('No values yet: they are checked once there are some.')
    await fill('/port', '0')
    await says('/port', /> 0/)
    await see('More than 0')
    await fill('/port', '1')
    await button('Add to pair').click()
    await fill('/pair/0', 'one')
    await button('Add to pair').click()
    await fill('/pair/1', '2')
    expect(await button('Add to pair').count()).to.equal(0)
    await button('Set hosts').click()
    await at('/hosts').getByLabel('Name of a new entry of hosts').fill('_a')
    await at('/hosts').getByRole('button', { name: 'Add entry' }).click()
    await fill('/hosts/_a', '7')
    await fill('/other', 'them')
    await save('older')
    expect(await stored('older')).to.deep.include({
      schema: older,
      values: { port: 1, pair: ['one', 2], hosts: { _a: 7 }, other: 'them' },
    })
  })

  it('replaces whole secrets, and says where one was moved', async () => {
    const secret = { type: 'object', properties: { user: { type: 'string' } }, writeOnly: true }
    const hosts = { type: 'array', items: { type: 'object', properties: { t: { type: 'string', writeOnly: true } } } }
    const held = { type: 'object', properties: { secret, hosts, fixed: { type: 'array', readOnly: true } } }
    await make('held', { schema: held, values: { secret: { user: 'u' }, hosts: [{ t: '1' }, { t: '2' }], fixed: [1] } })
    await go('held')
    await see('The values fit the schema.')
    expect(await button('Add to fixed').count()).to.equal(0)
    const { secret: before } = (await stored('held')).values
    await at('/hosts').getByRole('button', { name: 'Move Item 2 up' }).click()
    await button('Save').click()
    await see(/\/values\/hosts\/0\/t must be the secret itself/)
    await fill('/hosts/0/t', '2')
    await fill('/hosts/1/t', '1')
    await save('held')
    expect((await stored('held')).values.secret).to.deep.equal(before)
    await button('Replace secret').click()
    await fill('/secret/user', 'other')
    await save('held')
    expect((await stored('held')).values.secret)
      .to.have.all.keys('$sealed')
      .and.not.deep.equal(before)
    onlyFailedRequests()
  })

  it('shows both versions when somebody else was faster', async () => {
    await make('both', { schema: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } } })
    await go('both')
    await fill('/a', 'mine')
    await put('both', { ...(await body('both')), values: { b: 'theirs' } })
    await button('Save').click()
    await see('Their changes touch nothing that you changed.')
    await button('Save what is chosen').click()
    await see('both is saved')
    expect((await stored('both')).values).to.deep.equal({ a: 'mine', b: 'theirs' })
    onlyFailedRequests()
  })

  it('loses nothing of theirs in names with a dot and in lists of named things', async () => {
    const values = { 'a.b': 1, servers: [{ name: 'x', port: 1 }], c: 1 }
    await make('dots', { schema: { type: 'object', properties: { c: { type: 'integer' } } }, values })
    await go('dots')
    await fill('/c', '2')
    const theirs = { 'a.b': 2, servers: [{ name: 'x', port: 9 }], c: 1 }
    await put('dots', { ...(await body('dots')), values: theirs })
    await button('Save').click()
    await see('Their changes touch nothing that you changed.')
    await button('Save what is chosen').click()
    await see('dots is saved')
    expect((await stored('dots')).values).to.deep.equal({ ...theirs, c: 2 })
    onlyFailedRequests()
  })
  const body = async (part: string) => {
    const { configType, schema, values, documentation, metadata, version } = await stored(part)
    return { configType, schema, values, documentation, metadata, version }
  }

  it('lists versions, shows what differs from one, and goes back to it', async () => {
    await make('past', { values: {}, documentation: 'first' })
    await put('past', { configType: 'schema', documentation: 'second', version: '1.1.0' })
    await go('past', '?tab=versions')
    await page
      .getByRole('button', { name: /^Compare version/ })
      .last()
      .click()
    const row = page.getByRole('row').filter({ hasText: '/documentation' })
    expect(await row.locator('del').textContent()).to.equal('first')
    expect(await row.locator('ins').textContent()).to.equal('second')
    await page
      .getByRole('button', { name: /^Restore version/ })
      .last()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Restore version/ })
      .click()
    await see('It is as it was')
    await page.getByRole('cell', { name: 'changed' }).nth(1).waitFor()
    await page.getByRole('row', { name: /this is how it is now/ }).waitFor()
    expect(await stored('past')).to.deep.include({ documentation: 'first', version: '1.0.0' })
  })

  it('is taken along as a file, and put back from one, with its comments', async () => {
    await make('file', { schema: { type: 'object', properties: { a: { type: 'integer' } } }, values: { a: 1 } })
    await go('file', '?tab=file')
    const exported = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), button(name).click()])
      return readFile(await download.path(), 'utf8')
    }
    const yaml = await exported('Export YAML')
    expect(JSON.parse(await exported('Export JSON')).values).to.deep.equal({ a: 1 })
    await page.getByLabel('YAML or JSON').fill(yaml.replace('a: 1', 'a: one'))
    await button('Import').click()
    await see(/Nothing was changed.*\/values\/a/)
    await page.getByLabel('YAML or JSON').fill(yaml.replace('a: 1', 'a: 2 # two of them'))
    await button('Import').click()
    await see('The file is imported')
    expect((await stored('file')).values).to.deep.equal({ a: 2 })
    expect(await exported('Export YAML')).to.include('a: 2 # two of them')
    onlyFailedRequests()
  })

  it('writes documentation beside how it will look, and completes links to modules', async () => {
    await make('guide', { configType: 'usage' })
    await go('guide', '?tab=documentation')
    const field = page.getByLabel('Markdown')
    await field.pressSequentially('# Begin\n\nSee [the CRM](module:cr')
    await page.getByRole('option', { name: /^crm/ }).waitFor()
    await page.keyboard.press('Enter')
    await field.pressSequentially(') <img src=x onerror="window.hacked=1">')
    expect(await field.inputValue()).to.include('[the CRM](module:crm)')
    const preview = page.getByRole('region', { name: 'Preview' })
    await preview.getByRole('heading', { name: 'Begin' }).waitFor()
    expect(await preview.getByRole('link', { name: 'the CRM' }).getAttribute('href')).to.match(/module-registry\/crm$/)
    expect(await page.evaluate('window.hacked')).to.equal(undefined)
    await save('guide')
    expect((await stored('guide')).documentation).to.include('module:crm')
  })

  it('keeps what is typed from tab to tab, and asks before it is lost', async () => {
    await make('kept', { schema: { type: 'object', properties: { a: { type: 'string' } } } })
    await go('kept')
    await fill('/a', 'typed')
    for (const tab of ['Schema', 'Documentation', 'Versions', 'File', 'Values'])
      await page.getByRole('tab', { name: tab, exact: true }).click()
    expect(await at('/a').locator('input').inputValue()).to.equal('typed')
    let asked = 0
    page.on('dialog', (question) => void (asked++ ? question.accept() : question.dismiss()))
    await page.getByRole('link', { name: 'Statistics' }).click()
    expect(await at('/a').locator('input').inputValue()).to.equal('typed')
    await page.getByRole('link', { name: 'Statistics' }).click()
    await page.waitForURL('**/statistics')
    expect(asked).to.equal(2)
  })

  for (const { colorScheme, width, seen } of appearances)
    it(`satisfies axe and fits, ${colorScheme}, ${width} wide`, async function () {
      this.timeout(60_000)
      const values = { name: 'Desk', tags: ['aa', 'bb'], pair: ['one'], limits: { 'x-a': 1 } }
      await make('all', { schema, values })
      await put('all', { configType: 'schema', schema, values: { ...values, name: 'Chair' } })
      await page.context().close()
      ;({ page, complaints } = await openPage({ colorScheme, viewport: { width, height: 900 } }))
      for (const tab of seen(['values', 'schema', 'documentation', 'versions', 'file'])) {
        await go('all', `?tab=${tab}`)
        await page.getByRole('tab', { selected: true }).waitFor()
        if (tab === 'values') await see('The values fit the schema.')
        if (tab === 'versions')
          await page
            .getByRole('button', { name: /^Compare version/ })
            .first()
            .click()
        await picture(page, `configuration-${tab}-${colorScheme}-${width}`, { fullPage: true })
        expect(await violations(page), tab).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth'), tab).to.be.at.most(width)
      }
    })
})
