import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { shortestKey } from './env.ts'
import { StartError } from './errors.ts'

/**
 * The key in this file, which is made when there is none.
 * @param what it is, for people
 * @param ways what can be done when it can't be used
 * @throws StartError when the file can't be used, or what is in it is too short for a key
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
