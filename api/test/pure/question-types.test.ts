import { shapes } from '@registry/cypher/shapes'
import { misfit, parseType, written } from '@registry/cypher/types'
import { expect } from 'chai'
import neo4j from 'neo4j-driver'
import { roles } from '../../src/kernel/operation.ts'
import { capabilityTypes } from '../../src/registry/capabilities/capabilities.contract.ts'
import { httpMethods } from '../../src/registry/endpoints/endpoints.contract.ts'
import { vias } from '../../src/registry/history/history.contract.ts'
import { healths, moduleStatuses, moduleTypes } from '../../src/registry/modules/modules.contract.ts'
import { edgeGroups } from '../../src/questions/visualisation/visualisation.contract.ts'
import { resolutions } from '../../src/runtime/statistics/statistics.contract.ts'

const why = (type: string, value: unknown) => misfit(parseType(type).type, value, 'it')

describe('The types of questions', () => {
  const texts: [name: keyof typeof shapes, values: readonly string[]][] = [
    ['Status', moduleStatuses],
    ['Health', healths],
    ['ModuleType', moduleTypes],
    ['CapabilityType', capabilityTypes],
    ['Method', httpMethods],
    ['Via', vias],
    ['Role', roles.filter((role) => role !== 'public')],
    ['Resolution', resolutions],
    ['EdgeType', edgeGroups],
  ]
  for (const [name, values] of texts)
    it(`know the values of ${name} as the contract does`, () => {
      expect(parseType(shapes[name]).type)
        .to.include({ kind: 'texts' })
        .and.to.have.property('texts')
        .that.has.members(values)
    })

  const fitting: [type: string, value: unknown][] = [
    ['STRING', ''],
    ['STRING?', null],
    ['INTEGER', 3],
    ['FLOAT', 3],
    ['DATETIME', neo4j.types.DateTime.fromStandardDate(new Date(0))],
    ['LIST<STRING?>', ['a', null]],
    ["'a' | 'b'", 'b'],
    ["LIST<'a' | 'b'>?", null],
    ['{a STRING, b? INTEGER}', { a: '' }],
    ['{.*, a STRING}', { a: '', c: 1 }],
    ['Named', { ref: 'module:crm', name: 'CRM' }],
    ['ANY', [{}]],
  ]
  for (const [type, value] of fitting)
    it(`take ${JSON.stringify(value)} as ${type}`, () => {
      expect(why(type, value)).to.equal(undefined)
      expect(written(parseType(type).type)).to.equal(type)
    })

  const others: [type: string, value: unknown, why: string][] = [
    ['STRING', null, 'it is null, not STRING'],
    ['STRING', 1, 'it is 1, not STRING'],
    ['INTEGER', 1.5, 'it is 1.5, not INTEGER'],
    ['DATETIME', '2026-01-01T00:00:00Z', 'it is "2026-01-01T00:00:00Z", not DATETIME'],
    ['LIST<STRING>', ['a', null], 'it[1] is null, not STRING'],
    ["'a' | 'b'", 'c', `it is "c", not 'a' | 'b'`],
    ['{a STRING, b? INTEGER}', { a: '', b: null }, 'it.b is null, not INTEGER'],
    ['{a STRING}', { a: '', c: 1 }, 'it has c, which is no member of {a STRING}'],
    ['{.*, a STRING}', { c: 1 }, 'it.a is null, not STRING'],
  ]
  for (const [type, value, reason] of others)
    it(`refuse ${JSON.stringify(value)} as ${type}`, () => {
      expect(why(type, value)).to.equal(reason)
    })
})
