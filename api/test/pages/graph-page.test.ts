import { expect } from 'chai'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { appearances, openPage, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { allSamples, cypher } from '../support/database.ts'

const artifacts = fileURLToPath(new URL('../../../artifacts/', import.meta.url))

let origin: string
let page: Page
let complaints: string[]

const go = (query = '') => page.goto(`${origin}/admin/graph${query}`)
const diagram = (text: string | RegExp) => page.getByRole('group', { name: text }).waitFor()
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const press = (name: string | RegExp) => button(name).click()
const pick = (name: string) => page.getByRole('option', { name: new RegExp(`^${name} `) }).click()
const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
const address = () => decodeURIComponent(new URL(page.url()).search.replaceAll('+', ' '))
const addressHolds = (part: string) =>
  page.waitForURL((url) => decodeURIComponent(url.search.replaceAll('+', ' ')).includes(part))
const addressLacks = (part: string) =>
  page.waitForURL((url) => !decodeURIComponent(url.search.replaceAll('+', ' ')).includes(part))
const onlyFailedRequests = () =>
  expect(complaints.splice(0).filter((text) => !text.startsWith('Failed to load resource'))).to.deep.equal([])
const picture = (name: string) => page.screenshot({ path: `${artifacts}graph-${name}.png` })

describe('The page of the graph', () => {
  before(async function () {
    this.timeout(120_000)
    origin = (await allSamples()).origin
  })
  beforeEach(async () => {
    ;({ page, complaints } = await openPage({ viewport: { width: 1440, height: 900 } }))
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints.splice(0)).to.deep.equal([])
  })

  it('is narrowed by focus, steps, direction, type and status, all in the address', async () => {
    await go()
    await diagram(/Diagram of All modules: 9 nodes/)
    await picture('all')
    await page.getByRole('combobox', { name: 'Focus' }).last().fill('Identity')
    await page.keyboard.press('Enter')
    await addressHolds('focus=identity')
    await diagram(/: 6 nodes/)
    await page.goBack()
    await diagram(/: 9 nodes/)
    await go('?focus=identity&direction=incoming&types=dependency')
    await diagram(/: 5 nodes, 5 lines/)
    await go('?focus=identity&direction=incoming&types=dependency&depth=3')
    await diagram(/: 7 nodes, 8 lines/)
    await go('?status=inactive')
    await diagram(/: 0 nodes/)
  })

  it('grows around a node, by search and page, collapses, dismisses and keeps, and back undoes each', async () => {
    await go('?focus=shipping&types=dependency')
    await diagram(/: 4 nodes/)
    await pick('Inventory')
    await press(/^\+\d+ of \d+$/)
    const around = page.getByRole('region', { name: 'Around Inventory' })
    await around.getByText('1 to 5 of 5').waitFor()
    await around.getByLabel('Search among them').fill('ident')
    await around.getByRole('button', { name: 'Add Identity' }).click()
    await addressHolds('open=module:inventory module:identity')
    await diagram(/: 5 nodes/)
    await picture('expanded')
    await around.getByLabel('Search among them').fill('')
    await press(/^Add all/)
    await diagram(/: 8 nodes/)
    await press('Collapse')
    await diagram(/: 4 nodes/)
    await page.goBack()
    await diagram(/: 8 nodes/)
    await pick('Support desk')
    await press('Dismiss')
    await diagram(/: 7 nodes/)
    await pick('Identity')
    await press('Dismiss others')
    await addressHolds('only=')
    await page.reload()
    await diagram(/: [234] nodes/)
    await press('Reset the view')
    await addressLacks('only=')
    await diagram(/: 4 nodes/)
  })

  it('is grouped by owner or type; groups open and close from picture, legend, list and key', async () => {
    await go('?types=dependency')
    await diagram(/: 9 nodes/)
    await page.getByRole('combobox', { name: 'Group by' }).click({ force: true })
    await page.getByRole('option', { name: 'Type' }).click()
    await addressHolds('group=type')
    await diagram(/: 4 nodes/)
    const groups = page.getByRole('group', { name: 'Groups' })
    expect(await groups.getByRole('button').allTextContents()).to.have.length(4)
    await picture('groups')
    await groups.getByRole('button', { name: /CRUD 3/ }).click()
    await addressHolds('apart=group:type/crud')
    await diagram(/: 6 nodes/)
    await picture('group-open')
    await pick('Inventory')
    await addressHolds('node=module:inventory')
    await page.keyboard.press('a')
    await diagram(/: 4 nodes/)
    await page.getByRole('option', { name: /^CRUD/, selected: true }).waitFor()
    await page.goBack()
    await diagram(/: 6 nodes/)
    await page.getByLabel('Find in the diagram').fill('shipping')
    await see(/^0 of 1$/)
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: /^Workflow/, selected: true }).waitFor()
    await press('Open the group')
    await diagram(/: 9 nodes/)
  })

  it('finds nodes, walks through the hits, and pins by hand and by key', async () => {
    await go()
    await diagram(/: 9 nodes/)
    await page.keyboard.press('/')
    await page.keyboard.type('in')
    await see(/^0 of \d|^No hit/)
    await page.keyboard.press('Enter')
    await see(/^1 of \d/)
    const first = address()
    await page.keyboard.press('Enter')
    await see(/^2 of \d/)
    expect(address()).to.not.equal(first)
    await page.keyboard.press('Shift+Enter')
    await see(/^1 of \d/)
    await page.getByRole('listbox', { name: 'Nodes' }).focus()
    await page.keyboard.press('p')
    await addressHolds('pin=module:')
    await button('Unpin').waitFor()
    await page.keyboard.press('p')
    await addressLacks('pin=')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('shows the way between two, what a change affects step by step, and cycles', async () => {
    await go('?types=dependency')
    await diagram(/: 9 nodes/)
    await pick('Invoicing')
    await press('Way from here')
    await pick('Identity')
    await press('Way to here')
    await see('Invoicing reaches Identity in 2 steps')
    await picture('trace')
    await press('Its impact')
    await see('6 modules are affected by a change of Identity')
    await diagram(/: 7 nodes, 6 lines/)
    for (const ring of ['1 step: 4 modules', '2 steps: 2 modules']) await see(ring)
    await picture('impact')
    await press('Cycles')
    await see('1 cycle')
    await press(/Analytics → Marketing → Analytics|Marketing → Analytics → Marketing/)
    await addressHolds('cycle=0')
    await picture('cycles')
    await page.reload()
    await see('1 cycle')
  })

  it('lays health over the picture, with the root cause of what is ill', async () => {
    await cypher(`MATCH (m:Module {key: 'identity'}) SET m.health = 'error'`)
    await go('?mode=health')
    await see('1 root cause')
    await see(/affects \d modules?/)
    await picture('health')
    await cypher(`MATCH (m:Module {key: 'identity'}) SET m.health = 'unknown'`)
  })

  it('tells what depends on the customers of the CRM, from their name alone', async () => {
    await page.goto(`${origin}/admin/module-registry`)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Find and do' }).getByRole('combobox').fill('customer')
    await page.getByRole('option').filter({ hasText: 'entity:crm/Customer' }).first().click()
    const customer = page.getByRole('listitem').filter({ hasText: /^Customer \(/ })
    await customer.getByRole('link', { name: 'What depends on it' }).click()
    await see(/modules are affected by a change of Customer/)
    const { body } = await send('/api/graph/impact?of=entity:crm/Customer')
    const capability = await send('/api/graph/impact?of=capability:crm/customer-crud')
    expect(body.of).to.deep.equal({ ref: 'entity:crm/Customer', name: 'Customer' })
    const nobody = await send('/api/graph/impact?of=entity:crm/Nobody')
    expect(nobody.status).to.equal(404)
    expect(nobody.body.detail).to.equal('there is no entity or endpoint entity:crm/Nobody')
    expect(body.within).to.include.members(capability.body.within)
    expect(body.total).to.be.at.least(capability.body.total).and.at.least(1)
    await diagram(new RegExp(`: ${body.total + 1} nodes`))
    await picture('impact-customer')
    await go('?level=part&focus=crm')
    await page.getByRole('option', { name: 'Customer Entity' }).click()
    await press('Its impact')
    await see(/modules are affected by a change of Customer/)
  })

  it('says when nothing has the name, and leads back', async () => {
    await go('?focus=nowhere')
    await see('Nothing is called nowhere')
    await press('Show everything')
    await diagram(/: 9 nodes/)
    await page.getByRole('combobox', { name: 'Focus' }).last().fill('customer rec')
    await page.getByRole('option').filter({ hasText: 'capability:crm/customer-crud' }).click()
    await addressHolds('focus=capability:crm/customer-crud')
    onlyFailedRequests()
  })

  it('relates two nodes, and shows the cycle that a refused one would close', async () => {
    await go('?types=dependency')
    await diagram(/: 9 nodes, 14 lines/)
    const relate = async (from: string, to: string) => {
      await pick(from)
      await press('Relate from here')
      await pick(to)
      await press('Relate to here')
      await page.getByRole('dialog', { name: 'Relate' }).getByRole('button', { name: 'Relate' }).click()
    }
    await relate('Analytics', 'Identity')
    await diagram(/: 9 nodes, 15 lines/)
    await relate('Identity', 'Support desk')
    await page
      .getByRole('alert')
      .getByText(/Refused: it would close the cycle Identity → .*Support desk/)
      .waitFor()
    await picture('refused')
    expect(complaints.splice(0).every((text) => text.includes('409'))).to.equal(true)
  })

  it('relates two nodes by keyboard alone', async () => {
    await go('?types=dependency')
    await diagram(/: 9 nodes/)
    const list = page.getByRole('listbox', { name: 'Nodes' })
    await list.focus()
    const names = await list.locator('.label').allTextContents()
    const stepTo = async (wanted: string) => {
      await page.keyboard.press('Home')
      for (const name of names) {
        await list.getByRole('option', { name: new RegExp(`^${name} `), selected: true }).waitFor()
        if (name === wanted) return
        await page.keyboard.press('ArrowDown')
      }
    }
    await stepTo('Marketing')
    await page.keyboard.press('r')
    await see('Marketing is related to the module that you choose next')
    await page.keyboard.press('Escape')
    await page.getByText('Marketing is related to').waitFor({ state: 'detached' })
    await page.keyboard.press('r')
    await stepTo('Invoicing')
    await page.keyboard.press('r')
    const relate = page.getByRole('dialog', { name: 'Relate' })
    await relate.getByText('Marketing … Invoicing').waitFor()
    await relate.getByText(/would take it|would be refused/).waitFor()
    await page.keyboard.press('Escape')
    await relate.waitFor({ state: 'hidden' })
    await page.getByText('Marketing is related to').waitFor({ state: 'detached' })
  })

  it('draws a relationship with the mouse, tells the cycle that a refused one would close, and takes one away with undo', async () => {
    const [left, right] = ['module:notifications -120 0', 'module:marketing 120 0']
    await go(`?types=dependency&only=module:notifications&only=module:marketing&pin=${left}&pin=${right}`)
    await diagram(/: 2 nodes, 1 line$/)
    const { x, y, width, height } = (await page.locator('canvas').boundingBox())!
    const dragged = async (from: number, to: number) => {
      await press('Draw a relationship')
      await see('Drag from one node to the other')
      const ends = [from, to].map((side) => x + width / 2 + side * 144)
      await page.mouse.move(ends[0]!, y + height / 2)
      await page.mouse.down()
      await page.mouse.move(ends[1]!, y + height / 2, { steps: 8 })
      await page.mouse.up()
    }
    const relate = page.getByRole('dialog', { name: 'Relate' })
    await dragged(-1, 1)
    await relate.getByText('Notifications … Marketing').waitFor()
    await relate.getByText(/It would be refused/).waitFor()
    await relate.getByRole('button', { name: 'Relate' }).click()
    await page
      .getByRole('alert')
      .getByText(/cycle .*Notifications.*Marketing.*Notifications/)
      .waitFor()
    await picture('refused-drawn')
    expect(complaints.splice(0).every((text) => text.includes('409'))).to.equal(true)
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()

    await go(`?only=module:notifications&only=module:marketing&pin=${left}&pin=${right}`)
    await diagram(/: 2 nodes/)
    await dragged(-1, 1)
    await relate.getByLabel('sends data to').check()
    await relate.getByRole('button', { name: 'Relate' }).click()
    await see('The relationship is there')
    onlyFailedRequests()
    const flows = async () =>
      (await send('/api/relationships?module=notifications&type=data-flow')).body.items.filter(
        ({ target }: { target: string }) => target === 'module:marketing',
      )
    expect(await flows()).to.have.length(1)
    await pick('Notifications')
    await press(/Take away: Notifications sends data to Marketing/)
    await see(/^Taken away/)
    expect(await flows()).to.deep.equal([])
    await press('Undo')
    await button(/Take away: Notifications sends data to Marketing/).waitFor()
    expect(await flows()).to.have.length(1)
    await press(/Take away: Notifications sends data to Marketing/)
    await see(/^Taken away/)
  })

  it('is kept under a name, opened, renamed, linked and deleted', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await go('?types=dependency&group=type')
    await diagram(/: 4 nodes/)
    await press('Views')
    await see('No view is kept yet')
    await press('Keep this view')
    const dialog = page.getByRole('dialog', { name: 'Keep the view' })
    await dialog.getByLabel('Name of the view').fill('Layers by type')
    await dialog.getByLabel('Everybody').check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await see('Layers by type is kept')
    await go()
    await diagram(/: 9 nodes/)
    await press('Views')
    await press('Copy link to Layers by type')
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).to.equal(
      `${origin}/admin/graph?types=dependency&group=type`,
    )
    await page.getByRole('link', { name: 'Layers by type' }).click()
    await diagram(/: 4 nodes/)
    await page.goBack()
    await diagram(/: 9 nodes/)
    await press('Views')
    await press('Change Layers by type')
    await dialog.getByLabel('Name of the view').fill('Layers')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await see('Layers is kept')
    const { body } = await send('/api/views?page=graph')
    expect(body.items[0]).to.deep.include({ name: 'Layers', parameters: 'types=dependency&group=type', rev: 2 })
    await press('Views')
    await page.getByRole('link', { name: 'Layers' }).waitFor()
    await page.waitForTimeout(300) // the menu comes in gently, and half seen its colours are faint
    expect(await violations(page)).to.deep.equal([])
    await picture('views')
    await press('Change Layers')
    await dialog.getByRole('button', { name: 'Delete the view' }).click()
    await page.getByRole('dialog', { name: 'Delete the view' }).getByRole('button', { name: 'Delete the view' }).click()
    await see('Layers is deleted')
    expect((await send('/api/views')).body.total).to.equal(0)
  })

  it('moves nothing when the registry changes, and shows what is new', async () => {
    await go()
    await diagram(/: 9 nodes/)
    const placesOf = async () => (await (await fetch(`${origin}/api/graph?limit=2000`)).json()).nodes
    const before = await placesOf()
    await send('/api/modules', { method: 'POST', body: { key: 'new-one', name: 'New one' } })
    await diagram(/: 10 nodes/)
    const now = new Map(
      (await placesOf()).map(({ id, x, y }: { id: string; x: number; y: number }) => [id, `${x} ${y}`]),
    )
    for (const { id, x, y } of before) expect(now.get(id)).to.equal(`${x} ${y}`)
  })

  it('is taken along as picture and as text, just as it is seen', async () => {
    await go('?focus=shipping&types=dependency')
    await diagram(/: 4 nodes/)
    const taken = async (form: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), press(form)])
      return readFile(await download.path())
    }
    await press('Take it along')
    expect((await taken('PNG')).subarray(1, 4).toString()).to.equal('PNG')
    const svg = (await taken('SVG')).toString()
    expect(svg).to.match(/^<svg/)
    await writeFile(`${artifacts}graph.svg`, svg)
    for (const name of ['Shipping', 'Inventory', 'Support desk']) expect(svg).to.include(name)
    expect(svg).to.not.include('Marketing')
    expect((await taken('Mermaid')).toString()).to.match(/^flowchart LR[^]*Inventory/)
    expect((await taken('CSV')).toString().split('\r\n')).to.have.length(6)
    expect(JSON.parse((await taken('JSON')).toString()).nodes).to.have.length(4)
    await page.keyboard.press('Escape')
    await page.getByRole('img', { name: /Overview of the whole diagram/ }).click({ position: { x: 10, y: 10 } })
    await press('Full screen')
    await page.waitForFunction('document.fullscreenElement !== null')
  })

  for (const { colorScheme, width } of appearances)
    it(`satisfies axe and fits, ${colorScheme}, ${width} wide`, async () => {
      await page.context().close()
      ;({ page, complaints } = await openPage({ colorScheme, viewport: { width, height: 800 } }))
      await go('?node=module:crm&mode=health')
      await diagram(/nodes/)
      await see('Collapse')
      await see(/root cause|No module makes/)
      await page.screenshot({ path: `${artifacts}graph-${colorScheme}-${width}.png`, fullPage: true })
      expect(await violations(page)).to.deep.equal([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(width)
    })

  it('leaves no network, canvas or listener behind, however often it is opened', async function () {
    this.timeout(60_000)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable')
    const listeners = async () => {
      await cdp.send('HeapProfiler.collectGarbage')
      const { metrics } = await cdp.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'JSEventListeners')!.value
    }
    await page.goto(`${origin}/admin/ai-modules`)
    const visit = async () => {
      await page.getByRole('link', { name: 'Graph' }).click()
      await diagram(/nodes/)
      await page.getByRole('link', { name: 'AI modules' }).click()
      await see('No AI module yet')
      expect(await page.locator('canvas, .vis-tooltip, .vis-network').count()).to.equal(0)
    }
    // What the page makes once is there from the first visits on.
    for (let time = 0; time < 3; time++) await visit()
    const before = await listeners()
    for (let time = 0; time < 20; time++) await visit()
    expect(await listeners()).to.be.at.most(before)
  })
})
