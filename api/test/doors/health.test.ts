import { expect } from 'chai'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { internalCall } from '../../src/store/call.ts'
import { createMonitor } from '../../src/runtime/monitor/monitor.ts'
import { rangeOf } from '../../src/kernel/addresses.ts'
import { createOutbound } from '../../src/runtime/outbound/outbound.ts'
import { ask, send } from '../support/client.ts'
import { cypher, emptyRegistry, registry } from '../support/database.ts'
import { outsideServer, type Outside } from '../support/outside.ts'
import { scale } from '../support/scale.ts'

const post = (path: string, body: object) => send(path, { method: 'POST', body })
const healthOf = async (key: string) => (await send(`/api/modules/${key}/health`)).body
const lastRevision = async () => (await send('/api/revisions?limit=1')).body.items[0]?.number ?? 0
const joined = (type: string, source: string, target: string) =>
  post('/api/relationships', { type, source: `module:${source}`, target: `module:${target}` })

/** A monitor whose clock stands until it is moved: each round is the next one, at once. */
async function steppedMonitor(interval = 2_000) {
  const { graph, services } = await registry()
  const clock = { time: Date.now(), passed: 0 }
  const monitor = createMonitor({
    graph,
    interval,
    holder: 'test',
    windows: services.statistics.windows,
    outbound: createOutbound([rangeOf('127.0.0.0/8')]),
    push: (id, body) =>
      services.statistics.push({ params: { id }, body }, internalCall({ actor: 'monitor', via: 'monitor' })),
    clock: { now: () => clock.time, elapsed: () => clock.passed },
  })
  const pass = (wall: number, real = wall) => {
    clock.time += wall
    clock.passed += real
  }
  const rounds = async (count: number) => {
    for (let n = 0; n < count; n++) {
      pass(interval)
      expect(await monitor.round()).to.equal(true)
    }
  }
  return { rounds, pass }
}

