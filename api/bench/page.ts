import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pino from 'pino'
import type { Page } from 'playwright-core'
import { createApp } from '../src/app.ts'
import { startEmbedded } from '../src/graph/embedded/embedded.ts'
import { connect, createGraph } from '../src/graph/graph.ts'
import { migrate } from '../src/graph/migrate.ts'
import { createServices } from '../src/features.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { loadSampleGraph } from './sample-graph.ts'

// Benchmark of the page with 2,000 modules and 5,000 relationships, in a browser with software rendering and an empty
// cache: time until the list is usable; in the diagram, time from the data to the first picture, between frames while
// it is moved, and from a click to the neighbours of a node.

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const [moduleCount, relationshipCount] = [2_000, 5_000]

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const print = (what: string, values: number[], limit: number) =>
  process.stdout.write(`${what.padEnd(48)} ${median(values).toFixed(0).padStart(6)} ms   wanted below ${limit} ms\n`)

/** Time from the start of the navigation until rows can be clicked and the browser is idle. */
const untilUsable = (page: Page) =>
  page.evaluate<number>(`new Promise((resolve) => {
    // Not requestAnimationFrame, which would slow down what is measured.
    const observer = new MutationObserver(() => look())
    const look = () => {
      if (!document.querySelector('tbody tr a')) return
      observer.disconnect()
      requestIdleCallback(() => resolve(performance.now()))
    }
    observer.observe(document, { childList: true, subtree: true })
    look()
  })`)

/** Time from the last byte of the data to the first frame with content on the canvas. */
const firstPicture = (page: Page) =>
  page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const canvas = document.querySelector('canvas')
      const data = performance.getEntriesByType('resource').find(({ name }) => name.includes('/api/graph?'))
      const isDrawn = data && canvas && canvas.width > 0 &&
        canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0)
      if (isDrawn) resolve(performance.now() - data.responseEnd)
      else requestAnimationFrame(look)
    }
    look()
  })`)

const recordFrames = (page: Page) =>
  page.evaluate(`{
    window.frames_ = []
    let last = performance.now()
    const next = (now) => {
      window.frames_.push(now - last)
      last = now
      if (!window.stopped_) requestAnimationFrame(next)
    }
    window.stopped_ = false
    requestAnimationFrame(next)
  }`)
const recorded = (page: Page) => page.evaluate<number[]>(`(window.stopped_ = true, window.frames_.slice(1))`)

async function framesWhileMoving(page: Page): Promise<number[]> {
  const box = (await page.locator('canvas').first().boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + 20]
  await recordFrames(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= 30; step++) await page.mouse.move(x + step * 6, y + step * 3)
  await page.mouse.up()
  for (let step = 0; step < 20; step++) await page.mouse.wheel(0, step < 10 ? -100 : 100)
  return recorded(page)
}

/** Time from the click on "Add all" until the diagram reports more nodes. */
async function expanding(page: Page, origin: string): Promise<number> {
  await page.goto(`${origin}/admin/graph?focus=module:module-1000`)
  await page.getByRole('group', { name: /^Diagram of/ }).waitFor()
  const more = page.getByRole('button', { name: /^\+\d+ of/ })
  for (const node of await page.getByRole('listbox', { name: 'Nodes' }).getByRole('option').all()) {
    await node.click()
    await page.getByRole('button', { name: 'Dismiss', exact: true }).waitFor()
    if (await more.isVisible()) break
  }
  await more.click()
  await page.getByRole('button', { name: /^Add all/ }).waitFor()
  return page.evaluate<number>(`new Promise((resolve) => {
    const label = () => document.querySelector('[aria-label^="Diagram of"]').getAttribute('aria-label')
    const [before, began] = [label(), performance.now()]
    const look = () => (label() === before ? requestAnimationFrame(look) : requestAnimationFrame(() => resolve(performance.now() - began)))
    ;[...document.querySelectorAll('button')].find(({ textContent }) => textContent.includes('Add all')).click()
    look()
  })`)
}

const dataDir = await mkdtemp(join(tmpdir(), 'registry-bench-'))
const neo4j = await startEmbedded({ dataDir, progress: () => {}, log: () => {} })
const driver = connect(neo4j.uri, neo4j.user, neo4j.password)
const graph = createGraph({ driver, deadline: 120_000 })
const browser = await launchChromium()
try {
  await migrate(driver)
  await loadSampleGraph(graph, moduleCount, relationshipCount)
  const app = createApp({ services: createServices(graph), graph, logger: pino({ level: 'silent' }), version: 'bench' })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // Exclude work of the database and the server after loading, and on the first requests.
  for (let asked = 0; asked < 20; asked++)
    await fetch(`${origin}/api/modules?sort=name&limit=20`).then((answer) => answer.text())
  await wait(10_000)
  /** The first round is a warm-up of the browser. The pause keeps the cleanup of a page from slowing down the next. */
  const measure = async (ask: (page: Page) => Promise<number[]>): Promise<number[][]> => {
    const answers: number[][] = []
    for (let round = 0; round <= rounds; round++) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      answers.push(await ask(page))
      await page.close()
      await wait(1_000)
    }
    return answers.slice(1)
  }
  const lists = await measure(async (page) => {
    await page.goto(`${origin}/admin/module-registry`, { waitUntil: 'commit' })
    return [await untilUsable(page)]
  })
  const frames: number[] = []
  const diagrams = await measure(async (page) => {
    await page.goto(`${origin}/admin/graph`)
    const picture = await firstPicture(page)
    frames.push(median(await framesWhileMoving(page)))
    return [picture, await expanding(page, origin)]
  })
  print('from the address to a list that can be used', lists.flat(), 1_000)
  print(
    'from the data to the first picture',
    diagrams.map(([picture]) => picture!),
    1_500,
  )
  print('from frame to frame while panning and zooming', frames.slice(1), 50)
  print(
    'expanding a node',
    diagrams.map(([, expansion]) => expansion!),
    300,
  )
  server.close()
  server.closeAllConnections()
} finally {
  await browser.close()
  await graph.close()
  await neo4j.stop()
  await rm(dataDir, { recursive: true, force: true })
}
