import { expect } from 'chai'
import fc from 'fast-check'
import { bucketOf, histogramOf, quantile } from '../../src/runtime/statistics/histogram.ts'
import { createGraph } from '../../src/graph/graph.ts'
import { createServices } from '../../src/features.ts'
import type { Sample, Statistics } from '../../src/runtime/statistics/statistics.contract.ts'
import { ask, send } from '../support/client.ts'
import { cypher, onlyCrm, registry } from '../support/database.ts'

const statisticsOf = async (entity: string | null): Promise<Statistics> => {
  const { body } = await send('/api/modules/crm/statistics')
  return body.items.find((item: Statistics) => item.entity === entity)
}
const samplesOf = async (query: string): Promise<Sample[]> =>
  (await send(`/api/modules/crm/samples?${query}`)).body.items
const push = (items: object[], more: object = {}) =>
  send('/api/modules/crm/statistics', { method: 'POST', body: { items, ...more } })
const request = (milliseconds: number, more: object = {}) => ({
  module: 'crm',
  entity: 'Order',
  milliseconds,
  status: 200,
  wrote: false,
  ...more,
})

describe('A histogram of response times', () => {
  it('gives each percentile within 2 %, also of several histograms added up', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.02, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 500 }),
        fc.constantFrom(0.5, 0.95),
        (times, share) => {
          const hits = new Map<number, number>()
          for (const time of times) hits.set(bucketOf(time), (hits.get(bucketOf(time)) ?? 0) + 1)
          const exact = times.toSorted((a, b) => a - b)[Math.ceil(share * times.length) - 1]!
          expect(quantile(histogramOf(hits), share)! / exact).to.be.within(0.979, 1.021)
        },
      ),
    ))

  it('has none without a request', () => {
    expect(quantile({ buckets: [], counts: [] }, 0.95)).to.equal(null)
  })
})

