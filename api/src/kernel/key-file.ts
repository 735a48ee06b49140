import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { shortestKey } from './env.ts'
import { StartError } from './errors.ts'

/**
 * Reads the key in a file, which is created with a random key if missing.
 * @param what what the key is called in error messages
 * @param ways remedies to suggest if the file is unusable
 * @throws StartError if the file is unusable or the key too short
 */
export async function keyIn(file: string, what: string, ways: string[]): Promise<string> {
  const unusable = (why: string) => new StartError(`There is no ${what} in ${file}: ${why}.`, ways)
  const made = randomBytes(24).toString('hex')
  await writeFile(file, made, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw unusable(error.message)
  })
  const key = (await readFile(file, 'utf8').catch((error: Error) => Promise.reject(unusable(error.message)))).trim()
  if (key.length < shortestKey) throw unusable(`it has fewer than ${shortestKey} characters`)
  return key
}
