import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { appearances, openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { allSamples, cypher, registry } from '../support/database.ts'

const attack = `<img src=x onerror="window.hacked = 1">`
const endless = 'MATCH (a), (b), (c), (d), (e), (f) RETURN max(a.ref + b.ref + c.ref + d.ref + e.ref + f.ref) AS x'
const path = 'MATCH p = (:Module {key: $key})-[:HAS_CAPABILITY]->() RETURN p'

describe('The page of queries', () => {
  let origin: string
  let page: Page
  let complaints: string[]

  const go = (search = '') => page.goto(`${origin}/admin/queries${search}`)
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const tab = (name: string) => page.getByRole('tab', { name, exact: true })
  const editor = () => page.getByRole('textbox', { name: 'Cypher', exact: true })
  const write = async (text: string) => {
    await editor().fill(text)
    await page.keyboard.press('Escape')
  }
  const cells = (column: number) => page.locator(`.table tbody tr td:nth-child(${column})`).allTextContents()
  const exported = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), button(name).click()])
    return readFile(await download.path(), 'utf8')
  }
  /** Failed requests are named by the browser. */
  const onlyRefusals = () =>
    expect(complaints.splice(0).filter((text) => !text.startsWith('Failed to load resource'))).to.deep.equal([])
  const address = (values: Record<string, string>) => `?${new URLSearchParams(values).toString()}`

  before(async () => {
    await allSamples()
    await send('/api/modules', { method: 'POST', body: { key: 'hostile', name: attack } })
    ;({ origin } = await registry())
  })
  beforeEach(async () => {
    await cypher('MATCH (q:SavedQuery) DETACH DELETE q', {})
    ;({ page, complaints } = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] }))
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  it('asks a question of the library with its parameters, and shows it in each form, in its address', async function () {
    this.timeout(60_000)
    await go()
    await see('Nothing was asked yet')
    await page.getByLabel('Find a query').fill('direct neighbours')
    await see('1 of 1 queries')
    await page.getByRole('button', { name: /^visualisation\// }).click()
    await page.waitForURL(/query=visualisation/)
    expect(await page.getByLabel('key: STRING').inputValue()).to.equal('crm')
    await page.getByLabel('limit: INTEGER').fill('many')
    await button('Run').click()
    await see('must be INTEGER')
    onlyRefusals()
    await page.getByLabel('limit: INTEGER').fill('5')
    await button('Run').click()
    await see(/5 rows in/)
    expect(await cells(1)).to.have.length(5)
    await tab('JSON').click()
    await see('"labels"')
    await tab('Graph').click()
    await page.locator('canvas').waitFor()
    expect(await page.getByRole('group', { name: /Diagram of Result: [456] nodes/ }).count()).to.equal(1)
    await tab('Plan').click()
    await see('ProduceResults')
    const copied = page.url()
    await button('Copy link').click()
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(copied)
    await go(new URL(copied).search)
    await button('Run').click()
    await see('ProduceResults')
    expect(await page.getByLabel('limit: INTEGER').inputValue()).to.equal('5')
    await page.getByText('Asked before').click()
    await page
      .getByRole('group')
      .getByRole('button', { name: /^visualisation\// })
      .waitFor()
    expect(await page.evaluate<string>('localStorage.getItem("asked")')).not.to.include('limit')
  })

  it('completes from the schema, marks what is refused or wrong where it is, and runs what is right', async function () {
    this.timeout(60_000)
    await go()
    await editor().click()
    await page.waitForLoadState('networkidle')
    await page.keyboard.type('MATCH (m:Mod')
    await page.locator('.cm-tooltip-autocomplete').getByText('Module', { exact: true }).waitFor()
    await page.waitForTimeout(100)
    await page.keyboard.press('Enter')
    expect(await editor().textContent()).to.match(/\(m:Module/)
    await write('MATCH (n)\nDETACH DELETE n')
    await page.locator('.cm-lintRange-error').waitFor()
    await button('Run').click()
    await see('The query is refused')
    await see('Line 2, column 8')
    await write('MATCH (n RETURN n')
    await button('Run').click()
    await see('Line 1, column 10')
    await write('MATCH (m:Module) OPTIONAL MATCH (m)--(n:Nowhere) RETURN m.name AS name, m.ref AS ref, n')
    await page.keyboard.press('Control+Enter')
    await see(/10 rows in/)
    await page.getByText(/What the planner noticed/).click()
    await page
      .locator('.notices')
      .getByText(/Nowhere/)
      .waitFor()
    expect(await cells(1)).to.include(attack)
    expect(await page.evaluate('window.hacked')).to.equal(undefined)
    expect(await page.getByRole('link', { name: 'crm', exact: true }).getAttribute('href')).to.include('/crm')
    expect((await exported('Export CSV')).split('\n')[0]).to.match(/^"?name"?,"?ref"?,"?n"?/)
    expect(await exported('Export JSON lines')).to.include('"module:crm"')
    await write('UNWIND range(1, 2000) AS x RETURN x')
    await button('Run').click()
    await see('There are more rows than are shown')
    expect(await cells(1)).to.have.length(200)
    await tab('Graph').click()
    await see('No node in the answer')
    onlyRefusals() // of the plan as well, which may come late
  })

  it('ends a query in the database when it is cancelled', async () => {
    await go(address({ cypher: endless }))
    await button('Run').click()
    const living = () =>
      cypher("SHOW TRANSACTIONS YIELD metaData WHERE metaData.by = 'analyst' RETURN metaData.run AS run", {})
    while ((await living()).length === 0) await page.waitForTimeout(50)
    await button('Cancel the query').click()
    await see('The query was ended in the database')
    expect(await living()).to.deep.equal([])
    await button('Run').waitFor()
    onlyRefusals()
  })

  it('keeps a query with the types of its parameters, its versions and who sees it', async function () {
    this.timeout(60_000)
    await go(address({ cypher: path, values: '{"key":"crm"}' }))
    await button('Save').click()
    const dialog = page.getByRole('dialog', { name: 'Save the query' })
    await dialog.getByLabel('Name').fill('Not a key')
    await dialog.getByLabel('Type of key').selectOption('STRING')
    await dialog.getByLabel('What is asked').fill('What a module can do')
    await dialog.getByRole('button', { name: 'Save as new' }).click()
    await dialog.getByRole('alert').waitFor()
    onlyRefusals()
    await dialog.getByLabel('Name').fill('can-do')
    await dialog.getByRole('button', { name: 'Save as new' }).click()
    await see('saved/can-do is saved')
    await page.getByLabel('key: STRING').waitFor()
    await write(`${path} LIMIT 3`)
    await see('Changed from saved/can-do')
    await button('Save').click()
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Versions', { exact: true }).click()
    await see('Version 1 by local')
    const { body } = await send('/api/queries/saved/can-do')
    expect(body).to.deep.include({ version: 2, sharing: 'private', example: { key: 'crm' } })
    expect(body.parameters[0]).to.deep.include({ name: 'key', type: 'STRING' })
    await button('Run').click()
    await see(/3 rows in/)
    await button('Save').click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog', { name: 'Delete' }).getByRole('button', { name: 'Delete' }).click()
    await see('saved/can-do is deleted')
    expect((await send('/api/queries/saved/can-do')).status).to.equal(404)
    await page.context().close()
    onlyRefusals()
  })

  it('shares a query with everybody, and lets nobody see one that is private', async function () {
    this.timeout(60_000)
    const library = page.getByRole('region', { name: 'Library' })
    const listed = (name: string) => library.getByRole('button', { name: new RegExp(`^saved/${name}`) })
    const by = { 'x-actor': 'ann' }
    const body = { description: 'What a module can do', query: path, parameters: [{ name: 'key', type: 'STRING' }] }
    for (const [name, sharing] of Object.entries({ hers: 'private', ours: 'shared' }))
      expect(
        (
          await send('/api/queries', {
            method: 'POST',
            headers: by,
            body: { ...body, name, example: { key: 'crm' }, sharing },
          })
        ).status,
      ).to.equal(201)
    await go('?folder=saved')
    await see('1 of 1 queries')
    await listed('ours').click()
    await page.getByLabel('key: STRING').waitFor()
    await button('Save').click()
    const dialog = page.getByRole('dialog', { name: 'Save the query' })
    // What somebody else keeps can only be kept again, under another name.
    expect(await dialog.getByRole('button', { name: 'Save', exact: true }).count()).to.equal(0)
    await dialog.getByLabel('Name').fill('mine')
    await dialog.getByRole('radio', { name: 'Everybody' }).check()
    await dialog.getByRole('button', { name: 'Save as new' }).click()
    await see('saved/mine is saved')
    await see('2 of 2 queries')
    expect((await send('/api/queries/saved/mine', { headers: by })).body.sharing).to.equal('shared')
    await button('Save').click()
    expect(await dialog.getByRole('radio', { name: 'Everybody' }).isChecked()).to.equal(true)
    await dialog.getByRole('radio', { name: 'Only you' }).check()
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect((await send('/api/queries/saved/mine', { headers: by })).status).to.equal(404)
  })

  it('narrows the library to a folder, and walks back and forward through what was opened', async function () {
    this.timeout(60_000)
    const open = (name: RegExp) => page.getByRole('button', { name }).first().click()
    await go()
    await page.getByRole('combobox', { name: 'Folder' }).press('Enter')
    await page.getByRole('option', { name: 'Cycles' }).click()
    await page.waitForURL(/folder=cycles/)
    const names = page.getByRole('list', { name: 'Library' }).locator('strong')
    await names
      .first()
      .getByText(/^cycles\//)
      .waitFor()
    expect((await names.allTextContents()).filter((name) => !name.startsWith('cycles/'))).to.deep.equal([])
    const [first, second] = await names.allTextContents()
    const isShown = async (name: string | undefined) => {
      await page.waitForURL((url) => url.searchParams.get('query') === name)
      const text = (await send(`/api/queries/${name}`)).body.query.replaceAll('\n', '')
      await page.waitForFunction((lines) => document.querySelector('.cm-content')?.textContent === lines, text)
    }
    await open(new RegExp(`^${first}`))
    await isShown(first)
    await open(new RegExp(`^${second}`))
    await isShown(second)
    await page.goBack()
    await isShown(first)
    await page.goForward()
    await isShown(second)
    await page.reload()
    await isShown(second)
  })

  for (const { colorScheme, width, seen } of appearances)
    it(`satisfies axe and fits, ${colorScheme}, ${width} wide`, async function () {
      this.timeout(60_000)
      await page.context().close()
      ;({ page, complaints } = await openPage({ colorScheme, viewport: { width, height: 900 } }))
      for (const show of seen(['table', 'graph', 'json', 'plan', 'refused'])) {
        const query = show === 'refused' ? 'MATCH (n)\nDETACH DELETE n' : path
        await go(address({ cypher: query, values: '{"key":"crm"}', show: show === 'refused' ? 'table' : show }))
        await see(/of \d+ queries/)
        await button('Run').click()
        await see({ plan: 'ProduceResults', refused: 'Line 2, column 8' }[show] ?? /rows in/)
        if (show === 'refused') await page.locator('.cm-lintRange-error').waitFor()
        await picture(page, `queries-${show}-${colorScheme}-${width}`, { fullPage: true })
        expect(await violations(page), show).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth'), show).to.be.at.most(width)
      }
      // The editor asks once more what it thinks of a text that stays.
      await page.context().close()
      onlyRefusals()
    })
})
