import axe from 'axe-core'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page, PageScreenshotOptions } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { endings } from './endings.ts'
import { isFull } from './scale.ts'

// One browser for the process, started on first use.
let started: Promise<Browser> | undefined
endings.push(async () => (await started?.catch(() => undefined))?.close())

/** Opens a page in a new browser context, and collects errors and warnings of the browser. */
export async function openPage(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  started ??= launchChromium()
  const browser = await started
  // Without animations: on a busy machine a moving menu may be elsewhere when the mouse button is released.
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
 * Combinations of theme and width in which pages are tested. The quick run uses two of the four, and in each of them
 * every second of the `seen` views.
 */
export const appearances = (['light', 'dark'] as const)
  .flatMap((colorScheme) => [1280, 390].map((width) => ({ colorScheme, width })))
  .filter(({ colorScheme, width }) => isFull || (colorScheme === 'light') === (width === 1280))
  .map((appearance, turn) => ({
    ...appearance,
    seen: <View>(views: readonly View[]) => views.filter((_, index) => isFull || index % 2 === turn),
  }))

const artifacts = fileURLToPath(new URL('../../../artifacts/', import.meta.url))

/** Saves a screenshot for people in the long run; it is not compared with anything. */
export async function picture(page: Page, name: string, options: PageScreenshotOptions = {}): Promise<void> {
  if (isFull) await page.screenshot({ ...options, path: `${artifacts}${name}.png` })
}

/** Accessibility violations of the page that axe finds. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate<string[]>(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; ')))`,
  )
}

/** Number of pixels of a colour, such as `#3949ab`, in the first canvas, and their centre on the page. */
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
