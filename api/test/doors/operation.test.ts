import { expect } from 'chai'
import { internalCall } from '../../src/store/call.ts'
import { ask, send } from '../support/client.ts'
import { anotherRegistry, cypher, emptyRegistry, onlyCrm, registry } from '../support/database.ts'

const setStatus = (key: string, body: object) =>
  send(`/api/modules/${key}/status`, { method: 'PUT', body, headers: { 'if-match': '*' } })

describe('The status of a module', () => {
  beforeEach(async () => {
    await emptyRegistry()
    for (const key of ['old', 'new']) await send('/api/modules', { method: 'POST', body: { key, name: key } })
  })

  it('can be deprecated with a successor and a day, which go when it is active again', async () => {
    const { body } = await setStatus('old', { status: 'deprecated', successor: 'new', sunset: '2030-01-31' })
    expect(body).to.deep.include({ status: 'deprecated', metadata: { successor: 'new', sunset: '2030-01-31' } })
    expect((await send('/api/modules/old/history')).body.items[0]).to.include({ kind: 'module.deprecated' })
    expect((await setStatus('old', { status: 'active' })).body).to.deep.include({ status: 'active', metadata: {} })
    const { rev } = (await send('/api/modules/old')).body
    const answer = await ask(
      `mutation { setModuleStatus(id: "old", rev: ${rev}, status: deprecated, successor: "new") { status metadata { successor } } }`,
    )
    expect(answer.data.setModuleStatus).to.deep.equal({ status: 'deprecated', metadata: { successor: 'new' } })
  })

  it('is refused with a successor that is not there or itself, and with one that it does not need', async () => {
    const pointer = async (body: object) => (await setStatus('old', body)).body.errors[0].pointer as string
    expect(await pointer({ status: 'deprecated', successor: 'none' })).to.equal('/successor')
    expect(await pointer({ status: 'deprecated', successor: 'old' })).to.equal('/successor')
    expect(await pointer({ status: 'deprecated', sunset: '2030-02-30' })).to.equal('/sunset')
    expect(await pointer({ status: 'inactive', successor: 'new' })).to.equal('/successor')
    expect(await pointer({ status: 'active', sunset: '2030-01-01' })).to.equal('/sunset')
  })

  it('is error only when the monitor says so, by whatever way', async () => {
    expect((await setStatus('old', { status: 'error' })).body.errors[0].pointer).to.equal('/status')
    const write = (method: string, path: string, body: object) =>
      send(path, { method, body: { name: 'x', ...body, status: 'error' }, headers: { 'if-match': '*' } })
    for (const answer of [
      await write('PATCH', '/api/modules/old', {}),
      await write('PUT', '/api/modules/old', {}),
      await write('POST', '/api/modules', { key: 'third' }),
    ])
      expect(answer.body).to.deep.include({
        type: 'invalid-request',
        errors: [{ pointer: '/status', reason: 'must be active, inactive or deprecated' }],
      })
    await cypher('MATCH (m:Module {key: "old"}) SET m.status = "error"')
    expect((await write('PUT', '/api/modules/old', {})).status, 'what it is may be repeated').to.equal(200)
  })

  it('has thresholds of health beside it, kept and merged member by member', async () => {
    const change = (thresholds: object | null) =>
      send('/api/modules/old', { method: 'PATCH', body: { metadata: { thresholds } }, headers: { 'if-match': '*' } })
    await change({ errorRateError: 0.5, readingsToWorsen: 7 })
    expect((await change({ errorRateError: null, windowMinutes: 1 })).body.metadata).to.deep.equal({
      thresholds: { readingsToWorsen: 7, windowMinutes: 1 },
    })
    expect((await send('/api/modules/old/health')).body.thresholds).to.deep.include({
      readingsToWorsen: 7,
      windowMinutes: 1,
      errorRateError: 0.1,
    })
    expect((await change({ errorRateError: 2 })).status).to.equal(400)
    expect((await change({ windowMinutes: 3 })).status).to.equal(400)
    expect((await change({ countedErrors: 'client' })).status).to.equal(400)
    expect((await change(null)).body.metadata).to.deep.equal({})
  })
})

describe('The checks of the registry itself', () => {
  it('say whether it lives, whether it is ready, and with ?verbose what each thing says', async () => {
    await emptyRegistry()
    expect((await send('/livez')).body).to.deep.equal({ status: 'ok' })
    expect((await send('/readyz')).body).to.deep.equal({ status: 'ok', revision: 0 })
    const { status, checks } = (await send('/readyz?verbose')).body
    expect(status).to.equal('ok')
    expect(checks.database).to.include({ status: 'ok' })
    expect(checks.monitor).to.deep.equal({ status: 'off', lastRound: null })
  })

  it('tell Prometheus of as many modules by name as fit, of the rest together, and of routes, not addresses', async () => {
    await onlyCrm()
    await cypher(
      `UNWIND range(1, 80) AS n
       CREATE (m:RegistryNode:Module {ref: 'module:m' + n, key: 'm' + n, id: 'm' + n, name: 'M', health: 'healthy', status: 'active'})`,
    )
    const { graph, services } = await registry()
    for (let n = 1; n <= 80; n++) {
      await graph.store((run) => run('statistics/initialise', { key: `m${n}` }))
      await services.statistics.push(
        {
          params: { id: `m${n}` },
          body: {
            counting: 'since-last',
            items: [{ entity: null, requestCount: 100 + n, clientErrorCount: 0, errorCount: 1, responseTimes: [] }],
          },
        },
        internalCall({ actor: 'test', via: 'rest' }),
      )
    }
    const { origin } = await anotherRegistry()
    for (const key of ['crm', 'none', 'm1']) await fetch(`${origin}/api/modules/${key}`)
    const response = await fetch(`${origin}/metrics`)
    expect(response.headers.get('content-type')).to.match(/^text\/plain/)
    const text = await response.text()
    const requests = [...text.matchAll(/^registry_module_requests\{module="([^"]+)"\} (\d+)$/gm)]
    expect(requests).to.have.length(51)
    const byName = new Map(requests.map(([, name, count]) => [name, Number(count)]))
    expect(byName.get('m80')).to.equal(180)
    expect(byName.get('other')).to.equal(Array.from({ length: 30 }, (_, n) => 101 + n).reduce((a, b) => a + b))
    expect(text).to.match(/^registry_modules\{health="healthy"\} 80$/m)
    expect(text).to.match(
      /http_request_duration_seconds_count\{method="GET",route="\/api\/modules\/:id",status="404"\} 1/,
    )
    expect(text).not.to.include('/api/modules/none')
  })
})
