import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** @throws Error that says what to install */
function executable(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  const given = process.env.CHROMIUM_PATH
  const candidates = given ? [given] : folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const found = candidates.find((path) => existsSync(path))
  if (found) return found
  throw new Error(
    given
      ? `CHROMIUM_PATH names ${given}, which does not exist.`
      : 'The page is tested in a real browser and none was found. Install Chromium, for example with ' +
          '"apt-get install chromium", or set CHROMIUM_PATH to the browser that you have.',
  )
}

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser of this machine, drawing by software. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), headless: true, args })
