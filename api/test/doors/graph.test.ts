import { expect } from 'chai'
import { once } from 'node:events'
import { connect as connectTo, createServer, type AddressInfo, type Socket } from 'node:net'
import { Problem } from '../../src/kernel/errors.ts'
import { connect, createGraph } from '../../src/graph/graph.ts'
import { emptyRegistry, registry } from '../support/database.ts'

/** A way to Neo4j on which the connections of now can go silent: nothing comes through, nothing is closed. */
async function fragileWay(uri: string) {
  const open = new Set<Socket>()
  const proxy = createServer((near) => {
    const far = connectTo(Number(new URL(uri).port), '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
    }
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    uri: `bolt://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    silence() {
      for (const socket of open) socket.unpipe().pause()
    },
    close() {
      for (const socket of open) socket.destroy()
      proxy.close()
    },
  }
}

describe('The funnel to Neo4j', () => {
  before(emptyRegistry)

  it('refuses what can not be sent before a connection is touched, so that the next request finds it as it was', async () => {
    const { neo4j } = await registry()
    const driver = connect(neo4j.uri, neo4j.user, neo4j.password)
    const graph = createGraph({ driver })
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
    const unsendable = [() => 1, Symbol('x'), [1, { a: () => 1 }], { a: [Symbol('x')] }, nested(5_000), 2n ** 64n]
    try {
      for (const id of [...unsendable, Object, Object.prototype.toString]) {
        const sent: { id: string }[] = [{ id: id as string }]
        const refused = await graph.read('modules/read', sent[0]!).catch((error: unknown) => error)
        expect(refused).to.be.instanceOf(Error)
        const written = await graph.write((run) => run('modules/read', sent[0]!)).catch((error: unknown) => error)
        expect(written).to.be.instanceOf(Error)
        expect(await graph.read('modules/read', { id: 'nobody' })).to.deep.equal([])
        expect(await graph.write((run) => run('registry/revision', {}))).to.have.length(1)
      }
    } finally {
      await graph.close()
    }
  })

  it('is not held up by a connection that has gone silent, but for the one change that is on it', async () => {
    const { neo4j } = await registry()
    const way = await fragileWay(neo4j.uri)
    const driver = connect(way.uri, neo4j.user, neo4j.password)
    const graph = createGraph({ driver, deadline: 3_000 })
    const change = () => graph.write((run) => run('registry/revision', {}))
    try {
      expect(await change()).to.have.length(1)
      way.silence()
      const [stuck, next] = await Promise.allSettled([
        change(),
        new Promise((resolve) => setTimeout(resolve, 3_500)).then(change),
      ])
      expect((stuck as PromiseRejectedResult).reason)
        .to.be.instanceOf(Problem)
        .and.to.include({ type: 'timeout' })
      expect(next.status).to.equal('fulfilled')
    } finally {
      way.close()
      await graph.close()
    }
  })
})
