import axe from 'axe-core'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page, PageScreenshotOptions } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { endings } from './endings.ts'
import { isFull } from './scale.ts'

// One browser for the process, started on first use.
let started: Promise<Browser> | undefined
endings.push(async () => (await started?.catch(() => undefined))?.close())

/** A page with nothing remembered, and everything that the browser complains about while it is open. */
export async function openPage(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  started ??= launchChromium()
  const browser = await started
  // A menu that still moves on a busy machine may be somewhere else between the press and the release of the mouse.
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  return { page, complaints }
}

/**
 * How a page is looked at: in each theme and width. The quick run takes two of the four, and in each of them every second
 * of the `seen` views.
 */
export const appearances = (['light', 'dark'] as const)
  .flatMap((colorScheme) => [1280, 390].map((width) => ({ colorScheme, width })))
  .filter(({ colorScheme, width }) => isFull || (colorScheme === 'light') === (width === 1280))
  .map((appearance, turn) => ({
    ...appearance,
    seen: <View>(views: readonly View[]) => views.filter((_, index) => isFull || index % 2 === turn),
  }))

const artifacts = fileURLToPath(new URL('../../../artifacts/', import.meta.url))

/** Keeps the page as it is now as a picture for people to look at, in the long run: nothing is compared with it. */
export async function picture(page: Page, name: string, options: PageScreenshotOptions = {}): Promise<void> {
  if (isFull) await page.screenshot({ ...options, path: `${artifacts}${name}.png` })
}

/** What axe has against the page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate<string[]>(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; ')))`,
  )
}

/** How many pixels of the first canvas have a colour, such as `#3949ab`, and where their middle is on the page. */
export function pixelsOf(page: Page, color: string): Promise<{ count: number; x: number; y: number }> {
  return page.evaluate(`(() => {
    const canvas = document.querySelector('canvas')
    const wanted = parseInt('${color.slice(1)}', 16)
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
    copy.drawImage(canvas, 0, 0)
    const { data, width } = copy.getImageData(0, 0, canvas.width, canvas.height)
    let [count, x, y] = [0, 0, 0]
    for (let at = 0; at < data.length; at += 4) {
      if (((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]) !== wanted || data[at + 3] === 0) continue
      count++
      x += (at / 4) % width
      y += Math.floor(at / 4 / width)
    }
    const { left, top, width: shown } = canvas.getBoundingClientRect()
    return { count, x: left + (x / count) * (shown / width), y: top + (y / count) * (shown / width) }
  })()`)
}
