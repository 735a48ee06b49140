import { expect } from 'chai'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { createLease } from '../../src/store/lease.ts'
import { rangeOf } from '../../src/kernel/addresses.ts'
import { createOutbound } from '../../src/runtime/outbound/outbound.ts'
import { createDispatcher } from '../../src/runtime/webhooks/dispatcher.ts'
import { signing } from '../../src/runtime/webhooks/signing.ts'
import { appearances, openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'

describe('The page', () => {
  let origin: string
  let page: Page
  let complaints: string[]
  let listener: Server
  let address: string
  let answer = 500

  const go = (path: string) => page.goto(`${origin}/admin${path}`)
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const dialog = () => page.getByRole('dialog')
  const rows = () => page.getByRole('main').getByRole('listitem')
  const summary = (text: string) => page.getByRole('navigation', { name: 'Pages' }).getByText(text).waitFor()
  const addressHolds = (part: string) => page.waitForURL((url) => decodeURIComponent(url.search).includes(part))
  const act = async (actor: string, method: string, path: string, body?: object) => {
    const answer = await send(path, { method, body, headers: { 'x-actor': actor, 'if-match': '*' } })
    expect(answer.status, JSON.stringify(answer.body)).to.be.below(300)
    return answer.body
  }

  /** Works off what there is to tell, as the process does that is the monitor. */
  async function dispatching() {
    const { graph, services } = await registry()
    const lease = createLease(graph, 'monitor', 'test')
    await lease.take()
    const work = createDispatcher({
      graph,
      sign: signing(Buffer.alloc(32, 1)),
      events: services.events,
      pauses: [1, 1],
      outbound: createOutbound([rangeOf('127.0.0.0/8')]),
    })
    return async (times: number) => {
      for (let n = 0; n < times; n++) {
        await work(lease.fence, new AbortController().signal)
        await sleep(5)
      }
    }
  }

  before(async () => {
    await onlyCrm()
    origin = (await registry()).origin
    await act('ann', 'POST', '/api/modules', { key: 'shop', name: 'Shop' })
    await act('ben', 'PATCH', '/api/modules/shop', { description: 'Sells what there is', owner: 'sales' })
    await act('ben', 'PUT', '/api/modules/shop/status', { status: 'inactive' })
    for (let n = 1; n <= 20; n++) await act('ann', 'POST', '/api/modules', { key: `m-${n}`, name: `Module ${n}` })
    listener = createServer((_request, response) => response.writeHead(answer).end())
    await once(listener.listen(0, '127.0.0.1'), 'listening')
    address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
  })
  after(() => listener.close())
  beforeEach(async () => {
    ;({ page, complaints } = await openPage())
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  describe('of activity', () => {
    it('finds changes by who, what and where, in its address', async () => {
      await go('/activity?actor=ben')
      await summary('2 of 2 changes')
      await page.locator('.v-select').filter({ hasText: 'What' }).click()
      await page.getByRole('option', { name: 'Patch documents' }).click()
      await page.keyboard.press('Escape')
      await addressHolds('kind=patch')
      await see('No change matches')
      await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click()
      await summary('24 of 24 changes')
      await page.getByRole('combobox', { name: 'Module', exact: true }).fill('sho')
      await page.getByRole('option', { name: 'Shop' }).click()
      await addressHolds('module=shop')
      await summary('3 of 3 changes')
      await page.getByLabel('To', { exact: true }).fill('2020-01-01')
      await addressHolds('until=2020-01-01')
      await see('No change matches')
      await page.goBack()
      await summary('3 of 3 changes')
      await button('Last 7 days').click()
      await addressHolds('since=')
      await summary('3 of 3 changes')
    })

    it('reads as sentences by day, with changes of one kind folded', async () => {
      await go('/activity')
      await summary('24 of 24 changes')
      await page.getByRole('heading', { name: 'Today' }).waitFor()
      await rows().filter({ hasText: 'ben disabled Shop' }).waitFor()
      await rows().filter({ hasText: 'seed applied a patch to CRM Module' }).waitFor()
      await page.getByRole('button', { name: 'ann added Module 20, Module 19, Module 18, and 17 more' }).click()
      await page.getByRole('link', { name: 'Module 7', exact: true }).waitFor()
      await picture(page, 'activity-light-1280')
      expect(await violations(page)).to.deep.equal([])
    })

    it('names the ends of a relationship that is gone, and what undoing brings back', async () => {
      const ends = { type: 'dependency', source: 'module:m-1', target: 'capability:crm/customer-crud' }
      const { id } = await act('ann', 'POST', '/api/relationships', { ...ends, operations: ['read'] })
      await act('ben', 'DELETE', `/api/relationships/${id}`)
      const sentence = 'Module 1 depends on CRM Module: Customer records (read)'
      await go('/activity?actor=ben')
      await rows()
        .filter({ hasText: `ben removed ${sentence}` })
        .getByRole('button', { name: /^Undo: Restore/ })
        .click()
      await page.getByRole('heading', { name: 'Restore Module 1 depends on CRM Module: Customer records' }).waitFor()
      await dialog().getByRole('button', { name: 'Cancel' }).click()
      await act('ann', 'POST', `/api/revisions/${(await send('/api/revisions?limit=1')).body.items[0].number}:undo`)
      await act('ann', 'DELETE', `/api/relationships/${id}`)
    })

    it('turns its pages', async () => {
      await go('/activity?limit=20&module=shop')
      await summary('3 of 3 changes')
      await go('/activity?limit=20&via=rest')
      await button('Next page').click()
      await rows().filter({ hasText: 'ann added Shop' }).waitFor()
      await button('Previous page').click()
      await page.getByText(/^20 of \d+ changes/).waitFor()
    })

    it('shows what is different, asked for one change only when it is opened', async () => {
      const asked: string[] = []
      page.on('request', (request) => void (/revisions\/\d/.test(request.url()) && asked.push(request.url())))
      await go('/activity?actor=ben&module=shop')
      await summary('2 of 2 changes')
      expect(asked).to.deep.equal([])
      await rows()
        .last()
        .getByRole('button', { name: /^Changes of/ })
        .click()
      await page.getByRole('row', { name: 'description' }).getByText('Sells what there is').waitFor()
      await page
        .getByRole('row', { name: /^owner\s/ })
        .getByText('sales')
        .waitFor()
      expect(asked).to.have.length(1)
      await picture(page, 'activity-opened-light-1280')
      expect(await violations(page)).to.deep.equal([])
    })

    it('takes a change back from the module in three clicks, and that again, and appears by itself elsewhere', async () => {
      const { page: other } = await openPage()
      await other.goto(`${origin}/admin/activity?kind=revision&module=shop`)
      await other.getByText('No change matches').waitFor()
      await go('/module-registry/shop')
      await page.getByRole('tab', { name: 'History' }).click()
      await rows()
        .filter({ hasText: 'ben disabled Shop' })
        .getByRole('button', { name: 'Undo: Change Shop back' })
        .click()
      await dialog().getByRole('button', { name: 'Change Shop back' }).click()
      await page.getByText('Undone', { exact: true }).waitFor()
      expect((await send('/api/modules/shop')).body.status).to.equal('active')
      await other.getByText('undid a change of').waitFor()
      await other.context().close()
      await button('Undo').click()
      await rows().filter({ hasText: 'undid a change of Shop' }).nth(1).waitFor()
      expect((await send('/api/modules/shop')).body.status).to.equal('inactive')
    })

    it('says why a change can not be taken back', async () => {
      await go('/activity?actor=ann&module=shop')
      await rows()
        .first()
        .getByRole('button', { name: /^Undo: Remove Shop/ })
        .click()
      await dialog().getByRole('button', { name: 'Remove Shop' }).click()
      await see('It could not be undone')
      expect(complaints.splice(0).every((text) => text.startsWith('Failed to load resource'))).to.equal(true)
    })
  })

  describe('of settings', () => {
    it('keeps who one is, and the theme', async () => {
      await go('/settings')
      await page.getByRole('main').getByLabel('You are').fill('ann')
      await page.getByRole('main').getByLabel('You are').blur()
      await button('Dark').click()
      await page.reload()
      expect(await page.getByRole('main').getByLabel('You are').inputValue()).to.equal('ann')
      expect(await button('Dark').getAttribute('aria-pressed')).to.equal('true')
    })

    it('makes a key, shows it once, and revokes it', async () => {
      await go('/settings?tab=keys')
      await see('No key yet')
      await button('New key').click()
      await dialog().getByRole('textbox', { name: 'Name *' }).fill('ci')
      await dialog().getByRole('button', { name: 'Create' }).click()
      await see('Is needed')
      await dialog().locator('.v-select').click()
      await page.getByRole('option', { name: 'Editor' }).click()
      await dialog().getByRole('button', { name: 'Create' }).click()
      const secret = (await dialog().locator('.secret code').textContent())!
      await picture(page, 'key-light-1280')
      expect(await violations(page)).to.deep.equal([])
      expect((await send('/api/caller', { headers: { authorization: `Bearer ${secret}` } })).body).to.deep.equal({
        role: 'editor',
        name: 'ci',
      })
      await button('I have kept it').click()
      await page.getByRole('rowheader', { name: 'ci' }).waitFor()
      await page.locator('.secret').waitFor({ state: 'detached' })
      expect(await page.content()).not.to.include(secret)
      await button('Revoke the key of ci').click()
      await dialog().getByRole('button', { name: 'Revoke' }).click()
      await see('The key of ci is revoked')
      await see('No key yet')
    })

    it('makes a webhook, tests it, and sends again what was given up', async () => {
      await go('/settings?tab=webhooks')
      await button('New webhook').click()
      await dialog().getByRole('textbox', { name: 'Address *' }).fill('nowhere')
      await see('An http or https address')
      await dialog().getByRole('textbox', { name: 'Address *' }).fill(address)
      await dialog().locator('.v-select').click()
      await page.getByRole('option', { name: 'All changes' }).click()
      await dialog().getByRole('button', { name: 'Create' }).click()
      await button('I have kept it').click()
      await button(`Test ${address}`).click()
      await see('It does not work')
      answer = 200
      await button(`Test ${address}`).click()
      await see('It works')
      await button(`Messages to ${address}`).click()
      await see('No message')
      const dispatch = await dispatching()
      await act('ann', 'PATCH', '/api/modules/shop', { owner: 'others' })
      const { id } = (await send('/api/webhooks')).body.items[0]
      answer = 500
      await dispatch(4)
      await button('Given up').click()
      await see('status 500')
      await picture(page, 'webhooks-light-1280')
      expect(await violations(page)).to.deep.equal([])
      await page
        .getByRole('button', { name: /^Try again the message/ })
        .first()
        .click()
      await see('It is tried again')
      await see('No message')
      await button(`Delete ${address}`).click()
      await dialog().getByRole('button', { name: 'Delete' }).click()
      await see('No webhook yet')
      expect((await send(`/api/webhooks/${id}`)).status).to.equal(404)
      expect(complaints.splice(0).every((text) => text.startsWith('Failed to load resource'))).to.equal(true)
    })
  })

  it('of settings lists jobs with their progress, cancels, downloads and deletes them', async () => {
    await go('/settings?tab=jobs')
    await see('No job')
    const query = 'MATCH (a), (b), (c), (d), (e), (f) RETURN max(a.ref + b.ref + c.ref + d.ref + e.ref + f.ref) AS x'
    await act('ann', 'POST', '/api/cypher:export', { query, timeout: 60_000 })
    const quick = 'MATCH (m:Module) RETURN m.key AS key'
    await act('ann', 'POST', '/api/cypher:export', { query: quick })
    await page.reload()
    await button(`Cancel ${query}`).click()
    await see('is cancelled')
    await page.getByRole('row', { name: quick }).getByText('Done').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: `Download the result of ${quick}` }).click(),
    ])
    expect(download.suggestedFilename()).to.equal('rows.csv')
    await picture(page, 'jobs-light-1280')
    expect(await violations(page)).to.deep.equal([])
    await button(`Delete ${quick} and its result`).click()
    await see('The job is deleted')
    await button(`Delete ${query} and its result`).click()
    await see('No job')
  })

  for (const { colorScheme, width, seen } of appearances)
    it(`of activity and of settings satisfies axe and fits, ${colorScheme}, ${width} wide`, async () => {
      await page.context().close()
      ;({ page, complaints } = await openPage({ colorScheme, viewport: { width, height: 800 } }))
      const views = [
        ['activity', '/activity', 'applied a patch to'],
        ['settings', '/settings', 'Kept by this browser.'],
        ['settings-keys', '/settings?tab=keys', 'No key yet'],
        ['settings-jobs', '/settings?tab=jobs', 'No job'],
      ] as const
      for (const [name, path, ready] of seen(views)) {
        await go(path)
        await see(ready)
        await picture(page, `${name}-${colorScheme}-${width}`)
        expect(await violations(page), name).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).to.be.at.most(width)
      }
    })
})
