import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { openPage } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'

describe('The page of a module with other names', () => {
  let origin: string
  let page: Page
  let complaints: string[]
  const path = (expected: string) => page.waitForURL((url) => url.pathname === `/admin/module-registry/${expected}`)

  before(async () => {
    await onlyCrm()
    origin = (await registry()).origin
  })
  beforeEach(async () => {
    ;({ page, complaints } = await openPage())
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  it('takes keys with digits and underscores, and aliases, in its form', async () => {
    await page.goto(`${origin}/admin/new-module`)
    await page.getByLabel('Key *', { exact: true }).fill('2nd petstore')
    await page.getByLabel('Name *', { exact: true }).fill('Pet store')
    await page.getByLabel('Aliases').fill('@pets/store\nold-petstore')
    await page.getByRole('button', { name: 'New module', exact: true }).click()
    await page.getByText('Starts with a letter (a-z) or digit').waitFor()
    await page.getByLabel('Key *', { exact: true }).fill('2nd_petstore')
    await page.getByRole('button', { name: 'New module', exact: true }).click()
    await path('2nd_petstore')
    const { body } = await send('/api/modules/2nd_petstore')
    expect(body.aliases).to.deep.equal(['@pets/store', 'old-petstore'])
  })

  it('shows the owners of a module, and its form edits them', async () => {
    for (const name of ['Sales', 'Ada']) await send('/api/owners', { method: 'POST', body: { name } })
    await send('/api/modules', { method: 'POST', body: { key: 'desk', name: 'Desk', owner: 'Sales' } })
    await page.goto(`${origin}/admin/module-registry/desk/edit`)
    const field = page.getByLabel('Owners')
    expect(await field.inputValue()).to.equal('sales owner')
    await field.fill('sales owner\nadda maintainer')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('names no owner; did you mean ada?').waitFor()
    expect(complaints.splice(0)).to.have.length(1) // the refused request
    await field.fill('sales\nada maintainer')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await path('desk')
    await page.getByText('(Maintainer)').waitFor()
    await page.getByRole('link', { name: 'ada', exact: true }).click()
    await page.getByRole('link', { name: 'Desk', exact: true }).waitFor()
  })

  it('is reached by an alias, and by links of texts to it', async () => {
    const documentation = 'See [the shop](module:@scope/shop).'
    await send('/api/modules', { method: 'POST', body: { key: 'shop', name: 'Shop', aliases: ['@scope/shop'] } })
    await send('/api/modules/shop/configurations', {
      method: 'POST',
      body: { key: 'purpose', configType: 'usage', documentation },
    })
    await page.goto(`${origin}/admin/module-registry/%40scope%2Fshop?tab=configuration`)
    await path('shop')
    expect(new URL(page.url()).search).to.equal('?tab=configuration')
    await page.getByRole('heading', { name: 'Shop' }).waitFor()
    await page.getByText('@scope/shop', { exact: true }).waitFor()
    await page.goto(`${origin}/admin/module-registry/shop/configuration/purpose?tab=documentation`)
    await page.getByRole('region', { name: 'Preview' }).getByRole('link', { name: 'the shop' }).click()
    await path('shop')
  })
})
