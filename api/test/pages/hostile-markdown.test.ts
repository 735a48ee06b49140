import { expect } from 'chai'
import MarkdownIt from 'markdown-it'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { parse } from 'yaml'
import { openPage, picture, violations } from '../support/browser.ts'
import { send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'

const attacks = parse(readFileSync(new URL('hostile-markdown.yaml', import.meta.url), 'utf8')) as Attack[]
interface Attack {
  name: string
  markdown: string
}
const markup = '</text></svg><img src=x onerror=hacked()>"><script>hacked()</script>'

let origin: string

/** A page that tells what has run in it, and what it has asked for elsewhere. */
async function watched(options: object = {}) {
  const { page, complaints } = await openPage(options)
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) elsewhere.push(request.url())
  })
  await page.addInitScript('window.hacked = () => { window.wasHacked = true }')
  return { page, complaints, elsewhere }
}

/** Whatever could run, fetch or lead elsewhere than a link may, in a part of the page. */
const activeIn = (page: Page, part: string): Promise<string[]> =>
  page.evaluate(`[
    ...(window.wasHacked ? ['it has run'] : []),
    ...[...document.querySelectorAll('${part} *')].flatMap((element) => [
      ...(/^(script|iframe|frame|object|embed|img|image|video|audio|source|form|input|button|style|link|meta|base|math|animate|foreignobject)$/i.test(element.localName) ? [element.outerHTML.slice(0, 200)] : []),
      ...[...element.attributes].filter(({ name }) => /^on|^style$|^src|^formaction$|^data$/i.test(name)).map(({ name, value }) => name + '=' + value),
      ...(element.hasAttribute('href') && !['http:', 'https:', 'mailto:'].includes(element.protocol) ? [element.getAttribute('href')] : []),
    ]),
  ]`)

