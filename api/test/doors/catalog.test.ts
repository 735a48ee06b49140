import { catalog, parseQuery, textFor } from '@registry/cypher/catalog'
import { generated } from '@registry/cypher/generate'
import { misfit } from '@registry/cypher/types'
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { toParameter } from '../../src/graph/driver-values.ts'
import { onlyCrm, registry } from '../support/database.ts'

/** What is written there is an answer, never asked of the database. */
const answersWithCypher = ['questions/visualisation/formats.ts']

describe('The library of Cypher', () => {
  before(onlyCrm)

  for (const { name, text, written } of generated)
    it(`is described in its ${name} as it is`, () => {
      expect(written(), 'npm run generate writes it').to.equal(text())
    })

  it('is where all Cypher stands: none in the sources of the API and the page', () => {
    const sources = ['api/src', 'admin/src'].flatMap((folder) =>
      readdirSync(new URL(`../../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|vue)$/.test(file) && !answersWithCypher.includes(file))
        .map((file) => new URL(`../../../${folder}/${file}`, import.meta.url)),
    )
    expect(sources).to.have.length.above(100)
    const clauses = /\b(MATCH|MERGE|UNWIND|CALL|RETURN)\b +[\w($]/
    const found = sources.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => clauses.test(line))
        .map((line) => `${file.pathname}: ${line}`),
    )
    expect(found).to.deep.equal([])
  })

  const header =
    `// A sentence.\n// @param id STRING a key\n// @returns n STRING, all LIST<{n INTEGER, at? DATETIME?}>,\n//   kind 'a' | 'b'\n` +
    '// @access read\n// @example {"id": "crm"}\n'
  const broken: [why: string, source: string][] = [
    ['no sentence', 'RETURN 1 AS n'],
    ['@returns is missing', '// A sentence.\n// @access read\n// @example {}\nRETURN 1 AS n'],
    ['@example: id is 1, not STRING', `${header.replace('"crm"', '1')}RETURN $id AS n`],
    ['unknown access', `${header.replace('read', 'admin')}RETURN $id AS n`],
    ['unknown tag', `${header}// @author me\nRETURN $id AS n`],
    ['stands twice', `${header}// @access read\nRETURN $id AS n`],
    ['declares id but uses nothing', `${header}RETURN 1 AS n`],
    ['declares id but uses id,key', `${header}RETURN $id + $key AS n`],
    ['not a parameter', `${header.replace('id STRING a key', 'id')}RETURN $id AS n`],
    ['not a parameter', `${header.replace('a key', '')}RETURN $id AS n`],
    ['not a type: TEXT', `${header.replace('STRING', 'TEXT')}RETURN $id AS n`],
    ['not a type: , all', `${header.replace('n STRING', 'n')}RETURN $id AS n`],
    ['not a type: MODULE', `${header.replace('INTEGER', 'MODULE')}RETURN $id AS n`],
    ['not a type: }', `${header.replace('?}>', '?}}>')}RETURN $id AS n`],
    ['not a type: INTEGER', `${header.replace("'b'", "'b' INTEGER")}RETURN $id AS n`],
    ['@example gives key', `${header.replace('"id"', '"key"')}RETURN $id AS n`],
  ]
  for (const [why, source] of broken)
    it(`refuses a header with ${why}`, () => {
      const expected = why === 'no sentence' ? 'must start with a sentence' : why
      expect(() => parseQuery('wrong', source)).to.throw(expected)
    })

  it('is sent with one parameter, so that each question has one plan', () => {
    for (const query of catalog.values()) {
      const sent = textFor(query, query.example).match(/\$\w+\b(?!\()/g) ?? []
      expect(
        sent.filter((parameter) => parameter !== '$given'),
        query.name,
      ).to.deep.equal([])
    }
  })

  for (const query of catalog.values())
    it(`${query.name} runs with its own example and gives what its header says`, async () => {
      const { driver } = await registry()
      const session = driver.session({ defaultAccessMode: query.access === 'read' ? 'READ' : 'WRITE' })
      const transaction = session.beginTransaction()
      const names = query.columns.map(({ name }) => name)
      try {
        const { records, summary } = await transaction.run(textFor(query, query.example), {
          given: toParameter(query.example),
        })
        const writes = summary.counters.containsUpdates()
        if (query.access === 'read') expect(writes).to.equal(false)
        expect(records[0]?.keys ?? names).to.deep.equal(names)
        const wrong = records.flatMap((record) =>
          query.columns.map(({ name, type }) => misfit(type, record.get(name), name)),
        )
        expect(wrong.filter((why) => why !== undefined)).to.deep.equal([])
      } finally {
        await transaction.rollback()
        await session.close()
      }
    })
})
