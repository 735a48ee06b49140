import { expect } from 'chai'
import { request } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { createApp } from '../../src/app.ts'
import { namedOperations } from '../../src/contract.ts'
import { createLogger } from '../../src/kernel/log.ts'
import { onlyCrm, registry } from '../support/database.ts'

const apiKey = 'a-secret-of-twenty-four-characters'

describe('The HTTP door', () => {
  before(onlyCrm)

  /** The same registry behind another app, with its log. */
  async function withApp<Result>(key: string | undefined, use: (origin: string, log: () => string) => Promise<Result>) {
    const { graph, services } = await registry()
    const sink = new PassThrough()
    const logger = createLogger('info', sink)
    const server = createApp({ services, graph, logger, apiKey: key, version: 'test' }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      const { port } = server.address() as AddressInfo
      return await use(`http://127.0.0.1:${port}`, () => String(sink.read() ?? ''))
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  /** fetch sets Host by itself, and asks past every cache. */
  const statusWith = (origin: string, headers: object, path = '/api/modules') =>
    new Promise<number>((resolve, reject) => {
      const sent = request(origin + path, { headers: { ...headers } }, (response) => {
        response.resume()
        resolve(response.statusCode!)
      })
      sent.once('error', reject).end()
    })

  it('is open to this machine, but not to pages of others or names that point here', async () => {
    const { origin } = await registry()
    const { host, port } = new URL(origin)
    expect(await statusWith(origin, { host })).to.equal(200)
    expect(await statusWith(origin, { host: `localhost:${port}`, origin: `http://localhost:${port}` })).to.equal(200)
    for (const headers of [
      { host: 'evil.example' },
      { host: `127.0.0.1.evil.example:${port}` },
      { host, origin: 'https://evil.example' },
      { host, origin: 'null' },
      { host, origin: `http://localhost:1` },
    ])
      expect(await statusWith(origin, headers), JSON.stringify(headers)).to.equal(403)
  })

  describe('answers HEAD and OPTIONS', () => {
    const gets = namedOperations.filter(({ method }) => method === 'get')
    const paths = [...new Set(namedOperations.map(({ path }) => path))]
    const named = (path: string) =>
      path
        .replace('{folder}', 'analysis')
        .replace('{name}', 'hubs')
        .replace('{id}', 'crm')
        .replace(/\{\w+\}/g, '1')
    const asked = async (method: string, path: string, headers: Record<string, string> = {}) => {
      const { origin } = await registry()
      return fetch(origin + path, { method, headers, redirect: 'manual', signal: AbortSignal.timeout(9_000) })
    }
    const others = ['/', '/livez', '/readyz', '/metrics', '/openapi.json', '/docs', '/admin/graph']
    const records = ['/crm/customers', '/crm/customers/nobody', '/crm/customers:batch', '/crm/nothing']

    for (const path of [...gets.map((one) => named(one.path)), ...others, ...records])
      it(`of ${path}, without a body and to an end, as GET`, async () => {
        const head = await asked('HEAD', path, { accept: '*/*' })
        expect(await head.text()).to.equal('')
        // A stream of events has no end to wait for.
        const until = new AbortController()
        const { origin } = await registry()
        const got = await fetch(origin + path, { redirect: 'manual', signal: until.signal })
        expect([head.status, head.headers.get('content-type')]).to.deep.equal([
          got.status,
          got.headers.get('content-type'),
        ])
        until.abort()
      })

    for (const path of [...paths.map(named), ...others, ...records.slice(0, 3)])
      it(`OPTIONS of ${path}, with the methods that it knows`, async () => {
        const { status, headers } = await asked('OPTIONS', path)
        expect(status).to.equal(204)
        expect(headers.get('allow')).to.match(/^[A-Z, ]*OPTIONS$/)
        if (headers.get('allow')!.includes('GET')) expect(headers.get('allow')).to.include('GET, HEAD')
      })

    it('of the stream of changes, again and again, without taking the places of those who listen', async () => {
      for (let n = 0; n < 600; n += 20)
        await Promise.all(
          Array.from({ length: 20 }, async () => {
            const { status, headers } = await asked('HEAD', '/api/events?module=crm', { accept: 'text/event-stream' })
            expect([status, headers.get('content-type')]).to.deep.equal([200, 'text/event-stream; charset=utf-8'])
          }),
        )
      const { origin } = await registry()
      const until = new AbortController()
      const listened = await fetch(`${origin}/api/events`, { signal: until.signal })
      expect(listened.status).to.equal(200)
      until.abort()
      expect((await asked('HEAD', '/api/events?after=x')).status).to.equal(400)
      expect((await asked('HEAD', '/api/events', { accept: 'text/html' })).status).to.equal(406)
    })

    it('of the stream of changes to an end: the next request of the connection is answered', async () => {
      const { origin } = await registry()
      const { hostname, port, host } = new URL(origin)
      const socket = connect(Number(port), hostname)
      const end = 'Connection: close'
      socket.write(
        `HEAD /api/events HTTP/1.1\r\nHost: ${host}\r\n\r\nGET /livez HTTP/1.1\r\nHost: ${host}\r\n${end}\r\n\r\n`,
      )
      const late = setTimeout(() => socket.destroy(), 5_000)
      let said = ''
      for await (const piece of socket) said += String(piece)
      clearTimeout(late)
      expect(said).to.include('{"status":"ok"}')
    })

    it('of the other doors, to an end', async () => {
      for (const method of ['HEAD', 'OPTIONS'])
        for (const path of [
          '/graphql',
          `/graphql?query=${encodeURIComponent('{ modules { total } }')}`,
          `/graphql?query=${encodeURIComponent('subscription { changes { number } }')}`,
          '/mcp',
        ])
          for (const accept of ['*/*', 'text/event-stream', 'application/json']) {
            const { status } = await asked(method, path, { accept })
            expect(status, `${method} ${path} ${accept}`).to.be.below(500)
          }
    })
  })

  it('has no page in place of a script that is gone', async () => {
    const { origin } = await registry()
    expect((await fetch(`${origin}/admin/assets/settings-12345678.js`)).status).to.equal(404)
    expect((await fetch(`${origin}/admin/nowhere`)).status).to.equal(200)
  })

  it('has the first list asked for with the page that shows it, and with no other', async () => {
    const { origin } = await registry()
    const link = async (path: string) => (await fetch(origin + path)).headers.get('link')
    const [, list] = /^<(.+)>; rel=preload/.exec((await link('/admin/module-registry'))!)!
    expect((await (await fetch(origin + list)).json()).items).to.be.an('array')
    for (const other of ['/admin/module-registry?q=crm', '/admin/module-registry/crm', '/admin/graph'])
      expect(await link(other), other).to.equal(null)
  })

  it('asks everybody for the key when there is one, but for the state of the process', () =>
    withApp(apiKey, async (origin) => {
      const get = (path: string, authorization?: string) =>
        fetch(origin + path, { headers: authorization ? { authorization } : {} })
      const basic = (password: string) => `Basic ${Buffer.from(`anybody:${password}`).toString('base64')}`
      expect((await get('/livez')).status).to.equal(200)
      expect((await get('/readyz')).status).to.equal(200)
      for (const path of [
        '/api/modules',
        '/graphql?query={__typename}',
        '/admin/module-registry',
        '/openapi.json',
        '/docs',
      ]) {
        for (const wrong of [undefined, 'Bearer wrong', basic('wrong'), `Bearer ${apiKey}x`, 'Bearer', 'Basic !'])
          expect((await get(path, wrong)).status, `${path} ${wrong}`).to.equal(401)
        for (const right of [`Bearer ${apiKey}`, basic(apiKey)])
          expect((await get(path, right)).status, path).to.equal(200)
      }
      // What a browser sends along by itself opens nothing to the pages of others.
      const { host } = new URL(origin)
      for (const [own, status] of [
        [`http://${host}`, 200],
        [`https://${host}`, 200],
        ['https://evil.example', 403],
        ['null', 403],
      ] as const)
        expect(await statusWith(origin, { authorization: basic(apiKey), origin: own }), own).to.equal(status)
      const refused = await get('/api/modules')
      expect(refused.headers.get('www-authenticate')).to.include('Bearer')
      expect(await refused.json()).to.include({ type: 'unauthorized', status: 401 })
    }))

  it('logs each request as a line of JSON under the id that a problem names, without what is secret', () =>
    withApp(apiKey, async (origin, log) => {
      const secret = { authorization: `Bearer ${apiKey}`, cookie: 'session=secret' }
      const problem = (await (await fetch(`${origin}/api/modules/none`, { headers: secret })).json()) as {
        instance: string
      }
      const text = log()
      const [line] = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { req: { id: string; url: string }; res: { statusCode: number } })
      expect(problem.instance).to.equal(`urn:request:${line!.req.id}`)
      expect(line!.req.url).to.equal('/api/modules/none')
      expect(line!.res.statusCode).to.equal(404)
      expect(text).not.to.include(apiKey).and.not.to.include('session=secret')
    }))

  it('answers a read that the client already has with 304, and what it compresses as it is', async () => {
    const { origin } = await registry()
    const first = await fetch(`${origin}/api/modules/crm`)
    const known = { 'if-none-match': first.headers.get('etag')! }
    expect(await statusWith(origin, known, '/api/modules/crm')).to.equal(304)
    expect(await statusWith(origin, { 'if-none-match': '"9"' }, '/api/modules/crm')).to.equal(200)
    const long = await fetch(`${origin}/api/modules/crm/entities`)
    expect(long.headers.get('content-encoding')).to.be.oneOf(['gzip', 'br'])
    expect(await long.json()).to.include({ total: 4 })
  })

  it('tells its state', async () => {
    const { origin } = await registry()
    expect(await (await fetch(`${origin}/livez`)).json()).to.deep.equal({ status: 'ok' })
    expect(await (await fetch(`${origin}/readyz`)).json()).to.deep.equal({ status: 'ok', revision: 1 })
  })
})
