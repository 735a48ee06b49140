import { expect } from 'chai'
import express, { type RequestHandler } from 'express'
import { once } from 'node:events'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { access } from '../../src/doors/rest/access.ts'
import { whenOver } from '../../src/doors/rest/over.ts'
import { inTurn } from '../../src/doors/rest/route.ts'
import { admission, longestRequest } from '../../src/runtime/admission.ts'
import { registry } from '../support/database.ts'

describe('The turn of a request', () => {
  const { queues, listeners, ...turns } = admission()
  const running = () => queues.document.counts().running
  let server: Server | undefined
  afterEach(() => {
    server?.close()
    server?.closeAllConnections()
  })

  /** Asks for what the handlers answer, as a client that gets no further than the connection. */
  const asked = async (age: number, ...handlers: RequestHandler[]) => {
    const { services } = await registry()
    const app = express()
    app.use((_request, response, next) => {
      response.locals.begun = performance.now() - age
      next()
    })
    app.use(access(undefined, services.keys), ...handlers)
    server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).on('error', () => {})
    sent.end()
    return sent
  }
  const untilGone: RequestHandler = async (_request, response, next) => {
    await once(response, 'close')
    next()
  }

  it('is over at once for a client that has gone before', async () => {
    let isAnswered = false
    const sent = await asked(0, untilGone, inTurn({ queues, listeners, ...turns }), () => (isAnswered = true))
    await sleep(200)
    sent.destroy()
    await sleep(200)
    expect(running()).to.equal(0)
    expect(isAnswered).to.equal(false)
  })

  it('is over at its deadline for a client that does not read', async () => {
    const sent = await asked(longestRequest - 500, inTurn({ queues, listeners, ...turns }), (_request, response) => {
      response.write(Buffer.alloc(50_000_000))
    })
    await sleep(200)
    expect(running()).to.equal(1)
    await sleep(600)
    expect(running()).to.equal(0)
    sent.destroy()
  })

  it('leaves no place of a listener to a client that has gone before', async () => {
    let given = 0
    const sent = await asked(0, untilGone, (_request, response) => whenOver(response, () => given++))
    await sleep(200)
    sent.destroy()
    await sleep(200)
    expect(given).to.equal(1)
  })
})
