import { expect } from 'chai'
import { Profile, exampleHistory, together } from '../../src/authoring/seeding/example-history.ts'
import { seed } from '../../src/authoring/seeding/seed.ts'
import { seedHistory } from '../../src/authoring/seeding/seed-history.ts'
import { createGraph } from '../../src/graph/graph.ts'
import { rangeOf } from '../../src/kernel/addresses.ts'
import { createMonitor } from '../../src/runtime/monitor/monitor.ts'
import { createOutbound } from '../../src/runtime/outbound/outbound.ts'
import { dropExamples } from '../../src/runtime/statistics/examples.ts'
import { ask, send } from '../support/client.ts'
import { cypher, emptyRegistry, onlyCrm, prepared, registry } from '../support/database.ts'

/* eslint-disable @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
type Any = any
const hour = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * hour)
const read = async (path: string): Promise<Any> => (await send(path)).body
const healthOf = (key: string) => read(`/api/modules/${key}/health`)
const total = (items: { requestCount: number }[]) => items.reduce((sum, { requestCount }) => sum + requestCount, 0)
const samples = prepared(async () => {
  const graph = createGraph({ driver: (await registry()).driver, deadline: 60_000 })
  expect(await seed(graph, 'all')).to.equal(true)
  await seedHistory(graph, 'all')
})
const crmWithHistory = async (now = new Date()) => {
  await onlyCrm()
  await seedHistory((await registry()).graph, 'crm', now)
}

const clock = { time: 0, passed: 0 }
/** Runs rounds of a monitor whose clock is moved by the interval each time. */
async function rounds(count: number, interval = 2_000): Promise<void> {
  const { graph, services } = await registry()
  clock.time = Math.max(clock.time, Date.now())
  const monitor = createMonitor({
    graph,
    interval,
    holder: 'example',
    windows: services.statistics.windows,
    outbound: createOutbound([rangeOf('127.0.0.0/8')]),
    push: async () => {},
    clock: { now: () => clock.time, elapsed: () => clock.passed },
  })
  for (let n = 0; n < count; n++) {
    clock.time += interval
    clock.passed += interval
    expect(await monitor.round()).to.equal(true)
  }
}

