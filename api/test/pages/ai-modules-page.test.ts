import { expect } from 'chai'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { appearances, openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { anotherRegistry, onlyCrm } from '../support/database.ts'
import { create, document, draftIn } from '../support/drafts.ts'
import { says } from '../support/language-model.ts'

const attack = `<img src=x onerror="window.hacked = 1">`
const noEmail = {
  version: '1.0',
  patchId: 'no-email',
  timestamp: '2026-02-01T00:00:00Z',
  actor: 'human',
  scope: 'object',
  operation: 'remove',
  target: { type: 'field', identifier: 'Customer.email' },
  payload: {},
  module: { key: 'crm' },
}

describe('The page of AI modules', () => {
  let model: Server
  let origin: string
  let page: Page
  let complaints: string[]

  const go = (path = '') => page.goto(`${origin}/admin/ai-modules${path}`)
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const dialogButton = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true })
  const actAs = async (name: string) => {
    await page.getByLabel('You are').fill(name)
    await page.getByLabel('You are').press('Enter')
  }
  /** What the registry keeps now of the draft that is open. */
  const kept = async () => (await send(`/api/ai-modules/${new URL(page.url()).pathname.split('/').at(-1)}`)).body

  before(async () => {
    model = createServer((_request, response) => says(document())(response, undefined as never, _request))
    await once(model.listen(0, '127.0.0.1'), 'listening')
    const { port } = model.address() as AddressInfo
    ;({ origin } = await anotherRegistry({ baseUrl: `http://127.0.0.1:${port}/v1`, model: 'test-model', limits: {} }))
  })
  after(() => model.close())
  beforeEach(async () => {
    await onlyCrm()
    ;({ page, complaints } = await openPage())
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })

  it('leads from words to a registered module, reviewed by somebody else', async function () {
    this.timeout(60_000)
    await go()
    await see('No AI module yet')
    await actAs('ann')
    await page.getByRole('link', { name: 'New AI module' }).click()
    await page.getByLabel('What shall the module do?').fill('A desk for tickets')
    await button('Write the document').click()
    // The first document of a database that has just started takes its time.
    await page.getByText('Version 1.0.0 (first version)').waitFor({ timeout: 40_000 })
    await page.locator('canvas').waitFor()
    expect((await kept()).author).to.equal('ann')
    await button('Test').click()
    await see('Ticket desk was tested')
    await button('Ask for a review').click()
    await see('It is reviewed by somebody else than ann')
    expect(await button('Approve').isDisabled()).to.equal(true)
    await actAs('bob')
    await button('Reject').click()
    expect(await dialogButton('Reject').isDisabled()).to.equal(true)
    await page.keyboard.press('Escape')
    await button('Approve').click()
    await page.getByRole('dialog').getByLabel('Comment').fill('Well done')
    await dialogButton('Approve').click()
    await see('Ticket desk is approved')
    await button('Publish').click()
    await dialogButton('Publish').click()
    await see('Ticket desk is published')
    expect((await send('/api/modules/tickets')).body.status).to.equal('active')
    await see(/This was applied in revision/)
    await page.getByRole('tab', { name: 'History' }).click()
    await see('Well done')
    await see('A desk for tickets')
    await button('Unpublish').click()
    await dialogButton('Unpublish').click()
    await see('Ticket desk is unpublished')
    expect((await send('/api/modules/tickets')).body.status).to.equal('inactive')
  })

  it('shows before anything is stored what a document changes and breaks, with the module before and after', async () => {
    await send('/api/modules', { method: 'POST', body: { key: 'shop', name: 'Shop' } })
    await send('/api/relationships', {
      method: 'POST',
      body: {
        type: 'dependency',
        source: 'module:shop',
        target: 'capability:crm/customer-crud',
        operations: ['read'],
        fields: ['email'],
      },
    })
    await go('/new?from=document')
    await page.getByRole('textbox', { name: 'Patch document' }).fill('{"version": ')
    await see(/Not valid JSON/)
    expect(await button('Keep as a draft').isDisabled()).to.equal(true)
    await page.locator('input[type=file]').setInputFiles({
      name: 'no-email.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(noEmail)),
    })
    await button('Keep as a draft').click()
    await see('Version 1.0.0 → 2.0.0 (major)')
    await see('Security level L2: asks for a confirmation')
    const broken = page.locator('section.card', { has: page.getByRole('heading', { name: 'What breaks' }) })
    expect(await broken.textContent())
      .to.match(/module:?shop|shop/)
      .and.include('email')
    await page.getByText('fields.email').first().waitFor()
    await page.locator('canvas').nth(1).waitFor()
    expect(await page.locator('canvas').count()).to.equal(2)
    await button('Test').click()
    await page.getByRole('tab', { name: 'Tests' }).click()
    await see('Preview: Failed')
    await page.getByLabel('Accept that 1 consumer breaks').check()
    await button('Test').click()
    await see('Preview: Passed')
    expect((await kept()).state).to.equal('tested')
  })

  it('lists drafts by state, with the state in the address', async () => {
    const rejected = await draftIn('rejected')
    await draftIn('published', { document: document({ patchId: 'a', module: { key: 'a', name: 'Of a' } }) })
    await go()
    await see('2 of 2 AI modules')
    await button('Rejected').click()
    await page.waitForURL(/state=rejected/)
    await see('1 of 1 AI modules')
    await page.getByRole('link', { name: 'Ticket desk' }).click()
    await page.waitForURL(new RegExp(rejected))
    await page.goBack()
    await see('1 of 1 AI modules')
  })

  it('keeps a change of the document that is not saved, and says when somebody else was faster', async () => {
    const { id } = (await create()).body
    await go(`/${id}?tab=document`)
    const text = page.getByRole('textbox', { name: 'Patch document' })
    const changed = JSON.stringify(document({ module: { key: 'tickets', name: 'Desk' } }))
    await text.fill(changed)
    const asked = new Promise<string>((resolve) =>
      page.once('dialog', (dialog) => {
        resolve(dialog.message())
        void dialog.dismiss()
      }),
    )
    await page.getByRole('link', { name: 'Modules', exact: true }).click()
    expect(await asked).to.include('unsaved changes')
    expect(await text.inputValue()).to.equal(changed)
    await send(`/api/ai-modules/${id}`, { method: 'PUT', body: { document: noEmail }, headers: { 'if-match': '*' } })
    await button('Save the document').click()
    await see('Somebody else changed it in the meantime')
    expect(await text.inputValue()).to.equal(changed)
    await button('Dismiss').click()
    await button('Save the document').click()
    await see('Ticket desk is saved and has to be tested again')
    expect((await kept()).document).to.deep.equal(JSON.parse(changed))
    expect(complaints.splice(0)).to.satisfy((all: string[]) => all.every((one) => one.includes('412')))
  })

  it('says why no document is written, and that one can be brought', async () => {
    ;({ origin: bare } = await anotherRegistry())
    await page.goto(`${bare}/admin/ai-modules/new`)
    await page.getByLabel('What shall the module do?').fill('A desk for tickets')
    await button('Write the document').click()
    await see(/no language model is configured: set LLM_BASE_URL/)
    expect(complaints.splice(0)).to.have.length(1)
  })
  let bare: string

  describe('in both themes and widths', () => {
    for (const { colorScheme, width, seen } of appearances)
      it(`satisfies axe and fits, ${colorScheme}, ${width} wide`, async function () {
        this.timeout(60_000)
        const id = await draftIn('pending_review', { document: document(), title: attack, prompt: attack })
        await create({ document: noEmail })
        await page.context().close()
        ;({ page, complaints } = await openPage({ colorScheme, viewport: { width, height: 900 } }))
        const views: [name: string, path: string, ready: string | RegExp][] = [
          ['ai-modules', '', '2 of 2 AI modules'],
          ['ai-module-new', '/new', 'Write the document'],
          ['ai-module-new-document', '/new?from=document', 'Keep as a draft'],
          ['ai-module', `/${id}`, 'What changes'],
          ['ai-module-document', `/${id}?tab=document`, 'Save the document'],
          ['ai-module-tests', `/${id}?tab=tests`, 'Schema: Passed'],
          ['ai-module-history', `/${id}?tab=history`, 'What was asked'],
        ]
        for (const [name, path, ready] of seen(views)) {
          await go(path)
          await see(ready)
          if (name === 'ai-module') await page.locator('canvas').waitFor()
          await picture(page, `${name}-${colorScheme}-${width}`, { fullPage: true })
          expect(await violations(page), name).to.deep.equal([])
          expect(await page.evaluate('document.documentElement.scrollWidth'), name).to.be.at.most(width)
          expect(await page.evaluate('window.hacked'), name).to.equal(undefined)
        }
      })
  })
})
