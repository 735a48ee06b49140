import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { appearances, openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'

describe('The forms of modules', () => {
  let origin: string
  let page: Page
  let complaints: string[]

  const go = (path: string) => page.goto(`${origin}/admin${path}`)
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const field = (name: string) => page.getByRole('textbox', { name, exact: name === 'Owner' })
  const dialog = (name: string) => page.getByRole('dialog', { name })
  const module = async (key: string) => (await send(`/api/modules/${key}`)).body
  const change = async (key: string, body: object) => {
    const { rev } = await module(key)
    const answer = await send(`/api/modules/${key}`, { method: 'PATCH', body, headers: { 'if-match': `"${rev}"` } })
    expect(answer.status).to.equal(200)
  }
  const onlyFailedRequests = () =>
    expect(complaints.splice(0).filter((text) => !text.startsWith('Failed to load resource'))).to.deep.equal([])

  before(async () => {
    await onlyCrm()
    origin = (await registry()).origin
    await send('/api/modules', { method: 'POST', body: { key: 'shop', name: 'Shop', owner: 'sales' } })
    await send('/api/relationships', {
      method: 'POST',
      body: { type: 'dependency', source: 'module:shop', target: 'capability:crm/customer-crud' },
    })
  })
  beforeEach(async () => {
    ;({ page, complaints } = await openPage())
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  it('create a module from what the contract knows of it, judged while it is typed and by the API', async () => {
    await go('/module-registry')
    await page.getByRole('link', { name: 'New module' }).click()
    await field('Key *').fill('Bad Key')
    await see('Starts with a letter (a-z)')
    await field('Key *').fill('crm')
    await page.getByText('Starts with a letter (a-z)').waitFor({ state: 'hidden' })
    await button('New module').click()
    await see('1 field is not valid yet')
    await see('Is needed')
    await page.waitForFunction(() => document.activeElement?.closest('[data-pointer="/name"]'))
    await field('Name *').fill('Help desk')
    await field('Tags').fill('support\nsupport')
    await page.getByText('Further facts').click()
    await field('Homepage').fill('nowhere')
    await see('An http or https address')
    await field('Homepage').fill('https://desk.example/')
    await button('New module').click()
    await see('must not contain duplicates')
    await picture(page, 'new-module-refused-light-1280', { fullPage: true })
    await field('Tags').fill('support\nurgent')
    await button('New module').click()
    await see('is taken')
    await field('Key *').fill('desk')
    await button('New module').click()
    await see('Help desk is registered')
    await page.getByRole('heading', { name: 'Help desk' }).waitFor()
    expect(await module('desk')).to.deep.include({ name: 'Help desk', tags: ['support', 'urgent'], owner: null })
    expect((await module('desk')).metadata).to.deep.equal({ homepage: 'https://desk.example/' })
    onlyFailedRequests()
  })

  it('change only what was changed, and take away what is emptied', async () => {
    await change('desk', { owner: 'support-team' })
    await go('/module-registry/desk/edit')
    await field('Description').fill('Tickets of customers')
    await page.getByText('Further facts').click()
    await field('Homepage').fill('')
    const sent = page.waitForRequest((request) => request.method() === 'PATCH')
    await button('Save').click()
    expect((await sent).postDataJSON()).to.deep.equal({
      description: 'Tickets of customers',
      metadata: { homepage: null },
    })
    await see('Help desk is saved')
    expect(await module('desk')).to.deep.include({ owner: 'support-team', metadata: {} })
  })

  it('show both versions when somebody else was faster, and lose neither silently', async () => {
    await go('/module-registry/desk/edit')
    await field('Name *').fill('My desk')
    await field('Description').fill('Mine')
    await change('desk', { name: 'Their desk', owner: 'others' })
    await button('Save').click()
    const asked = dialog('Somebody else was faster')
    await asked.getByText('Their desk').waitFor()
    expect(await asked.getByRole('button', { name: 'Save what is chosen' }).isDisabled()).to.equal(true)
    await picture(page, 'conflict-light-1280')
    expect(await violations(page)).to.deep.equal([])
    await asked.getByRole('button', { name: 'Back to my text' }).click()
    expect(await field('Name *').inputValue()).to.equal('My desk')
    await change('desk', { tags: ['later'] })
    const sent: string[] = []
    page.on('request', (request) => void (request.method() === 'PATCH' && sent.push(request.url())))
    await button('Save').click()
    await asked.getByRole('radio', { name: 'Yours for Name' }).check()
    await asked.getByRole('button', { name: 'Save what is chosen' }).click()
    await see('My desk is saved')
    // One that came too late, and one that is based on what came before it.
    expect(sent).to.have.length(2)
    expect(await module('desk')).to.deep.include({
      name: 'My desk',
      description: 'Mine',
      owner: 'others',
      tags: ['later'],
    })
    onlyFailedRequests()
  })

  it('begin with what the module is now, whatever the list has read', async () => {
    await go('/module-registry/desk')
    await see('My desk')
    await page.getByRole('link', { name: 'Modules', exact: true }).first().click()
    await page.getByRole('link', { name: 'My desk', exact: true }).waitFor()
    await change('desk', { owner: 'new-owner' })
    await page.getByRole('link', { name: 'My desk', exact: true }).click()
    await page.getByRole('link', { name: 'Edit My desk' }).click()
    await field('Owner').waitFor()
    expect(await field('Owner').inputValue()).to.equal('new-owner')
    await change('desk', { owner: 'others' })
  })

  it('ask before what was typed is lost', async () => {
    await go('/module-registry/desk')
    await page.getByRole('link', { name: 'Edit My desk' }).click()
    await field('Name *').fill('Never saved')
    let asked = 0
    page.on('dialog', (question) => void (asked++ ? question.accept() : question.dismiss()))
    await page.getByRole('link', { name: 'Statistics' }).click()
    expect(await field('Name *').inputValue()).to.equal('Never saved')
    await page.getByRole('link', { name: 'Statistics' }).click()
    await page.waitForURL('**/statistics*')
    expect(asked).to.equal(2)
    expect((await module('desk')).name).to.equal('My desk')
  })

  it('switch a module at once, and back when the API refuses', async () => {
    let answer = () => {}
    const held = new Promise<void>((resolve) => (answer = resolve))
    await page.route('**/api/modules/desk/status', async (route) => {
      await held
      await route.abort()
    })
    await go('/module-registry?q=desk')
    await button('Disable My desk').click()
    await button('Enable My desk').waitFor()
    answer()
    await see('My desk was not changed')
    await button('Disable My desk').waitFor()
    onlyFailedRequests()
  })

  it('delete a module only after showing who needs it and asking for its key; it can be taken back', async () => {
    await go('/module-registry/crm')
    await button('Delete').click()
    const asked = dialog('Delete CRM Module')
    await asked.getByText('One relationship leads here').waitFor()
    await asked.getByRole('link', { name: 'crm/customer-crud' }).waitFor()
    await picture(page, 'delete-light-1280')
    expect(await violations(page)).to.deep.equal([])
    const confirm = asked.getByRole('button', { name: 'Delete' })
    expect(await confirm.isDisabled()).to.equal(true)
    await asked.getByLabel('Type crm to delete').fill('crm')
    await confirm.click()
    await see('CRM Module is deleted')
    expect((await send('/api/modules/crm')).status).to.equal(404)
    await button('Undo').click()
    await see('Undone')
    await page.getByRole('link', { name: 'CRM Module', exact: true }).waitFor()
    expect((await send('/api/modules/crm/relationships')).body.total).to.equal(5)
  })

  for (const { colorScheme, width, seen } of appearances)
    it(`satisfy axe and fit, ${colorScheme}, ${width} wide`, async () => {
      await page.context().close()
      ;({ page, complaints } = await openPage({ colorScheme, viewport: { width, height: 800 } }))
      for (const path of seen(['/new-module', '/module-registry/crm/edit'])) {
        await go(path)
        await field('Description').waitFor()
        await page.getByText('Further facts').click()
        await picture(page, `${path.split('/').at(-1)}-form-${colorScheme}-${width}`, { fullPage: true })
        expect(await violations(page), path).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).to.be.at.most(width)
      }
    })
})
