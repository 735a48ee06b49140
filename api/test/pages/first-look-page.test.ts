import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { seedHistory } from '../../src/authoring/seeding/seed-history.ts'
import { openPage, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'

describe('The page at a first look', () => {
  let origin: string
  let page: Page
  let complaints: string[]
  before(async function () {
    this.timeout(120_000)
    await onlyCrm()
    await seedHistory((await registry()).graph, 'crm')
    const endpoints = [
      { operation: 'melt', method: 'POST', path: '/crm/melt' },
      { operation: 'list', method: 'GET', path: '/crm/customers' },
    ]
    const body = { key: 'melting', type: 'action', operations: ['melt', 'list'], endpoints }
    expect((await send('/api/modules/crm/capabilities', { method: 'POST', body })).status).to.equal(201)
    const fresh = { key: 'fresh', name: 'Fresh' }
    expect((await send('/api/modules', { method: 'POST', body: fresh })).status).to.equal(201)
    origin = (await registry()).origin
  })
  const open = async (path: string) => {
    ;({ page, complaints } = await openPage())
    await page.goto(origin + path)
  }
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  it('says of an endpoint that it is not served, and only of that one', async () => {
    await open('/admin/module-registry/crm?tab=capabilities')
    await page.getByText('22 endpoints, 1 of them not served by this registry').waitFor()
    const rows = page.locator('tr').filter({ hasText: 'Not served here' })
    expect(await rows.count()).to.equal(1)
    expect(await rows.first().textContent()).to.include('/crm/melt')
    expect(await violations(page)).to.deep.equal([])
  })

  it('says in the list which modules came with example data', async () => {
    await open('/admin/module-registry')
    const row = (name: string) => page.locator('tbody tr').filter({ hasText: name })
    await row('CRM Module').waitFor()
    expect(await row('CRM Module').textContent()).to.match(/Healthy\s*example data/)
    expect(await row('Fresh').textContent()).not.to.include('example data')
  })

  it('says of an unknown health what it waits for, and of one that is an example that it is', async () => {
    await open('/admin/module-registry/fresh')
    await page.getByText('measured from 20 requests in 5 minutes on, 0 so far; no health URL is set').waitFor()
    await page.goto(`${origin}/admin/module-registry/crm`)
    await page.getByText('example data: all readings are good').waitFor()
  })

  it('marks the charts, and deletes the example data when that is confirmed', async () => {
    await open('/admin/module-registry/crm?tab=statistics')
    await page
      .getByRole('note')
      .getByText(/^[\d,]+ of the requests shown are example data/)
      .waitFor()
    await page.goto(`${origin}/admin/statistics?span=day`)
    await page
      .getByRole('note')
      .getByText(/^[\d,]+ of the requests shown are example data/)
      .waitFor()
    expect(await violations(page)).to.deep.equal([])
    await page.getByRole('button', { name: 'Delete example data' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete example data' }).click()
    await page.getByText('Nobody asked anything in this time').first().waitFor()
    expect(await page.getByRole('note').count()).to.equal(0)
    expect((await send('/api/modules/crm')).body).to.deep.include({ health: 'unknown', tags: ['sales', 'customers'] })
  })
})
