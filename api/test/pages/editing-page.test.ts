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
    const option = (name: string | RegExp) => page.getByRole('option', { name })
    const customers = 'Part 3 to CRM Module: Customer records'
    const open = async () => {
      await go('/module-registry/p-3?tab=relationships')
      await button('Add relationship').click()
      await end('To *').and(page.locator(':focus')).waitFor()
    }

    it('finds the other end by words, offers what that declares, and shows the new one where it landed', async () => {
      await open()
      await page.keyboard.type('customer records')
      await option(/CRM Module: Customer records/).click()
      await see('This relationship can be added.')
      await end('Operations used').click()
      await option('read').click()
      await option('list').click()
      await page.keyboard.press('Tab')
      await page.getByLabel('Accepted versions').fill('^1.0.0')
      await picture(page, 'relationship-light-1280')
      expect(await violations(page)).to.deep.equal([])
      await dialog().getByRole('button', { name: 'Add relationship' }).click()
      await see('Relationship added')
      const row = page
        .getByRole('region', { name: /^Uses/ })
        .getByRole('listitem')
        .filter({ hasText: 'Customer records' })
      await row.first().waitFor()
      expect(await row.first().getAttribute('class')).to.include('meant')
      await page.getByRole('link', { name: 'Customer records' }).waitFor()
      const { items } = (await send('/api/modules/p-3/relationships')).body
      expect(items.at(-1)).to.deep.include({ operations: ['read', 'list'], versionRange: '^1.0.0', type: 'dependency' })
      expect(new URL(page.url()).searchParams.get('part')).to.equal(items.at(-1).id)
      expect(await violations(page)).to.deep.equal([])
      // What was typed last may be judged when it is there already.
      onlyFailedRequests()
    })

    it('refuses an operation that the other end has not, and names those that it has', async () => {
      await go('/module-registry/p-1?tab=relationships')
      await button('Add relationship').click()
      await end('To *').fill('customer records')
      await option(/CRM Module: Customer records/).click()
      await end('Operations used').fill('raed')
      await page.keyboard.press('Enter')
      await see('raed is not known; did you mean read?')
      expect(await dialog().getByRole('button', { name: 'Add relationship' }).isDisabled()).to.equal(true)
      onlyFailedRequests()
    })

    it('says why one is refused that would close a circle, and leads to its other half', async () => {
      await open()
      await end('To *').fill('part 1')
      await option(/^Part 1/).click()
      await see('Part 1 already needs Part 3, so Part 3 cannot need Part 1 as well.')
      const half = dialog().getByRole('list', { name: 'How it is needed already' }).getByRole('link')
      expect(await half.allTextContents()).to.deep.equal(['Part 1', 'Part 2', 'Part 3'])
      expect(await dialog().getByRole('button', { name: 'Add relationship' }).isDisabled()).to.equal(true)
      await picture(page, 'relationship-cycle-light-1280')
      expect(await violations(page)).to.deep.equal([])
      page.once('dialog', (question) => void question.accept())
      await dialog().getByRole('link', { name: 'Go to the relationships of Part 1' }).click()
      await page.getByRole('heading', { name: 'Part 1', exact: true }).waitFor()
      onlyFailedRequests()
    })

    it('asks before Escape takes what was chosen away, and closes a menu first', async () => {
      await open()
      await end('To *').fill('customer records')
      await option(/CRM Module: Customer records/).click()
      await end('Operations used').click()
      await option('read').waitFor()
      await page.keyboard.press('Escape')
      await option('read').waitFor({ state: 'hidden' })
      expect(await dialog().isVisible()).to.equal(true)
      let asked = 0
      page.on('dialog', (question) => void (asked++ ? question.accept() : question.dismiss()))
      await page.keyboard.press('Escape')
      expect(await end('To *').inputValue()).to.equal('CRM Module: Customer records')
      await page.keyboard.press('Escape')
      await dialog().waitFor({ state: 'detached' })
      expect(asked).to.equal(2)
      onlyFailedRequests()
    })

    it('are found by words, with the operation, in two clicks from the list', async () => {
      await go('/module-registry')
      await page.getByRole('link', { name: 'CRM Module' }).first().click()
      await page.getByRole('tab', { name: 'Relationships' }).click()
      const usedBy = page.getByRole('region', { name: /^Used by/ })
      const row = usedBy.getByRole('listitem').filter({ hasText: 'Part 3 depends on Customer records' })
      expect(await row.getByRole('list', { name: 'Operations used' }).innerText()).to.match(/read\s+list/)
      await page.getByRole('searchbox', { name: 'Search relationships' }).fill('part 3 list')
      await see('1 of 5 relationships')
      await page.getByRole('searchbox', { name: 'Search relationships' }).fill('nothing of that kind')
      await see('No relationship matches.')
    })

    it('saves when the registry could not judge, and shows both when somebody else was faster', async () => {
      await go('/module-registry/p-3?tab=relationships')
      await button(`Edit ${customers}`).click()
      const { items } = (await send('/api/relationships?limit=500')).body
      const { id } = items.find(({ source }: { source: string }) => source === 'module:p-3')
      const change = { method: 'PATCH', body: { criticality: 'high' }, headers: { 'if-match': '*' } }
      expect((await send(`/api/relationships/${id}`, change)).status).to.equal(200)
      await dialog().getByLabel('Description').fill('Mine')
      await see('It could not be checked')
      await dialog().getByRole('button', { name: 'Save' }).click()
      await see('Their changes touch nothing that you changed.')
      await button('Save what is chosen').click()
      await see('Relationship saved')
      expect((await send(`/api/relationships/${id}`)).body).to.include({ description: 'Mine', criticality: 'high' })
      onlyFailedRequests()
    })

    it('says so when a deletion can not be taken back', async () => {
      await go('/module-registry/p-3?tab=relationships')
      await button(`Delete ${customers}`).click()
      await see('Relationship deleted')
      await page.context().setOffline(true)
      await button('Undo').click()
      await see('It could not be undone.')
      await page.context().setOffline(false)
      const { items } = (await send('/api/revisions?kind=relationship.delete&limit=1')).body
      expect((await send(`/api/revisions/${items[0].number}:undo`, { method: 'POST' })).status).to.equal(200)
      onlyFailedRequests()
    })

    it('changes one, deletes it, and takes that back', async () => {
      await go('/module-registry/p-3?tab=relationships')
      await button(`Edit ${customers}`).click()
      await dialog().getByLabel('Description').fill('Who bought it')
      await see('This change can be saved.')
      await dialog().getByRole('button', { name: 'Save' }).click()
      await page.getByText('Who bought it', { exact: true }).waitFor()
      await button(`Delete ${customers}`).click()
      await see('Relationship deleted')
      await page.getByText('Who bought it', { exact: true }).waitFor({ state: 'detached' })
      await button('Undo').click()
      await page.getByText('Who bought it', { exact: true }).waitFor()
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
