import { expect } from 'chai'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serversOf } from '../../src/graph/embedded/processes.ts'
import { startServer, temporaryFolder, type RunningServer } from '../support/server.ts'
import { scale } from '../support/scale.ts'

const patch = (key: string) => ({
  version: '1.0',
  patchId: key,
  timestamp: '2026-01-01T00:00:00Z',
  actor: 'ai',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: key },
  payload: {},
  module: { key },
  objects: { One: { fields: [] }, Two: { fields: [{ name: 'one', type: 'relation', relationObject: 'One' }] } },
})

describe('A registry whose database fails', () => {
  let server: RunningServer
  let dataDir: string
  let writing = true
  let count = 0
  let unavailable = 0
  const acknowledged: string[] = []

  const write = async () => {
    while (writing) {
      const key = `m${count++}`
      try {
        const response = await fetch(`${server.origin}/api/patches`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(patch(key)),
        })
        const { status } = response
        await response.text()
        if (status === 201) acknowledged.push(key)
        else if (status === 503) {
          if (response.headers.get('retry-after')) unavailable++
          await sleep(100)
        } else throw new Error(`unexpected ${status}`)
      } catch (error) {
        if ((error as Error).message.startsWith('unexpected')) throw error
        await sleep(100) // the process is gone for a moment
      }
    }
  }

  const ready = async () => {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(200)) {
      const status = await fetch(`${server.origin}/readyz`).then(
        (response) => response.status,
        () => 0,
      )
      if (status === 200) return
    }
    throw new Error('not ready within 60 s')
  }

  /** The kills must hit writes on their way, not a database that is still warming up. */
  const moreAcknowledged = async (more: number) => {
    const enough = acknowledged.length + more
    for (const end = Date.now() + 300_000; acknowledged.length < enough; await sleep(20))
      if (Date.now() > end) throw new Error(`only ${acknowledged.length} of ${enough} writes within 300 s`)
  }

  const everything = async () => {
    const found = new Map<string, number>()
    for (let cursor: string | null = ''; cursor !== null;) {
      const response = await fetch(`${server.origin}/api/ai/modules?limit=500${cursor && `&cursor=${cursor}`}`)
      const list = (await response.json()) as {
        items: { key: string; capabilities: object[] }[]
        nextCursor: string | null
      }
      for (const { key, capabilities } of list.items) found.set(key, capabilities.length)
      cursor = list.nextCursor
    }
    return found
  }

  before(async function () {
    this.timeout(120_000)
    dataDir = await temporaryFolder()
    server = await startServer({ DATA_DIR: dataDir, SEED: 'none' })
  })
  after(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  it('answers within ten seconds while its database is frozen, and goes on when it is not', async function () {
    this.timeout(120_000)
    const [neo4j] = await serversOf(join(dataDir, 'neo4j'))
    process.kill(neo4j!, 'SIGSTOP')
    try {
      const began = Date.now()
      const answers = await Promise.all([
        ...Array.from({ length: 20 }, () => fetch(`${server.origin}/api/modules`)),
        ...Array.from({ length: 20 }, (_, n) =>
          fetch(`${server.origin}/api/modules`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ key: `frozen-${n}`, name: 'Frozen' }),
          }),
        ),
        fetch(`${server.origin}/readyz`),
        fetch(`${server.origin}/graphql?query={modules{total}}`),
      ])
      expect(Date.now() - began).to.be.lessThan(10_000)
      const [graphql, ...rest] = answers.toReversed()
      expect(new Set(rest.map(({ status }) => status))).to.deep.equal(new Set([503]))
      for (const answer of rest) expect(answer.headers.get('retry-after')).to.match(/^\d+$/)
      const { errors } = (await graphql!.json()) as { errors: { extensions: { status: number } }[] }
      expect(errors[0]!.extensions.status).to.equal(503)
      expect((await fetch(`${server.origin}/livez`)).status).to.equal(200)
    } finally {
      process.kill(neo4j!, 'SIGCONT')
    }
    await ready()
  })

  it('loses nothing that it acknowledged under 16 writers and leaves nothing half when its database and it are killed, five times each', async function () {
    this.timeout(900_000)
    const writers = Array.from({ length: 16 }, write)
    const home = join(dataDir, 'neo4j')
    for (let round = 0; round < scale(5); round++) {
      await moreAcknowledged(scale(20, 5))
      const [neo4j] = await serversOf(home)
      process.kill(neo4j!, 'SIGKILL')
      await ready()
      await moreAcknowledged(scale(20, 5))
      server.process.kill('SIGKILL')
      await once(server.process, 'close')
      server = await startServer({ DATA_DIR: dataDir, SEED: 'none' })
      await ready()
      expect(await serversOf(home)).to.have.length(1)
    }
    writing = false
    await Promise.all(writers)
    const found = await everything()
    for (const key of found.keys()) if (key.startsWith('frozen-')) found.delete(key)
    expect(acknowledged.filter((key) => !found.has(key))).to.deep.equal([])
    expect([...found].filter(([, capabilities]) => capabilities !== 2)).to.deep.equal([])
    expect(acknowledged.length).to.be.at.least(scale(200, 10))
    expect(unavailable).to.be.greaterThan(0)
  })
})