describe('Statistics', () => {
  beforeEach(onlyCrm)

  it('count requests, errors, times and the last write, of an entity and of its module', async () => {
    const { statistics } = (await registry()).services
    for (let time = 1; time <= 100; time++)
      statistics.record(request(time, { status: time <= 10 ? 500 : 200, wrote: time === 50 }))
    statistics.record(request(5, { entity: null }))
    await statistics.flush()
    const order = await statisticsOf('Order')
    expect(order).to.include({ requestCount: 100, errorCount: 10, errorRate: 0.1 })
    expect(order.responseTime.average).to.equal(50.5)
    expect(order.responseTime.p50).to.be.within(48, 52)
    expect(order.responseTime.p95).to.be.within(93, 97)
    expect(Date.now() - Date.parse(order.lastUpdate!)).to.be.within(0, 5_000)
    expect(order.windows.map(({ minutes, requestCount }) => [minutes, requestCount])).to.deep.equal([
      [1, 100],
      [5, 100],
      [60, 100],
    ])
    expect(await statisticsOf(null)).to.include({ requestCount: 101, errorCount: 10 })
    expect(await statisticsOf('Customer')).to.include({ requestCount: 0, errorRate: 0, lastUpdate: null })
  })

  it('add up, whichever processes have counted, also when they flush at the same time', async () => {
    const { driver } = await registry()
    const processes = Array.from({ length: 4 }, () => createServices(createGraph({ driver })).statistics)
    for (let round = 0; round < 10; round++) {
      for (const { record } of processes) for (let time = 1; time <= 10; time++) record(request(time * 10))
      await Promise.all(processes.map(({ flush }) => flush()))
    }
    expect(await statisticsOf('Order')).to.include({ requestCount: 400 })
    const [sample] = await samplesOf('entity=Order')
    expect((await samplesOf('entity=Order')).reduce((sum, { requestCount }) => sum + requestCount, 0)).to.equal(400)
    expect(sample!.responseTime.p95).to.be.within(98, 102)
  })

  it('keep what could not be written for the next flush', async () => {
    const { neo4j } = await registry()
    const { connect } = await import('../../src/graph/graph.ts')
    const dead = connect('bolt://127.0.0.1:1', 'neo4j', neo4j.password)
    const graph = createGraph({ driver: dead, deadline: 500 })
    const { statistics } = createServices(graph)
    statistics.record(request(5))
    for (let time = 0; time < 2; time++) {
      let failed = false
      await statistics.flush().catch(() => (failed = true))
      expect(failed, 'it still has something to flush').to.equal(true)
    }
    await graph.close()
  })

  it('leave out of the last minutes what is older', async () => {
    const { statistics } = (await registry()).services
    statistics.record(request(5))
    await statistics.flush()
    await cypher(`MATCH (s:Sample) SET s.at = s.at - duration('PT3M')`)
    const { windows, requestCount } = await statisticsOf('Order')
    expect([requestCount, ...windows.map((window) => window.requestCount)]).to.deep.equal([1, 0, 1, 1])
    expect(await statistics.windows(1)).to.deep.equal([])
    const [crm] = await statistics.windows(5)
    expect(crm).to.deep.include({ module: 'crm', requestCount: 1, errorCount: 0, errorRate: 0 })
    const { body } = await send('/api/statistics?minutes=5')
    expect(body.items).to.deep.equal([crm])
  })

  it('count what was answered, refused and failed apart, at every door and in every sum', async () => {
    const { statistics } = (await registry()).services
    const classes = [200, 201, 204, 304, 400, 404, 409, 412, 429, 499, 500, 503]
    for (const status of classes) statistics.record(request(1, { status }))
    await statistics.flush()
    const expected = { requestCount: 12, successCount: 4, clientErrorCount: 6, errorCount: 2, errorRate: 2 / 12 }
    for (const entity of ['Order', null]) {
      const { windows, ...all } = await statisticsOf(entity)
      for (const counted of [all, ...windows]) expect(counted).to.include(expected)
    }
    expect((await samplesOf('entity=Order'))[0]).to.include(expected)
    expect((await send('/api/statistics')).body.items[0]).to.include(expected)
    const { body: overview } = await send('/api/statistics/overview')
    for (const counted of [overview, overview.failing[0], overview.history.at(-1)]) expect(counted).to.include(expected)
    const members = 'requestCount successCount clientErrorCount errorCount errorRate'
    const { data } = await ask(
      `{ moduleStatistics(id: "crm") { items { ${members} } } statisticsOverview { ${members} } }`,
    )
    expect([data.moduleStatistics.items[0], data.statisticsOverview]).to.deep.equal([expected, expected])
    const { items } = (await send('/api/ai/modules/crm/statistics')).body
    expect(items[0]).to.include(expected)
    const metrics = await (await fetch(`${(await registry()).origin}/metrics`)).text()
    expect(metrics).to.include('registry_module_client_errors{module="crm"} 6')
    expect(metrics).to.include('registry_module_errors{module="crm"} 2')
  })

  it('go on from numbers of a version that did not count what was refused', async () => {
    await push([{ requestCount: 10, errorCount: 1 }], { counting: 'since-start' })
    await cypher(
      `MATCH (n:Statistics|Sample) REMOVE n.clientErrorCount
       SET n.told = CASE WHEN n.told IS NULL THEN NULL ELSE '{"requestCount":10,"errorCount":1,"responseTimes":[]}' END`,
    )
    const [older, newer] = [
      { requestCount: 10, successCount: 9, clientErrorCount: 0 },
      { requestCount: 14, successCount: 10, clientErrorCount: 3 },
    ]
    expect(await statisticsOf(null)).to.include(older)
    expect((await samplesOf(''))[0]).to.include(older)
    expect((await send('/api/statistics/overview')).body).to.include(older)
    await push([{ requestCount: 14, clientErrorCount: 3, errorCount: 1 }], { counting: 'since-start' })
    expect(await statisticsOf(null)).to.include(newer)
    expect((await samplesOf(''))[0]).to.include(newer)
    // It has started anew.
    await push([{ requestCount: 15, clientErrorCount: 2, errorCount: 1 }], { counting: 'since-start' })
    expect(await statisticsOf(null)).to.include({ requestCount: 29, clientErrorCount: 5, errorCount: 2 })
  })

  it('are taken from modules that count by themselves, once for each Idempotency-Key', async () => {
    const item = {
      entity: 'Order',
      recordCount: 7,
      lastUpdate: '2026-01-05T10:00:00+01:00',
      requestCount: 10,
      errorCount: 2,
      responseTimes: [
        { milliseconds: 10, count: 9 },
        { milliseconds: 100, count: 1 },
      ],
    }
    const sent = { method: 'POST', body: { items: [item] }, headers: { 'idempotency-key': 'once' } }
    const answers = await Promise.all([1, 2, 3].map(() => send('/api/modules/crm/statistics', sent)))
    expect(answers.map(({ status, body }) => [status, body.accepted])).to.deep.equal(Array(3).fill([200, 1]))
    const order = await statisticsOf('Order')
    expect(order).to.include({ recordCount: 7, requestCount: 10, errorCount: 2 })
    expect(order.lastUpdate).to.equal('2026-01-05T09:00:00.000Z')
    expect(order.responseTime).to.include({ average: 19 })
    await push([{ entity: 'Order', requestCount: 1 }])
    expect(await statisticsOf('Order')).to.include({ recordCount: 7, requestCount: 11 })
  })

  it('are the difference to the last time for modules that count from their start on', async () => {
    const tell = (requestCount: number, errorCount: number) =>
      push([{ requestCount, errorCount, responseTimes: [{ milliseconds: 20, count: requestCount }] }], {
        counting: 'since-start',
      })
    await tell(100, 5)
    await tell(130, 6)
    expect(await statisticsOf(null)).to.include({ requestCount: 130, errorCount: 6 })
    // It has started anew.
    await tell(10, 0)
    expect(await statisticsOf(null)).to.include({ requestCount: 140, errorCount: 6 })
  })

  it('refuse what can not have been counted, whole', async () => {
    for (const items of [
      [{ requestCount: 1, errorCount: 2 }],
      [{ requestCount: 1, clientErrorCount: 2 }],
      [{ requestCount: 2, clientErrorCount: 1, errorCount: 2 }],
      [{ requestCount: 1, clientErrorCount: -1 }],
      [{ requestCount: 1, responseTimes: [{ milliseconds: 1, count: 2 }] }],
      [{ entity: 'Order', requestCount: 1 }, { entity: 'Nothing' }],
      [{ requestCount: 1 }, { requestCount: 2 }],
      [{ requestCount: -1 }],
      [],
    ]) {
      const { status, body } = await push(items)
      expect([status, body.type]).to.deep.equal([400, 'invalid-request'])
      expect(body.errors[0].pointer).to.match(/^\/items/)
    }
    expect(await statisticsOf(null)).to.include({ requestCount: 0 })
    expect((await send('/api/modules/nothing/statistics', { method: 'POST', body: { items: [{}] } })).status).to.equal(
      404,
    )
    expect((await send('/api/modules/crm/samples?entity=Nothing')).status).to.equal(404)
  })

  it('go with their module', async () => {
    await push([{ requestCount: 1 }, { entity: 'Order', requestCount: 1 }])
    await send('/api/modules/crm?force=true', { method: 'DELETE', headers: { 'if-match': '*' } })
    expect(await cypher('MATCH (n:Statistics|Sample) RETURN n')).to.deep.equal([])
  })
})

