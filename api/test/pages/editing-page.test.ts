import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'

describe('The page that edits', () => {
  let origin: string
  let page: Page
  let complaints: string[]

  const go = (path: string) => page.goto(`${origin}/admin${path}`)
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const post = async (path: string, body: object) => {
    const answer = await send(path, { method: 'POST', body })
    expect(answer.status, JSON.stringify(answer.body)).to.be.below(300)
    return answer.body
  }
  const statuses = async () =>
    Object.fromEntries(
      (await send('/api/modules?q=part&sort=key')).body.items.map(({ key, status }: Record<string, string>) => [
        key,
        status,
      ]),
    )
  const onlyFailedRequests = () =>
    expect(complaints.splice(0).filter((text) => !text.startsWith('Failed to load resource'))).to.deep.equal([])

  before(async () => {
    await onlyCrm()
    origin = (await registry()).origin
    for (const n of [1, 2, 3, 4]) await post('/api/modules', { key: `p-${n}`, name: `Part ${n}` })
    await post('/api/relationships', { type: 'dependency', source: 'module:p-1', target: 'module:p-2' })
    await post('/api/relationships', { type: 'dependency', source: 'module:p-2', target: 'module:p-3' })
  })
  beforeEach(async () => {
    ;({ page, complaints } = await openPage())
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  describe('many modules', () => {
    it('disables those that are chosen, and shows what one of them refuses', async () => {
      await go('/module-registry?q=part')
      await page.getByRole('checkbox', { name: 'Select these 4' }).check()
      await see('4 selected')
      await page.getByRole('checkbox', { name: 'Select Part 4' }).uncheck()
      await see('3 selected')
      await page.route('**/api/modules?*', (route) => route.abort())
      await send('/api/modules/p-2', { method: 'PATCH', body: { owner: 'me' }, headers: { 'if-match': '*' } })
      await button('Disable 3').click()
      await see('2 of 3 are disabled.')
      await page.getByRole('listitem').filter({ hasText: 'Part 2: Somebody else changed it' }).waitFor()
      await picture(page, 'bulk-light-1280')
      expect(await violations(page)).to.deep.equal([])
      expect(await statuses()).to.deep.equal({ 'p-1': 'inactive', 'p-2': 'active', 'p-3': 'inactive', 'p-4': 'active' })
      onlyFailedRequests()
    })

    it('says what became of those that the filter hides now', async () => {
      await go('/module-registry?q=part&status=inactive')
      await page.getByRole('checkbox', { name: 'Select these 2' }).check()
      await button('Enable 2').click()
      await see('2 of 2 are enabled.')
      await see('No module matches')
      for (const key of ['p-1', 'p-3'])
        await send(`/api/modules/${key}/status`, {
          method: 'PUT',
          body: { status: 'inactive' },
          headers: { 'if-match': '*' },
        })
    })

    it('is cancelled on the way, and keeps what is left chosen', async () => {
      await go('/module-registry?q=part')
      let held = 0
      await page.route('**/api/modules/*/status', (route) => (held++ < 1 ? route.continue() : undefined))
      await page.getByRole('checkbox', { name: 'Select these 4' }).check()
      await button('Enable 4').click()
      await see('2 of 4')
      await button('Cancel').click()
      await see('Cancelled: 2 of 4 were changed')
      await see('2 selected')
      expect(Object.values(await statuses()).filter((status) => status === 'inactive')).to.have.length(1)
    })
  })

  describe('relationships', () => {
    const dialog = () => page.getByRole('dialog')
    const end = (name: string) => dialog().getByRole('combobox', { name })
    const open = async () => {
      await go('/module-registry/p-3?tab=relationships')
      await button('Add relationship').click()
      await end('Target *').waitFor()
    }

    it('finds the other end by words, and adds what the registry takes', async () => {
      await open()
      await end('Target *').fill('customer records')
      await page.getByRole('option', { name: 'capability:crm/customer-crud' }).click()
      await see('The registry would take it.')
      await page.getByLabel('Operations used').fill('read\nlist')
      await page.getByLabel('Versions that will do').fill('^1.0.0')
      await picture(page, 'relationship-light-1280')
      expect(await violations(page)).to.deep.equal([])
      await dialog().getByRole('button', { name: 'Add relationship' }).click()
      await see('The relationship is added')
      await page.getByRole('link', { name: 'crm/customer-crud' }).waitFor()
      const { items } = (await send('/api/modules/p-3/relationships')).body
      expect(items.at(-1)).to.deep.include({ operations: ['read', 'list'], versionRange: '^1.0.0', type: 'dependency' })
      // What was typed last may be judged when it is there already.
      onlyFailedRequests()
    })

    it('shows which cycle a refused one would close, before it is sent', async () => {
      await open()
      await end('Target *').fill('module:p-1')
      await dialog().getByRole('list', { name: 'The cycle that it would close' }).waitFor()
      expect(
        await dialog().getByRole('list', { name: 'The cycle that it would close' }).getByRole('link').allTextContents(),
      ).to.deep.equal(['p-3', 'p-1', 'p-2', 'p-3'])
      expect(await dialog().getByRole('button', { name: 'Add relationship' }).isDisabled()).to.equal(true)
      await picture(page, 'relationship-cycle-light-1280')
      expect(await violations(page)).to.deep.equal([])
      await end('Target *').fill('module:nosuch')
      await see('there is no module:nosuch')
      onlyFailedRequests()
    })

    it('asks before Escape takes what was typed away, and closes a menu first', async () => {
      await open()
      await end('Target *').fill('customer records')
      await page.getByRole('option', { name: 'capability:crm/customer-crud' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('option', { name: 'capability:crm/customer-crud' }).waitFor({ state: 'hidden' })
      expect(await dialog().isVisible()).to.equal(true)
      let asked = 0
      page.on('dialog', (question) => void (asked++ ? question.accept() : question.dismiss()))
      await page.keyboard.press('Escape')
      expect(await end('Target *').inputValue()).to.equal('customer records')
      await page.keyboard.press('Escape')
      await dialog().waitFor({ state: 'detached' })
      expect(asked).to.equal(2)
    })

    it('saves when the registry could not judge, and shows both when somebody else was faster', async () => {
      await go('/module-registry/p-3?tab=relationships')
      await button('Edit p-3 to crm/customer-crud').click()
      const { items } = (await send('/api/relationships?limit=500')).body
      const { id } = items.find(({ source }: { source: string }) => source === 'module:p-3')
      const change = { method: 'PATCH', body: { criticality: 'high' }, headers: { 'if-match': '*' } }
      expect((await send(`/api/relationships/${id}`, change)).status).to.equal(200)
      await dialog().getByLabel('Description').fill('Mine')
      await see('The registry could not be asked')
      await dialog().getByRole('button', { name: 'Save' }).click()
      await see('Their changes touch nothing that you changed.')
      await button('Save what is chosen').click()
      await see('The relationship is saved')
      expect((await send(`/api/relationships/${id}`)).body).to.include({ description: 'Mine', criticality: 'high' })
      onlyFailedRequests()
    })

    it('says so when a deletion can not be taken back', async () => {
      await go('/module-registry/p-3?tab=relationships')
      await button('Delete p-3 to crm/customer-crud').click()
      await see('The relationship is deleted')
      await page.context().setOffline(true)
      await button('Undo').click()
      await see('It could not be taken back.')
      await page.context().setOffline(false)
      const { items } = (await send('/api/revisions?kind=relationship.delete&limit=1')).body
      expect((await send(`/api/revisions/${items[0].number}:undo`, { method: 'POST' })).status).to.equal(200)
      onlyFailedRequests()
    })

    it('changes one, deletes it, and takes that back', async () => {
      await go('/module-registry/p-3?tab=relationships')
      await button('Edit p-3 to crm/customer-crud').click()
      await dialog().getByLabel('Description').fill('Who bought it')
      await see('The registry would take it.')
      await dialog().getByRole('button', { name: 'Save' }).click()
      await page.getByRole('cell', { name: 'Who bought it' }).waitFor()
      await button('Delete p-3 to crm/customer-crud').click()
      await see('The relationship is deleted')
      await page.getByRole('cell', { name: 'Who bought it' }).waitFor({ state: 'detached' })
      await button('Undo').click()
      await page.getByRole('cell', { name: 'Who bought it' }).waitFor()
    })

    for (const width of [1280, 390])
      it(`satisfies axe and fits, dark, ${width} wide`, async () => {
        await page.context().close()
        ;({ page, complaints } = await openPage({ colorScheme: 'dark', viewport: { width, height: 800 } }))
        await open()
        await picture(page, `relationship-dark-${width}`)
        expect(await violations(page)).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(width)
        await go('/module-registry?q=part')
        await page.getByRole('checkbox', { name: 'Select Part 1' }).check()
        await picture(page, `bulk-dark-${width}`)
        expect(await violations(page)).to.deep.equal([])
      })
  })
})
