import { expect } from 'chai'
import type { Graph } from '../../src/graph/graph.ts'
import { revisionCache } from '../../src/graph/revision-cache.ts'
import { createServices } from '../../src/features.ts'
import { send } from '../support/client.ts'
import { visualisationOperations, type VisGraph } from '../../src/questions/visualisation/visualisation.contract.ts'
import { anotherRegistry, onlyCrm, registry } from '../support/database.ts'

/** What is asked of the database, but for whether it has changed. */
async function counted() {
  const { graph } = await registry()
  const heavy: string[] = []
  const counting: Graph = {
    ...graph,
    read: (name, parameters) => {
      if (!['registry/revision', 'visualisation/kept-since'].includes(name)) heavy.push(name)
      return graph.read(name, parameters)
    },
  }
  return { counting, heavy }
}

const create = (origin: string, key: string) =>
  fetch(`${origin}/api/modules`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, name: key }),
  })

describe('Heavy answers', () => {
  beforeEach(onlyCrm)

  it('are not read a second time while nothing changes, also when they are paged', async () => {
    const { counting, heavy } = await counted()
    const { traversal } = createServices(counting)
    const order = (cursor?: string) => traversal.order({ query: { limit: 1, cursor } })
    const { origin } = await registry()
    await create(origin, 'shop')
    const first = await order()
    const asked = [...heavy]
    expect(await order()).to.deep.equal(first)
    expect(heavy).to.deep.equal(asked)
    await order(first.nextCursor!)
    expect(heavy.slice(asked.length)).to.deep.equal(['modules/named'])
  })

  it('of a diagram are read once for each way of asking', async () => {
    const { counting, heavy } = await counted()
    const { graph } = createServices(counting)
    const ask = async (query: object) => {
      const found = await graph.graph({ query: visualisationOperations.graph.query.parse(query) })
      return found as VisGraph
    }
    const whole = await ask({})
    expect(await ask({})).to.deep.equal(whole)
    expect(heavy).to.have.length(1)
    await ask({ focus: 'crm', level: 'part' })
    expect(heavy).to.have.length(2)
    await create((await registry()).origin, 'shop')
    expect((await ask({})).total).to.equal(whole.total + 1)
  })

  it('are new at once in every registry when one of them changes something', async () => {
    const other = await anotherRegistry()
    const totals = async () => {
      const [here, there] = await Promise.all([send('/api/graph/order'), fetch(`${other.origin}/api/graph/order`)])
      return [here.body.total, ((await there.json()) as { total: number }).total]
    }
    expect(await totals()).to.deep.equal([1, 1])
    await create(other.origin, 'shop')
    expect(await totals()).to.deep.equal([2, 2])
    await create((await registry()).origin, 'desk')
    expect(await totals()).to.deep.equal([3, 3])
  })

  it('are computed once for all who ask at the same time', async () => {
    const { graph } = await registry()
    const cached = revisionCache(graph)
    let computed = 0
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => cached('slow', {}, async (revision) => ({ revision, computed: ++computed }))),
    )
    expect(computed).to.equal(1)
    expect(new Set(answers).size).to.equal(1)
    await cached('slow', { other: true }, async () => ({ computed: ++computed }))
    expect(computed).to.equal(2)
  })

  it('are of one state of the registry: a change meanwhile has them computed again, but not for ever', async () => {
    const { graph, origin } = await registry()
    const cached = revisionCache(graph)
    const revisions: number[] = []
    const disturbed = (times: number) => async (revision: number) => {
      revisions.push(revision)
      if (revisions.length <= times) await create(origin, `m-${revision}`)
      return { revision }
    }
    const { revision } = await cached('disturbed once', {}, disturbed(1))
    expect(revisions).to.deep.equal([revision - 1, revision])
    revisions.length = 0
    expect(await cached('always disturbed', {}, disturbed(100))).to.deep.equal({ revision: revisions.at(-1) })
    expect(revisions).to.have.length(3)
    await cached('always disturbed', {}, disturbed(0))
    expect(revisions).to.have.length(4)
  })

  it('that did not fit together because of a change are computed again, and errors are told and not kept', async () => {
    const { graph, origin } = await registry()
    const cached = revisionCache(graph)
    let tries = 0
    const torn = async () => {
      if (++tries > 1) return { tries }
      await create(origin, 'shop')
      throw new TypeError('what was read does not fit together')
    }
    expect(await cached('torn', {}, torn)).to.deep.equal({ tries: 2 })
    const failing = () => cached('failing', {}, () => Promise.reject(new Error(`failed ${++tries}`))).catch(String)
    expect([await failing(), await failing()]).to.deep.equal(['Error: failed 3', 'Error: failed 4'])
  })
})
