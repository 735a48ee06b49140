import bundled from '@sparticuz/chromium'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
/** The packaged browser is set up for a cloud function: one process that nothing can restart. */
const unwanted = ['--single-process', '--no-zygote']

/** @throws Error when CHROMIUM_PATH names no file */
function installed(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given && !existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, which does not exist.`)
  // The headless shell draws the same pages without the windows around them, for half the processor time.
  const names = ['chromium-headless-shell', 'chrome-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return given || candidates.find((path) => existsSync(path))
}

/**
 * The browser that CHROMIUM_PATH names, else the one of this machine, else the one that npm brought; drawing by software.
 * CHROMIUM_PATH=packaged takes the last even where there is another.
 */
export async function launchChromium(): Promise<Browser> {
  const found = process.env.CHROMIUM_PATH === 'packaged' ? undefined : installed()
  const executablePath = found ?? (await bundled.executablePath())
  const args = found ? flags : [...bundled.args.filter((flag) => !unwanted.includes(flag)), ...flags]
  const browser = await chromium.launch({ executablePath, headless: true, args })
  process.stdout.write(`The page is tested in ${executablePath}, version ${browser.version()}.\n`)
  return browser
}
