import { expect } from 'chai'
import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { rangeOf } from '../../src/kernel/addresses.ts'
import { createOutbound } from '../../src/runtime/outbound/outbound.ts'
import { change, edit } from '../../src/store/change.ts'
import { createLease } from '../../src/store/lease.ts'
import { readModule } from '../../src/registry/modules/modules.service.ts'
import { createDispatcher } from '../../src/runtime/webhooks/dispatcher.ts'
import { signing } from '../../src/runtime/webhooks/signing.ts'
import type { Health } from '../../src/runtime/health/judgement.ts'
import { send } from '../support/client.ts'
import { cypher, emptyRegistry, registry } from '../support/database.ts'
import { outsideServer, type Outside } from '../support/outside.ts'

const post = (path: string, body?: object) => send(path, { method: 'POST', body })
const register = (key: string) => post('/api/modules', { key, name: key })

/** What the monitor does when the health of a module changes. */
async function setHealth(key: string, health: Health) {
  const { graph } = await registry()
  await change(
    graph,
    { actor: 'monitor', role: 'admin', via: 'monitor' },
    { kind: 'module.health', reason: `is ${health}` },
    async (run) => ({
      result: null,
      steps: edit(await readModule(run, key), { health }).steps,
    }),
  )
}

/** Reads a stream of events until there are so many. */
async function listen(query: string, headers: Record<string, string> = {}) {
  const { origin } = await registry()
  const end = new AbortController()
  const response = await fetch(`${origin}/api/events${query}`, { headers, signal: end.signal })
  let text = ''
  const reading = (async () => {
    for await (const piece of response.body!) text += Buffer.from(piece).toString()
  })().catch(() => {})
  const events = () =>
    [...text.matchAll(/id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n/g)].map(([, id, event, data]) => ({
      id: Number(id),
      event: event!,
      data: JSON.parse(data!) as Record<string, unknown>,
    }))
  return {
    response,
    async take(count: number) {
      for (const late = Date.now() + 10_000; events().length < count && Date.now() < late;) await sleep(50)
      end.abort()
      await reading
      return events()
    },
  }
}

