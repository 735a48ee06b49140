import { expect } from 'chai'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver } from 'neo4j-driver'
import pLimit from 'p-limit'
import { connect } from '../src/graph/graph.ts'
import type { Statistics } from '../src/statistics/statistics.contract.ts'
import { startServer, type RunningServer } from './server.ts'

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
  before(async () => {
    server = await startServer({ SEED: 'crm' })
    const [, uri] = await server.says(/Cypher +(bolt:\/\/\S+)/)
    driver = connect(uri!, 'neo4j', await readFile(join(server.dataDir, 'neo4j', 'password'), 'utf8'))
    await server.says(/2500 of FinancialTransaction written/)
  })
  after(async () => {
    await driver?.close()
    agent.destroy()
    await server?.stop()
  })

  const crm = async (): Promise<Statistics> => {
    const { body } = await ask(`${server.origin}/api/modules/crm/statistics`)
    return (JSON.parse(body) as { items: Statistics[] }).items.find(({ entity }) => entity === null)!
  }
  const total = async (path: string) =>
    (JSON.parse((await ask(`${server.origin}${path}`)).body) as { total: number }).total

  it('finds the sample records, by the numbers that were agreed on', async () => {
    await sleep(3_000)
    const { recordCount } = await crm()
    expect(recordCount).to.equal(10_000)
    for (const [path, count] of [
      ['/crm/customers', 500],
      ['/crm/orders', 2_000],
      ['/crm/order-tracking', 5_000],
      ['/crm/transactions', 2_500],
    ] as const)
      expect(await total(path)).to.equal(count)
  })

  it('counts what the client has counted, with its 95th percentile', async () => {
    const { body } = await ask(`${server.origin}/crm/orders?limit=100`)
    const ids = (JSON.parse(body) as { items: { id: string }[] }).items.map(({ id }) => id)
    // Somebody has written to the database past the registry: these orders can not be read any more.
    await driver.executeQuery('UNWIND $ids AS id MATCH (r:Record {id: id}) SET r.items = "{"', {
      ids: ids.slice(0, 50),
    })
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
    await sleep(3_000)
    const after = await crm()
    expect(after.requestCount - before.requestCount).to.equal(1_000)
    expect(after.errorCount - before.errorCount).to.equal(failed)
    const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
    const p95 = times[949]!
    expect(after.windows[1]!.responseTime.p95! / p95, `the client has ${p95} ms`).to.be.within(0.9, 1.1)
    expect(after.windows[1]!.errorRate).to.be.within(0.09, 0.11)
  })

  it('fails no more once the records are whole again', async () => {
    await driver.executeQuery('MATCH (r:Record {_kind: "crm/Order"}) WHERE r.items = "{" SET r.items = "[]"')
    const { errorCount } = await crm()
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(`${server.origin}/crm/orders?limit=500`)))
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(5).fill(200))
    await sleep(3_000)
    expect((await crm()).errorCount).to.equal(errorCount)
  })
})
