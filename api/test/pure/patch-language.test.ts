import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { kebabCase } from '../../src/registry/entities/words.ts'
import { pending } from '../../src/authoring/patches/derive/relationships-after.ts'
import { edit } from '../../src/authoring/patches/edit/edit.ts'
import { PatchDocument } from '../../src/authoring/patches/read/document.ts'
import { readBody } from '../../src/authoring/patches/read/patch-body.ts'
import { increased } from '../../src/authoring/patches/compare/version-bump.ts'
import { errorsOf, evaluate } from '../../src/authoring/patches/pipeline.ts'
import type { ModuleState, Neighbour } from '../../src/authoring/patches/module-state.ts'

interface Case {
  name: string
  on?: 'shop'
  dependants?: boolean
  document: object
}
interface Valid extends Case {
  gains?: string[]
  loses?: string[]
  level: string
  bump?: string
  warnings?: number
  pending?: number
}
interface Invalid extends Case {
  invalid?: string[]
  refused?: string[]
}

const table = <Row>(name: string): Row[] =>
  parseYaml(readFileSync(new URL(`patch-documents/${name}.yaml`, import.meta.url), 'utf8')) as Row[]

/** With the usual envelope; a member that is null is left out. */
const inEnvelope = (document: object) => {
  const envelope = {
    version: '1.0',
    patchId: 'p',
    timestamp: '2026-01-01T00:00:00Z',
    actor: 'human',
    scope: 'object',
    operation: 'add',
    target: { type: 'module', identifier: 'shop' },
    payload: {},
    module: { key: 'shop' },
    ...document,
  }
  return Object.fromEntries(Object.entries(envelope).filter(([, member]) => member !== null))
}

const after = (document: PatchDocument, current: ModuleState | null) =>
  evaluate(edit(document, current), { current, others: [], hasDependants: false }).difference.after

const shop = table<object>('shop').reduce<ModuleState | null>(
  (state, document) => after(PatchDocument.parse(inEnvelope(document)), state),
  null,
)!
const others: Neighbour[] = [
  {
    key: 'crm',
    apiBasePath: '/crm',
    entities: [{ name: 'Customer', fields: [{ name: 'email', type: 'email' }] }],
    capabilities: [{ key: 'customer-crud', operations: ['create', 'read', 'update', 'delete', 'list'] }],
    configurations: ['customer-schema'],
  },
  { key: 'letters', apiBasePath: '/mail/letters', entities: [], capabilities: [], configurations: [] },
]
const registered = ({ on, dependants = false }: Case) => ({
  current: on ? shop : null,
  others,
  hasDependants: dependants,
})

const crudOperations = ['create', 'read', 'update', 'delete', 'list']
const endpoints = (path: string) => [
  ...['POST', 'GET'].map((method) => `endpoint ${method} ${path}`),
  ...['GET', 'PATCH', 'DELETE'].map((method) => `endpoint ${method} ${path}/{id}`),
]

/** The short hands of the table. */
const expand = (line: string): string[] => {
  const [word, entity = '', path = '', key = kebabCase(entity)] = line.split(' ')
  if (word === 'endpoints') return endpoints(entity)
  if (word !== 'crud') return [line]
  return [
    `capability ${key}-crud crud [${crudOperations.join()}] on ${entity}`,
    ...endpoints(path),
    `configuration ${key}-schema schema`,
  ]
}

/** A state in lines such as the table has; of a configuration also its contents, which the table does not spell out. */
function linesOf(state: ModuleState, isNew: boolean): string[] {
  const { module, entities, capabilities, configurations, relationships } = state
  const version = isNew ? `${module.version} ` : ''
  return [
    `module ${module.name} ${module.type} ${version}at ${module.metadata.apiBasePath}`,
    ...state.endpoints.map(({ method, path }) => `endpoint ${method} ${path}`),
    ...capabilities.map(
      ({ key, type, operations, entity }) =>
        `capability ${key} ${type} [${operations.join()}]${entity === null ? '' : ` on ${entity}`}`,
    ),
    ...configurations.map(({ key, configType }) => `configuration ${key} ${configType}`),
    ...relationships.map(
      ({ type, source, target, operations, fields }) =>
        `${type} ${source} > ${target} [${operations.join()}] [${fields.join()}]`,
    ),
    ...(isNew
      ? []
      : entities.flatMap(({ name, fields }) =>
          fields.map((one) => `field ${name}.${one.name} ${one.type}${one.required ? '!' : ''}`),
        )),
    ...(isNew
      ? []
      : entities.flatMap(({ name, states }) =>
          states
            ? [`states ${name} ${states.states.map((one) => `${one.name}${one.initial ? '!' : ''}`).join(' ')}`]
            : [],
        )),
    ...(isNew
      ? []
      : configurations.map(
          ({ key, schema, values }) => `state of configuration ${key} ${JSON.stringify([schema, values])}`,
        )),
  ]
}

const without = (lines: string[], others: string[]) => {
  const rest = lines.filter((line) => !others.includes(line))
  const whole = rest.flatMap((line) => (line.startsWith('configuration ') ? [line.split(' ')[1]!] : []))
  return rest
    .map((line) => line.replace(/^(state of configuration \S+) .*/, '$1'))
    .filter((line) => !whole.some((key) => line === `state of configuration ${key}`))
}

