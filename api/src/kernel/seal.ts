import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

export type Seal = ReturnType<typeof seal>

/**
 * Encrypts text for the graph, with a key that is kept outside of it.
 * @param purpose separates the keys: text that was sealed for one purpose cannot be opened for another
 */
export function seal(secretsKey: Buffer, purpose: 'saved queries' | 'saved views' | 'configurations' | 'webhooks') {
  const key = createHash('sha256').update(`${purpose} `).update(secretsKey).digest()
  /** @throws Error if the text was sealed with another key or for another place, or was changed */
  const open = (closed: string, place = ''): string => {
    const bytes = Buffer.from(closed, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(bytes.subarray(12, 28))
    decipher.setAAD(Buffer.from(place))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  }
  return {
    close(text: string, place = ''): string {
      const start = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, start, { authTagLength: 16 })
      cipher.setAAD(Buffer.from(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([start, cipher.getAuthTag(), sealed]).toString('base64')
    },
    open,
    isOf(closed: string, place: string): boolean {
      try {
        open(closed, place)
        return true
      } catch {
        return false
      }
    },
  }
}
