import { Client, StreamableHTTPClientTransport, type ClientOptions } from '@modelcontextprotocol/client'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { registry } from './database.ts'

const open = new Set<Client>()

/** A real MCP client of the test registry, or of another one. */
export async function mcp(origin?: string, options: ClientOptions = {}, headers: Record<string, string> = {}) {
  const client = new Client({ name: 'test', version: '1.0.0' }, options)
  const url = new URL('/mcp', origin ?? (await registry()).origin)
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
  open.add(client)
  return client
}

export async function closeClients(): Promise<void> {
  for (const client of open) await client.close()
  open.clear()
}

/* eslint-disable @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
export async function call(client: Client, name: string, args: object = {}) {
  const result = await client.callTool({ name, arguments: args as Record<string, unknown> })
  const { text } = result.content[0] as { text: string }
  return {
    isError: result.isError === true,
    answer: (result.isError ? JSON.parse(text) : result.structuredContent) as any,
    text,
    tokens: tokensOf(result),
  }
}

export const tokensOf = (value: unknown): number =>
  countTokens(typeof value === 'string' ? value : JSON.stringify(value), { disallowedSpecial: new Set() })
