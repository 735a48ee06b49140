import { expect } from 'chai'
import fc from 'fast-check'
import {
  changedNetwork,
  effective,
  effectiveOfAll,
  network,
  victimsOf,
  type Node,
} from '../../src/runtime/health/effective.ts'
import { thresholdsOf } from '../../src/runtime/health/health.contract.ts'
import {
  judge,
  noStreak,
  read,
  statusFor,
  type Health,
  type Streak,
  type Verdict,
} from '../../src/runtime/health/judgement.ts'
import { noReadings } from '../../src/runtime/health/readings.ts'
import { healths } from '../../src/registry/modules/modules.contract.ts'
import { scale } from '../support/scale.ts'

const limits = thresholdsOf()
const round = { epoch: 0, silence: 240 }
const said = (health: Health): Verdict => ({ health, reasons: [] })

/** The health after each of these readings; null is a round without one. */
function course(readings: (Health | null)[], start: Health = 'healthy', epochs: number[] = []): Health[] {
  let health = start
  let streak: Streak = noStreak
  return readings.map((reading, index) => {
    const epoch = epochs[index] ?? 0
    ;({ health, streak } = judge(health, streak, reading && said(reading), limits, { ...round, epoch }))
    return health
  })
}

describe('The judgement of health', () => {
  it('gets worse by one level after two bad readings in a row, and better at once after three good ones', () => {
    expect(course(['error', 'error', 'error', 'error', 'healthy', 'healthy', 'healthy'])).to.deep.equal([
      'healthy',
      'warning',
      'warning',
      'error',
      'error',
      'error',
      'healthy',
    ])
  })

  it('is not moved by one hiccup, however often there is one', () => {
    const readings = Array.from({ length: 100 }, (_, index): Health => (index % 2 ? 'error' : 'healthy'))
    expect(new Set(course(readings))).to.deep.equal(new Set(['healthy']))
  })

  it('counts bad readings of different levels together, up to the mildest of them', () => {
    expect(course(['error', 'warning', 'error', 'warning']).at(-1)).to.equal('warning')
  })

  it('begins anew when the monitor was away or the clock has jumped', () => {
    const readings = Array<Health>(20).fill('error')
    const epochs = readings.map((_, index) => index)
    expect(new Set(course(readings, 'healthy', epochs))).to.deep.equal(new Set(['healthy']))
  })

  it('is kept through rounds without a reading, and unknown only after an hour of them', () => {
    const silent = course(Array<null>(240).fill(null))
    expect(silent[238]).to.equal('healthy')
    expect(silent[239]).to.equal('unknown')
    expect(course(Array<null>(1_000).fill(null), 'unknown').at(-1)).to.equal('unknown')
  })

  it('says what is wrong, and with which limit', () => {
    const traffic = { requestCount: 200, clientErrorCount: 0, errorCount: 30, errorRate: 0.15, p95: 40 }
    expect(read({ ...noReadings, traffic }, limits)).to.deep.equal({
      health: 'error',
      reasons: ['15 % of 200 requests failed in the last 5 minutes, the limit is 10 %'],
    })
    expect(read({ ...noReadings, traffic: { ...traffic, errorRate: 0.05 } }, limits)!.health).to.equal('warning')
    expect(read({ ...noReadings, traffic: { ...traffic, errorRate: 0, p95: 1_200 } }, limits)!.reasons[0]).to.include(
      '1200 ms',
    )
    expect(read({ ...noReadings, traffic: { ...traffic, requestCount: 19 } }, limits)).to.equal(null)
    const refused = { ...traffic, clientErrorCount: 20, errorCount: 0, errorRate: 0 }
    expect(read({ ...noReadings, traffic: refused }, limits)).to.deep.equal({ health: 'healthy', reasons: [] })
    const strict = { ...limits, countedErrors: 'client-and-server' as const }
    expect(read({ ...noReadings, traffic: refused }, strict)).to.deep.equal({
      health: 'error',
      reasons: ['10 % of 200 requests failed or were refused in the last 5 minutes, the limit is 10 %'],
    })
    expect(read({ ...noReadings, traffic: { ...refused, clientErrorCount: 19 } }, strict)!.health).to.equal('warning')
    expect(read({ ...noReadings, traffic: { ...refused, clientErrorCount: 9 } }, strict)!.health).to.equal('healthy')
    expect(read(noReadings, limits)).to.equal(null)
    const probe = { at: '', ok: false, milliseconds: null, detail: 'connection refused' }
    expect(read({ ...noReadings, probe, traffic: { ...traffic, errorRate: 0 } }, limits)).to.deep.equal({
      health: 'error',
      reasons: ['its health address: connection refused'],
    })
  })

  it('never moves on fewer readings in a row than the limits say, for any course of readings', () => {
    const reading = fc.constantFrom<Health | null>('healthy', 'warning', 'error', null)
    fc.assert(
      fc.property(fc.array(reading, { maxLength: 60 }), fc.constantFrom(...healths), (readings, start) => {
        const seen = course(readings, start)
        seen.forEach((health, index) => {
          const before = seen[index - 1] ?? start
          if (health === before || health === 'unknown') return
          const rank = healths.indexOf(health)
          const isWorse = before === 'unknown' || rank > healths.indexOf(before)
          const needed = isWorse ? limits.readingsToWorsen : limits.readingsToRecover
          const last = readings.slice(Math.max(0, index + 1 - needed), index + 1)
          expect(last).to.have.length(needed)
          for (const one of last) expect(one).not.to.equal(null)
          for (const one of last)
            if (isWorse) expect(healths.indexOf(one!)).to.be.at.least(rank)
            else expect(healths.indexOf(one!)).to.be.at.most(rank)
        })
      }),
      { numRuns: scale(500, 50) },
    )
  })

  it('sets the status to error when error persists and back when it is over, and leaves what people set', () => {
    const failing = { ...noStreak, failing: limits.readingsToSetStatus }
    const told = statusFor('active', 'error', failing, limits)
    expect(told).to.deep.equal({ status: 'error', streak: { ...failing, statusTold: true } })
    expect(statusFor('active', 'error', { ...failing, failing: 3 }, limits).status).to.equal('active')
    // A person has set it back meanwhile.
    expect(statusFor('active', 'error', told.streak, limits).status).to.equal('active')
    for (const status of ['inactive', 'deprecated'])
      for (const health of healths) expect(statusFor(status, health, failing, limits).status).to.equal(status)
    expect(statusFor('error', 'healthy', noStreak, limits).status).to.equal('active')
    expect(statusFor('error', 'unknown', noStreak, limits).status).to.equal('error')
  })
})

