import { createHash, createHmac, randomUUID } from 'node:crypto'
import { Problem } from '../../kernel/errors.ts'
import { seal } from '../../kernel/seal.ts'
import { reasonOf, type Answered, type Outbound } from '../outbound/outbound.ts'

const timeout = 5_000
const mostOfAnswer = 16_000

export interface Message {
  id: string
  body: string
}

/**
 * Signs messages. The secret of a webhook is derived from SECRETS_KEY and its id whenever it is needed: none is stored,
 * so none can be read. Decision 0022.
 */
export function signing(secretsKey: Buffer | undefined) {
  const key = () => {
    if (secretsKey) return secretsKey
    throw new Problem('not-configured', 'the registry has no key for secrets: set SECRETS_KEY')
  }
  const bytesOf = (webhook: string) => createHmac('sha256', key()).update(`webhook ${webhook}`).digest()
  return {
    secretOf: (webhook: string) => `whsec_${bytesOf(webhook).toString('base64')}`,
    /** The URL of a webhook for the graph, sealed: it may have a token in it. */
    sealedUrl: (webhook: string, url: string) => seal(key(), 'webhooks').close(url, webhook),
    /** A URL from the graph; undefined if it was sealed with another key. Earlier versions stored it as it is. */
    openedUrl(webhook: string, stored: string): string | undefined {
      if (/^https?:/.test(stored)) return stored
      try {
        return seal(key(), 'webhooks').open(stored, webhook)
      } catch {
        return undefined
      }
    },
    /** Fingerprint of SECRETS_KEY, which shows whether a secret was derived from another key. */
    keyId: () => createHash('sha256').update('id of ').update(key()).digest('hex').slice(0, 16),

    /** @see https://www.standardwebhooks.com */
    headers(webhook: string, { id, body }: Message, seconds: number): Record<string, string> {
      const signed = createHmac('sha256', bytesOf(webhook)).update(`${id}.${seconds}.${body}`).digest('base64')
      return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signed}` }
    },
  }
}
export type Signing = ReturnType<typeof signing>

/** Sends a message once. @returns the response, or why there was none */
export async function send(
  { outbound, sign }: { outbound: Outbound; sign: Signing },
  webhook: { id: string; url: string; keyId: string },
  message: Message,
  signal?: AbortSignal,
): Promise<{ ok: boolean; status: number | null; milliseconds: number | null; detail: string }> {
  const failed = (detail: string) => ({ ok: false, status: null, milliseconds: null, detail })
  const url = sign.openedUrl(webhook.id, webhook.url)
  if (webhook.keyId !== sign.keyId() || url === undefined)
    return failed('its secret was created with another SECRETS_KEY')
  const headers = sign.headers(webhook.id, message, Math.floor(Date.now() / 1_000))
  let answered: Answered
  try {
    answered = await outbound(url, {
      method: 'POST',
      body: message.body,
      timeout,
      most: mostOfAnswer,
      signal,
      headers: { 'content-type': 'application/json', 'user-agent': 'module-registry', ...headers },
    })
  } catch (error) {
    return failed(reasonOf(error))
  }
  const { status, milliseconds } = answered
  // Redirects are not followed: they could send the message to an address that nobody configured.
  return { ok: status >= 200 && status < 300, status, milliseconds, detail: `status ${status}` }
}

export const testMessage = (): Message => ({
  id: randomUUID(),
  body: JSON.stringify({ type: 'test', timestamp: new Date().toISOString(), data: {} }),
})
