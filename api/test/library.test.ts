import { catalog } from '@registry/cypher/catalog'
import { expect } from 'chai'
import { toParameter } from '../src/graph/values.ts'
import { library } from '../src/queries/library.ts'
import { libraryFolders } from '../src/queries/queries.contract.ts'
import { send } from './client.ts'
import { onlyCrm, registry } from './database.ts'

interface Plan {
  operatorType: string
  arguments: { EstimatedRows?: number }
  children: Plan[]
}
/** A product of two nodes that an index finds is one row. */
const operators = ({ operatorType, arguments: { EstimatedRows: rows = 0 }, children }: Plan): string[] => [
  operatorType.replace(/@.*/, '') +
    (operatorType.startsWith('CartesianProduct') && rows > 1 ? ' of more than one row' : ''),
  ...children.flatMap(operators),
]

describe('The library of questions', () => {
  before(onlyCrm)

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