const node = (key: string, health: Health, edges: Partial<Node> = {}): Node => ({
  key,
  name: key,
  status: 'active',
  health,
  dependsOn: [],
  flowsTo: [],
  integratesWith: [],
  ...edges,
})

describe('Effective health', () => {
  it('tells the root cause from its victims', () => {
    const all = network([
      node('crm', 'error'),
      node('invoicing', 'warning', { dependsOn: ['crm'] }),
      node('shop', 'healthy', { dependsOn: ['invoicing'] }),
      node('other', 'healthy'),
    ])
    expect(effective(all, 'shop')).to.deep.include({ health: 'error', rootCauses: ['crm'] })
    expect(effective(all, 'crm')).to.deep.include({ health: 'error', rootCauses: ['crm'] })
    expect(effective(all, 'other')).to.deep.include({ health: 'healthy', rootCauses: [] })
    expect(victimsOf(all, 'crm')).to.deep.equal(['invoicing', 'shop'])
  })

  it('is stale behind a data flow and degraded beside an integration, a warning both', () => {
    const all = network([
      node('crm', 'error', { flowsTo: ['report'], integratesWith: ['mail'] }),
      node('report', 'healthy', { flowsTo: ['board'] }),
      node('board', 'unknown'),
      node('mail', 'healthy'),
    ])
    expect(effective(all, 'report')).to.deep.include({ health: 'warning', staleFrom: ['crm'], rootCauses: [] })
    expect(effective(all, 'board')).to.deep.include({ health: 'warning', staleFrom: ['crm'] })
    expect(effective(all, 'mail')).to.deep.include({ health: 'warning', degradedBy: ['crm'] })
    expect(effective(all, 'crm').degradedBy).to.deep.equal([])
  })

  it('is found in the same network, read anew or changed where modules have changed', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f']
    const others = fc.subarray(keys)
    const any = fc.record({
      health: fc.constantFrom(...healths),
      dependsOn: others,
      flowsTo: others,
      integratesWith: others,
    })
    const states = fc.array(fc.dictionary(fc.constantFrom(...keys), any), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(states, (described) => {
        const nodesOf = (state: (typeof described)[number]) =>
          Object.keys(state)
            .sort()
            .map((key) => {
              // The lesser of two has their integration, and nothing leads to what there is not.
              const known = (of: string[]) => of.filter((other) => other !== key && state[other])
              const { health, dependsOn, flowsTo, integratesWith } = state[key]!
              return node(key, health, {
                dependsOn: known(dependsOn),
                flowsTo: known(flowsTo),
                integratesWith: known(integratesWith).filter((other) => key < other),
              })
            })
        let all = network([])
        for (const state of described) {
          const [before, nodes] = [JSON.stringify([...all.dependants]), nodesOf(state)]
          const next = changedNetwork(all, keys, nodes)
          expect(JSON.stringify([...all.dependants])).to.equal(before)
          all = next
          const anew = network(nodes)
          expect([...all.nodes.values()]).to.deep.equal([...anew.nodes.values()])
          for (const ways of ['dependants', 'flowsFrom', 'integrations'] as const)
            expect(all[ways], ways).to.deep.equal(anew[ways])
        }
      }),
      { numRuns: scale(1_000, 100) },
    )
  })

  it('is the same asked for one and asked for all, on any graph', () => {
    const graphs = fc.integer({ min: 1, max: 9 }).chain((size) => {
      const others = fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 })
      const one = fc.record({ health: fc.constantFrom(...healths), below: others, flows: others, joined: others })
      return fc.array(one, { minLength: size, maxLength: size })
    })
    fc.assert(
      fc.property(graphs, (described) => {
        const all = network(
          described.map(({ health, below, flows, joined }, index) => {
            const named = (of: number[]) => of.filter((other) => other !== index).map((other) => `m${other}`)
            const dependsOn = named(below).filter((other) => Number(other.slice(1)) < index)
            return node(`m${index}`, health, { dependsOn, flowsTo: named(flows), integratesWith: named(joined) })
          }),
        )
        const together = effectiveOfAll(all)
        for (const key of all.nodes.keys()) {
          const { health, rootCauses } = effective(all, key)
          expect(together.get(key), key).to.equal(health)
          for (const cause of rootCauses) expect(all.nodes.get(cause)!.health).to.be.oneOf(['error', 'warning'])
          if (health === 'error') expect(rootCauses).not.to.deep.equal([])
        }
      }),
      { numRuns: scale(500, 50) },
    )
  })
})
