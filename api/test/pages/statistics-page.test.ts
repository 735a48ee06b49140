import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { createMonitor } from '../../src/runtime/monitor/monitor.ts'
import { createOutbound } from '../../src/runtime/outbound/outbound.ts'
import { appearances, openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { cypher, onlyCrm, registry } from '../support/database.ts'

const post = (path: string, body: object) => send(path, { method: 'POST', body })
const numbers = (requestCount: number, errorCount: number, milliseconds: number) => ({
  items: [{ requestCount, clientErrorCount: 3, errorCount, responseTimes: [{ milliseconds, count: requestCount }] }],
})

/** Six modules that were asked, one of which fails and makes two others suffer; an hour of history. */
async function fill(): Promise<void> {
  await onlyCrm()
  for (const key of ['shop', 'invoicing', 'search', 'mail', 'shipping'])
    await post('/api/modules', { key, name: key.toUpperCase() })
  for (const [source, target] of [
    ['shop', 'invoicing'],
    ['invoicing', 'crm'],
  ])
    await post('/api/relationships', { type: 'dependency', source: `module:${source}`, target: `module:${target}` })
  await post('/crm/customers:batch', { items: Array.from({ length: 30 }, (_, n) => ({ name: `Customer ${n}` })) })
  const asked: [string, number, number, number][] = [
    ['crm', 400, 120, 80],
    ['shop', 300, 3, 240],
    ['search', 900, 0, 35],
    ['mail', 40, 1, 900],
  ]
  for (const [key, ...of] of asked) await post(`/api/modules/${key}/statistics`, numbers(...of))
  await cypher(`
    MATCH (now:Sample {resolution: 'minute'}) WHERE now.entity IS NULL
    UNWIND range(1, 50) AS ago
    CREATE (s:Sample)
    SET s = now {
      .*, at: now.at - duration({minutes: ago}), ref: now.ref + ' ' + ago,
      requestCount: toInteger(now.requestCount * (0.4 + 0.5 * abs(sin(ago / 7.0)))),
      errorCount: toInteger(now.errorCount * abs(sin(ago / 5.0)) * 0.4)
    }`)
  const { graph, services } = await registry()
  const clock = { time: Date.now(), passed: 0 }
  const monitor = createMonitor({
    graph,
    interval: 2_000,
    holder: 'page',
    windows: services.statistics.windows,
    outbound: createOutbound(),
    push: () => Promise.reject(new Error('nobody tells')),
    clock: { now: () => clock.time, elapsed: () => clock.passed },
  })
  for (let n = 0; n < 5; n++) {
    clock.time += 2_000
    clock.passed += 2_000
    await monitor.round()
  }
}

describe('The page of statistics', () => {
  let origin: string
  let page: Page
  let complaints: string[]
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const drawn = (count: number) =>
    page
      .locator('canvas')
      .nth(count - 1)
      .waitFor()
  before(async function () {
    this.timeout(120_000)
    await fill()
    origin = (await registry()).origin
  })
  const open = async (options = {}) => ({ page, complaints } = await openPage(options))
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  it('tells in two questions what was asked, which modules stand out, who makes others ill, and since when', async () => {
    await open()
    const asked: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (pathname.startsWith('/api/')) asked.push(pathname)
    })
    // What the page has been told: numbers of the last minutes are others a moment later.
    const told = page.waitForResponse((response) => response.url().includes('/api/statistics/overview'))
    await page.goto(`${origin}/admin/statistics`)
    await drawn(2)
    await see('Root causes')
    expect(asked.toSorted()).to.deep.equal(['/api/health/alerts', '/api/statistics/overview'])
    const body = (await (await told).json()) as { requestCount: number; clientErrorCount: number }
    const tile = page.locator('dl > div').filter({ hasText: /^Requests/ })
    expect(await tile.locator('dd').textContent()).to.equal(body.requestCount.toLocaleString('en'))
    const refused = page.locator('dl > div').filter({ hasText: /^Refused/ })
    expect(await refused.locator('dd').textContent()).to.equal(body.clientErrorCount.toLocaleString('en'))
    expect(body.clientErrorCount).to.be.above(0)
    const first = (name: string) => page.getByRole('region', { name }).locator('tbody th').first().textContent()
    expect((await first('Slowest modules'))?.trim()).to.equal('mail')
    expect((await first('Most failing modules'))?.trim()).to.equal('crm')
    const cause = page.getByRole('region', { name: 'Root causes' }).locator('tbody tr')
    expect(await cause.first().textContent()).to.match(/CRM Module.*2.*requests failed/s)
    await see('Latest changes of health')
    expect(await page.locator('ol li').filter({ hasText: 'CRM Module' }).count()).to.be.above(0)
    await page
      .getByRole('img', {
        name: /^Requests over time: [\d,]+ requests, of which [\d,]+ were refused and [\d,]+ failed/,
      })
      .waitFor()
  })

  it('shows questions as tiles, which stand in its address and can be kept, also when one is empty or fails', async () => {
    await open()
    await page.goto(`${origin}/admin/statistics`)
    await see('A tile shows what a question')
    const dialog = page.getByRole('dialog', { name: 'Add a tile' })
    const add = async (name: string, form: string, values: Record<string, string> = {}) => {
      await page.getByRole('button', { name: 'Add a tile' }).click()
      await dialog.getByLabel('Question').selectOption(name)
      await dialog.getByRole('button', { name: 'Add a tile' }).and(page.locator(':enabled')).waitFor()
      for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label).fill(value)
      await dialog.getByRole('radio', { name: form }).check()
      await dialog.getByRole('button', { name: 'Add a tile' }).click()
    }
    const query = 'MATCH (m:Module) RETURN count(m) AS modules'
    await post('/api/queries', { name: 'all-modules', query, sharing: 'shared' })
    const paths = 'MATCH p = (:Module {key: $key})-[:HAS_CAPABILITY]->() RETURN p'
    const key = { name: 'key', type: 'STRING' }
    const given = { query: paths, parameters: [key], example: { key: 'crm' }, sharing: 'shared' }
    await post('/api/queries', { name: 'can-do', ...given })
    const tile = (name: string) => page.getByRole('region', { name: `${name} (` }).first()

    await add('saved/all-modules', 'Number')
    await tile('saved/all-modules')
      .getByText(/^6 modules$/)
      .waitFor()
    await add('saved/can-do', 'Diagram')
    await tile('saved/can-do')
      .getByRole('group', { name: /Diagram of saved.can-do: [3-9] nodes/ })
      .waitFor()
    await add('saved/can-do', 'Table', { 'key: STRING': 'nobody' })
    await see('Nothing answers the question')
    await page.waitForURL(/tile=number/)
    await picture(page, 'statistics-tiles', { fullPage: true })
    expect(await violations(page)).to.deep.equal([])

    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('button', { name: 'Keep this view' }).click()
    const keep = page.getByRole('dialog', { name: 'Keep the view' })
    await keep.getByLabel('Name of the view').fill('Mondays')
    await keep.getByRole('button', { name: 'Save' }).click()
    await see('Mondays is kept')
    await page.getByRole('button', { name: 'Remove the tile saved/all-modules' }).click()
    await tile('saved/all-modules').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('link', { name: 'Mondays' }).click()
    await tile('saved/all-modules')
      .getByText(/^6 modules$/)
      .waitFor()

    await page.goto(`${origin}/admin/statistics?tile=number+saved/none`)
    await tile('saved/none').getByText('there is no query saved/none').waitFor()
    expect(complaints.splice(0).every((text) => text.includes('404'))).to.equal(true)
    await page.goto(`${origin}/admin/statistics?tile=table+saved/can-do+key%3Dcrm`)
    await tile('saved/can-do').getByRole('link', { name: 'saved/can-do' }).click()
    await page.waitForURL(/queries\?query=saved\/can-do/)
    expect(await page.getByLabel('key: STRING').inputValue()).to.equal('crm')
  })

  it('keeps the window and the span in its address, and leads to a module', async () => {
    await open()
    await page.goto(`${origin}/admin/statistics`)
    await page.getByRole('button', { name: '60 minutes' }).click()
    await page.waitForURL(/minutes=60/)
    await page.getByRole('button', { name: 'Last day' }).click()
    await page.waitForURL(/span=day/)
    await page.goBack()
    await page.getByRole('button', { name: 'Last hour', pressed: true }).waitFor()
    await page.getByRole('region', { name: 'Most failing modules' }).getByRole('link', { name: 'crm' }).click()
    await page.getByRole('tabpanel', { name: 'Statistics' }).waitFor()
    await drawn(2)
    await page.getByRole('button', { name: '5 minutes' }).click()
    await page.waitForURL(/of=5/)
    await page.getByRole('region', { name: 'Records: Customer' }).getByText('Customer 0', { exact: true }).waitFor()
    await see('20 of 30')
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.getByText('Customer 29', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Order', exact: true }).click()
    await see('No record yet')
  })

  for (const { colorScheme, width, seen } of appearances)
    it(`satisfies axe and fits, ${colorScheme}, ${width} wide`, async () => {
      await open({ colorScheme, viewport: { width, height: 900 } })
      for (const [name, path] of seen([
        ['dashboard', '/admin/statistics'],
        ['statistics-module', '/admin/module-registry/crm?tab=statistics'],
      ])) {
        await page.goto(`${origin}${path}`)
        await drawn(2)
        await picture(page, `${name}-${colorScheme}-${width}`, { fullPage: true })
        expect(await violations(page), name).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).to.be.at.most(width)
      }
    })
})
