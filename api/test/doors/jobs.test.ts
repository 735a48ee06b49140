import { expect } from 'chai'
import { readdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Role } from '../../src/kernel/operation.ts'
import { ask, post, send, type Answer } from '../support/client.ts'
import { anotherRegistry, cypher, onlyCrm, registry } from '../support/database.ts'
import { apply, documentOf } from '../support/documents.ts'
import { startServer } from '../support/server.ts'

const endless = 'MATCH (a), (b), (c), (d), (e), (f) RETURN max(a.ref + b.ref + c.ref + d.ref + e.ref + f.ref) AS x'
const numbers = 'UNWIND range(1, $rows) AS n RETURN n, "row " + n AS text'
const exported = (query: string, more: object = {}, headers: Record<string, string> = {}) =>
  send('/api/cypher:export', { method: 'POST', body: { query, ...more }, headers })
const runningQueries = async () =>
  (await cypher("SHOW TRANSACTIONS YIELD metaData WHERE metaData.by = 'analyst' RETURN metaData.run AS run")).length
const until = async (holds: () => Promise<boolean>, within = 8_000) => {
  for (const end = Date.now() + within; Date.now() < end; await wait(50)) if (await holds()) return
  throw new Error('did not come in time')
}
/** The job, once its state is the one that is awaited. */
async function when(id: string, state: string, within?: number) {
  let found: Answer['body']
  await until(async () => {
    found = (await send(`/api/jobs/${id}`)).body
    if (found.state !== state && found.endedAt !== null) throw new Error(`has ${found.state}: ${JSON.stringify(found)}`)
    return found.state === state
  }, within)
  return found
}
const fetched = async (path: string, headers: Record<string, string> = {}) =>
  fetch((await registry()).origin + path, { headers })