describe('The stream of events', () => {
  beforeEach(async () => {
    await emptyRegistry()
    for (const key of ['crm', 'invoicing', 'shop']) await register(key)
    for (const [source, target] of [
      ['shop', 'invoicing'],
      ['invoicing', 'crm'],
    ])
      await post('/api/relationships', { type: 'dependency', source: `module:${source}`, target: `module:${target}` })
  })
  const last = async () => (await send('/api/revisions?limit=1')).body.items[0].number as number

  it('has 500 listeners at most, of whom one caller has no more than are left, and room again when one leaves', async function () {
    this.timeout(60_000)
    const { origin } = await registry()
    const agent = new Agent({ maxSockets: 600 })
    const open = (caller: string) =>
      new Promise<{ status: number; leave: () => void }>((resolve, reject) => {
        const headers = { 'x-actor': caller }
        const sent = request(`${origin}/api/events`, { agent, headers }, (response) => {
          response.on('error', () => {}).resume()
          resolve({ status: response.statusCode!, leave: () => sent.destroy() })
        })
        sent.on('error', reject).end()
      })
    // Whoever leaves before the stream is there takes no place.
    for (let delay = 0; delay < 10; delay++)
      for (let times = 0; times < 10; times++)
        await new Promise((resolve) => {
          const sent = request(`${origin}/api/events`)
            .on('error', () => {})
            .once('close', resolve)
          sent.end(() => setTimeout(() => sent.destroy(), delay))
        })
    const listeners: Awaited<ReturnType<typeof open>>[] = []
    const openAs = async (caller: string, times: number) => {
      for (let left = times; left > 0; left -= 10)
        listeners.push(...(await Promise.all(Array.from({ length: Math.min(10, left) }, () => open(caller)))))
    }
    const detailFor = async (caller: string) =>
      (await send('/api/events', { headers: { 'x-actor': caller } })).body.detail as string
    try {
      await openAs('one', 250)
      expect(new Set(listeners.map(({ status }) => status))).to.deep.equal(new Set([200]))
      expect(await detailFor('one')).to.equal('you have 250 of 500 listeners, and 250 are left for others')
      const subscribed = await fetch(`${origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'x-actor': 'one' },
        body: JSON.stringify({ query: 'subscription { changes { number } }' }),
      })
      expect(await subscribed.text()).to.contain('you have 250 of 500 listeners')
      for (const [caller, times] of Object.entries({
        two: 125,
        three: 62,
        four: 31,
        five: 16,
        six: 8,
        seven: 4,
        eight: 2,
        nine: 1,
      }))
        await openAs(caller, times)
      await openAs('ten', 1)
      expect(new Set(listeners.map(({ status }) => status))).to.deep.equal(new Set([200]))
      expect(await detailFor('eleven')).to.equal('the maximum of 500 listeners is reached')
      listeners[0]!.leave()
      await sleep(500)
      listeners.push(await open('eleven'))
      expect(listeners.at(-1)!.status).to.equal(200)
    } finally {
      for (const { leave } of listeners) leave()
      agent.destroy()
      await sleep(500)
    }
  })

  it('tells changes as they come, those of health with their reason', async () => {
    const stream = await listen('')
    expect(stream.response.headers.get('content-type')).to.match(/^text\/event-stream/)
    await setHealth('crm', 'warning')
    await register('other')
    const [health, created] = await stream.take(2)
    expect(health).to.deep.include({ event: 'health' })
    expect(health!.data).to.include({
      module: 'crm',
      from: 'unknown',
      to: 'warning',
      reason: 'is warning',
      status: 'active',
    })
    expect(created).to.include({ event: 'change' })
    expect(created!.data).to.include({ kind: 'module.create', ref: 'module:other' })
  })

  it('goes on after Last-Event-ID without leaving out or repeating any', async () => {
    const start = await last()
    for (const health of ['warning', 'error', 'healthy'] as const) await setHealth('crm', health)
    const first = await (await listen(`?after=${start}`)).take(1)
    expect(first[0]!.id).to.equal(start + 1)
    const rest = await (await listen('', { 'last-event-id': String(first[0]!.id) })).take(2)
    expect(rest.map(({ id }) => id)).to.deep.equal([start + 2, start + 3])
  })

  it('is about a module, or also about what it depends on within some steps', async () => {
    const start = await last()
    for (const key of ['crm', 'invoicing', 'shop']) await setHealth(key, 'error')
    const modules = async (query: string, count: number) =>
      (await (await listen(`?events=health&after=${start}&${query}`)).take(count)).map(({ data }) => data.module)
    expect(await modules('module=shop', 1)).to.deep.equal(['shop'])
    expect(await modules('module=shop&withinSteps=1', 2)).to.deep.equal(['invoicing', 'shop'])
    expect(await modules('module=shop&withinSteps=2', 3)).to.deep.equal(['crm', 'invoicing', 'shop'])
  })

  it('refuses what it can not give', async () => {
    expect((await send('/api/events?after=x')).status).to.equal(400)
    expect((await send('/api/events', { headers: { 'last-event-id': 'x' } })).body.errors[0].pointer).to.equal(
      '/header/last-event-id',
    )
    expect((await send('/api/events', { headers: { accept: 'application/json' } })).status).to.equal(406)
  })

  it('is a subscription of GraphQL as well', async () => {
    const { origin } = await registry()
    const start = await last()
    await setHealth('crm', 'error')
    const query = `subscription { healthChanges(module: "shop", withinSteps: 2, after: ${start}) { module from to reason } }`
    const end = new AbortController()
    const response = await fetch(`${origin}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { accept: 'text/event-stream' },
      signal: end.signal,
    })
    let text = ''
    for await (const piece of response.body!) {
      text += Buffer.from(piece).toString()
      if (text.includes('healthChanges')) break
    }
    end.abort()
    expect(text).to.include('{"module":"crm","from":"unknown","to":"error","reason":"is error"}')
  })
})

