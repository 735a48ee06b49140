import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver } from 'neo4j-driver'
import pLimit from 'p-limit'
import { connect } from '../../src/graph/graph.ts'
import type { Statistics } from '../../src/runtime/statistics/statistics.contract.ts'
import type { Module } from '../../src/registry/modules/modules.contract.ts'
import type { ModuleHealth } from '../../src/runtime/health/health.contract.ts'
import { outsideServer, type Outside } from '../support/outside.ts'
import { startServer, type RunningServer } from '../support/server.ts'

/** What a client sees: a connection that is kept, and the time from sending to the end of the answer. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
const ask = (url: string): Promise<{ status: number; milliseconds: number; body: string }> =>
  new Promise((resolve, reject) => {
    const begun = performance.now()
    request(url, { agent }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => {
        const milliseconds = performance.now() - begun
        resolve({ status: response.statusCode!, milliseconds, body: Buffer.concat(pieces).toString() })
      })
    })
      .on('error', reject)
      .end()
  })

describe('A thousand requests to the CRM as a person starts it', function () {
  this.timeout(240_000)
  let server: RunningServer
  let driver: Driver
  let outside: Outside
  before(async () => {
    outside = await outsideServer()
    server = await startServer({ SEED: 'all', MONITOR_INTERVAL: '1', OUTBOUND_ALLOW: '127.0.0.0/8' })
    const [, uri] = await server.says(/Cypher +(bolt:\/\/\S+)/)
    driver = connect(uri!, 'neo4j', await readFile(join(server.dataDir, 'neo4j', 'password'), 'utf8'))
    await server.says(/2500 of FinancialTransaction written/)
  })
  after(async () => {
    await driver?.close()
    agent.destroy()
    outside.stop()
    await server?.stop()
  })

  const crm = async (): Promise<Statistics> => {
    const { body } = await ask(`${server.origin}/api/modules/crm/statistics`)
    return (JSON.parse(body) as { items: Statistics[] }).items.find(({ entity }) => entity === null)!
  }
  const total = async (path: string) =>
    (JSON.parse((await ask(`${server.origin}${path}`)).body) as { total: number }).total

  const send = async (method: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json', 'if-match': '*' }
    const response = await fetch(`${server.origin}${path}`, { method, headers, body: JSON.stringify(body) })
    expect(response.status, await response.text()).to.be.below(300)
  }
  const until = async (holds: () => Promise<boolean>) => {
    for (const late = Date.now() + 15_000; !(await holds()) && Date.now() < late;) await sleep(200)
    expect(await holds()).to.equal(true)
  }
  const health = async (key: string) =>
    JSON.parse((await ask(`${server.origin}/api/modules/${key}/health`)).body) as ModuleHealth
  const becomes = async (wanted: string, key = 'crm') => {
    for (const late = Date.now() + 30_000; Date.now() < late; await sleep(200)) {
      const found = await health(key)
      if (found.health === wanted) return found
    }
    throw new Error(`${key} does not become ${wanted}: ${JSON.stringify(await health(key))}`)
  }

  it('finds the sample records, by the numbers that were agreed on', async () => {
    await until(async () => (await crm()).recordCount === 10_000)
    for (const [path, count] of [
      ['/crm/customers', 500],
      ['/crm/orders', 2_000],
      ['/crm/order-tracking', 5_000],
      ['/crm/transactions', 2_500],
    ] as const)
      expect(await total(path)).to.equal(count)
  })

  it('has one sample module that is ill, as who depends on it learns, and one that is deprecated', async () => {
    const { reason } = await becomes('error', 'shipping')
    expect(reason).to.match(/^its health address: /)
    const { effective, rootCauses } = await health('support-desk')
    expect({ effective, by: rootCauses.map(({ module }) => module) }).to.deep.equal({
      effective: 'error',
      by: ['shipping'],
    })
    const marketing = JSON.parse((await ask(`${server.origin}/api/modules/marketing`)).body) as Module
    expect(marketing.status).to.equal('deprecated')
    expect(marketing.metadata).to.include({ successor: 'crm', sunset: '2027-06-30' })
  })

  it('counts what the client has counted, with its 95th percentile', async () => {
    const { body } = await ask(`${server.origin}/crm/orders?limit=100`)
    const ids = (JSON.parse(body) as { items: { id: string }[] }).items.map(({ id }) => id)
    // Somebody has written to the database past the registry: these orders can not be read any more.
    await driver.executeQuery('UNWIND $ids AS id MATCH (r:Record {id: id}) SET r.items = "{"', {
      ids: ids.slice(0, 50),
    })
    const thresholds = { windowMinutes: 1, errorRateWarning: 0.05, errorRateError: 0.09 }
    await send('PATCH', '/api/modules/crm', { metadata: { thresholds } })
    await send('POST', '/api/modules', { key: 'shop', name: 'Shop' })
    await send('POST', '/api/relationships', { type: 'dependency', source: 'module:shop', target: 'module:crm' })
    await send('POST', '/api/webhooks', { url: `${outside.origin}/hook`, events: 'health', module: 'crm' })
    await sleep(3_000)
    const before = await crm()
    const limit = pLimit(1) // a request that waits for another is older than the server can know
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        limit(() => {
          if (n % 10 === 0) return ask(`${server.origin}/crm/orders/${ids[(n / 10) % 50]}`)
          if (n % 10 === 1) return ask(`${server.origin}/crm/transactions?limit=200&sort=-amount`)
          return ask(`${server.origin}/crm/${n % 2 ? 'customers?limit=20' : `orders/${ids[50 + (n % 50)]}`}`)
        }),
      ),
    )
    const failed = answers.filter(({ status }) => status >= 500).length
    expect(failed).to.equal(100)
    await until(async () => (await crm()).requestCount - before.requestCount >= 1_000)
    const after = await crm()
    expect(after.requestCount - before.requestCount).to.equal(1_000)
    expect(after.errorCount - before.errorCount).to.equal(failed)
    const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
    const p95 = times[949]!
    expect(after.windows[1]!.responseTime.p95! / p95, `the client has ${p95} ms`).to.be.within(0.9, 1.1)
    expect(after.windows[1]!.errorRate).to.be.within(0.09, 0.11)
  })

  it('is warned of and then ill for its error rate, and named by who depends on it', async () => {
    const ill = await becomes('error')
    expect(ill.reason).to.match(/^(9|1\d)(\.\d)? % of \d+ requests failed in the last 1 minutes, the limit is 9 %$/)
    const shop = await health('shop')
    expect(shop).to.include({ effective: 'error' })
    expect(shop.rootCauses.map(({ module, reason }) => [module, reason])).to.deep.equal([['crm', ill.reason]])
    const { items } = JSON.parse((await ask(`${server.origin}/api/modules/crm/history`)).body) as {
      items: { kind: string }[]
    }
    expect(items.filter(({ kind }) => kind === 'module.health')).to.have.length.at.least(2)
  })

  it('is told to a webhook by the process itself, signed, warning before error', async () => {
    const told = () => outside.hits.map(({ body }) => (JSON.parse(body) as { data: { to: string } }).data.to)
    for (const late = Date.now() + 15_000; !told().includes('error') && Date.now() < late;) await sleep(200)
    expect(told().filter((to) => to !== 'healthy')).to.deep.equal(['warning', 'error'])
    expect(Object.keys(outside.hits[0]!.headers).filter((name) => /signature/.test(name))).to.have.length(1)
  })

  it('recovers once the records are whole again', async () => {
    await driver.executeQuery('MATCH (r:Record {_kind: "crm/Order"}) WHERE r.items = "{" SET r.items = "[]"')
    await driver.executeQuery('MATCH (s:Sample) DETACH DELETE s') // as if minutes had gone by
    const { errorCount } = await crm()
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(`${server.origin}/crm/orders?limit=500`)))
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(30).fill(200))
    expect((await becomes('healthy')).status).to.equal('active')
    expect((await health('shop')).effective).to.equal('unknown')
    expect((await crm()).errorCount).to.equal(errorCount)
  })
})