describe('A job', function () {
  this.timeout(60_000)
  before(onlyCrm)
  afterEach(async () => {
    for (const { id } of (await send('/api/jobs?state=queued,running')).body.items)
      await post(`/api/jobs/${id}:cancel`, {})
  })

  it('is accepted at once, tells how far it is, and has a result of its own media type', async () => {
    const rows = 100_000
    const accepted = await exported(numbers, { parameters: { rows }, rows })
    expect(accepted.status, JSON.stringify(accepted.body)).to.equal(202)
    const { id } = accepted.body
    expect(accepted.headers.get('location')).to.equal(`/api/jobs/${id}`)
    expect(accepted.body).to.deep.include({ kind: 'queries.export', title: numbers, actor: 'local', result: null })
    const { state, progress, result, error, expiresAt, endedAt } = await when(id, 'succeeded', 30_000)
    expect({ state, progress, error }).to.deep.equal({
      state: 'succeeded',
      progress: { done: rows, total: null, message: '' },
      error: null,
    })
    expect(Date.parse(expiresAt) - Date.parse(endedAt)).to.equal(3_600_000)
    const response = await fetched(result.url)
    const text = await response.text()
    expect(response.headers.get('content-type')).to.equal('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).to.equal('attachment; filename=rows.csv')
    expect([text.length, text.split('\n').length]).to.deep.equal([result.bytes, rows + 2])
    expect(text.slice(0, 30)).to.equal('n,text\n1,row 1\n2,row 2\n3,row 3')
  })

  it('runs a named query, over GraphQL too, once for each Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'one-export' }
    const body = { parameters: { limit: 10 }, format: 'ndjson' }
    const first = await send('/api/queries/analysis/hubs:export', { method: 'POST', body, headers })
    const again = await send('/api/queries/analysis/hubs:export', { method: 'POST', body, headers })
    expect([first.status, again.status, again.body.id]).to.deep.equal([202, 202, first.body.id])
    const { title, result } = await when(first.body.id, 'succeeded')
    expect(title).to.equal('analysis/hubs')
    const response = await fetched(result.url)
    expect(response.headers.get('content-type')).to.equal('application/x-ndjson; charset=utf-8')
    const lines = (await response.text()).trim().split('\n')
    expect(JSON.parse(lines[0]!)).to.include.keys('columns', 'notifications')
    expect(JSON.parse(lines.at(-1)!)).to.deep.include({ truncated: false })

    const mutation = `mutation { exportCypher(input: { query: "RETURN 1 AS x" }) { id state } }`
    const { exportCypher } = (await ask(mutation)).data
    await when(exportCypher.id, 'succeeded')
    const query = `query ($id: ID!) { job(id: $id) { state progress { done total } result { type bytes } error } jobs(kind: ["queries.export"]) { total } }`
    const { data } = await ask(query, { id: exportCypher.id })
    expect(data.job).to.deep.equal({
      state: 'succeeded',
      progress: { done: 1, total: null },
      result: { type: 'text/csv', bytes: 4 },
      error: null,
    })
    expect(data.jobs.total).to.be.at.least(2)
  })

  it('is refused at once if its query is not one that may be run', async () => {
    expect((await exported('CREATE (n) RETURN n')).body.type).to.equal('refused-query')
    expect((await exported('RETURN nothing')).body.type).to.equal('invalid-query')
    expect((await exported('RETURN 1', { timeout: 600_001 })).body.type).to.equal('invalid-request')
    expect((await send('/api/queries/analysis/none:export', { method: 'POST', body: {} })).status).to.equal(404)
    expect(
      (await send('/api/cypher', { method: 'POST', body: { query: 'MATCH (j:Job) RETURN j' } })).body.rule,
    ).to.equal('hidden')
  })

  it('says why it has failed', async () => {
    const late = (await exported(endless, { timeout: 500 })).body
    expect((await when(late.id, 'failed')).error).to.include({ status: 422, type: 'query-timeout' })
    const wrong = (await exported('UNWIND [1, 0] AS x RETURN 1 / x AS y')).body
    const { error, result } = await when(wrong.id, 'failed')
    expect(error).to.include({ type: 'query-failed', instance: `urn:job:${wrong.id}` })
    expect(result).to.equal(null)
    const refused = await send(`/api/jobs/${wrong.id}/result`)
    expect([refused.status, refused.body.detail]).to.deep.equal([409, 'the job has no result: it is failed'])
    await until(async () => (await runningQueries()) === 0)
  })

  it('ends in the database when it is cancelled, by whichever process, and when it waits', async () => {
    const other = await anotherRegistry()
    const cancel = async (id: string, origin: string) =>
      (await (await fetch(`${origin}/api/jobs/${id}:cancel`, { method: 'POST' })).json()) as { state: string }
    const jobs: string[] = []
    for (let n = 0; n < 3; n++) jobs.push((await exported(endless, { timeout: 60_000 })).body.id)
    const [here, elsewhere, waiting] = jobs as [string, string, string]
    await until(async () => (await runningQueries()) === 2)
    expect((await send(`/api/jobs/${waiting}`)).body).to.deep.include({ state: 'queued', startedAt: null })
    expect((await send(`/api/jobs/${waiting}`, { method: 'DELETE' })).body.type).to.equal('conflict')
    const { origin } = await registry()
    expect((await cancel(waiting, origin)).state).to.equal('cancelled')
    expect((await cancel(here, origin)).state).to.equal('cancelled')
    await until(async () => (await runningQueries()) === 1)
    // The other process only says so; this one learns it with its next report.
    expect((await cancel(elsewhere, other.origin)).state).to.be.oneOf(['running', 'cancelled'])
    await when(elsewhere, 'cancelled')
    await until(async () => (await runningQueries()) === 0)
    expect((await cancel(elsewhere, origin)).state).to.equal('cancelled')
  })

  it('waits in a queue that is bounded for each caller and says busy at once', async () => {
    const began = Date.now()
    const answers = await Promise.all(Array.from({ length: 8 }, () => exported(endless, { timeout: 60_000 })))
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([202, 202, 202, 202, 202, 503, 503, 503])
    const refused = answers.find(({ status }) => status === 503)!
    expect(refused.body).to.include({ type: 'busy', detail: 'you have 5 jobs running or waiting' })
    expect(refused.headers.get('retry-after')).to.equal('1')
    expect(Date.now() - began).to.be.below(8_000)
    // Others take turns with them, and direct queries have places of their own.
    expect((await exported('RETURN 1 AS x', {}, { 'x-actor': 'somebody else' })).status).to.equal(202)
    expect((await send('/api/cypher', { method: 'POST', body: { query: 'RETURN 1 AS x' } })).status).to.equal(200)
    const { items } = (await send('/api/jobs?state=running')).body
    expect(items).to.have.length(2)
  })

  it('is known to its maker and to administrators only', async () => {
    const keys = {} as Record<string, { authorization: string }>
    for (const [name, role] of Object.entries({ ann: 'analyst', ben: 'analyst', vic: 'viewer', amy: 'admin' }) as [
      string,
      Role,
    ][]) {
      const { key } = (await post('/api/keys', { name: `${name} of jobs`, role })).body
      keys[name] = { authorization: `Bearer ${key}` }
    }
    expect((await exported('RETURN 1', {}, keys.vic)).body.type).to.equal('forbidden')
    const { id } = (await exported('RETURN 1 AS x', {}, keys.ann)).body
    await when(id, 'succeeded')
    for (const [name, sees] of [
      ['ann', true],
      ['amy', true],
      ['ben', false],
      ['vic', false],
    ] as const) {
      const headers = keys[name]!
      const listed = (await send('/api/jobs', { headers })).body.items.map((job: { id: string }) => job.id)
      expect(listed.includes(id), name).to.equal(sees)
      expect((await send(`/api/jobs/${id}`, { headers })).status, name).to.equal(sees ? 200 : 404)
      expect((await fetched(`/api/jobs/${id}/result`, headers)).status, name).to.equal(sees ? 200 : 404)
      const cancelled = await send(`/api/jobs/${id}:cancel`, { method: 'POST', headers })
      expect(cancelled.status, name).to.equal(sees ? 200 : 404)
      if (!sees) expect((await send(`/api/jobs/${id}`, { method: 'DELETE', headers })).status).to.equal(404)
    }
    expect((await send('/api/jobs?actor=ann of jobs')).body.total).to.equal(1)
    expect((await send(`/api/jobs/${id}`, { method: 'DELETE', headers: keys.ann })).status).to.equal(204)
    expect((await fetched(`/api/jobs/${id}/result`, keys.ann)).status).to.equal(404)
  })

  it('is listed in pages, newest first, by state and kind', async () => {
    const made: string[] = []
    for (let n = 0; n < 3; n++) {
      const { id } = (await exported('RETURN 1 AS x')).body
      await when(id, 'succeeded')
      made.unshift(id)
    }
    const first = (await send('/api/jobs?limit=2&state=succeeded&kind=queries.export')).body
    const second = (await send(`/api/jobs?limit=2&state=succeeded&kind=queries.export&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items].slice(0, 3).map(({ id }: { id: string }) => id)).to.deep.equal(made)
    expect((await send('/api/jobs?kind=none')).body.total).to.equal(0)
  })

  it('has failed when its process was stopped, or is heard of no more', async () => {
    const other = await anotherRegistry()
    const begin = async () => {
      const response = await fetch(`${other.origin}/api/cypher:export`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: endless, timeout: 60_000 }),
      })
      return ((await response.json()) as { id: string }).id
    }
    const stopped = await begin()
    await when(stopped, 'running')
    await other.services.jobs.stop()
    expect((await when(stopped, 'failed')).error).to.include({ type: 'stopping', detail: 'the registry was stopped' })
    await until(async () => (await runningQueries()) === 0)

    const done = (await exported('RETURN 1 AS x')).body.id
    await when(done, 'succeeded')
    await cypher(
      `MATCH (j:Job {id: $id}) SET j.state = 'running', j.seenAt = datetime() - duration('PT1M') REMOVE j.endedAt`,
      { id: done },
    )
    const { state, error, endedAt } = (await send(`/api/jobs/${done}`)).body
    expect([state, error.type, Date.parse(endedAt) < Date.now() - 50_000]).to.deep.equal(['failed', 'stopping', true])
    const ids = (await send('/api/jobs?state=failed')).body.items.map((job: { id: string }) => job.id)
    expect(ids).to.include(done)
    expect((await send('/api/jobs?state=running')).body.total).to.equal(0)
  })

  it('is deleted with its result when its time is over', async () => {
    const { services } = await registry()
    const { id } = (await exported('RETURN 1 AS x')).body
    await when(id, 'succeeded')
    await services.jobs.forget()
    expect((await send(`/api/jobs/${id}`)).status).to.equal(200)
    await cypher(`MATCH (j:Job) SET j.seenAt = datetime() - duration('PT2H')`)
    await services.jobs.forget()
    expect((await send('/api/jobs')).body.total).to.equal(0)
  })

  it('writes the documentation of all modules into one file', async () => {
    const { id } = (await post('/api/documentation:export', { section: ['api', 'relationships'] })).body
    const { progress, result } = await when(id, 'succeeded', 30_000)
    expect(progress).to.deep.equal({ done: 1, total: 1, message: '' })
    const response = await fetched(result.url)
    expect(response.headers.get('content-type')).to.equal('text/markdown; charset=utf-8')
    const section = await (await fetched('/api/modules/crm/docs.md?section=api,relationships')).text()
    expect(await response.text()).to.equal(`${section}\n`)
  })

  it('purges the records of deleted modules', async () => {
    await apply(documentOf('shop', { apiBasePath: '/shop' }))
    for (const name of ['a', 'b']) expect((await post('/shop/pets', { name })).status).to.equal(201)
    await send('/api/modules/shop?force=true', { method: 'DELETE', headers: { 'if-match': '*' } })
    const { id } = (await post('/api/records:purge', {})).body
    const { progress, result } = await when(id, 'succeeded')
    expect(progress.done).to.equal(2)
    expect(await (await fetched(result.url)).json()).to.deep.equal([{ module: 'shop', records: 2 }])
    expect(await cypher('MATCH (s:RecordSpace) RETURN s')).to.deep.equal([])
  })
})

describe('A job of a process of its own', function () {
  this.timeout(120_000)

  it('has failed when the process was killed, and leaves nothing that runs or is kept', async () => {
    const { neo4j } = await onlyCrm()
    const settings = { NEO4J_USER: neo4j.user, NEO4J_PASSWORD: neo4j.password, SEED: 'none', MONITOR_INTERVAL: '0' }
    const server = await startServer({ NEO4J_URI: neo4j.uri, ...settings })
    try {
      const begin = async (path: string, body: object) => {
        const response = await fetch(server.origin + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        return ((await response.json()) as { id: string }).id
      }
      const done = await begin('/api/documentation:export', { section: ['api'] })
      await when(done, 'succeeded', 60_000)
      expect(await readdir(`${server.dataDir}/jobs`)).to.deep.equal([done])
      const read = async (path: string) => (await fetch(server.origin + path)).text()
      expect(await read(`/api/jobs/${done}/result`)).to.equal(`${await read('/api/modules/crm/docs.md?section=api')}\n`)
      // Only its own process has it.
      expect((await fetched(`/api/jobs/${done}/result`)).status).to.equal(404)
      const killed = await begin('/api/cypher:export', { query: endless, timeout: 60_000 })
      await when(killed, 'running')
      process.kill(-server.process.pid!, 'SIGKILL')
      expect((await when(killed, 'failed', 30_000)).error.detail).to.equal('the registry was stopped')
      await until(async () => (await runningQueries()) === 0, 30_000)
    } finally {
      await server.stop()
    }
  })
})
