import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from './env.ts'
import { keyIn } from './key-file.ts'

/** The key from which secrets are derived: SECRETS_KEY, else that in a file of this machine, created if missing. */
export async function secretsKeyOf({ SECRETS_KEY, DATA_DIR }: Environment): Promise<Buffer> {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  if (SECRETS_KEY !== undefined) return digest(SECRETS_KEY)
  await mkdir(DATA_DIR, { recursive: true })
  return digest(
    await keyIn(join(DATA_DIR, 'secrets-key'), 'key of secrets', [
      'set DATA_DIR to a folder that can be written to',
      'set SECRETS_KEY to the key itself',
    ]),
  )
}