describe('Hostile Markdown', function () {
  this.timeout(180_000)

  before(async () => {
    await onlyCrm()
    ;({ origin } = await registry())
    const description = attacks
      .map(({ markdown }) => markdown)
      .join('\n\n')
      .slice(0, 20_000)
    await send('/api/modules', {
      method: 'POST',
      body: { key: 'hostile', name: markup.slice(0, 100), description, owner: markup, tags: ['<b>'] },
    })
    const configurations = [
      ...attacks.map(({ markdown }, at) => ({
        key: `h-${at}`,
        configType: at % 9 === 0 ? 'relationship' : 'usage',
        documentation: markdown,
      })),
      { key: 'purpose', configType: 'usage', documentation: description },
    ]
    for (const body of configurations) {
      const { status } = await send('/api/modules/hostile/configurations', { method: 'POST', body })
      expect(status).to.equal(201)
    }
    const texts = attacks.map(({ markdown }) => markdown.replace(/\p{C}|\s+/gu, ' ').trim())
    for (const [at, text] of texts.entries()) {
      const body = { key: `attack-${at}`, name: text.slice(0, 100), description: text, type: 'action' }
      expect((await send('/api/modules/hostile/capabilities', { method: 'POST', body })).status, text).to.equal(201)
    }
    const shown = texts.map((text, at) => [
      `v${at}`,
      { title: text, description: text, default: text, examples: [text] },
    ])
    const all = {
      schema: { type: 'object', properties: Object.fromEntries(shown) as object },
      values: Object.fromEntries(texts.map((text, at) => [`v${at}`, text])),
      documentation: description,
    }
    await send('/api/modules/hostile/configurations', {
      method: 'POST',
      body: { key: 'all', configType: 'api', ...all },
    })
    const schema = { title: markup, properties: { [markup]: { description: markup, default: markup } } }
    await send('/api/modules/hostile/configurations', {
      method: 'POST',
      body: { key: 'set', configType: 'api', schema, values: { [markup]: markup } },
    })
    const entity = {
      name: 'Thing',
      label: markup,
      description: markup,
      fields: [{ name: 'a', type: 'text', label: markup, description: markup }],
    }
    await send('/api/modules/hostile/entities', { method: 'POST', body: entity })
    const relationship = { type: 'dependency', source: 'module:crm', target: 'module:hostile', description: markup }
    expect((await send('/api/relationships', { method: 'POST', body: relationship })).status).to.equal(201)
  })

  it('is a list of at least fifty', () => expect(attacks).to.have.length.above(49))

  it('does nothing in docs.md, even where HTML is allowed and addresses become links', async () => {
    const text = await (await fetch(`${origin}/api/modules/hostile/docs.md`)).text()
    const trusting = new MarkdownIt({ html: true, linkify: true })
    trusting.validateLink = () => true
    const elements = trusting.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])])
    expect(elements.filter(({ type }) => type.startsWith('html')).map(({ content }) => content)).to.deep.equal([])
    const { page, elsewhere } = await watched()
    await page.goto(`${origin}/livez`)
    await page.setContent(`<main>${trusting.render(text)}</main>`)
    expect(await activeIn(page, 'main')).to.deep.equal([])
    expect(elsewhere).to.deep.equal([])
    for (const { markdown } of attacks.filter(({ markdown }) => markdown.startsWith('<script')))
      expect(text, markdown).to.include(markdown.split('<')[1])
    await page.context().close()
  })

  for (const colorScheme of ['light', 'dark'] as const)
    it(`does nothing in the page without a script, which axe accepts, ${colorScheme}`, async () => {
      const { page, complaints, elsewhere } = await watched({ colorScheme })
      for (const module of ['hostile', 'crm']) {
        await page.goto(`${origin}/docs/modules/${module}`)
        expect(await activeIn(page, 'body')).to.deep.equal([])
        expect(await violations(page)).to.deep.equal([])
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 900 })
          const isWider = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
          expect(isWider, `${module} at ${width}`).to.equal(false)
          await picture(page, `docs-${module}-${colorScheme}-${width}`, { fullPage: module === 'crm' })
        }
      }
      expect([elsewhere, complaints]).to.deep.equal([[], []])
      await page.context().close()
    })

  it('does nothing where the web page shows it', async () => {
    const { page, complaints, elsewhere } = await watched()
    await page.goto(`${origin}/admin/module-registry/hostile?tab=configuration`)
    await page.locator('.markdown').nth(40).waitFor({ state: 'attached' })
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`)
    expect(await activeIn(page, '.markdown')).to.deep.equal([])
    expect(await page.locator('.markdown').filter({ hasText: '<script>hacked()</script>' }).count()).to.be.above(3)
    expect([elsewhere, complaints]).to.deep.equal([[], []])
    await picture(page, 'markdown-hostile-light-1280')
    await page.goto(`${origin}/admin/module-registry/crm?tab=configuration&part=recipes`)
    await page.getByText('Leads that nobody has called').waitFor()
    await page.getByRole('heading', { name: 'purpose' }).click()
    const link = page.getByRole('link', { name: 'Invoicing' })
    expect(await link.getAttribute('href')).to.equal('/admin/module-registry/invoicing')
    await picture(page, 'markdown-crm-light-1280')
    await page.context().close()
  })

  it('is shown as GitHub shows it, in the documentation and on the page, each anchor for itself', async () => {
    await send('/api/modules', { method: 'POST', body: { key: 'written', name: 'Written' } })
    const documentation = [
      '# Setting up',
      '[![build](https://elsewhere.example/b.svg)](https://ci.example/) and www.example.org or so[^1]',
      '- [ ] open\n- [x] done',
      '[up](#setting-up)',
      '```mermaid\ngraph TD; A-->B\n```',
      '[^1]: A note.',
    ].join('\n\n')
    for (const key of ['recipes', 'limits']) {
      const body = { key, configType: 'usage', documentation }
      expect((await send('/api/modules/written/configurations', { method: 'POST', body })).status).to.equal(201)
    }
    const { page, complaints, elsewhere } = await watched()
    for (const [path, part] of [
      ['/docs/modules/written', 'main'],
      ['/admin/module-registry/written?tab=configuration', '.markdown'],
    ] as const) {
      await page.goto(`${origin}${path}`)
      await page.locator(`${part} sup`).nth(1).waitFor({ state: 'attached' })
      await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`)
      const found = await page.evaluate<Record<string, unknown>>(`(() => {
        const all = [...document.querySelectorAll('${part} *')]
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
        const links = all.filter(({ localName }) => localName === 'a')
        return {
          twice: ids.filter((id, at) => ids.indexOf(id) !== at),
          nowhere: links.map((one) => one.getAttribute('href')).filter((href) => href.startsWith('#') && !document.getElementById(href.slice(1))),
          slugs: all.filter(({ localName, id }) => /^h[1-6]$/.test(localName) && /setting-up/.test(id)).length,
          builds: links.filter((one) => one.textContent === 'build' && one.href === 'https://ci.example/').length,
          bare: links.filter((one) => one.href === 'http://www.example.org/').length,
          tasks: all.filter(({ localName, textContent }) => localName === 'li' && /^(☐ open|☑ done)$/.test(textContent.trim())).length,
          diagrams: all.filter(({ localName, textContent }) => localName === 'p' && textContent === 'Diagram in Mermaid:').length,
        }
      })()`)
      expect(found, path).to.deep.equal({ twice: [], nowhere: [], slugs: 2, builds: 2, bare: 2, tasks: 4, diagrams: 2 })
      await page.getByRole('link', { name: 'up', exact: true }).first().click()
      expect(new URL(page.url()).hash).to.match(/setting-up$/)
      if (part === 'main') expect(await violations(page)).to.deep.equal([])
    }
    expect([elsewhere, complaints]).to.deep.equal([[], []])
    await page.context().close()
  })

  it('does nothing as name, title, description, value or default, on any page', async () => {
    const { page, complaints, elsewhere } = await watched()
    const hostile = '/module-registry/hostile'
    const shows = (text: string | RegExp) => page.getByText(text).filter({ visible: true }).first().waitFor()
    for (const [path, text] of [
      ['/module-registry?q=onerror', 'onerror'],
      ...['overview', 'capabilities', 'entities', 'relationships', 'configuration', 'statistics', 'history'].map(
        (tab) => [`${hostile}?tab=${tab}`, '<script>hacked()</script>'] as const,
      ),
      [`${hostile}/edit`, '<script>hacked()</script>'],
      [`${hostile}/configuration/all`, 'The values fit the schema'],
      [`${hostile}/configuration/all?tab=documentation`, '<script>hacked()</script>'],
      ['/graph?focus=module:hostile&level=capability', 'onerror'],
      ['/activity', /attack-\d+/],
    ] as const) {
      await page.goto(`${origin}/admin${path}`)
      await shows(text)
      expect(await page.evaluate('window.wasHacked === undefined'), path).to.equal(true)
    }
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('onerror')
    await page.getByRole('dialog').getByRole('option').filter({ hasText: 'onerror' }).first().waitFor()
    await picture(page, 'palette-hostile-light-1280')
    expect(await page.evaluate('window.wasHacked === undefined')).to.equal(true)
    expect([elsewhere, complaints]).to.deep.equal([[], []])
    await page.context().close()
  })
})