describe('Webhooks', () => {
  let outside: Outside
  const sign = signing(Buffer.alloc(32, 1)) // the key of the registry of the tests
  beforeEach(async () => {
    await emptyRegistry()
    outside = await outsideServer()
    for (const key of ['crm', 'shop']) await register(key)
    await post('/api/relationships', { type: 'dependency', source: 'module:shop', target: 'module:crm' })
  })
  afterEach(() => outside.stop())
  const create = async (body: object = {}) =>
    (await post('/api/webhooks', { url: `${outside.origin}/hook`, ...body })).body

  /** Works off what there is to do, as the process does that is the monitor. */
  async function dispatching(pauses: number[] = [1, 1]) {
    const { graph, services } = await registry()
    const lease = createLease(graph, 'monitor', 'test')
    await lease.take()
    const work = createDispatcher({
      graph,
      sign,
      events: services.events,
      pauses,
      outbound: createOutbound([rangeOf('127.0.0.0/8')]),
    })
    return async (times = 1) => {
      for (let n = 0; n < times; n++) {
        await work(lease.fence, new AbortController().signal)
        await sleep(5)
      }
    }
  }

  it('get what they want to know, signed over id, time and body', async () => {
    const { id, secret } = await create({ module: 'shop', withinSteps: 1 })
    expect(secret).to.match(/^whsec_/)
    const dispatch = await dispatching()
    await register('other')
    await setHealth('other', 'error')
    await setHealth('crm', 'error')
    await dispatch(3)
    expect(outside.hits).to.have.length(1)
    const [{ headers, body }] = outside.hits as [Outside['hits'][number]]
    const message = JSON.parse(body) as { type: string; data: object }
    expect(message.type).to.equal('module.health')
    expect(message.data).to.include({ module: 'crm', from: 'unknown', to: 'error', reason: 'is error' })
    const key = Buffer.from((secret as string).slice('whsec_'.length), 'base64')
    const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`
    expect(headers['webhook-signature']).to.equal(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).to.be.below(60)
    const { items } = (await send(`/api/webhooks/${id}/deliveries`)).body
    expect(items).to.have.length(1)
    expect(items[0]).to.include({ id: headers['webhook-id'], state: 'delivered', attempts: 1, lastStatus: 200 })
  })

  it('get a message again until it is taken, else it is given up, and can be had again', async () => {
    const { id } = await create()
    outside.answer = (_hit, response) => void response.writeHead(outside.hits.length < 3 ? 503 : 200).end()
    const dispatch = await dispatching()
    await setHealth('crm', 'error')
    await dispatch(4)
    expect(outside.hits).to.have.length(3)
    expect(new Set(outside.hits.map(({ body }) => body)).size).to.equal(1)
    expect(new Set(outside.hits.map(({ headers }) => headers['webhook-id'])).size).to.equal(1)

    outside.answer = (_hit, response) => void response.writeHead(302, { location: `${outside.origin}/elsewhere` }).end()
    await setHealth('crm', 'healthy')
    await dispatch(5)
    expect(outside.hits.some(({ path }) => path === '/elsewhere')).to.equal(false)
    const dead = (await send(`/api/webhooks/${id}/deliveries?state=dead`)).body
    expect(dead.total).to.equal(1)
    expect(dead.items[0]).to.include({ attempts: 3, lastStatus: 302, lastError: 'status 302', nextAt: null })
    outside.answer = (_hit, response) => void response.end()
    const again = await post(`/api/webhooks/${id}/deliveries/${dead.items[0].id}:redeliver`)
    expect(again.body).to.include({ state: 'pending', attempts: 0 })
    await dispatch()
    expect((await send(`/api/webhooks/${id}/deliveries?state=dead`)).body.total).to.equal(0)
  })

  it('wait longer after each try', async () => {
    await create()
    outside.answer = (_hit, response) => void response.writeHead(500).end()
    const dispatch = await dispatching([60_000])
    await setHealth('crm', 'error')
    await dispatch(4)
    expect(outside.hits).to.have.length(1)
    const [row] = await cypher('MATCH (d:Delivery) RETURN duration.inSeconds(datetime(), d.nextAt).seconds AS waits')
    expect(row!.waits).to.be.within(45, 66)
  })

  it('are tried out at once, and never lead to where the registry may not go', async () => {
    const { id } = await create()
    expect((await post(`/api/webhooks/${id}:test`)).body).to.include({ ok: true, status: 200 })
    expect(JSON.parse(outside.hits[0]!.body)).to.include({ type: 'test' })
    const inner = await create({ url: 'http://10.0.0.1/' })
    expect((await post(`/api/webhooks/${inner.id}:test`)).body).to.include({
      ok: false,
      status: null,
      detail: 'not asked: 10.0.0.1 is not a public address',
    })
  })

  it('leave no secret in the graph, are gone with all messages, and know their revision', async () => {
    const { id, secret } = await create({ description: 'd' })
    const nodes = await cypher('MATCH (n) RETURN properties(n) AS n')
    expect(JSON.stringify(nodes)).not.to.include((secret as string).slice('whsec_'.length))
    expect((await send('/api/webhooks')).body.items[0]).to.not.have.property('secret')
    const dispatch = await dispatching()
    await setHealth('crm', 'error')
    await dispatch()
    expect((await send(`/api/webhooks/${id}`, { method: 'DELETE' })).status).to.equal(428)
    expect((await send(`/api/webhooks/${id}`, { method: 'DELETE', headers: { 'if-match': '"2"' } })).status).to.equal(
      412,
    )
    expect((await send(`/api/webhooks/${id}`, { method: 'DELETE', headers: { 'if-match': '"1"' } })).status).to.equal(
      204,
    )
    expect(await cypher('MATCH (n:Alert) RETURN n')).to.deep.equal([])
    expect((await post('/api/webhooks', { url: 'http://x.example', module: 'none' })).body.errors[0].pointer).to.equal(
      '/module',
    )
  })
})