describe('The health of modules', () => {
  let outside: Outside
  beforeEach(async () => {
    await emptyRegistry()
    outside = await outsideServer()
  })
  afterEach(() => outside.stop())
  const register = (key: string, metadata: object = { healthUrl: `${outside.origin}/${key}` }) =>
    post('/api/modules', { key, name: key.toUpperCase(), metadata })

  it('follows the error rate to warning and to error with its reason, and back; dependants name the root cause', async function () {
    this.timeout(60_000)
    const thresholds = { windowMinutes: 1, readingsToSetStatus: 2 }
    await register('crm', { thresholds })
    for (const key of ['invoicing', 'shop', 'report', 'mail']) await register(key, {})
    await joined('dependency', 'invoicing', 'crm')
    await joined('dependency', 'shop', 'invoicing')
    await joined('data-flow', 'crm', 'report')
    await joined('integration', 'mail', 'crm')
    const count = (requestCount: number, errorCount: number) =>
      post('/api/modules/crm/statistics', { items: [{ requestCount, errorCount }] })
    const { rounds } = await steppedMonitor()
    await count(1_000, 0)
    await rounds(1)
    expect((await healthOf('crm')).streak).to.deep.equal({ toward: 'better', readings: 1, needed: 3 })
    await rounds(2)
    expect(await healthOf('crm')).to.include({ health: 'healthy', effective: 'healthy', status: 'active' })
    const first = await lastRevision()
    await rounds(3)
    expect(await lastRevision(), 'no change, no revision').to.equal(first)

    await count(1_000, 200) // 10 % of all
    await rounds(1)
    expect((await healthOf('crm')).health).to.equal('healthy')
    await rounds(1)
    const reason = '10 % of 2000 requests failed in the last 1 minutes, the limit is 10 %'
    expect(await healthOf('crm')).to.include({ health: 'warning', reason, status: 'active' })
    await rounds(2)
    expect(await healthOf('crm')).to.include({ health: 'error', reason, status: 'active' })
    await rounds(2)
    expect((await send('/api/modules/crm')).body).to.include({ health: 'error', status: 'error' })

    const shop = await healthOf('shop')
    expect(shop).to.deep.include({ health: 'unknown', effective: 'error' })
    expect(shop.rootCauses).to.deep.equal([{ module: 'crm', name: 'CRM', health: 'error', reason }])
    expect(shop.reasons).to.deep.equal([`it depends on CRM (crm): ${reason}`])
    expect((await healthOf('crm')).victims).to.deep.equal(['invoicing', 'shop'])
    expect((await healthOf('report')).reasons).to.deep.equal(['stale: it gets data from CRM (crm)'])
    expect((await healthOf('mail')).reasons).to.deep.equal(['degraded: it is integrated with CRM (crm)'])
    const overview = (await send('/api/health?effective=error')).body
    expect(overview.items.map(({ module }: { module: string }) => module)).to.deep.equal(['crm', 'invoicing', 'shop'])
    expect(overview.own).to.deep.equal({ healthy: 0, warning: 0, error: 1, unknown: 4 })
    expect(overview.effective).to.deep.equal({ healthy: 0, warning: 2, error: 3, unknown: 0 })
    const { data } = await ask(
      '{ moduleHealth(id: "shop") { effective rootCauses { module } } health { own { error } } }',
    )
    expect(data).to.deep.equal({
      moduleHealth: { effective: 'error', rootCauses: [{ module: 'crm' }] },
      health: { own: { error: 1 } },
    })

    await cypher('MATCH (s:Sample) DETACH DELETE s') // as if minutes had gone by
    await count(100, 0)
    await rounds(3)
    expect(await healthOf('crm')).to.include({ health: 'healthy', effective: 'healthy', status: 'active' })
    expect((await healthOf('shop')).effective).to.equal('unknown')

    const told = (await send('/api/modules/crm/history')).body.items.filter(
      ({ via }: { via: string }) => via === 'monitor',
    )
    expect(told.map(({ kind, reason }: { kind: string; reason: string }) => [kind, reason])).to.deep.equal([
      ['module.health', 'all readings are good'],
      ['module.error', reason],
      ['module.health', reason],
      ['module.health', reason],
      ['module.health', 'all readings are good'],
    ])
  })

  it('counts refused requests as errors where a module says so', async function () {
    this.timeout(60_000)
    const thresholds = { windowMinutes: 1, countedErrors: 'client-and-server' }
    await register('strict', { thresholds })
    await register('calm', {})
    const items = [{ requestCount: 100, clientErrorCount: 24, errorCount: 1 }]
    for (const key of ['strict', 'calm']) await post(`/api/modules/${key}/statistics`, { items })
    const { rounds } = await steppedMonitor()
    await rounds(5)
    expect(await healthOf('strict')).to.deep.include({
      health: 'error',
      reason: '25 % of 100 requests failed or were refused in the last 1 minutes, the limit is 10 %',
    })
    expect(await healthOf('calm')).to.include({ health: 'healthy' })
    expect((await healthOf('calm')).readings.traffic).to.include({
      clientErrorCount: 24,
      errorCount: 1,
      errorRate: 0.01,
    })
    expect((await healthOf('calm')).thresholds.countedErrors).to.equal('server')
    const { data } = await ask('{ moduleHealth(id: "strict") { thresholds { countedErrors } } }')
    expect(data.moduleHealth.thresholds).to.deep.equal({ countedErrors: 'client_and_server' })
    const { rev } = (await send('/api/modules/calm')).body
    const changed = await ask(
      'mutation ($rev: Int!) { changeModule(id: "calm", rev: $rev, input: { metadata: { thresholds: { countedErrors: client_and_server } } }) { key } }',
      { rev },
    )
    expect(changed.data).to.deep.equal({ changeModule: { key: 'calm' } })
    expect((await healthOf('calm')).thresholds.countedErrors).to.equal('client-and-server')
  })

  it('asks health addresses, takes numbers from statistics addresses, and keeps what people set', async function () {
    this.timeout(60_000)
    await register('a')
    await register('b', { statisticsUrl: `${outside.origin}/numbers` })
    await register('off')
    await send('/api/modules/off/status', { method: 'PUT', body: { status: 'inactive' }, headers: { 'if-match': '*' } })
    let requestCount = 0
    let isDown = false
    outside.answer = ({ path }, response) => {
      if (path !== '/numbers') response.writeHead(isDown ? 500 : 200).end(isDown ? '{"status":"DOWN"}' : '')
      else response.end(JSON.stringify({ items: [{ requestCount: (requestCount += 50), errorCount: 0 }] }))
    }
    const { rounds } = await steppedMonitor()
    await rounds(4)
    expect(await healthOf('a')).to.deep.include({ health: 'healthy' })
    expect((await healthOf('a')).readings.probe).to.include({ ok: true, detail: 'status 200' })
    expect(await healthOf('b')).to.include({ health: 'healthy' })
    expect((await send('/api/modules/b/statistics')).body.items[0].requestCount).to.be.within(150, 200)
    expect(outside.hits.filter(({ path }) => path === '/off')).to.deep.equal([])
    isDown = true
    await rounds(4)
    expect(await healthOf('a')).to.include({ reason: 'its health address: status 500, it says DOWN', health: 'error' })
    await send('/api/modules/a/status', { method: 'PUT', body: { status: 'deprecated' }, headers: { 'if-match': '*' } })
    await rounds(20)
    expect((await send('/api/modules/a')).body).to.include({ status: 'deprecated', health: 'error' })
    outside.answer = (_hit, response) => void response.end('no numbers')
    await rounds(2)
    expect((await healthOf('b')).readings.statistics).to.include({ ok: false })
    expect((await healthOf('b')).health).to.equal('warning')
  })

  it('does not stand in the way of taking back what people did, and can be taken back itself', async function () {
    this.timeout(60_000)
    await register('a')
    await send('/api/modules/a', { method: 'PATCH', body: { name: 'B' }, headers: { 'if-match': '*' } })
    const renamed = await lastRevision()
    const { rounds } = await steppedMonitor()
    await rounds(3)
    const healthy = await lastRevision()
    expect(healthy).to.equal(renamed + 1)
    expect((await post(`/api/revisions/${renamed}:undo`, {})).status).to.equal(200)
    expect((await send('/api/modules/a')).body).to.include({ name: 'A', health: 'healthy' })
    expect((await post(`/api/revisions/${healthy}:undo`, {})).status).to.equal(409)
    outside.stop()
    await rounds(2)
    const warning = await lastRevision()
    expect((await post(`/api/revisions/${warning}:undo`, {})).status).to.equal(200)
    expect((await send('/api/modules/a')).body).to.include({ name: 'A', health: 'healthy' })
    await rounds(2)
    expect((await send('/api/modules/a')).body).to.include({ health: 'warning' })
  })

  it('does not flip by an outage of the monitor, a jump of the clock, or a network that is gone', async function () {
    this.timeout(60_000)
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await register(key)
    const { rounds, pass } = await steppedMonitor()
    await rounds(3)
    const before = await lastRevision()
    const healthy = async () => (await send('/api/health')).body.own.healthy as number
    expect(await healthy()).to.equal(6)
    const isGone: Outside['answer'] = (_hit, response) => void response.writeHead(500).end()
    const isWell = outside.answer
    // One bad reading, then an hour in which nobody looked, again and again.
    for (const away of [
      () => pass(3_600_000),
      () => pass(3_600_000, 0),
      () => pass(-3_600_000, 0),
      () => pass(1e7, 2_000),
    ]) {
      outside.answer = isGone
      await rounds(1)
      away()
      await rounds(1)
      outside.answer = isWell
      await rounds(1)
    }
    expect(await lastRevision()).to.equal(before)
    // All at once do not answer any more: it is the monitor that has lost them.
    outside.stop()
    await rounds(15)
    expect(await lastRevision()).to.equal(before)
    expect((await send('/api/health')).body.monitor.note).to.match(/nearly all modules became unreachable at once/)
    await rounds(10)
    expect(await healthy(), 'after long it is believed').to.equal(0)
  })

  it('takes no edit away from people when it changes, and is news to who asks whether there are any', async () => {
    await register('crm', { healthUrl: `${outside.origin}/crm`, thresholds: { readingsToSetStatus: 2 } })
    const [part, status] = ['/api/modules/crm', '/api/modules/crm/status']
    const read = () => send(part)
    // fetch() would ask every cache on the way to look again.
    const askedAgain = async (tag: string) => {
      const request = get(`${(await registry()).origin}${part}`, { headers: { 'if-none-match': tag } })
      const [{ statusCode }] = (await once(request, 'response')) as [IncomingMessage]
      request.destroy()
      return statusCode
    }
    const edit = (tag: string, body: object, path = part, method = 'PATCH') =>
      send(path, { method, body, headers: { 'if-match': tag } })
    const before = await read()
    const tag = before.headers.get('etag')!
    expect(await askedAgain(tag)).to.equal(304)
    const { rounds } = await steppedMonitor()
    await rounds(3)
    expect(await askedAgain(tag)).to.equal(200)
    const news = await read()
    expect(news.body).to.include({ health: 'healthy', rev: before.body.rev })
    const next = news.headers.get('etag')!
    expect(next).not.to.equal(tag)
    expect(await askedAgain(next)).to.equal(304)

    expect((await edit(tag, { name: 'Edited' })).body).to.include({ name: 'Edited', health: 'healthy' })
    expect((await edit(tag, { name: 'Late' })).body.type).to.equal('stale-revision')
    expect((await edit(next, { name: 'Late' })).body.type).to.equal('stale-revision')
    const rev = before.body.rev + 1
    outside.answer = (_request, response) => void response.writeHead(500).end()
    for (let n = 0; n < 40 && (await read()).body.status === 'active'; n++) await rounds(1)
    expect((await read()).body).to.include({ health: 'error', status: 'error', rev, name: 'Edited' })
    expect((await edit(`"${rev}"`, { status: 'inactive' }, status, 'PUT')).body).to.include({ status: 'inactive' })
    expect((await edit(`W/"${rev + 1}-active-healthy"`, { name: 'Again' })).status).to.equal(200)
    expect((await edit(`"${rev + 2}"`, { name: 'Whole' }, part, 'PUT')).status).to.equal(200)
    expect((await send(part, { method: 'DELETE', headers: { 'if-match': `"${rev + 2}"` } })).status).to.equal(412)
    const [{ number }] = (await send(`${part}/history`)).body.items
    expect((await send(`/api/revisions/${number}:undo`, { method: 'POST' })).status).to.equal(200)
    expect((await read()).body).to.include({ name: 'Again', status: 'inactive' })
  })

  it('of the living is told in time beside thousands of dead addresses', async function () {
    this.timeout(180_000)
    const interval = 5_000
    for (const key of ['a', 'b', 'c']) await register(key)
    const silent = await outsideServer()
    silent.answer = () => {} // takes what comes and never answers
    await cypher(
      `UNWIND range(1, $dead) AS n
       CREATE (m:RegistryNode:Module {ref: 'module:dead-' + n, key: 'dead-' + n, id: 'dead-' + n, name: 'Dead', description: '',
         type: 'crud', status: 'active', health: 'unknown', version: '1.0.0', tags: [], rev: 1,
         createdAt: datetime(), updatedAt: datetime(),
         healthUrl: CASE WHEN n % 50 = 0 THEN $silent ELSE 'http://127.0.0.1:1025/' + n END})`,
      { silent: silent.origin, dead: scale(5_000, 1_000) },
    )
    const { rounds } = await steppedMonitor(interval)
    const times: number[] = []
    for (let n = 0; n < scale(12, 4); n++) {
      const start = Date.now()
      await rounds(1)
      times.push(Date.now() - start)
    }
    silent.stop()
    // The first finds the database without plans.
    const [median] = times.toSorted((a, b) => a - b).slice(times.length / 2)
    expect(median, times.join(' ')).to.be.below(1.2 * interval)
    expect(Math.max(...times), times.join(' ')).to.be.below(4 * interval)
    for (const key of ['a', 'b', 'c']) {
      expect((await healthOf(key)).health, key).to.equal('healthy')
      const changes = (await send(`/api/modules/${key}/history`)).body.items
      expect(changes.map(({ kind }: { kind: string }) => kind)).to.deep.equal(['module.health', 'module.create'])
    }
    const [found] = await cypher(
      'MATCH (m:Module) WHERE m.key STARTS WITH "dead-" AND m.health = "healthy" RETURN count(*) AS n',
    )
    expect(found).to.deep.equal({ n: 0 })
  })
})
