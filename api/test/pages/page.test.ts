import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { appearances, openPage, picture, pixelsOf, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { emptyRegistry, onlyCrm, registry } from '../support/database.ts'

const crm = '/crm'
const tabs = ['Overview', 'Capabilities', 'Relationships', 'Configuration', 'Statistics', 'History', 'Diagram']
const attack = `<img src=x onerror="window.hacked = 1"><script>window.hacked = 1</script>`

let origin: string
let page: Page
let complaints: string[]

const go = (path = '') => page.goto(`${origin}/admin/module-registry${path}`)
const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
const button = (name: string | RegExp) => page.getByRole('button', { name })
const tab = (name: string) => page.getByRole('tab', { name })
const choose = async (name: string, choice: string) => {
  const filter = page.getByRole('search').locator('details').filter({ hasText: name })
  await filter.locator('summary').click()
  await filter.getByRole('checkbox', { name: choice, exact: true }).check()
  await page.keyboard.press('Escape')
  await filter.getByRole('group').waitFor({ state: 'hidden' })
}
const firstName = (name: string) => page.locator('tbody tr:first-child a').getByText(name, { exact: true }).waitFor()
const names = () => page.locator('tbody th a').allTextContents()
const query = () => decodeURIComponent(new URL(page.url()).search)
const addressHolds = (part: string) => page.waitForURL((url) => decodeURIComponent(url.search).includes(part))
const summary = (text: string) =>
  page.getByRole('navigation', { name: 'Pages' }).getByText(text, { exact: true }).waitFor()
/** Failed requests are named by the browser; a test that makes them fail expects that, and nothing else. */
const onlyFailedRequests = () =>
  expect(complaints.splice(0).filter((text) => !text.startsWith('Failed to load resource'))).to.be.empty

async function create(path: string, body: object) {
  const answer = await send(path, { method: 'POST', body })
  expect(answer.status, JSON.stringify(answer.body)).to.be.below(300)
}

async function fillRegistry() {
  await onlyCrm()
  for (let n = 1; n <= 60; n++)
    await create('/api/modules', {
      key: `m-${n}`,
      name: `Module ${String(n).padStart(2, '0')}`,
      description:
        n % 7
          ? `What team ${n % 4} does in region ${n}: plans, approvals, reports and all that follows from them.`
          : '',
      type: (['crud', 'workflow', 'report'] as const)[n % 3],
      status: n % 5 ? 'active' : 'inactive',
      owner: n % 4 ? `team-${n % 4}` : null,
      tags: [`region-${n % 6}`],
    })
  await create('/api/modules', {
    key: 'hostile',
    name: attack,
    description: attack,
    owner: attack,
    tags: ['<b>tag</b>'],
  })
  await create('/api/modules/hostile/capabilities', {
    key: 'attack',
    name: attack,
    description: attack,
    type: 'action',
  })
  await create('/api/modules/hostile/configurations', {
    key: 'attack',
    configType: 'usage',
    documentation: attack,
    values: { attack },
  })
  await create('/api/modules', { key: 'shop', name: 'Shop' })
  await create('/api/modules/shop/capabilities', { key: 'basket', name: 'Basket', entity: null })
  await create('/api/relationships', {
    type: 'dependency',
    source: 'capability:shop/basket',
    target: 'capability:crm/customer-crud',
    operations: ['read'],
    fields: ['email'],
    evidence: 'a basket belongs to a customer',
  })
}

describe('The page', () => {
  before(async function () {
    this.timeout(120_000)
    await fillRegistry()
    origin = (await registry()).origin
  })
  beforeEach(async () => {
    ;({ page, complaints } = await openPage())
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  describe('of all modules', () => {
    const loaded = async () => {
      await page.waitForLoadState('networkidle')
      return page.evaluate<{ name: string; encodedBodySize: number }[]>(
        `performance.getEntriesByType('resource').map(({ name, encodedBodySize }) => ({ name, encodedBodySize }))`,
      )
    }

    it('loads at most 180 kB of script', async () => {
      await go()
      await summary('20 of 63 modules')
      const scripts = (await loaded()).filter(({ name }) => name.endsWith('.js'))
      expect(scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)).to.be.within(100_000, 180_000)
    })

    it('asks once, however many rows there are', async () => {
      for (const [search, shown] of [
        ['', '20 of 63 modules'],
        ['?limit=100', '63 of 63 modules'],
      ] as const) {
        await go(search)
        await summary(shown)
        expect((await loaded()).filter(({ name }) => name.includes('/api/'))).to.have.length(1)
      }
    })

    it('shows what matters of each', async () => {
      await go()
      const row = page.getByRole('row', { name: 'CRM Module' })
      for (const said of ['crm', 'Customers, their orders', 'CRUD', 'Active', 'Unknown', '1.0.0', 'sales-platform'])
        expect(await row.textContent()).to.include(said)
      await summary('20 of 63 modules')
    })

    it('is filtered and searched by its address, which back and forward walk through', async () => {
      await go()
      await summary('20 of 63 modules')
      await choose('Status', 'Inactive')
      await addressHolds('status=inactive')
      await summary('12 of 12 modules')
      await choose('Type', 'Report')
      await addressHolds('type=report')
      await summary('4 of 4 modules')
      await page.goBack()
      await summary('12 of 12 modules')
      await page.goBack()
      await summary('20 of 63 modules')
      await page.goForward()
      await summary('12 of 12 modules')
      await page.getByRole('searchbox').fill('region 35')
      await addressHolds('q=region+35')
      await summary('1 of 1 modules')
      await button('Clear the search').click()
      await summary('12 of 12 modules')
      await page.keyboard.type('region 35')
      await summary('1 of 1 modules')
      await button('Clear filters').click()
      await summary('20 of 63 modules')
      expect(query()).to.equal('')
    })

    it('opens and closes its filters by the keyboard, and closes them when somebody goes on elsewhere', async () => {
      await go()
      await summary('20 of 63 modules')
      const [filter, sheet] = [
        page.getByRole('search').locator('details').first(),
        page.getByRole('group', { name: 'Status' }),
      ]
      await page.getByRole('searchbox').focus()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await sheet.waitFor()
      expect(await violations(page)).to.deep.equal([])
      await page.keyboard.press('Tab')
      await page.keyboard.press('Space')
      await addressHolds('status=active')
      await page.keyboard.press('Escape')
      await sheet.waitFor({ state: 'hidden' })
      expect(await filter.locator('summary').evaluate((summary) => summary === document.activeElement)).to.equal(true)
      await page.keyboard.press('Enter')
      await sheet.waitFor()
      await page.getByRole('heading', { name: 'Modules' }).click()
      await sheet.waitFor({ state: 'hidden' })
      await button('Clear filters').click()
      await summary('20 of 63 modules')
    })

    it('skips to its content by the first key', async () => {
      await go()
      await summary('20 of 63 modules')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).to.equal('content')
    })

    it('opens a module in place, and in a tab of its own when that is asked for', async () => {
      await go('?q=crm')
      const [link, marked] = [page.getByRole('link', { name: 'CRM Module', exact: true }), 'window.here = true']
      await page.evaluate(marked)
      const [other] = await Promise.all([page.context().waitForEvent('page'), link.click({ modifiers: ['Control'] })])
      await other.waitForURL(/module-registry\/crm$/)
      await other.close()
      expect(new URL(page.url()).search).to.equal('?q=crm')
      await link.click()
      await page.waitForURL(/module-registry\/crm$/)
      expect(await page.evaluate('window.here')).to.equal(true)
    })

    it('opens from a link with filters, order and size', async () => {
      await go('?owner=team-1&tag=region-1&sort=-name&limit=20')
      await summary('5 of 5 modules')
      expect(await names()).to.deep.equal(['Module 49', 'Module 37', 'Module 25', 'Module 13', 'Module 01'])
      expect(await page.getByLabel('Owner').inputValue()).to.equal('team-1')
      expect(await page.getByLabel('Tag').inputValue()).to.equal('region-1')
    })

    it('is sorted by a column, and the other way round', async () => {
      await go('?q=module')
      await see('Module 01')
      await button('Name').click()
      await addressHolds('sort=-name')
      await firstName('Module 60')
      expect(await page.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).to.equal('descending')
    })

    it('turns its pages on and back', async () => {
      await go('?limit=20')
      await summary('20 of 63 modules')
      const first = await names()
      await button('Next page').click()
      await addressHolds('cursor=')
      await page.locator('tbody tr:first-child a').getByText(first[0]!).waitFor({ state: 'detached' })
      expect(await names())
        .to.have.length(20)
        .and.not.include.members([first[0]!])
      await button('Previous page').click()
      await firstName(first[0]!)
      expect(await names()).to.deep.equal(first)
    })

    it('says when nothing matches, and how to go on', async () => {
      await go('?q=nosuchword')
      await see('No module matches')
      await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click()
      await summary('20 of 63 modules')
    })

    it('disables and enables a module', async () => {
      await go('?q=crm')
      await button('Disable CRM Module').click()
      await see('CRM Module is disabled')
      await button('Enable CRM Module').click()
      await see('CRM Module is enabled')
      expect((await send('/api/modules/crm')).body.status).to.equal('active')
    })

    it('changes nothing that somebody else changed in the meantime, and shows what is there now', async () => {
      await go('?q=shop')
      await button('Disable Shop').waitFor()
      await page.route('**/api/modules/shop/status', async (route) => {
        await send('/api/modules/shop', { method: 'PATCH', body: { owner: 'new-owner' }, headers: { 'if-match': '*' } })
        await route.continue()
      })
      await button('Disable Shop').click()
      await see('Somebody else changed Shop')
      await see('new-owner')
      expect((await send('/api/modules/shop')).body.status).to.equal('active')
      onlyFailedRequests()
    })

    it('says that the registry does not answer, and recovers', async () => {
      await page.route('**/api/modules?*', (route) => route.abort())
      await go()
      await see('The registry does not answer')
      await page.unroute('**/api/modules?*')
      await button('Try again').click()
      await summary('20 of 63 modules')
      onlyFailedRequests()
    })

    it('says that the database is away, and recovers', async () => {
      const detail = 'the database does not answer'
      const body = { type: 'unavailable', title: 'Unavailable', status: 503, detail, instance: 'x', errors: [] }
      await page.route('**/api/modules?*', (route) => route.fulfill({ status: 503, json: body }))
      await go()
      await see('The registry is busy starting or recovering')
      await see(detail)
      await page.unroute('**/api/modules?*')
      await button('Try again').click()
      await summary('20 of 63 modules')
      onlyFailedRequests()
    })
  })

  describe('of one module', () => {
    it('opens its tabs by address and by click, and back returns', async () => {
      await go(crm)
      for (const name of tabs.slice(1)) {
        await tab(name).click()
        await addressHolds(`tab=${name.toLowerCase()}`)
        await page.getByRole('tabpanel', { name }).waitFor()
      }
      await page.goBack()
      await page.getByRole('tabpanel', { name: 'History' }).waitFor()
      await page.reload()
      await page.getByRole('tabpanel', { name: 'History' }).waitFor()
      await see('applied a patch to')
    })

    it('shows capabilities with all their endpoints', async () => {
      await go(`${crm}?tab=capabilities`)
      await see('5 capabilities, 20 endpoints')
      expect(await page.locator('article').count()).to.equal(5)
      expect(await page.locator('article tbody tr').count()).to.equal(20)
      const orders = page.locator('article').filter({ has: page.getByRole('heading', { name: 'Order records' }) })
      expect(
        (await orders.locator('tbody tr').allTextContents()).map((row) => row.replace(/\s+/g, ' ').trim()),
      ).to.deep.equal([
        'createPOST/crm/orders',
        'readGET/crm/orders/{id}',
        'updatePATCH/crm/orders/{id}',
        'deleteDELETE/crm/orders/{id}',
        'listGET/crm/orders',
      ])
    })

    it('opens at the capability, and at the endpoint, that a link names', async () => {
      await go(`${crm}?tab=capabilities&part=order-tracking-crud`)
      await page.locator('article.meant').getByRole('heading', { name: 'Order tracking records' }).waitFor()
      await go(`${crm}?tab=capabilities&part=${encodeURIComponent('DELETE /crm/orders/{id}')}`)
      await page.locator('tr.meant').getByText('/crm/orders/{id}').waitFor()
    })

    it('follows a relationship to the part at its other end', async () => {
      await go(`${crm}?tab=relationships`)
      await see('5 of 5 relationships')
      await page.getByRole('link', { name: 'Order tracking records' }).first().click()
      await page.locator('article.meant').getByRole('heading', { name: 'Order tracking records' }).waitFor()
    })

    it('is disabled and enabled', async () => {
      await go('/m-1')
      await button('Disable Module 01').click()
      await button('Enable Module 01').click()
      await button('Disable Module 01').waitFor()
    })

    it('says that there is no such module', async () => {
      await go('/nosuch')
      await see('There is no module nosuch')
      await page.getByRole('link', { name: 'Go to all modules' }).click()
      await summary('20 of 63 modules')
      onlyFailedRequests()
    })

    it('treats what modules say as text', async () => {
      for (const name of tabs) {
        await go(`/hostile?tab=${name.toLowerCase()}`)
        await page.getByRole('heading', { name: '<script>' }).first().waitFor()
      }
      await page.getByRole('listbox', { name: 'Nodes' }).getByText('onerror').first().waitFor()
      const { x, y } = await pixelsOf(page, '#d5efeb')
      await page.mouse.move(x, y)
      await page.locator('.vis-tooltip').getByText('<script>').waitFor()
      await go('?q=img')
      await see('onerror')
      expect(await page.evaluate('window.hacked')).to.equal(undefined)
    })
  })

  describe('with the diagram', () => {
    const nodes = () => page.getByRole('listbox', { name: 'Nodes' }).getByRole('option')
    const diagram = (name: string) => page.getByRole('group', { name }).waitFor()

    it('draws the parts of the module, and lists them beside it', async () => {
      await go(`${crm}?tab=diagram`)
      await diagram('Diagram of CRM Module: 39 nodes')
      expect(await nodes().count()).to.equal(39)
      const capabilities = await pixelsOf(page, '#00695c')
      const endpoints = await pixelsOf(page, '#f4f5f7')
      expect(capabilities.count).to.be.above(500)
      expect(endpoints.count).to.be.above(20_000)
      expect(endpoints.x).to.be.above(capabilities.x)
    })

    it('hides and shows a kind of node, in the drawing, the list and the address', async () => {
      await go(`${crm}?tab=diagram`)
      await button('Endpoint 20').click()
      await diagram('Diagram of CRM Module: 19 nodes')
      await addressHolds('hide=endpoint')
      expect(await nodes().count()).to.equal(19)
      expect((await pixelsOf(page, '#f4f5f7')).count).to.equal(0)
      await page.reload()
      await diagram('Diagram of CRM Module: 19 nodes')
      await button('Endpoint 20').click()
      await diagram('Diagram of CRM Module: 39 nodes')
    })

    it('keeps a click on a node, the list and the address in step', async () => {
      await go(`${crm}?tab=diagram`)
      await diagram('Diagram of CRM Module')
      const { x, y } = await pixelsOf(page, '#3949ab')
      await page.mouse.click(x, y)
      await addressHolds('node=module:crm')
      await page.getByRole('option', { name: 'CRM Module', selected: true }).waitFor()
      await page.getByRole('button', { name: 'can do Order workflow' }).click()
      await addressHolds('node=capability:crm/order-workflow')
      await page.getByRole('link', { name: 'Open', exact: true }).click()
      await page.locator('article.meant').getByRole('heading', { name: 'Order workflow' }).waitFor()
    })

    it('is walked through with the keyboard', async () => {
      await go(`${crm}?tab=diagram`)
      await page.getByRole('listbox', { name: 'Nodes' }).focus()
      for (const name of ['CRM Module', 'Basket · shop', 'Customer records']) {
        await page.keyboard.press('ArrowDown')
        await page.getByRole('option', { name, selected: true }).waitFor()
      }
      await page.keyboard.press('End')
      await addressHolds('node=')
      await page.getByRole('option', { selected: true }).waitFor()
    })

    it('leaves nothing behind when it is left', async () => {
      await go(crm)
      for (let time = 0; time < 10; time++) {
        await tab('Diagram').click()
        await diagram('Diagram of CRM Module: 39 nodes')
        expect(await page.locator('canvas').count()).to.equal(1)
        await tab('History').click()
        await see('applied a patch to')
        expect(await page.locator('canvas, .vis-tooltip, .vis-network').count()).to.equal(0)
      }
    })
  })

  it('remembers the theme that was chosen', async () => {
    const background = () =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('.v-application')).backgroundColor`)
    await go()
    await button('Theme: As the system').click()
    await button('Theme: Light').click()
    await button('Theme: Dark').waitFor()
    expect(await background()).to.equal('rgb(20, 23, 27)')
    await go(crm)
    await button('Theme: Dark').waitFor()
    expect(await background()).to.equal('rgb(20, 23, 27)')
  })

  it('is used with nothing but the keyboard, from the list to a capability', async () => {
    const focused = () =>
      page.evaluate<string>(
        `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).trim()`,
      )
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab')
        if ((await focused()) === name) return
      }
      throw new Error(`${name} is not reached with the keyboard`)
    }
    await go('?q=crm')
    await summary('1 of 1 modules')
    await tabTo('Skip to content')
    await page.keyboard.press('Enter')
    await tabTo('CRM Module')
    await page.keyboard.press('Enter')
    await tab('Overview').waitFor()
    await tabTo('Overview')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await see('5 capabilities, 20 endpoints')
    await tabTo('Copy /crm/customers')
  })

  describe('in both themes and widths', () => {
    const views: [name: string, path: string, ready: string][] = [
      ['list', '', '20 of 63 modules'],
      ['list-no-match', '?q=nosuchword', 'No module matches'],
      ...tabs.map((name): [string, string, string] => [name.toLowerCase(), `${crm}?tab=${name.toLowerCase()}`, '']),
      ['diagram-node', `${crm}?tab=diagram&node=capability:crm/order-crud`, 'depends on Customer records'],
      ['module-without-parts', '/m-7?tab=capabilities', 'This module has no capabilities yet'],
      ['unknown-module', '/nosuch', 'There is no module nosuch'],
    ]
    for (const { colorScheme, width, seen } of appearances)
      it(`satisfies axe and fits, ${colorScheme}, ${width} wide`, async function () {
        this.timeout(60_000)
        await page.context().close()
        ;({ page, complaints } = await openPage({ colorScheme, viewport: { width, height: 800 } }))
        for (const [name, path, ready] of seen(views)) {
          await go(path)
          await page.getByRole('heading').first().waitFor()
          if (ready) await see(ready)
          if (/overview|diagram/.test(path)) await page.locator('canvas').waitFor()
          await page.locator('.v-skeleton-loader').first().waitFor({ state: 'detached' })
          await picture(page, `${name}-${colorScheme}-${width}`)
          expect(await violations(page), name).to.deep.equal([])
          expect(await page.evaluate('document.documentElement.scrollWidth'), name).to.be.at.most(width)
        }
        onlyFailedRequests()
      })
  })
})

describe('The page of an empty registry', () => {
  before(async () => {
    ;({ origin } = await registry())
    await emptyRegistry()
  })

  it('says that nothing is registered, and how to begin', async () => {
    ;({ page, complaints } = await openPage())
    await go()
    await see('No module is registered yet')
    expect(await violations(page)).to.deep.equal([])
    await picture(page, 'list-empty-light-1280')
    expect(await page.getByRole('link', { name: 'Open the API reference' }).getAttribute('href')).to.equal('/docs')
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })
})
