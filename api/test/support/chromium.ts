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
/** Flags of the packaged browser for cloud functions: with a single process, which cannot be restarted. */
const unwanted = ['--single-process', '--no-zygote']

/** Path of an installed browser, if any. @throws Error if CHROMIUM_PATH does not exist */
function installed(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given && !existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, which does not exist.`)
  // The headless shell renders the same pages with half the processor time.
  const names = ['chromium-headless-shell', 'chrome-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return given || candidates.find((path) => existsSync(path))
}

/**
 * Launches the browser at CHROMIUM_PATH, otherwise an installed one, otherwise that of the npm package, without GPU.
 * CHROMIUM_PATH=packaged selects the last one.
 */
export async function launchChromium(): Promise<Browser> {
  const found = process.env.CHROMIUM_PATH === 'packaged' ? undefined : installed()
  const executablePath = found ?? (await bundled.executablePath())
  const args = found ? flags : [...bundled.args.filter((flag) => !unwanted.includes(flag)), ...flags]
  const browser = await chromium.launch({ executablePath, headless: true, args })
  process.stdout.write(`The page is tested in ${executablePath}, version ${browser.version()}.\n`)
  return browser
}
