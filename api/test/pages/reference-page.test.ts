import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { appearances, openPage, picture, violations } from '../support/browser.ts'
import { onlyCrm, registry } from '../support/database.ts'

describe('The API reference', () => {
  let origin: string
  let page: Page
  let complaints: string[]

  before(async function () {
    this.timeout(120_000)
    await onlyCrm()
    origin = (await registry()).origin
  })
  afterEach(async () => {
    await page.context().close()
    expect(complaints).to.deep.equal([])
  })
  const open = async (path: string, options = {}) => {
    ;({ page, complaints } = await openPage(options))
    await page.goto(origin + path)
    await page.locator('.opblock').first().waitFor()
  }

  it('leads back to the registry and on to the interfaces of its modules, and answers what is tried', async () => {
    await open('/docs')
    const places = page.getByRole('navigation', { name: 'API' })
    expect(await places.locator('[aria-current=page]').textContent()).to.equal('Registry')
    await page.getByRole('button', { name: /GET .*\/api\/modules List modules/ }).click()
    await page.getByRole('button', { name: 'Try it out' }).click()
    await page.getByRole('button', { name: 'Execute' }).click()
    await page.getByText('"key": "crm"').first().waitFor()
    await places.getByRole('link', { name: 'Modules' }).click()
    await page.locator('.opblock').first().waitFor()
    expect(await places.locator('[aria-current=page]').textContent()).to.equal('Modules')
    await page.getByRole('link', { name: 'Module registry' }).click()
    await page.getByRole('link', { name: 'CRM Module' }).first().waitFor()
  })

  it('asks nobody but the registry', async () => {
    const asked: string[] = []
    ;({ page, complaints } = await openPage())
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    await page.goto(`${origin}/docs`)
    await page.locator('.opblock').first().waitFor()
    expect(new Set(asked)).to.deep.equal(new Set([origin]))
  })

  for (const { colorScheme, width } of appearances)
    it(`satisfies axe and fits, ${colorScheme}, ${width} wide, closed and open`, async function () {
      this.timeout(120_000)
      for (const path of ['/docs', '/docs/modules/crm/api']) {
        await open(path, { colorScheme, viewport: { width, height: 800 } })
        expect(await violations(page), path).to.deep.equal([])
        for (const method of ['get', 'post'])
          await page.locator(`.opblock-${method} .opblock-summary-control`).first().click()
        await page.getByRole('button', { name: 'Try it out' }).first().click()
        await page.getByRole('button', { name: 'Execute' }).waitFor()
        await picture(page, `reference-${colorScheme}-${width}`)
        expect(await violations(page), `${path}, opened`).to.deep.equal([])
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).to.be.at.most(width)
        if (path === '/docs') await page.context().close()
      }
    })
})
