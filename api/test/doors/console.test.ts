import { expect } from 'chai'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Problem } from '../../src/kernel/errors.ts'
import { createServices } from '../../src/features.ts'
import { internalCall } from '../../src/store/call.ts'
import { send } from '../support/client.ts'
import { anotherRegistry, cypher, onlyCrm, registry } from '../support/database.ts'
import { scale } from '../support/scale.ts'

const ask = (query: string, more: object = {}, headers: Record<string, string> = {}) =>
  send('/api/cypher', { method: 'POST', body: { query, ...more }, headers })
const living = (run: string) =>
  cypher('SHOW TRANSACTIONS YIELD metaData WHERE metaData.run = $run RETURN metaData.run AS run', { run })
const endless = 'MATCH (a), (b), (c), (d), (e), (f) RETURN max(a.ref + b.ref + c.ref + d.ref + e.ref + f.ref) AS x'
const post = async (path: string, body: object, signal?: AbortSignal, origin?: string) =>
  fetch(`${origin ?? (await registry()).origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
/** What is still held in memory, in bytes: what earlier tests left to be collected is not counted. */
const heldMemory = () => {
  collect()
  return process.memoryUsage().heapUsed
}
const until = async (holds: () => Promise<boolean>) => {
  for (const end = Date.now() + 8_000; Date.now() < end; await wait(50)) if (await holds()) return
  throw new Error('did not come in time')
}

describe('The console', () => {
  before(onlyCrm)

  it('answers with columns, rows and what the planner noticed', async () => {
    const { body } = await ask(
      'MATCH (m:Module {key: $key}) OPTIONAL MATCH (m)--(n:Nowhere) RETURN m.name AS name, n',
      {
        parameters: { key: 'crm' },
      },
    )
    expect(body).to.deep.include({ columns: ['name', 'n'], returned: 1, total: 1, truncated: false, limit: null })
    expect(body.rows[0].n).to.equal(null)
    expect(JSON.stringify(body.notifications)).to.match(/Nowhere/)
  })

  it('shows nothing of what is for administrators, however it is asked, and the database has no URL of a webhook', async () => {
    const url = 'https://hooks.example.org/services/T0KEN-0f-a-chat'
    const webhook = await send('/api/webhooks', { method: 'POST', body: { url, events: 'all' } })
    expect([webhook.status, webhook.body.url]).to.deep.equal([201, url])
    expect((await send('/api/webhooks')).body.items[0].url).to.equal(url)
    const key = await send('/api/keys', { method: 'POST', body: { name: 'hidden holder', role: 'admin' } })
    const secret = /hooks\.example|T0KEN|hidden holder|ApiKey|Webhook|KeptAnswer|"Lock"|SavedQuery/
    const queries = [
      'MATCH (n) RETURN n',
      'MATCH (n) RETURN properties(n) AS p, labels(n) AS l',
      'MATCH (n) WHERE n.url IS NOT NULL OR n.digest IS NOT NULL RETURN n',
      'MATCH (n:!Module) RETURN properties(n) AS p, labels(n) AS l',
      'MATCH (n:%&!Module&!Record) RETURN n',
      'MATCH (is) RETURN properties(is) AS p, labels(is) AS l',
      'MATCH (n:$($label)) RETURN n',
      'MATCH (n:$any([$label])) RETURN n',
      'MATCH (n {name: "hidden holder"}) RETURN n',
      'MATCH (n $match) RETURN n',
      'RETURN COLLECT { MATCH (n) RETURN n.url + n.name } AS x, COLLECT { MATCH (n) RETURN labels(n) } AS l',
      'RETURN [x IN range(0, 0) | COLLECT { MATCH (n) RETURN n.name }] AS x',
      'RETURN [(n)--(m) | labels(n) + labels(m)] AS x',
      'MATCH (a), (b) WHERE a.name = "hidden holder" RETURN a, b',
      'CALL () { MATCH (n) RETURN n UNION ALL MATCH (n) RETURN n } RETURN n',
      'MATCH p = ((a)-[*0..1]-(b)) RETURN [n IN nodes(p) | labels(n)] AS l',
      'MATCH (m:Module {key: "crm"})-[*0..3]-(n) RETURN DISTINCT labels(n) AS l',
    ]
    for (const query of queries) {
      const { status, body } = await ask(query, {
        parameters: { label: 'ApiKey', match: { name: 'hidden holder' } },
        rows: 10_000,
      })
      const given = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'notifications'))
      expect(status, `${query} ${body.detail}`).to.equal(query.includes('$match') ? 422 : 200)
      expect(JSON.stringify(given), query).not.to.match(secret)
    }
    for (const query of [
      'MATCH (w:Webhook) RETURN w',
      'MATCH (k:Module|ApiKey) RETURN k',
      'MATCH (n) WHERE n:Lock RETURN n',
    ])
      expect((await ask(query)).body, query).to.include({ type: 'refused-query', rule: 'hidden' })
    const stored = JSON.stringify(await cypher('MATCH (n) RETURN properties(n) AS p'))
    expect(stored).not.to.match(/T0KEN/)
    for (const path of [`/api/webhooks/${webhook.body.id}`, `/api/keys/${key.body.id}`])
      await send(path, { method: 'DELETE', headers: { 'if-match': '*' } })
  })

  it('reads the nodes that it may read as before', async () => {
    const whole = await cypher(
      'MATCH (n) WHERE NOT n:Lock AND NOT n:Migration AND NOT n:KeptAnswer RETURN count(n) AS nodes',
    )
    expect((await ask('MATCH (n) RETURN count(n) AS nodes')).body.rows).to.deep.equal(whole)
    const edges = await cypher('MATCH ()-[r]->() RETURN count(r) AS edges')
    expect((await ask('MATCH ()-[r]->() RETURN count(r) AS edges')).body.rows).to.deep.equal(edges)
  })

  it('says that there is more than it gives', async () => {
    const { body } = await ask('UNWIND range(1, 100) AS x RETURN x', { rows: 10 })
    expect(body).to.deep.include({ returned: 10, total: null, truncated: true, limit: 'rows' })
  })

  it('tells where and why a query is refused, and what the database finds wrong', async () => {
    const refused = await ask('MATCH (n)\nDETACH DELETE n')
    expect(refused.body).to.deep.include({ type: 'refused-query', rule: 'writes', position: 17 })
    const wrong = await ask('MATCH (n RETURN n')
    expect(wrong.body.type).to.equal('invalid-query')
    expect(wrong.body.detail).to.match(/Invalid input/)
    expect(wrong.body.position).to.equal('MATCH (n '.length)
    expect((await ask("RETURN substring('abc', -1) AS x")).body.type).to.be.oneOf(['query-failed', 'invalid-query'])
    expect((await ask('UNWIND [1, 0] AS x RETURN 1 / x AS y')).body.type).to.equal('query-failed')
  })

  it('takes parameters that look like types of the driver as what they are, and goes on', async () => {
    for (const type of ['__isInteger__', '__isDuration__', '__isPoint__', '__isDateTime__'])
      expect((await ask('RETURN $x AS x', { parameters: { x: { [type]: true, a: 1 } } })).body.rows).to.deep.equal([
        { x: { a: 1 } },
      ])
  })

  it('gives members and columns that are called like what every object inherits', async () => {
    const inherited = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', '__defineGetter__', 'then']
    for (const name of inherited) {
      const { status, body } = await ask(`RETURN 1 AS \`${name}\``)
      expect(status, name).to.equal(200)
      expect(JSON.stringify(body.rows), name).to.equal(JSON.stringify([Object.fromEntries([[name, 1]])]))
      if (name === '__proto__') continue // the driver itself can't read it inside a map
      expect((await ask(`RETURN {\`${name}\`: 1, a: {\`${name}\`: null}} AS x`)).body.rows, name).to.deep.equal([
        { x: { [name]: 1, a: { [name]: null } } },
      ])
    }
    const drawn = await send('/api/cypher?format=graph', { method: 'POST', body: { query: 'RETURN 1 AS toString' } })
    expect(drawn.status).to.equal(200)
  })

  it('takes maps that look like types of the driver as maps', async () => {
    for (const type of ['__isNode__', '__isRelationship__', '__isPath__', '__isPoint__', '__isDate__'])
      for (const format of ['json', 'graph']) {
        const query = `RETURN {\`${type}\`: true, a: 1} AS x`
        const { body } = await send(`/api/cypher?format=${format}`, { method: 'POST', body: { query } })
        if (format === 'json') expect(body.rows, type).to.deep.equal([{ x: { [type]: true, a: 1 } }])
        else expect(body.graph.nodes, type).to.deep.equal([])
      }
  })

  it('gives every type of Neo4j as JSON', async () => {
    const { body } = await ask(
      'RETURN 1 AS i, 9007199254740993 AS l, 1.5 AS f, date("2026-01-05") AS d, duration("P1D") AS p, point({x: 1, y: 2}) AS o, [1, [2]] AS n, {a: null} AS m',
    )
    expect(body.rows[0]).to.deep.include({
      i: 1,
      l: '9007199254740993',
      f: 1.5,
      d: '2026-01-05',
      n: [1, [2]],
      m: { a: null },
    })
  })

  it('gives what stands in the rows as a graph', async () => {
    const { body } = await send('/api/cypher?format=graph', {
      method: 'POST',
      body: { query: 'MATCH p = (:Module {key: "crm"})-[:HAS_CAPABILITY]->() RETURN p' },
    })
    const { nodes, edges, legend } = body.graph
    const ids: string[] = nodes.map(({ id }: { id: string }) => id)
    expect(ids).to.include.members(['module:crm', 'capability:crm/order-crud'])
    expect(edges[0]).to.deep.include({ from: 'module:crm', group: 'HAS_CAPABILITY', arrows: 'to' })
    expect(edges).to.have.length(nodes.length - 1)
    expect(new Set(nodes.map(({ x, y }: { x: number; y: number }) => `${x} ${y}`)).size).to.equal(nodes.length)
    expect(legend.nodes.map(({ group }: { group: string }) => group)).to.deep.equal(['module', 'capability'])
  })

  it('counts in a graph what has no look there, and draws the rest', async () => {
    const { status, body } = await send('/api/cypher?format=graph', {
      method: 'POST',
      body: {
        query: 'MATCH (m:Module {key: "crm"}), (r:Revision) WITH m, r LIMIT 1 RETURN m, r, [1, {a: m}] AS nested',
      },
    })
    expect(status, JSON.stringify(body)).to.equal(200)
    expect(body.graph).to.deep.include({ total: 2, returned: 1, truncated: true })
    expect(body.graph.nodes[0]).to.deep.include({ id: 'module:crm', status: 'active' })
  })

  it('plans without running', async () => {
    const { body } = await send('/api/cypher:plan', { method: 'POST', body: { query: endless } })
    expect(body.operators[0].operator).to.equal('ProduceResults')
    expect(JSON.stringify(body.notifications)).to.match(/artesian/)
  })

  it('ends a query in the database when its time is over', async () => {
    const run = randomUUID()
    const start = Date.now()
    const { status, body, headers } = await ask(endless, { run, timeout: 500 })
    expect([status, body.type, headers.get('retry-after')]).to.deep.equal([422, 'query-timeout', null])
    expect(Date.now() - start).to.be.below(4_000)
    await until(async () => (await living(run)).length === 0)
  })

  it('ends a query in the database when it is cancelled, by whichever process', async () => {
    const run = randomUUID()
    const answer = ask(endless, { run })
    await until(async () => (await living(run)).length > 0)
    const other = await anotherRegistry()
    expect((await fetch(`${other.origin}/api/cypher/${run}`, { method: 'DELETE' })).status).to.equal(204)
    expect((await answer).body).to.include({ status: 422, type: 'query-failed', detail: 'the query was cancelled' })
    expect(await living(run)).to.deep.equal([])
    expect((await send(`/api/cypher/${run}`, { method: 'DELETE' })).status).to.equal(404)
  })

  it('ends a query in the database when the client has gone', async () => {
    const run = randomUUID()
    const gone = new AbortController()
    const answer = post('/api/cypher', { query: endless, run }, gone.signal).catch(() => undefined)
    await until(async () => (await living(run)).length > 0)
    gone.abort()
    await answer
    await until(async () => (await living(run)).length === 0)
  })

  it('ends nothing but what has failed, and has a place for the next at once, whatever ids the runs have', async () => {
    const run = randomUUID()
    const failing = 'MATCH (m:Module) WHERE m.key = $key RETURN m.key AS key'
    const next = 'UNWIND range(1, 20000) AS x WITH x ORDER BY -x RETURN count(x) AS n'
    for (let round = 0; round < 10; round++) {
      expect((await ask(failing, { run })).body.detail).to.match(/key/)
      const answers = await Promise.all([ask(next, { run }), ask(next, { run })])
      expect(answers.map(({ body }) => body.rows ?? body)).to.deep.equal([[{ n: 20_000 }], [{ n: 20_000 }]])
    }
  })

  it('says what the database refused while it ran, before the first row and after', async () => {
    for (const query of ['RETURN 1/0 AS x', 'UNWIND [1, 0] AS x RETURN 1/x AS y', 'RETURN 1 % 0 AS x'])
      expect((await ask(query)).body, query)
        .to.include({ status: 422, type: 'query-failed' })
        .and.have.property('detail')
        .that.matches(/zero|list/i)
    expect((await ask("RETURN duration('P1Y') / 0 AS x")).body.detail ?? '').not.to.include('consumed')
    expect((await ask("RETURN date('2026-13-45') AS x")).body.detail).to.match(/month/i)
    expect((await ask('RETURN toInteger({}) AS x')).body.detail).to.match(/map/i)
  })

  it('lets nobody run more than two at once', async () => {
    const answers = [1, 2, 3].map(() => ask(endless, { timeout: 700 }, { 'x-actor': 'greedy' }))
    const details = (await Promise.all(answers)).map(({ body }) => body.type)
    expect(details.filter((type) => type === 'busy')).to.have.length(1)
  })

  it('writes into the audit log who asked what and what came of it, without the values of parameters', async () => {
    const lines: string[] = []
    const { origin } = await anotherRegistry(undefined, (line) => lines.push(line))
    await post('/api/cypher', { query: 'RETURN $secret AS x', parameters: { secret: 'sesame' } }, undefined, origin)
    await post('/api/cypher', { query: 'SHOW USERS' }, undefined, origin)
    const audited = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'an analyst has asked')
    expect(audited.map(({ query, outcome, rows, actor }) => ({ query, outcome, rows, actor }))).to.deep.equal([
      { query: 'RETURN $secret AS x', outcome: 'done', rows: 1, actor: 'local' },
      { query: 'SHOW USERS', outcome: 'administration', rows: 0, actor: 'local' },
    ])
    expect(lines.join()).not.to.include('sesame')
  })

  it('reaches no address, whatever is asked of it', async () => {
    let calls = 0
    const canary = createServer((_request, response) => (calls++, response.end()))
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/x`
    for (const query of [
      `LOAD CSV FROM '${url}' AS l RETURN l`,
      `RETURN [x IN [1] | COLLECT { LOAD CSV FROM '${url}' AS l RETURN l }] AS x`,
      `CALL apoc.load.json('${url}') YIELD value RETURN value`,
    ])
      expect((await ask(query)).status).to.equal(422)
    // The database itself reaches none either, were the console to fail.
    const direct = await cypher(`LOAD CSV FROM '${url}' AS l RETURN l`).catch((error: Error) => error)
    expect(direct).to.be.instanceOf(Error)
    expect(calls).to.equal(0)
    await new Promise((resolve) => canary.close(resolve))
  })

  it('streams many rows as CSV in constant memory, and neutralises what a spreadsheet would run', async function () {
    this.timeout(60_000)
    const rows = scale(100_000, 20_000)
    const response = await post('/api/cypher?format=csv', {
      query:
        "UNWIND range(1, $rows) AS n RETURN n, '=cmd' AS formula, 'some text that makes a row longer than it is' AS text",
      parameters: { rows },
      rows,
    })
    const start = heldMemory()
    let [lines, most, tail] = [0, 0, '']
    for await (const chunk of response.body!) {
      const text = Buffer.from(chunk as Uint8Array).toString()
      const before = lines
      lines += text.split('\n').length - 1
      tail = text.slice(-200)
      if (Math.floor(before / 2_000) < Math.floor(lines / 2_000)) most = Math.max(most, heldMemory())
    }
    expect(lines).to.equal(rows + 1)
    expect(tail).to.include(`\n${rows},'=cmd,some text`)
    expect(most - start).to.be.below(5_000_000)
  })

  it('tells null from an empty text in CSV', async () => {
    const query = `UNWIND [[null, ''], ['', null], [' ', '"'], [[], ['']]] AS row RETURN row[0] AS a, row[1] AS b`
    const text = await (await post('/api/cypher?format=csv', { query })).text()
    expect(text).to.equal(['a,b', ',""', '"",', ' ,""""', '[],"[""""]"', ''].join('\n'))
  })

  it('says at the end of a stream what ended it', async () => {
    const response = await post('/api/cypher?format=ndjson', { query: 'UNWIND [1, 2, 0] AS x RETURN 1 / x AS y' })
    const lines = (await response.text()).trim().split('\n')
    const last = JSON.parse(lines.at(-1)!) as { type?: string; problem?: { type: string } }
    expect(last.problem?.type ?? last.type).to.equal('query-failed')
    const cut = await post('/api/cypher?format=csv', { query: 'UNWIND range(1, 9) AS x RETURN x', rows: 2 })
    expect(await cut.text()).to.match(/# truncated after 2 rows/)
  })

  it('leaves ordinary reads their speed while ten hostile queries are asked', async function () {
    this.timeout(60_000)
    const hostile = Array.from({ length: 10 }, (_, n) =>
      ask(endless, { timeout: 3_000 }, { 'x-actor': `hostile ${n}` }),
    )
    const times: number[] = []
    for (let n = 0; n < scale(200, 60); n++) {
      const start = performance.now()
      expect((await send('/api/modules/crm')).status).to.equal(200)
      times.push(performance.now() - start)
    }
    await Promise.all(hostile)
    times.sort((a, b) => a - b)
    expect(times[times.length - 3]).to.be.below(500)
    const left = () =>
      cypher("SHOW TRANSACTIONS YIELD metaData WHERE metaData.by = 'analyst' RETURN metaData.run AS run")
    for (const end = Date.now() + 5_000; Date.now() < end && (await left()).length > 0;) await wait(100)
    expect(await left()).to.deep.equal([])
  })
})

