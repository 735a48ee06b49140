import { setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { parse } from 'yaml'
import { rules } from '../../src/questions/queries/refusal.ts'
import { send } from '../support/client.ts'
import { checksum, cypher, onlyCrm } from '../support/database.ts'

interface Hostile {
  name: string
  query: string
  /** Names of the rules that may refuse it, or `bounded`: it runs, and is ended. */
  expect: string
  parameters?: Record<string, unknown>
}

const corpus = <Entry>(folder: string): [kind: string, entries: Entry[]][] =>
  readdirSync(new URL(folder, import.meta.url))
    .sort()
    .map((file) => [
      file.replace('.yaml', ''),
      parse(readFileSync(new URL(`${folder}/${file}`, import.meta.url), 'utf8')) as Entry[],
    ])

const ask = (query: string, more: object = {}, format = 'json') =>
  send(`/api/cypher?format=${format}`, { method: 'POST', body: { query, ...more } })
const living = () =>
  cypher(
    "SHOW TRANSACTIONS YIELD metaData, currentQuery WHERE metaData.by = 'analyst' RETURN metaData.run AS run, currentQuery",
  )

/** What an accepted query may end with instead of rows. */
const endedByLimits = ['query-timeout', 'query-failed', 'busy']

describe('Hostile Cypher', () => {
  let unchanged: object[]
  /** Listens where the corpus says CANARY, whatever is spoken. */
  let touched = 0
  const canary = createServer((socket) => (touched++, socket.destroy()))
  before(async () => {
    await onlyCrm()
    unchanged = await checksum()
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  })
  const aimed = (query: string) => query.replaceAll('CANARY', `127.0.0.1:${(canary.address() as AddressInfo).port}`)

  for (const [kind, entries] of corpus<Hostile>('./queries-hostile'))
    describe(kind, () => {
      for (const { name, query: written, expect: expected, parameters } of entries)
        it(`${name} is ${expected === 'bounded' ? 'bounded' : 'refused'}`, async () => {
          const start = Date.now()
          const query = aimed(written)
          const { status, body } = await ask(query, {
            parameters: parameters && (JSON.parse(aimed(JSON.stringify(parameters))) as object),
            rows: 1_000,
            timeout: 300,
          })
          if (expected === 'bounded') {
            // It ran: its rows came within the limits, or the limits ended it, or the database could not carry it out.
            if (status !== 200) expect(body.type, JSON.stringify(body).slice(0, 300)).to.be.oneOf(endedByLimits)
          } else {
            expect(status, JSON.stringify(body).slice(0, 300)).to.equal(422)
            expect(body.type === 'refused-query' ? body.rule : body.type).to.be.oneOf(expected.split(' or '))
            if (body.type === 'refused-query') {
              expect(rules).to.include(body.rule)
              expect(body.errors[0].reason).to.match(/\w/)
              expect(body.position).to.be.within(0, query.length)
            }
          }
          expect(Date.now() - start).to.be.below(10_000)
        })
    })

  after('has left the graph as it was, and within five seconds nothing of it lives in the database', async () => {
    expect(await checksum()).to.deep.equal(unchanged)
    for (const late = Date.now() + 5_000; (await living()).length > 0 && Date.now() < late;) await wait(50)
    expect(await living()).to.deep.equal([])
    expect(touched).to.equal(0)
    await new Promise((resolve) => canary.close(resolve))
  })

  it('is more than 150 different queries', () => {
    const all = corpus<Hostile>('./queries-hostile').flatMap(([, entries]) => entries)
    expect(new Set(all.map(({ query }) => query)).size).to.be.above(149)
  })
})

describe('Cypher of analysts', () => {
  before(async () => {
    await onlyCrm()
  })

  for (const [kind, entries] of corpus<{ name: string; query: string; parameters?: Record<string, unknown> }>(
    './queries-ordinary',
  ))
    describe(kind, () => {
      for (const { name, query, parameters } of entries)
        it(`${name} passes`, async () => {
          const { status, body } = await ask(query, { parameters })
          expect(status, JSON.stringify(body).slice(0, 500)).to.equal(200)
          expect(body.columns).not.to.have.length(0)
        })
    })

  it('is more than 120 different queries', () => {
    const all = corpus<{ query: string }>('./queries-ordinary').flatMap(([, entries]) => entries)
    expect(new Set(all.map(({ query }) => query)).size).to.be.above(119)
  })
})
