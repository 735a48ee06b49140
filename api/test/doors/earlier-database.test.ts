import { expect } from 'chai'
import { cypherFiles } from '@registry/cypher/catalog'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Driver } from 'neo4j-driver'
import { connect } from '../../src/graph/graph.ts'
import { answerOf, fixtures, settings } from '../fixtures/registry.ts'
import { loadDatabase } from '../support/database-copy.ts'
import { emptyRegistry, registry } from '../support/database.ts'
import { logOf, replay, stateOf } from '../support/replaying.ts'
import { removeFolder, startServer, temporaryFolder, type RunningServer } from '../support/server.ts'

const dumps = readdirSync(fixtures).filter((name) => name.endsWith('.dump'))

for (const dump of dumps)
  describe(`A database of ${dump.replace(/\.dump$/, '').replace('-', ' ')}`, function () {
    this.timeout(120_000)
    let dataDir: string
    let server: RunningServer
    let driver: Driver
    before(async () => {
      dataDir = await temporaryFolder()
      await loadDatabase(readFileSync(join(fixtures, dump)), dataDir)
      server = await startServer({ ...settings, DATA_DIR: dataDir })
      const [, uri] = await server.says(/Cypher +(bolt:\S+)/)
      driver = connect(uri!, 'neo4j', readFileSync(join(dataDir, 'neo4j', 'password'), 'utf8').trim())
    })
    after(async () => {
      await driver?.close()
      await server?.stop()
      await removeFolder(dataDir)
    })

    it('gets the migrations that it lacks', async () => {
      const { records } = await driver.executeQuery('MATCH (m:Migration) RETURN m.version AS version ORDER BY version')
      const files = cypherFiles().filter((name) => name.startsWith('migrations/'))
      expect(records.map((record) => record.get('version'))).to.deep.equal(
        files.map((file) => file.slice('migrations/'.length, 'migrations/V000'.length)),
      )
    })

    it('answers what it answered then: modules, relationships, the log, records, private queries', async () => {
      type List = { revision: number; total: number; returned: number; items: object[] }
      const then = JSON.parse(readFileSync(join(fixtures, dump.replace('.dump', '.json')), 'utf8')) as Record<
        string,
        List
      >
      for (const [request, answer] of Object.entries(then)) {
        // The first start links modules to owners, which is a change of its own.
        answer.revision++
        if (request.startsWith('/api/revisions')) {
          answer.total++
          answer.returned++
          answer.items.unshift({ kind: 'owner.link' })
        }
        expect(await answerOf(server.origin, request), request).to.containSubset(answer)
      }
    })

    it('is made again by its log', async () => {
      const other = await registry()
      await emptyRegistry()
      await replay(other.graph, await logOf((path) => answerOf(server.origin, path)))
      expect(await stateOf(other.driver)).to.deep.equal(await stateOf(driver))
      await emptyRegistry()
    })

    it('is changed like any other', async () => {
      const { total } = (await answerOf(server.origin, '/api/modules')) as { total: number }
      const response = await fetch(`${server.origin}/api/modules`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ key: 'later', name: 'Later' }),
      })
      expect(response.status).to.equal(201)
      expect(await answerOf(server.origin, '/api/modules')).to.include({ total: total + 1 })
    })
  })