describe('A query that somebody keeps', () => {
  const body = {
    name: 'busy',
    description: 'Modules by name',
    query: 'MATCH (m:Module) WHERE m.key IN $keys RETURN m.key AS key, m.name AS name LIMIT $most',
    parameters: [
      { name: 'keys', type: 'LIST<STRING>' },
      { name: 'most', type: 'INTEGER' },
    ],
    example: { keys: ['crm'], most: 5 },
  }
  const by = (actor: string, more: object = {}) => ({ headers: { 'x-actor': actor, ...more } })
  beforeEach(async () => {
    await onlyCrm()
    const { status } = await send('/api/queries', { method: 'POST', body, ...by('ann') })
    expect(status).to.equal(201)
  })

  it('can be asked at once, by POST and in an address', async () => {
    const posted = await send('/api/queries/saved/busy:run', {
      method: 'POST',
      body: { parameters: body.example },
      ...by('ann'),
    })
    expect(posted.body.rows).to.deep.equal(
      [{ key: 'crm', name: 'CRM' }].map((row) => ({ ...row, name: posted.body.rows[0].name })),
    )
    const asked = await send('/api/queries/saved/busy/rows?keys=crm,shop&most=1', by('ann'))
    expect(asked.body.rows).to.deep.equal(posted.body.rows)
  })

  it('names each parameter that is not as it declares', async () => {
    const { body: answer } = await send('/api/queries/saved/busy:run', {
      method: 'POST',
      body: { parameters: { keys: 'crm', mots: 1 } },
      ...by('ann'),
    })
    expect(answer.errors.map(({ pointer }: { pointer: string }) => pointer)).to.have.members([
      '/parameters/mots',
      '/parameters/keys',
      '/parameters/most',
    ])
  })

  it('says so when it was sealed with another key of secrets, and stands in no list then', async () => {
    const { graph } = await registry()
    const ann = internalCall({ actor: 'ann', via: 'rest' })
    const { queries } = createServices(graph, undefined, { secretsKey: Buffer.alloc(32, 9) })
    const problem = await queries.read({ params: { folder: 'saved', name: 'busy' } }, ann).then(
      () => undefined,
      (error: Error) => error,
    )
    expect(problem).to.be.instanceOf(Problem).and.include({ type: 'not-configured' })
    expect(problem!.message).to.match(/encrypted with another key: set SECRETS_KEY/)
    const { total } = await queries.list({ query: { folder: 'saved', limit: 10 } }, ann)
    expect(total).to.equal(0)
  })

  it('is seen by nobody else while it is private, not even in the graph', async () => {
    expect((await send('/api/queries/saved/busy', by('bob'))).status).to.equal(404)
    expect((await send('/api/queries?folder=saved', by('bob'))).body.total).to.equal(0)
    const { body: found } = await send('/api/cypher', {
      method: 'POST',
      body: { query: 'MATCH (q:SavedQuery) RETURN q' },
      ...by('bob'),
    })
    expect(JSON.stringify(found)).not.to.match(/Modules by name|LIMIT|keys/)
  })

  it('is changed by its owner alone, from the revision that is known, and keeps its versions', async () => {
    const { name: _, ...contents } = body
    const changed = {
      ...contents,
      query: 'MATCH (m:Module) RETURN m.key AS key',
      parameters: [],
      example: {},
      sharing: 'shared',
    }
    const put = (actor: string, rev: string) =>
      send('/api/queries/saved/busy', { method: 'PUT', body: changed, ...by(actor, { 'if-match': rev }) })
    expect((await put('ann', '"7"')).status).to.equal(412)
    const { body: now } = await put('ann', '"1"')
    expect(now).to.deep.include({ version: 2, rev: 2, owner: 'ann' })
    expect(now.versions.map(({ version }: { version: number }) => version)).to.deep.equal([2, 1])
    expect((await put('bob', '"2"')).status).to.equal(403)
    expect(
      (await send('/api/queries/saved/busy:run', { method: 'POST', body: {}, ...by('bob') })).body.rows,
    ).to.deep.equal([{ key: 'crm' }])
    expect(
      (await send('/api/queries/saved/busy', { method: 'DELETE', ...by('ann', { 'if-match': '"2"' }) })).status,
    ).to.equal(204)
    expect((await send('/api/queries/saved/busy', by('ann'))).status).to.equal(404)
  })

  it('must only read, and can not take a name twice', async () => {
    const other = await send('/api/queries', {
      method: 'POST',
      body: { ...body, name: 'other', query: 'CREATE (n) RETURN n' },
    })
    expect(other.body.type).to.equal('refused-query')
    expect((await send('/api/queries', { method: 'POST', body })).body.type).to.equal('already-exists')
  })

  it('is run by name for other doors, within bounds', async () => {
    const { services } = await registry()
    const answer = await services.queries.firstRows(
      'saved/busy',
      body.example,
      1,
      internalCall({ actor: 'ann', via: 'mcp' }),
    )
    expect(answer).to.deep.include({ columns: ['key', 'name'], returned: 1 })
  })
})
