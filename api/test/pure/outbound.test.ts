import { expect } from 'chai'
import type { LookupAddress } from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isReachable, rangeOf } from '../../src/kernel/addresses.ts'
import { createOutbound, reasonOf } from '../../src/runtime/outbound/outbound.ts'

const servers: Server[] = []
async function listen(answer: RequestListener, host = '127.0.0.1'): Promise<number> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}

const asked = { timeout: 700, most: 1_000, redirects: 3 }
const fails = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'was answered',
    (error: unknown) => reasonOf(error),
  )

describe('Addresses that others have named', () => {
  /** Where nothing must ever arrive. */
  let canary: number
  let connections = 0
  before(async () => {
    const count = () => connections++
    canary = await listen((_request, response) => void response.end('ok'), '0.0.0.0')
    servers.at(-1)!.on('connection', count)
  })
  after(async () => {
    // It listened all the time.
    const { status } = await createOutbound([rangeOf('127.0.0.0/8')])(`http://127.0.0.1:${canary}/`, asked)
    expect(status).to.equal(200)
    servers.forEach((server) => (server.closeAllConnections(), server.close()))
  })
  afterEach(() => expect(connections, 'connections to the canary').to.equal(0))

  const forms: [what: string, host: string][] = [
    ...['127.0.0.1', '127.8.9.1', 'localhost', '[::1]', '0.0.0.0', '[::]'].map((host): [string, string] => [
      'loopback',
      host,
    ]),
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '[fd00::1]', '[fc00::1]', '100.64.0.1'].map(
      (host): [string, string] => ['a private range', host],
    ),
    ...['169.254.1.1', '[fe80::1]', '[fec0::1]'].map((host): [string, string] => ['link-local', host]),
    ...['169.254.169.254', '[fd00:ec2::254]'].map((host): [string, string] => ['metadata', host]),
    ...[
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[0:0:0:0:0:ffff:a00:1]',
    ].map((host): [string, string] => ['IPv4 in IPv6', host]),
    ...['2130706433', '0x7f000001', '0x7f.1', '017700000001', '0177.0.0.1', '127.1', '127.0.1', '1', '0'].map(
      (host): [string, string] => ['a decimal, octal or short form', host],
    ),
    ...['①②⑦.⓪.⓪.①', '127。0。0。1', '%31%32%37.0.0.1', '127.0.0.1.'].map((host): [string, string] => [
      'a disguise',
      host,
    ]),
    ...['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1', '[ff02::1]', '[2001:db8::1]'].map(
      (host): [string, string] => ['no single public host', host],
    ),
  ]
  for (const [what, host] of forms)
    it(`are refused: ${what}, ${host}`, async () => {
      expect(await fails(createOutbound()(`http://${host}:${canary}/`, asked))).to.match(/not a public address/)
    })

  it('are refused by scheme, port, user and form', async () => {
    const outbound = createOutbound([rangeOf('0.0.0.0/0')])
    for (const url of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'gopher://127.0.0.1/', 'data:text/plain,x', 'nothing'])
      expect(await fails(outbound(url, asked)), url).to.match(/^not asked/)
    for (const port of [21, 22, 23, 25, 53, 110, 143, 445, 993])
      expect(await fails(outbound(`http://127.0.0.1:${port}/`, asked))).to.equal(
        `not asked: port ${port} is not allowed`,
      )
    expect(await fails(outbound(`http://user:secret@127.0.0.1:${canary}/`, asked))).to.match(/user or a password/)
  })

  it('are refused when any address of a name is not public, and connected to as they were judged', async () => {
    const answers = (...lists: string[][]) => {
      let times = 0
      return (_name: string, done: (error: null, addresses: LookupAddress[]) => void) => {
        const list = lists[Math.min(times++, lists.length - 1)]!
        done(
          null,
          list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
      }
    }
    const ask = (...lists: string[][]) =>
      createOutbound([], answers(...lists))(`http://rebind.example:${canary}/`, asked)
    expect(await fails(ask(['127.0.0.1']))).to.match(/127\.0\.0\.1 is not a public address/)
    expect(await fails(ask(['93.184.216.34', '127.0.0.1']))).to.match(/127\.0\.0\.1 is not/)
    expect(await fails(ask(['::ffff:127.0.0.1']))).to.match(/not a public/)
    expect(await fails(ask([]))).to.match(/no address/)
    // Public when it is judged, this machine if anybody asked again: nobody does.
    expect(await fails(ask(['93.184.216.34'], ['127.0.0.1']))).not.to.equal('was answered')
    // A second request judges anew.
    const outbound = createOutbound([], answers(['93.184.216.34'], ['127.0.0.1']))
    await fails(outbound(`http://rebind.example:${canary}/`, asked))
    expect(await fails(outbound(`http://rebind.example:${canary}/`, asked))).to.match(/not a public/)
  })

  it('are refused where a redirect leads to them', async () => {
    // One address of this machine stands for a public one; the canary is at another.
    const outbound = createOutbound([rangeOf('127.0.0.2')])
    let target = ''
    const port = await listen(
      (_request, response) => void response.writeHead(302, { location: target }).end(),
      '127.0.0.2',
    )
    for (const host of [
      '127.0.0.1',
      'localhost',
      '2130706433',
      '[::ffff:127.0.0.1]',
      '0x7f.1',
      '169.254.169.254',
      '10.0.0.1',
    ]) {
      target = `http://${host}:${canary}/`
      expect(await fails(outbound(`http://127.0.0.2:${port}/`, asked)), host).to.match(/not a public address/)
    }
    for (target of ['file:///etc/passwd', 'http://127.0.0.2:22/', '//127.0.0.1:' + canary])
      expect(await fails(outbound(`http://127.0.0.2:${port}/`, asked)), target).to.match(/^not asked/)
    target = `http://127.0.0.2:${port}/`
    expect(await fails(outbound(target, asked))).to.equal('not asked: more than 3 redirects')
    const { status } = await outbound(target, { ...asked, redirects: 0 })
    expect(status).to.equal(302)
  })

  it('cost no more than the time and the bytes they are given: slow heads, slow bodies, endless ones', async () => {
    const outbound = createOutbound([rangeOf('127.0.0.2')])
    const timers: NodeJS.Timeout[] = []
    const port = await listen(({ url }, response) => {
      if (url === '/silent') return
      response.writeHead(200)
      if (url === '/slow') timers.push(setInterval(() => response.write('x'), 50))
      else {
        const more = () => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      }
    }, '127.0.0.2')
    for (const path of ['silent', 'slow']) {
      const start = Date.now()
      expect(await fails(outbound(`http://127.0.0.2:${port}/${path}`, asked))).to.equal('no answer within 700 ms')
      expect(Date.now() - start).to.be.below(2_000)
    }
    const { text, truncated } = await outbound(`http://127.0.0.2:${port}/endless`, asked)
    expect(text).to.have.length(1_000)
    expect(truncated).to.equal(true)
    timers.forEach(clearInterval)
  })

  it('may be of the ranges that are allowed, and of no other', () => {
    const allowed = ['10.1.0.0/16', 'fd00::/8', '192.168.0.7'].map(rangeOf)
    for (const address of ['10.1.2.3', 'fd12::1', '192.168.0.7', '::ffff:10.1.2.3', '93.184.216.34', '2606:4700::1111'])
      expect(isReachable(address, allowed), address).to.equal(true)
    for (const address of ['10.2.0.1', 'fe80::1', '192.168.0.8', '::1', '127.0.0.1', '', 'x'])
      expect(isReachable(address, allowed), address).to.equal(false)
  })
})
