import { expect } from 'chai'
import type { VisNode } from '../src/visualisation/visualisation.contract.ts'
import { send } from './client.ts'
import { onlyCrm } from './database.ts'

describe('The graph of a module', () => {
  let nodes: VisNode[]
  before(async () => {
    await onlyCrm()
    nodes = (await send('/api/graph?focus=crm')).body.nodes
  })
  const named = (label: string) => nodes.find((node) => node.label === label)!

  it('is laid out the same way each time, whichever name the module is asked by', async () => {
    const { body: module } = await send('/api/modules/crm')
    for (const focus of ['crm', module.id, 'module:crm'])
      expect((await send(`/api/graph?focus=${focus}`)).body.nodes).to.deep.equal(nodes)
  })

  it('has a place of its own for each node', () => {
    expect(new Set(nodes.map(({ x, y }) => `${x} ${y}`))).to.have.property('size', nodes.length)
  })

  it('has the endpoints of a capability beside it, and its entity below it', () => {
    const orders = named('Order records')
    const around = nodes.filter(({ group, label }) => group === 'endpoint' && label.includes(' /crm/orders'))
    expect(around).to.have.length(5)
    for (const { x, y } of around) {
      expect(x).to.be.above(orders.x)
      expect(Math.abs(y - orders.y)).to.be.below(100)
    }
    expect(named('Order').y - orders.y).to.be.within(1, 100)
  })
})
