import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Text that stands in the graph and is of no use to who reads it there: the key is kept outside. */
export function seal(secretsKey: Buffer) {
  const key = createHash('sha256').update('saved queries ').update(secretsKey).digest()
  return {
    close(text: string): string {
      const start = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, start)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([start, cipher.getAuthTag(), sealed]).toString('base64')
    },
    /** @throws Error when it was closed with another key, or changed */
    open(closed: string): string {
      const bytes = Buffer.from(closed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}
