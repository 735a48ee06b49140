import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { shortestKey } from '../env.ts'
import { StartError } from '../errors.ts'

/**
 * The access key in this file, which is made when there is none.
 * @throws StartError when the file can't be used, or what is in it is too short for a key
 */
export async function keyIn(file: string): Promise<string> {
  try {
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, (error as Error).message)
  }
  const key = (
    await readFile(file, 'utf8').catch((error: Error) => Promise.reject(unusable(file, error.message)))
  ).trim()
  if (key.length < shortestKey) throw unusable(file, `it has fewer than ${shortestKey} characters`)
  return key
}

const unusable = (file: string, why: string) =>
  new StartError(`There is no access key in ${file}: ${why}.`, [
    'set API_KEY_FILE to a file that can be read or made',
    'set API_KEY to the key itself',
  ])
