import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { noEmbedded } from './failures.ts'
import type { Installation, Java } from './install.ts'

const systemFolders = (home: string) =>
  ['databases', 'transactions'].map((folder) => join(home, 'data', folder, 'system'))

/**
 * Returns the password of this home, generated at the first start. It is written to its file before it is set in Neo4j,
 * and set before the system database exists: a crash at any moment locks nobody out, and the default password never
 * works.
 */
export async function passwordOf(home: string, java: Java, { lib }: Installation): Promise<string> {
  const file = join(home, 'password')
  const stored = await readFile(file, 'utf8').catch(() => '')
  const isNew = !existsSync(systemFolders(home)[0] ?? '')
  if (!stored.trim() && !isNew) throw wrongPassword(home)
  const password = stored.trim() || randomBytes(24).toString('hex')
  if (!stored) await writePrivate(file, password)
  if (isNew) await setInitial(home, java, lib, password)
  return password
}

export const wrongPassword = (home: string) =>
  noEmbedded(
    `the password in ${join(home, 'password')} is not the one of its database`,
    `put the right password back into that file, or delete ${systemFolders(home).join(' and ')}: ` +
      'they contain users only; the next start creates the user with the password of the file',
  )

async function setInitial(home: string, java: Java, lib: string, password: string): Promise<void> {
  // Every user of the machine can read command-line arguments, but not those in an argument file.
  const args = join(home, 'run', 'initial-password')
  await writePrivate(args, `org.neo4j.cli.AdminTool dbms set-initial-password ${password}`)
  try {
    await promisify(execFile)(java.command, ['-cp', join(lib, '*'), '-XX:TieredStopAtLevel=1', `@${args}`], {
      env: { NEO4J_HOME: home, NEO4J_CONF: join(home, 'conf'), LC_ALL: 'C.UTF-8' },
    }).catch((error) => {
      throw noEmbedded(`its first password can't be set (${error.stderr.split('\n')[0]})`)
    })
  } finally {
    await rm(args)
  }
}

async function writePrivate(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
