import { catalog } from '@registry/cypher/catalog'
import { expect } from 'chai'
import { toParameter } from '../src/graph/values.ts'
import { onlyCrm, registry } from './database.ts'

describe('The library of Cypher', () => {
  before(onlyCrm)

  for (const query of catalog.values())
    it(`${query.name} runs with its own example and gives the columns of its header`, async () => {
      const { driver } = await registry()
      const session = driver.session({ defaultAccessMode: query.access === 'read' ? 'READ' : 'WRITE' })
      const transaction = session.beginTransaction()
      try {
        const { records, summary } = await transaction.run(
          query.text,
          toParameter(query.example) as Record<string, unknown>,
        )
        const writes = summary.counters.containsUpdates()
        if (query.access === 'read') expect(writes).to.equal(false)
        expect(records[0]?.keys ?? query.columns).to.deep.equal(query.columns)
      } finally {
        await transaction.rollback()
        await session.close()
      }
    })
})
