import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'

describe('The page, as one is used to it,', () => {
  let origin: string
  let page: Page
  let complaints: string[]

  const go = (path: string) => page.goto(`${origin}/admin${path}`)
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const palette = () => page.getByRole('dialog', { name: 'Find and do' })
  const chosen = (name: string | RegExp) => palette().getByRole('option', { name, selected: true }).waitFor()
  const onlyFailedRequests = () =>
    expect(complaints.splice(0).filter((text) => !text.startsWith('Failed to load resource'))).to.deep.equal([])

  before(async () => {
    await onlyCrm()
    origin = (await registry()).origin
    await send('/api/modules', { method: 'POST', body: { key: 'shop', name: 'Shop' } })
    await send('/api/modules', { method: 'POST', body: { key: 'desk', name: 'Help desk' } })
  })
  beforeEach(async () => {
    ;({ page, complaints } = await openPage())
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  describe('with the command palette', () => {
    it('finds modules, capabilities, entities and queries, and goes there', async () => {
      await go('/statistics')
      await press('Control+k')
      await palette().waitFor()
      await page.keyboard.type('customer')
      await palette()
        .getByRole('option', { name: /Customer records/ })
        .waitFor()
      await palette()
        .getByRole('option', { name: /Customer entity:crm\/Customer/ })
        .waitFor()
      await picture(page, 'palette-light-1280')
      expect(await violations(page)).to.deep.equal([])
      await palette()
        .getByRole('option', { name: /Customer records/ })
        .click()
      await page.locator('article.meant').getByRole('heading', { name: 'Customer records' }).waitFor()
    })

    it('enables and disables what it finds', async () => {
      await go('/module-registry')
      await press('Control+k')
      await palette().waitFor()
      await page.keyboard.type('desk')
      await palette().getByRole('option', { name: 'Disable Help desk' }).click()
      await see('Help desk is disabled')
      expect((await send('/api/modules/desk')).body.status).to.equal('inactive')
      await button('Enable Help desk').waitFor()
    })

    it('says when nothing is found', async () => {
      await go('/module-registry')
      await button('Find and do').click()
      await palette().waitFor()
      await page.keyboard.type('zzzznosuch')
      await see('Nothing is found')
      await press('Escape')
      await palette().waitFor({ state: 'detached' })
    })
  })

  it('is used with nothing but the keyboard: help, create, find, disable, search', async function () {
    this.timeout(60_000)
    await go('/module-registry')
    await see('of 3 modules')
    await press('?')
    const help = page.getByRole('dialog', { name: 'Keys' })
    await help.getByText('Ctrl+K').waitFor()
    await picture(page, 'keys-light-1280')
    expect(await violations(page)).to.deep.equal([])
    await press('Escape')
    await help.waitFor({ state: 'detached' })

    await press('c')
    await page.getByRole('textbox', { name: 'Key *' }).waitFor()
    await page.getByRole('textbox', { name: 'Key *' }).focus()
    await page.keyboard.type('typed')
    await press('Tab')
    await page.keyboard.type('Typed by hand')
    await press('Enter')
    await see('Typed by hand is registered')
    await page.waitForURL('**/module-registry/typed')

    await press('g', 's')
    await page.waitForURL('**/statistics')
    await press('Control+k')
    await palette().waitFor()
    await page.keyboard.type('typed by')
    await chosen(/Typed by hand/)
    const disable = palette().getByRole('option', { name: 'Disable Typed by hand' })
    while ((await disable.getAttribute('aria-selected')) !== 'true') await press('ArrowDown')
    await press('Enter')
    await see('Typed by hand is disabled')
    expect((await send('/api/modules/typed')).body.status).to.equal('inactive')

    await press('Control+k')
    await palette().waitFor()
    await page.keyboard.type('change the theme')
    await chosen(/Change the theme/)
    await press('Enter')
    await button('Theme: Light. Change it').waitFor()
    await press('g', 'm', '/')
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'search')
    await page.keyboard.type('typed')
    await see('1 of 1 modules')
  })

  describe('when the registry', () => {
    const views: [name: string, path: string, asked: string, ready: string][] = [
      ['activity', '/activity', '**/api/revisions?*', 'applied a patch to'],
      ['settings', '/settings?tab=keys', '**/api/keys?*', 'No key yet'],
      ['edit', '/module-registry/crm/edit', '**/openapi.json', 'Display name'],
    ]
    for (const [name, path, asked, ready] of views)
      it(`is away, fails or is slow, says so and recovers: ${name}`, async () => {
        await page.route(asked, (route) => route.abort())
        await go(path)
        await see('The registry does not answer')
        await picture(page, `${name}-unreachable-light-1280`)
        expect(await violations(page)).to.deep.equal([])
        await page.unroute(asked)
        const detail = 'something broke'
        const body = { type: 'internal-error', title: 'x', status: 500, detail, instance: 'x', errors: [] }
        await page.route(asked, (route) => route.fulfill({ status: 500, json: body }))
        await button('Try again').click()
        await see('Something went wrong')
        await see(detail)
        await page.unroute(asked)
        let goOn = () => {}
        const held = new Promise<void>((resolve) => (goOn = resolve))
        await page.route(asked, (route) => held.then(() => route.continue()))
        await button('Try again').click()
        await page.waitForTimeout(50)
        expect(await page.getByText(ready).count()).to.equal(0)
        goOn()
        await see(ready)
        onlyFailedRequests()
      })

    it('is away while one saves, keeps what was typed and saves it afterwards', async () => {
      await go('/module-registry/shop/edit')
      await page.getByRole('textbox', { name: 'Description' }).fill('Kept')
      await page.context().setOffline(true)
      await button('Save').click()
      await see('Nothing was saved. Check that it is running')
      expect(await page.getByRole('textbox', { name: 'Description' }).inputValue()).to.equal('Kept')
      await page.context().setOffline(false)
      await button('Save').click()
      await see('Shop is saved')
      expect((await send('/api/modules/shop')).body.description).to.equal('Kept')
      onlyFailedRequests()
    })
  })

  it('opens a page whose script an update has replaced, and says so when the registry is away', async () => {
    await go('/module-registry')
    let asked = 0
    await page.route(/assets\/settings-[^/]+\.js$/, (route) =>
      asked++ ? route.continue() : route.fulfill({ status: 404 }),
    )
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.waitForURL('**/settings')
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    expect(asked).to.equal(2)
    await page.context().setOffline(true)
    await page.getByRole('link', { name: 'Queries' }).click()
    await see(/The registry does not answer/)
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    onlyFailedRequests()
  })

  it('lets two browsers edit one module, and neither loses anything', async () => {
    const { page: other } = await openPage()
    for (const one of [page, other]) await one.goto(`${origin}/admin/module-registry/shop/edit`)
    await other.getByRole('textbox', { name: 'Owner', exact: true }).fill('the other')
    await page.getByRole('textbox', { name: 'Name *' }).fill('The shop')
    await other.getByRole('button', { name: 'Save' }).click()
    await other.getByText('Shop is saved').waitFor()
    await other.context().close()
    await button('Save').click()
    await see('Their changes touch nothing that you changed.')
    await button('Save what is chosen').click()
    await see('The shop is saved')
    expect((await send('/api/modules/shop')).body).to.include({ name: 'The shop', owner: 'the other' })
    onlyFailedRequests()
  })

  describe('shows what others change without being asked,', () => {
    const rename = async (name: string) => {
      const { status } = await send('/api/modules/desk', {
        method: 'PATCH',
        body: { name },
        headers: { 'if-match': '*' },
      })
      expect(status).to.equal(200)
    }
    for (const [where, path] of [
      ['in the list', '/module-registry?q=desk'],
      ['on the page of a module', '/module-registry/desk'],
    ] as const)
      it(`${where}, while it is looked at`, async () => {
        const looking = async (state: 'visible' | 'hidden') =>
          page.evaluate(`{
            Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
            document.dispatchEvent(new Event('visibilitychange'))
          }`)
        await rename('Help desk')
        const listens = () => page.waitForResponse('**/api/events')
        await Promise.all([listens(), go(path)])
        await see('Help desk')
        await rename('Service desk')
        await see('Service desk')
        await looking('hidden')
        await rename('Front desk')
        await page.waitForTimeout(1_500)
        expect(await page.getByText('Front desk').count()).to.equal(0)
        await Promise.all([listens(), looking('visible')])
        await see('Front desk')
        await rename('Help desk')
        await see('Help desk')
      })
  })

  it('leaves the keys of a diagram to it', async () => {
    await go('/module-registry/crm?tab=diagram')
    await page.getByRole('button', { name: 'Full screen' }).waitFor()
    await press('?')
    await page.getByRole('dialog', { name: 'Keys', exact: true }).waitFor()
    expect(await page.getByRole('dialog').count()).to.equal(1)
    await press('Escape')
    await press('c')
    await press('g', 's')
    await page.waitForURL('**/statistics')
  })

  it('tells times relative, with the exact one at hand, and prints without what only a screen needs', async () => {
    await go('/activity')
    const time = page.locator('time').first()
    expect(await time.textContent()).to.match(/now|second|minute/)
    expect(await time.getAttribute('title')).to.match(/20\d\d.*\d:\d\d/)
    await page.emulateMedia({ media: 'print' })
    for (const name of ['Main', 'Pages'])
      expect(await page.getByRole('navigation', { name }).isVisible(), name).to.equal(false)
    expect(await page.getByText('applied a patch to').first().isVisible()).to.equal(true)
  })

  it('finds and does on a narrow screen, in the dark', async () => {
    await page.context().close()
    ;({ page, complaints } = await openPage({ colorScheme: 'dark', viewport: { width: 390, height: 800 } }))
    await go('/module-registry')
    await button('Find and do').click()
    await palette().waitFor()
    await page.keyboard.type('crm')
    await palette()
      .getByRole('option', { name: /^CRM Module/ })
      .waitFor()
    await picture(page, 'palette-dark-390')
    expect(await violations(page)).to.deep.equal([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(390)
  })
})
