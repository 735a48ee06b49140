import { expect } from 'chai'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLease } from '../../src/store/lease.ts'
import { send } from '../support/client.ts'
import { cypher, emptyRegistry, registry } from '../support/database.ts'
import { outsideServer } from '../support/outside.ts'
import { startServer, type RunningServer } from '../support/server.ts'

describe('The lease of the monitor', () => {
  beforeEach(async () => {
    await emptyRegistry()
  })

  it('has one holder at a time, and each a higher number than those before', async () => {
    const { graph } = await registry()
    const leases = Array.from({ length: 8 }, (_, n) => createLease(graph, 'monitor', `p${n}`))
    const taken = await Promise.all(leases.map((lease) => lease.take()))
    expect(taken.filter((one) => one !== undefined)).to.have.length(1)
    const first = taken.findIndex((one) => one !== undefined)
    expect((await leases[first]!.take())!.fence).to.equal(1)
    await cypher('MATCH (l:Lease) SET l.expires = datetime() - duration("PT1S")')
    expect((await leases[(first + 1) % 8]!.take())!.fence).to.equal(2)
    expect(await leases[first]!.take()).to.equal(undefined)
    expect(leases[first]!.fence()).to.equal(undefined)
    // The clock of the database was an hour ahead when it was taken, and is right again.
    await cypher('MATCH (l:Lease) SET l.expires = datetime() + duration("PT1H")')
    expect((await leases[(first + 2) % 8]!.take())!.fence).to.equal(3)
    await leases[(first + 2) % 8]!.release()
    expect((await leases[first]!.take())!.fence).to.equal(4)
  })

  it('is needed for whatever its holder writes', async () => {
    const { graph } = await registry()
    await send('/api/modules', { method: 'POST', body: { key: 'a', name: 'A' } })
    const { fence } = (await createLease(graph, 'monitor', 'me').take())!
    const write = (fence: number) =>
      graph.store((run) =>
        run('health/save-states', {
          name: 'monitor',
          fence,
          rows: [{ module: 'a', properties: { reason: 'x' } }],
        }),
      )
    expect(await write(fence - 1)).to.deep.equal([{ saved: 0 }])
    expect(await cypher('MATCH (s:HealthState) RETURN s')).to.deep.equal([])
    expect(await write(fence)).to.deep.equal([{ saved: 1 }])
    const held = (fence: number) => graph.store((run) => run('monitor/hold', { name: 'monitor', fence }))
    expect(await held(fence - 1)).to.deep.equal([])
    expect(await held(fence)).to.have.length(1)
  })
})

describe('Two processes with a monitor', () => {
  it('never ask the same twice, and the other takes over within 15 s when one is killed', async function () {
    this.timeout(120_000)
    await emptyRegistry()
    const { neo4j } = await registry()
    const outside = await outsideServer()
    const settings = {
      NEO4J_URI: neo4j.uri,
      NEO4J_USER: neo4j.user,
      NEO4J_PASSWORD: neo4j.password,
      SEED: 'none',
      MONITOR_INTERVAL: '2',
      OUTBOUND_ALLOW: '127.0.0.1',
    }
    const servers: RunningServer[] = []
    try {
      servers.push(...(await Promise.all([startServer(settings), startServer(settings)])))
      for (const key of ['a', 'b', 'c'])
        await send('/api/modules', {
          method: 'POST',
          body: { key, name: key, metadata: { healthUrl: `${outside.origin}/${key}` } },
        })
      await sleep(7_000)
      const paths = new Set(outside.hits.map(({ path }) => path))
      expect([...paths].sort()).to.deep.equal(['/a', '/b', '/c'])
      expect(askedTooOften()).to.deep.equal([])
      const [before] = await cypher('MATCH (l:Lease {name: "monitor"}) RETURN l.holder AS holder, l.fence AS fence')
      expect(before!.fence).to.equal(1)

      const leader = await leaderOf(servers)
      servers[leader]!.process.kill('SIGKILL')
      const killed = Date.now()
      while (!outside.hits.some(({ at }) => at > killed + 500) && Date.now() < killed + 20_000) await sleep(100)
      expect(Date.now() - killed).to.be.below(15_000)
      const [after] = await cypher('MATCH (l:Lease {name: "monitor"}) RETURN l.holder AS holder, l.fence AS fence')
      expect(after!.fence).to.equal(2)
      await sleep(3_000)
      expect(askedTooOften()).to.deep.equal([])
      expect((await send('/api/health')).body).to.deep.include({
        own: { healthy: 3, warning: 0, error: 0, unknown: 0 },
      })
    } finally {
      await Promise.all(servers.map((server) => server.stop()))
      outside.stop()
    }

    /** A round comes each 2 s, one may be late. */
    function askedTooOften() {
      return outside.hits.filter(({ path, at }, index) => {
        const before = outside.hits.slice(0, index).findLast((hit) => hit.path === path)
        return before !== undefined && at - before.at < 1_000
      })
    }
  })
})

/** The process that holds the lease says so, in what it tells Prometheus of itself. */
async function leaderOf(servers: RunningServer[]): Promise<number> {
  for (const [index, { origin }] of servers.entries())
    if (/^registry_monitor_leader 1$/m.test(await (await fetch(`${origin}/metrics`)).text())) return index
  throw new Error('none holds the lease')
}
