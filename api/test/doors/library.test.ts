import { catalog } from '@registry/cypher/catalog'
import { expect } from 'chai'
import { toParameter } from '../../src/graph/driver-values.ts'
import { library } from '../../src/questions/queries/library.ts'
import { libraryFolders } from '../../src/questions/queries/queries.contract.ts'
import { send } from '../support/client.ts'
import { cypher, emptyRegistry, onlyCrm, registry } from '../support/database.ts'

interface Plan {
  operatorType: string
  arguments: { EstimatedRows?: number }
  children: Plan[]
}
/** A product with what is one row, such as the registry's number, multiplies nothing. */
const operators = ({ operatorType, children }: Plan): string[] => [
  operatorType.replace(/@.*/, '') +
    (operatorType.startsWith('CartesianProduct') && children.every(isMany) ? ' of more than one row' : ''),
  ...children.flatMap(operators),
]
const isMany = ({ arguments: { EstimatedRows: rows = 0 } }: Plan) => rows > 1.5

describe('The library of questions', () => {
  // With as many modules as are worth an index: the plans are for those.
  before(async () => {
    await onlyCrm()
    await cypher(`
      UNWIND range(1, 3000) AS n
      CREATE (:RegistryNode:Module {ref: 'module:m' + n, key: 'm' + n, name: 'M' + n, rev: 1, description: '', type: 'crud',
        status: 'active', health: 'unknown', version: '1.0.0', tags: [], createdAt: datetime(), updatedAt: datetime()})`)
    await cypher('CALL db.prepareForReplanning(30)')
  })
  after(emptyRegistry)

  it('has at least forty questions, each saying how it grows', () => {
    expect(library.size).to.be.at.least(40)
    for (const { name, grows } of library.values()) expect(grows, name).to.match(/^\S.{8,}/)
  })

  it('has all that a person asks, and nothing that writes or that services ask', () => {
    for (const name of library.keys()) expect(libraryFolders).to.include(name.split('/')[0])
    expect([...library.keys()].some((name) => catalog.get(name)!.access === 'write')).to.equal(false)
  })

  for (const { name, example, columns, query } of library.values()) {
    it(`${name} is asked by its name with its example, and answers in its columns`, async () => {
      const { status, body } = await send(`/api/queries/${name}:run`, { method: 'POST', body: { parameters: example } })
      expect(status, JSON.stringify(body).slice(0, 300)).to.equal(200)
      expect(body.columns).to.deep.equal(columns)
    })

    it(`${name} is planned without a product, and looks for nodes where an index has them`, async () => {
      const { driver } = await registry()
      const session = driver.session({ defaultAccessMode: 'READ' })
      const values = toParameter(example) as Record<string, unknown>
      const { summary } = await session.run(`EXPLAIN ${query}`, values).finally(() => session.close())
      const used = operators(summary.plan as unknown as Plan)
      expect(used).not.to.include('CartesianProduct of more than one row')
      expect(used).not.to.include('AllNodesScan')
      if (/\{(key|ref): \$(key|ref|one|from)\}/.test(query)) expect(used.join()).not.to.match(/NodeByLabelScan/)
    })
  }
})
