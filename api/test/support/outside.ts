import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Hit {
  at: number
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** An external server, like those of modules and receivers of webhooks. */
export interface Outside {
  origin: string
  hits: Hit[]
  /** Answers requests; can be replaced, by default 200. */
  answer: (hit: Hit, response: ServerResponse) => void
  stop(): void
}

const well: Outside['answer'] = (_hit, response) => void response.end('{"status":"UP"}')

export async function outsideServer(): Promise<Outside> {
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const hit = {
        at: Date.now(),
        path: request.url!,
        headers: request.headers,
        body: Buffer.concat(pieces).toString(),
      }
      outside.hits.push(hit)
      outside.answer(hit, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const outside: Outside = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits: [],
    answer: well,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
  return outside
}