describe('The example history of the sample modules', () => {
  describe('at a first look', () => {
    before(samples)

    it('has requests at every door, and says of each of them that it is an example', async () => {
      const { items } = await read('/api/statistics?minutes=5')
      expect(items).to.have.length(9)
      for (const { requestCount, exampleCount } of items)
        expect(exampleCount).to.equal(requestCount).and.to.be.greaterThan(0)
      for (const span of ['hour', 'day']) {
        const overview = await read(`/api/statistics/overview?minutes=60&span=${span}`)
        expect(overview.exampleCount).to.equal(overview.requestCount).and.to.be.greaterThan(1_000)
        const { history } = overview
        const shown = history.slice(0, -1) as { requestCount: number; exampleCount: number }[]
        for (const { requestCount, exampleCount } of shown)
          expect(exampleCount, span).to.equal(requestCount).and.to.be.greaterThan(0)
      }
      for (const path of [
        'samples?resolution=minute',
        'samples?resolution=hour',
        'samples?resolution=hour&entity=Order',
      ]) {
        const list = await read(`/api/modules/crm/${path}`)
        expect(list.total, path).to.be.greaterThan(30)
        for (const { requestCount, exampleCount } of list.items) expect(exampleCount, path).to.equal(requestCount)
      }
      const { data } = await ask(
        '{ samples(id: "shipping", resolution: hour) { items { requestCount exampleCount } } }',
      )
      for (const { requestCount, exampleCount } of data.samples.items) expect(exampleCount).to.equal(requestCount)
    })

    it('counts nothing of it as measured: since registration, in metrics, for the monitor', async () => {
      for (const path of ['/api/modules/shipping/statistics', '/api/ai/modules/shipping/statistics'])
        for (const { requestCount, windows } of (await read(path)).items)
          expect([requestCount, ...windows.map((window: Any) => window.requestCount)], path).to.deep.equal([0, 0, 0, 0])
      const { origin, services } = await registry()
      expect(await services.statistics.windows(1_440)).to.deep.equal([])
      expect(await (await fetch(`${origin}/metrics`)).text()).not.to.match(
        /registry_module_requests\{module="shipping"/,
      )
      const { rows } = (
        await send('/api/queries/analysis/never-requested:run', { method: 'POST', body: { parameters: { limit: 50 } } })
      ).body
      expect(rows).to.have.length(9)
    })

    it('has an ill module with its victims, and says that its health is an example', async () => {
      const { causes } = await read('/api/health/alerts')
      expect(causes.map(({ module }: Any) => module)).to.deep.equal(['shipping'])
      expect(causes[0]).to.include({ health: 'error', example: true })
      expect(causes[0].victims).to.be.greaterThan(0)
      expect(causes[0].reason).to.match(/^example data: 3\d(\.\d)? % of \d+ requests failed in the last 5 minutes/)
      const shop = await healthOf('support-desk')
      expect(shop).to.include({ health: 'healthy', effective: 'error', example: true })
      expect(shop.rootCauses.map(({ module }: Any) => module)).to.deep.equal(['shipping'])
      expect(shop.reason).to.equal('example data: all readings are good')
      const { data } = await ask('{ health(limit: 9) { items { module health example } } }')
      for (const { health, example } of data.health.items) expect(example).to.equal(health !== 'unknown')
    })

    it('marks the modules, their documentation and the log', async () => {
      for (const { tags } of (await read('/api/modules')).items) expect(tags).to.include('example-data')
      const { origin } = await registry()
      const text = await (await fetch(`${origin}/api/modules/shipping/docs.md`)).text()
      expect(text).to.match(/Health: error, example data: /)
      const { changes } = await read('/api/health/alerts')
      for (const { reason } of changes) expect(reason).to.match(/^example data: /)
    })

    it('says of a module with too few requests what it waits for', async () => {
      expect(await healthOf('marketing')).to.include({
        health: 'unknown',
        example: false,
        reason: 'measured from 20 requests in 5 minutes on, 0 so far; no health URL is set',
      })
    })

    it('stays as it is while nothing is measured', async () => {
      const before = await read('/api/health')
      await rounds(5)
      const after = await read('/api/health')
      expect(after.own).to.deep.equal(before.own)
      const stable = (all: Any) => all.items.filter(({ module }: Any) => module !== 'shipping')
      expect(stable(after)).to.deep.equal(stable(before))
      // Its health URL leads nowhere, which is a reading.
      expect(await healthOf('shipping')).to.include({ health: 'error', example: false })
    })
  })

  describe('of one module', () => {
    beforeEach(async () => crmWithHistory())

    it('has measured requests on top, told apart', async () => {
      const [before] = (await read('/api/statistics?minutes=60')).items
      for (let n = 0; n < 3; n++) await send('/crm/customers?limit=1')
      const { services } = await registry()
      await services.statistics.flush()
      const [after] = (await read('/api/statistics?minutes=60')).items
      expect(after.exampleCount).to.be.closeTo(before.exampleCount, 60) // a minute may have passed
      expect(after.requestCount).to.equal(after.exampleCount + 3)
      expect((await services.statistics.windows(60))[0]).to.include({ requestCount: 3, exampleCount: 0 })
      const [whole] = (await read('/api/modules/crm/statistics')).items
      expect([whole.requestCount, whole.windows[2].requestCount]).to.deep.equal([3, 3])
      const [now] = (await read('/api/modules/crm/samples')).items
      expect([now.requestCount, now.exampleCount]).to.deep.equal([3, 0])
    })

    it('gives way to what the monitor measures', async () => {
      await rounds(1)
      expect(await healthOf('crm')).to.include({ health: 'healthy', example: true })
      const items = [{ requestCount: 100, errorCount: 0 }]
      await send('/api/modules/crm/statistics', { method: 'POST', body: { items } })
      await rounds(1)
      const measured = await healthOf('crm')
      expect(measured).to.include({ health: 'healthy', example: false, reason: 'all readings are good' })
      expect(Date.now() - Date.parse(measured.since)).to.be.lessThan(60_000)
      await send('/api/modules/crm/statistics', {
        method: 'POST',
        body: { items: [{ requestCount: 50, errorCount: 50 }] },
      })
      await rounds(2)
      expect(await healthOf('crm')).to.include({ health: 'warning', example: false })
    })

    it('goes with the module, and does not come back with an undo', async () => {
      const gone = await send('/api/modules/crm', { method: 'DELETE', headers: { 'if-match': '*' } })
      expect(gone.status).to.equal(204)
      expect(await cypher('MATCH (s:Sample|HealthState) RETURN s')).to.deep.equal([])
      const { revision } = await read('/api/modules')
      await send(`/api/revisions/${revision}:undo`, { method: 'POST' })
      expect((await read('/api/modules/crm/samples')).total).to.equal(0)
    })

    it('can be dropped, with its health, and measurements stay', async () => {
      await send('/crm/customers?limit=1')
      const { services, graph } = await registry()
      await services.statistics.flush()
      expect((await send('/api/statistics/examples', { method: 'DELETE' })).status).to.equal(204)
      const overview = await read('/api/statistics/overview?minutes=60&span=day')
      expect([overview.requestCount, overview.exampleCount]).to.deep.equal([1, 0])
      expect((await read('/api/modules/crm/samples?resolution=hour')).total).to.equal(0)
      expect(await healthOf('crm')).to.include({ health: 'unknown', example: false, since: null })
      const { body } = await send('/api/modules/crm')
      expect(body).to.deep.include({ health: 'unknown', tags: ['sales', 'customers'] })
      const { revision } = await read('/api/modules')
      expect((await send('/api/statistics/examples', { method: 'DELETE' })).status).to.equal(204)
      expect((await read('/api/modules')).revision, 'nothing is left to drop').to.equal(revision)
      await dropExamples(graph, { actor: 'test', role: 'admin', via: 'rest' })
    })

    it('leaves a measured health when it is dropped', async () => {
      const items = [{ requestCount: 100, errorCount: 0 }]
      await send('/api/modules/crm/statistics', { method: 'POST', body: { items } })
      await rounds(1)
      await send('/api/statistics/examples', { method: 'DELETE' })
      expect(await healthOf('crm')).to.include({ health: 'healthy', example: false })
    })
  })

  it('is forgotten after a day, and never summed up with what was measured', async () => {
    await crmWithHistory(ago(27))
    const { services } = await registry()
    expect((await read('/api/modules/crm/samples')).total).to.be.greaterThan(50)
    const hours = (await read('/api/modules/crm/samples?resolution=hour')).total
    await services.statistics.rollUp()
    expect((await read('/api/modules/crm/samples')).total).to.equal(0)
    expect((await read('/api/modules/crm/samples?resolution=hour')).total).to.equal(hours)
    await rounds(1)
    expect((await healthOf('crm')).streak, 'an old example goes silent').to.include({ toward: 'silent' })
  })

  it('is for a new registry only', async () => {
    await onlyCrm()
    expect(await seed((await registry()).graph, 'all')).to.equal(false)
  })

  describe('is made of a profile', () => {
    const profile = Profile.parse({
      perMinute: 20,
      milliseconds: 40,
      refused: 0.05,
      failed: 0.01,
      trouble: { hours: 3, failed: 0.5, slower: 2 },
    })
    for (const now of [
      '2026-03-01T00:00:00Z',
      '2026-03-01T00:00:59.999Z',
      '2026-03-01T11:01:00Z',
      '2026-12-31T23:59:30Z',
      '2028-02-29T12:30:00Z',
    ])
      it(`without a gap and without the current minute, at ${now}`, () => {
        const made = exampleHistory('statistics:crm', profile, 0.5, new Date(now))
        let next = Date.parse(made[0]!.at)
        for (const { at, resolution, requests, clientErrors, errors, counts } of made) {
          expect(Date.parse(at)).to.equal(next)
          next += resolution === 'hour' ? hour : 60_000
          expect(clientErrors + errors).to.be.at.most(requests)
          expect(counts.reduce((sum, count) => sum + count, 0)).to.be.closeTo(requests, 5)
        }
        expect(next).to.equal(Math.floor(Date.parse(now) / 60_000) * 60_000)
        const later = exampleHistory('statistics:crm', profile, 0.5, new Date(Date.parse(now) + 7 * 24 * hour))
        expect(later.map(({ at: _, ...sample }) => sample)).to.deep.equal(made.map(({ at: _, ...sample }) => sample))
        const recent = made.slice(-60)
        const failed =
          recent.reduce((sum, { errors }) => sum + errors, 0) /
          total(recent.map(({ requests }) => ({ requestCount: requests })))
        expect(failed).to.be.closeTo(0.5, 0.05)
      })

    it('and the whole module is the sum of its entities', () => {
      const now = new Date('2026-03-01T11:01:00Z')
      const parts = [0.7, 0.2, 0.1].map((weight) => exampleHistory('of', profile, weight, now))
      const whole = together('statistics:crm', parts)
      expect(whole).to.have.length(parts[0]!.length)
      for (const [n, { requests, errors, counts, buckets }] of whole.entries()) {
        expect(requests).to.equal(parts.reduce((sum, part) => sum + part[n]!.requests, 0))
        expect(errors).to.equal(parts.reduce((sum, part) => sum + part[n]!.errors, 0))
        expect(counts).to.have.length(buckets.length)
        expect(buckets).to.deep.equal([...buckets].sort((a, b) => a - b))
      }
    })
  })
})

describe('An unknown health', () => {
  before(emptyRegistry)
  const register = async (key: string, metadata: object = {}) =>
    expect((await send('/api/modules', { method: 'POST', body: { key, name: key, metadata } })).status).to.equal(201)
  const push = (key: string, requestCount: number) =>
    send(`/api/modules/${key}/statistics`, { method: 'POST', body: { items: [{ requestCount }] } })
  const reasonOf = async (key: string): Promise<string> => {
    const { reason, reasons } = await healthOf(key)
    expect(reasons).to.deep.equal([reason])
    const overview = await read('/api/health?limit=100')
    expect(overview.items.find(({ module }: Any) => module === key).reason).to.equal(reason)
    const { origin } = await registry()
    expect(await (await fetch(`${origin}/api/modules/${key}/docs.md`)).text()).to.include(`Health: unknown, ${reason}`)
    return reason
  }
  const cases: [what: string, metadata: object, requests: number, rounds: number, reason: string][] = [
    ['nothing', {}, 0, 0, 'measured from 20 requests in 5 minutes on, 0 so far; no health URL is set'],
    ['too few requests', {}, 3, 1, 'measured from 20 requests in 5 minutes on, 3 so far; no health URL is set'],
    ['one request too few', {}, 19, 1, 'measured from 20 requests in 5 minutes on, 19 so far; no health URL is set'],
    [
      'thresholds of its own',
      { thresholds: { minimumRequests: 100, windowMinutes: 1 } },
      30,
      1,
      'measured from 100 requests in 1 minute on, 30 so far; no health URL is set',
    ],
    [
      'a health URL that was not called yet',
      { healthUrl: 'http://127.0.0.1:9/health' },
      0,
      0,
      'measured from 20 requests in 5 minutes on, 0 so far; its health URL has not been called',
    ],
    ['the first readings', {}, 50, 1, 'the first readings are in: 3 in a row decide, 1 so far'],
    [
      'the first bad readings',
      { healthUrl: 'http://127.0.0.1:9/health' },
      0,
      1,
      'the first readings are in: 2 in a row decide, 1 so far',
    ],
  ]
  for (const [index, [what, metadata, requests, count, reason]] of cases.entries())
    it(`says what is missing: ${what}`, async () => {
      const key = `waiting-${index}`
      await register(key, metadata)
      if (requests > 0) await push(key, requests)
      if (count > 0) await rounds(count)
      expect(await reasonOf(key)).to.equal(reason)
    })

  it('says that an inactive module is not measured', async () => {
    await register('sleeping')
    await send('/api/modules/sleeping/status', {
      method: 'PUT',
      body: { status: 'inactive' },
      headers: { 'if-match': '*' },
    })
    expect(await reasonOf('sleeping')).to.equal('inactive modules are not measured')
  })

  it('says for how long nothing was measured, if something was before', async () => {
    await register('quiet', { thresholds: { silenceMinutes: 1 } })
    await push('quiet', 50)
    await rounds(3)
    expect(await healthOf('quiet')).to.include({ health: 'healthy' })
    await cypher("MATCH (s:Sample {module: 'quiet'}) DETACH DELETE s")
    await rounds(31)
    expect(await reasonOf('quiet')).to.equal(
      'not measured for 1 minute; measured from 20 requests in 5 minutes on, 0 so far; no health URL is set',
    )
  })
})
