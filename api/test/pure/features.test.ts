import { expect } from 'chai'
import { z } from 'zod'
import { namedOperations } from '../../src/contract.ts'
import { createServices, operationsOf, type Features } from '../../src/features.ts'
import type { Graph } from '../../src/graph/graph.ts'
import { modulesService } from '../../src/registry/modules/modules.service.ts'
import type { modulesOperations } from '../../src/registry/modules/modules.contract.ts'
import type { Service } from '../../src/store/call.ts'
import { tools } from '../../src/doors/mcp/tools.ts'

const unused = () => Promise.reject(new Error('unused'))
const graph: Graph = { read: unused, write: unused, store: unused, close: unused }

const shapeOf = (answer: z.ZodType): object => (answer instanceof z.ZodObject ? answer.shape : {})

describe('The features', () => {
  it('have a handler for each operation of the contract', () => {
    const bound = operationsOf(createServices(graph))
    expect(bound.map(({ operation }) => operation.id)).to.deep.equal(namedOperations.map(({ id }) => id))
    for (const { operation, handle } of bound) expect(handle, operation.id).to.be.a('function')
  })

  it('answer in threads what is only read: nothing with an ETag, a location or an idempotency key', () => {
    const heavy = namedOperations.filter(({ load }) => load === 'heavy')
    expect(heavy.length).to.be.greaterThan(10)
    for (const { id, answer, status, location, ifMatch, repeatable, stream } of heavy)
      expect({ status, location, ifMatch, repeatable, stream, rev: 'rev' in shapeOf(answer) }, id).to.deep.equal({
        status: 200,
        location: null,
        ifMatch: false,
        repeatable: false,
        stream: undefined,
        rev: false,
      })
  })

  it('do not compile without one of them', () => {
    const { remove, ...others } = modulesService(graph)
    // @ts-expect-error nobody deletes modules
    const incomplete: Service<typeof modulesOperations> = others
    expect(incomplete).not.to.have.property('remove', remove)
  })

  it('do not compile with one that answers something else', () => {
    const modules = { ...modulesService(graph), read: async () => ({ key: 'crm' }) }
    // @ts-expect-error a module has more than a key
    const other: Service<typeof modulesOperations> = modules
    expect(other).to.equal(modules)
  })

  it('do not compile without the service of a feature', () => {
    const { views, ...others } = createServices(graph)
    // @ts-expect-error nobody keeps views
    const incomplete: Features = others
    expect(incomplete).not.to.have.property('views', views)
  })

  it('are offered to agents by the tools that their operations name', () => {
    const named = namedOperations.flatMap(({ tool }) => tool ?? [])
    expect(tools.map(({ name }) => name).sort()).to.deep.equal(named.sort())
  })
})