describe('The patch language', () => {
  for (const one of table<Valid>('valid'))
    it(`takes ${one.name}`, () => {
      const document = PatchDocument.parse(inEnvelope(one.document))
      const known = registered(one)
      const result = evaluate(edit(document, known.current), known)
      expect([result.invalid, result.refused]).to.deep.equal([[], []])
      const before = one.on ? linesOf(shop, false) : []
      const lines = linesOf(result.difference.after, !one.on)
      expect(without(lines, before)).to.have.members((one.gains ?? []).flatMap(expand))
      expect(without(before, lines)).to.have.members((one.loses ?? []).flatMap(expand))
      expect(result.security.level).to.equal(one.level)
      expect(result.difference.version.bump).to.equal(one.bump ?? 'initial')
      expect(result.warnings).to.have.length(one.warnings ?? 0)
      if (!one.on) {
        const keys = ['shop', ...others.map(({ key }) => key)]
        expect(pending(result.difference.after.relationships, (key) => keys.includes(key))).to.have.length(
          one.pending ?? 0,
        )
      }
    })

  for (const one of table<Invalid>('invalid'))
    it(`refuses ${one.name}`, () => {
      const { invalid, refused } = errorsOf(readBody(inEnvelope(one.document)), registered(one))
      const places = (findings: { pointer: string }[]) => [...new Set(findings.map(({ pointer }) => pointer))]
      expect({ invalid: places(invalid).toSorted(), refused: places(refused).toSorted() }).to.deep.equal({
        invalid: (one.invalid ?? []).toSorted(),
        refused: (one.refused ?? []).toSorted(),
      })
    })
})

describe('A document that names its module by its base path only', () => {
  const letters = after(
    PatchDocument.parse(inEnvelope({ module: { key: 'letters' }, apiBasePath: '/mail/letters', dependsOn: ['crm'] })),
    null,
  )
  const errors = (document: object) =>
    errorsOf(readBody(inEnvelope({ module: null, apiBasePath: '/mail/letters', payload: {}, ...document })), {
      current: letters,
      others: others.filter(({ key }) => key !== 'letters'),
      hasDependants: false,
    })

  it('can not relate the module to itself', () => {
    const { invalid } = errors({ operation: 'update', dependsOn: ['letters'] })
    expect(invalid.map(({ pointer }) => pointer)).to.deep.equal(['/dependsOn/0'])
  })

  it('removes a relationship of the module', () => {
    expect(errors({ operation: 'remove', dependsOn: ['crm'] })).to.deep.equal({ invalid: [], refused: [] })
  })
})

describe('What people have made of a module', () => {
  const change = (document: object, state: ModuleState) => after(PatchDocument.parse(inEnvelope(document)), state)
  const label = (state: ModuleState) =>
    change(
      { operation: 'update', target: { type: 'object', identifier: 'Customer' }, payload: { label: 'Client' } },
      state,
    )
  const capability = (state: ModuleState, key: string) => state.capabilities.find((one) => one.key === key)

  it('keeps its descriptions when a document derives the rest anew', () => {
    const capabilities = shop.capabilities.map((one) =>
      one.key === 'customer-crud' ? { ...one, description: 'By hand.' } : one,
    )
    expect(capability(label(shop), 'customer-crud')).to.include({ name: 'Client records' })
    expect(capability(label({ ...shop, capabilities }), 'customer-crud')).to.include({
      name: 'Client records',
      description: 'By hand.',
    })
  })

  it('keeps its own parts, and stays without those that people took away', () => {
    const own = { ...shop.capabilities[0]!, key: 'by-hand', type: 'action' as const, endpoints: [] }
    const capabilities = [own, ...shop.capabilities.filter(({ key }) => key !== 'order-workflow')]
    const labelled = label({ ...shop, capabilities })
    expect(capability(labelled, 'by-hand')).to.deep.equal(own)
    expect(capability(labelled, 'order-workflow')).to.equal(undefined)
  })

  it('keeps what is said of a relationship by hand, while its fields follow the document', () => {
    const relationships = shop.relationships.map((one) => ({ ...one, description: 'By hand.', versionRange: '^1.0.0' }))
    const changed = change(
      {
        target: { type: 'field', identifier: 'Order' },
        payload: { field: { name: 'payer', type: 'relation', relationObject: 'Customer' } },
      },
      { ...shop, relationships },
    )
    const [kept] = changed.relationships.filter(({ type }) => type === 'dependency')
    expect(kept).to.deep.include({ description: 'By hand.', versionRange: '^1.0.0', fields: ['customer', 'payer'] })
  })
})

describe('A version', () => {
  const rows: [from: string, bump: 'none' | 'patch' | 'minor' | 'major', to: string][] = [
    ['1.2.3', 'none', '1.2.3'],
    ['1.2.3', 'patch', '1.2.4'],
    ['1.2.3', 'minor', '1.3.0'],
    ['1.2.3', 'major', '2.0.0'],
    ['2.0.0-rc.1', 'major', '2.0.0'],
    ['2.1.0-rc.1', 'minor', '2.1.0'],
    ['2.1.0-rc.1', 'major', '3.0.0'],
    ['2.1.1-rc.1+build', 'patch', '2.1.1'],
  ]
  for (const [from, bump, to] of rows)
    it(`${from} raised by ${bump} is ${to}`, () => expect(increased(from, bump)).to.equal(to))
})
