import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { moduleOf } from '../../src/store/kind.ts'
import { parseJson } from '../../src/kernel/json.ts'
import { edit } from '../../src/authoring/patches/edit/edit.ts'
import { PatchDocument, patchJsonSchema } from '../../src/authoring/patches/read/document.ts'
import { readBody } from '../../src/authoring/patches/read/patch-body.ts'
import { errorsOf, evaluate } from '../../src/authoring/patches/pipeline.ts'
import { similarModules, type Candidate } from '../../src/authoring/patches/compare/similar-modules.ts'
import type { ModuleState, Neighbour } from '../../src/authoring/patches/module-state.ts'

const seeds = new URL('../../../seeds/', import.meta.url)
const read = (path: string) => parseJson(readFileSync(new URL(path, seeds)))
const keys = readdirSync(seeds, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  .map(({ name }) => name)
const after = (document: PatchDocument, current: ModuleState | null) =>
  evaluate(edit(document, current), { current, others: [], hasDependants: false }).difference.after
const modules = new Map(keys.map((key) => [key, after(PatchDocument.parse(read(`${key}/module.json`)), null)]))

const neighbour = ({ module, entities, capabilities, configurations }: ModuleState): Neighbour => ({
  key: module.key,
  ...(module.metadata.apiBasePath === undefined ? {} : { apiBasePath: module.metadata.apiBasePath }),
  entities,
  capabilities,
  configurations: configurations.map(({ key }) => key),
})
const othersOf = (key: string) => [...modules.values()].filter(({ module }) => module.key !== key).map(neighbour)

/** Pairs of modules that one type of relationship joins. */
const joined = (type: string) =>
  [...modules.values()].flatMap(({ relationships }) =>
    relationships
      .filter((one) => one.type === type)
      .map(({ source, target }) => [moduleOf(source), moduleOf(target)] as const)
      .filter(([source, target]) => source !== target),
  )
const isReached = (pairs: (readonly [string, string])[], from: string, to: string, seen = new Set<string>()): boolean =>
  pairs.some(([source, target]) => {
    if (source !== from || seen.has(target)) return false
    seen.add(target)
    return target === to || isReached(pairs, target, to, seen)
  })
const onCycles = (type: string) => keys.filter((key) => isReached(joined(type), key, key))

describe('The sample modules', () => {
  it('are the nine of the platform', () => {
    expect(keys).to.have.members([
      'crm',
      'invoicing',
      'inventory',
      'shipping',
      'support-desk',
      'marketing',
      'analytics',
      'identity',
      'notifications',
    ])
  })

  for (const key of keys)
    it(`have a document of ${key} that is valid alone and beside all others`, () => {
      for (const others of [[], othersOf(key)]) {
        const { invalid, refused } = errorsOf(readBody(read(`${key}/module.json`)), {
          current: null,
          others,
          hasDependants: false,
        })
        expect([invalid, refused]).to.deep.equal([[], []])
      }
      const { module, entities, relationships } = modules.get(key)!
      expect(module.owner).to.be.a('string')
      for (const { description } of [module, ...entities]) expect(description).not.to.equal('')
      for (const { source, target } of relationships)
        for (const end of [source, target]) expect(keys).to.include(moduleOf(end))
    })

  it('have no cycle in their dependencies, and one in their data flows', () => {
    expect(onCycles('dependency')).to.deep.equal([])
    expect(onCycles('data-flow')).to.have.members(['analytics', 'marketing'])
  })

  it('use operations of each other in all three ways', () => {
    const used = [...modules.values()].flatMap(({ relationships }) => relationships)
    for (const type of ['dependency', 'integration', 'data-flow'])
      expect(used.filter((one) => one.type === type && one.operations.length > 0)).to.have.length.greaterThan(4)
  })

  const changes: [name: string, level: string, bump: string][] = [
    ['add-customer-profile', 'L1', 'minor'],
    ['add-order-urgency', 'L1', 'minor'],
    ['add-order-archived', 'L1', 'minor'],
    ['remove-transaction-invoice-number', 'L2', 'major'],
  ]
  for (const [name, level, bump] of changes)
    it(`have a change ${name} of the CRM that is ${level} and ${bump}`, () => {
      const registered = { current: modules.get('crm')!, others: othersOf('crm'), hasDependants: true }
      const planned = evaluate(
        edit(PatchDocument.parse(read(`crm/changes/${name}.json`)), registered.current),
        registered,
      )
      expect([planned.invalid, planned.refused]).to.deep.equal([[], []])
      expect([planned.security.level, planned.difference.version.bump]).to.deep.equal([level, bump])
      expect(planned.difference.version.to).to.equal(bump === 'major' ? '2.0.0' : '1.1.0')
    })

  it('lose to a removal in the CRM a field that another module uses', () => {
    const users = [...modules.values()].flatMap(({ relationships }) =>
      relationships.filter(
        ({ target, fields }) =>
          target === 'capability:crm/financial-transaction-crud' && fields.includes('invoiceNumber'),
      ),
    )
    expect(users.map(({ source }) => moduleOf(source))).to.include('invoicing')
  })

  it('are found when another module would do the same', () => {
    const candidates = [...modules.values()].map(({ module, entities, capabilities }): Candidate => ({
      ...module,
      entities: entities.map(({ name }) => name),
      capabilities: capabilities.map(({ key }) => key),
    }))
    const again = (entities: string[], description: string) => {
      const objects = Object.fromEntries(entities.map((name) => [name, { fields: [] }]))
      const crm = read('crm/module.json') as object
      const module = { key: 'mine', description }
      return similarModules(
        after(PatchDocument.parse({ ...crm, module, apiBasePath: '/mine', objects }), null),
        candidates,
      )
    }
    const [first, ...others] = again(['Customer', 'Order'], 'Customers and their orders')
    expect(first).to.deep.include({ module: 'crm', entities: ['Customer', 'Order'] })
    expect(first!.capabilities).to.deep.equal(['customer-crud', 'order-crud'])
    for (const { score } of others) expect(score).to.be.below(first!.score)
    expect(again(['Telescope'], 'Stars at night')).to.deep.equal([])
  })
})

describe('The description of the patch language', () => {
  const text = readFileSync(new URL('README.md', seeds), 'utf8')
  const examples = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => parseJson(Buffer.from(match[1]!)))

  it('has an example of each scope, valid one after the other', () => {
    let current: ModuleState | null = null
    const scopes = examples.map((example) => {
      const body = readBody(example)
      const { invalid, refused } = errorsOf(body, { current, others: [], hasDependants: false })
      expect([invalid, refused]).to.deep.equal([[], []])
      current = after(body.document!, current)
      return body.document!.scope
    })
    expect(new Set(scopes)).to.deep.equal(new Set(['object', 'state', 'page', 'menu', 'permission']))
  })
  it('is a JSON Schema that takes what the registry takes, and refuses what it does not', () => {
    const check = new Ajv2020({ strict: false, validateFormats: false }).compile(patchJsonSchema())
    const documents = [...examples, ...keys.map((key) => read(`${key}/module.json`))] as object[]
    for (const document of documents) expect(check(document), JSON.stringify(check.errors)).to.equal(true)
    for (const more of [{ scope: 'none' }, { payloda: {} }, { operation: 'ad' }, { payload: { feld: {} } }])
      expect(check({ ...documents[0], ...more })).to.equal(false)
  })
})
