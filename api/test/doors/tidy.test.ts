import { expect } from 'chai'
import type { VisGraph } from '../../src/questions/visualisation/visualisation.contract.ts'
import { keepPicture } from '../../src/questions/visualisation/visualisation.service.ts'
import { ask, send } from '../support/client.ts'
import { allSamples, checksum, cypher, registry } from '../support/database.ts'

async function places(query = ''): Promise<Map<string, string>> {
  const { nodes } = (await send(`/api/graph?limit=5000${query}`)).body as VisGraph
  return new Map(nodes.map(({ id, x, y }) => [id, `${x} ${y}`]))
}

async function create(key: string, dependsOn: string[]): Promise<void> {
  const body = { key, name: `The module ${key}`, type: 'crud' }
  expect((await send('/api/modules', { method: 'POST', body })).status).to.equal(201)
  for (const target of dependsOn) {
    const relationship = { type: 'dependency', source: `module:${key}`, target: `module:${target}` }
    expect((await send('/api/relationships', { method: 'POST', body: relationship })).status).to.equal(201)
  }
}

describe('The picture of all modules', () => {
  beforeEach(allSamples)

  it('is not kept by looking at it, and is the same as long as nothing changes', async () => {
    const before = await checksum()
    const looked = await places()
    expect(await places()).to.deep.equal(looked)
    expect(await places('&owner=sales')).to.deep.equal(await places('&owner=sales'))
    expect(await checksum()).to.deep.equal(before)
    expect(await cypher('MATCH (n:KeptPicture) RETURN n')).to.deep.equal([])
  })

  it('keeps all others where they are when modules join it, until it is tidied up', async () => {
    const { status, body } = await send('/api/graph:tidy', { method: 'POST' })
    expect([status, body.modules]).to.deep.equal([200, 9])
    const tidied = await places()
    await create('first-new', ['crm'])
    const withFirst = await places()
    await create('second-new', ['first-new', 'invoicing'])
    const withBoth = await places()
    expect([withFirst.size, withBoth.size]).to.deep.equal([10, 11])
    for (const [id, place] of tidied) expect(withFirst.get(id), id).to.equal(place)
    for (const [id, place] of withFirst) expect(withBoth.get(id), id).to.equal(place)
    expect(new Set(withBoth.values()).size).to.equal(11)
    const again = await ask('mutation { tidyGraph { modules } }')
    expect(again.data.tidyGraph.modules).to.equal(11)
    expect(await places()).to.not.deep.equal(withBoth)
  })

  it('is kept by itself once there are modules, and again when most of them are new', async () => {
    const { graph } = await registry()
    const keptAt = async () => (await cypher('MATCH (n:KeptPicture) RETURN n.tidiedAt AS at'))[0]?.at as unknown
    await keepPicture(graph)
    const first = await keptAt()
    expect(first).to.not.equal(undefined)
    await create('new', ['crm'])
    await keepPicture(graph)
    expect(await keptAt()).to.deep.equal(first)
    for (let number = 0; number < 10; number++) await create(`further-${number}`, ['new'])
    await keepPicture(graph)
    expect(await keptAt()).to.not.deep.equal(first)
  })
})