describe('The history of statistics', () => {
  beforeEach(onlyCrm)

  /** Samples of the module, one for each of these times before now. */
  const addSamples = (resolution: string, times: string[]) =>
    cypher(
      `UNWIND range(0, size($times) - 1) AS n
       WITH n, datetime.truncate($resolution, datetime() - duration($times[n])) AS at
       MERGE (s:Sample {ref: 'statistics:crm ' + $resolution + ' ' + toString(at)})
       ON CREATE SET s += {of: 'statistics:crm', module: 'crm', resolution: $resolution, at: at, requestCount: 10, errorCount: 1, clientErrorCount: CASE n % 2 WHEN 0 THEN 2 END,
         milliseconds: 100.0, buckets: [100, 200], counts: [9, 1], recordCount: 5}`,
      { resolution, times },
    )
  const minutesOf = (hours: number[]) =>
    hours.flatMap((hour) => Array.from({ length: 60 }, (_, minute) => `PT${hour}H${minute}M`))
  const all = async () => {
    const [row] = await cypher(
      `MATCH (s:Sample) RETURN sum(s.requestCount) AS requests, sum(s.errorCount) AS errors, sum(s.clientErrorCount) AS refused, sum(s.milliseconds) AS milliseconds,
         sum(reduce(sum = 0, c IN s.counts | sum + c)) AS timed`,
    )
    return row!
  }
  const resolutions = () =>
    cypher('MATCH (s:Sample) RETURN s.resolution AS resolution, count(*) AS samples ORDER BY resolution')

  it('is kept by minute for a day, by hour for a month, by day for a year, and nothing is counted twice or lost', async () => {
    const { statistics } = (await registry()).services
    await addSamples('minute', ['PT1M', ...minutesOf([30, 31, 40])])
    await addSamples('hour', ['P2D', 'P40D', 'P40DT1H'])
    const before = await all()
    expect(await statistics.rollUp()).to.be.within(182, 183)
    expect(await all()).to.deep.equal(before)
    const found = await resolutions()
    expect(found.map(({ resolution }) => resolution)).to.deep.equal(['day', 'hour', 'minute'])
    expect(found.at(-1)!.samples).to.equal(1)
    expect(await statistics.rollUp()).to.equal(0)
    await addSamples('day', ['P400D'])
    expect(await statistics.rollUp()).to.equal(1)
    expect(await all()).to.deep.equal(before)
  })

  it('is pages, newest first', async () => {
    await addSamples('hour', ['PT1H', 'PT2H', 'PT3H'])
    const first = await send('/api/modules/crm/samples?resolution=hour&limit=2')
    expect(first.body).to.include({ total: 3, returned: 2, truncated: true })
    const second = await send(
      `/api/modules/crm/samples?resolution=hour&limit=2&cursor=${encodeURIComponent(first.body.nextCursor)}`,
    )
    const times = [...first.body.items, ...second.body.items].map(({ at }: Sample) => at)
    expect(times).to.have.length(3)
    expect(times).to.deep.equal(times.toSorted().toReversed())
    expect(first.body.items[0]).to.include({ requestCount: 10, errorRate: 0.1, recordCount: 5 })
  })

  it('is the same when several sum it up at once, and when some of them end at any step', async () => {
    const { driver } = await registry()
    await addSamples('minute', minutesOf(Array.from({ length: 40 }, (_, n) => 30 + n)))
    const before = await all()
    /** A process that ends in the middle: what its open transaction has done is undone. */
    const ended = async () => {
      const graph = createGraph({ driver })
      await graph
        .store(async (run) => {
          await run('statistics/roll-up', { from: 'minute', to: 'hour', keep: 'P1D', limit: 500 })
          throw new Error('killed')
        })
        .catch(() => {})
    }
    const processes = Array.from({ length: 3 }, () => createServices(createGraph({ driver })).statistics)
    await Promise.all([ended(), ...processes.map(({ rollUp }) => rollUp()), ended()])
    expect(await all()).to.deep.equal(before)
    expect((await resolutions()).map(({ resolution }) => resolution)).to.deep.equal(['hour'])
  })
})
