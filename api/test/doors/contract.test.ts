import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLObjectType,
  getNamedType,
  isNonNullType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLType,
} from 'graphql'
import { z } from 'zod'
import type { Operation } from '../../src/kernel/operation.ts'
import { problemTypes } from '../../src/kernel/errors.ts'
import { graphqlSchema } from '../../src/doors/graphql/schema.ts'
import { namedOperations } from '../../src/contract.ts'
import { registry } from '../support/database.ts'

describe('The document of the API', () => {
  const read = async () =>
    (await (await fetch(`${(await registry()).origin}/openapi.json`)).json()) as Record<string, unknown>

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(await read())
    expect(result.errors ?? []).to.deep.equal([])
    expect(result.valid).to.equal(true)
  })

  it('has every operation of the contract, with its answers and its problems', async () => {
    const { paths } = (await read()) as unknown as {
      paths: Record<string, Record<string, { operationId: string; responses: object; tags: string[] }>>
    }
    for (const { id, method, path, status, ifMatch } of namedOperations) {
      const { operationId, responses } = paths[path]![method]!
      expect(operationId).to.equal(id)
      expect(responses, `${method} ${path}`).to.include.keys(String(status), '400', '401', '403', '404', '503')
      if (ifMatch) expect(responses, `${method} ${path}`).to.include.keys('412', '428')
    }
    const operations = Object.values(paths).flatMap((path) => Object.keys(path))
    expect(operations).to.have.length(namedOperations.length)
  })

  it('lists all values where there are only some', async () => {
    const { components } = (await read()) as unknown as {
      components: { schemas: Record<string, { properties?: Record<string, { type?: string[]; enum?: unknown[] }> }> }
    }
    const listed = (schema: string, member: string) => components.schemas[schema]!.properties![member]!.enum
    for (const schema of ['VisEdge', 'VisEdgeLegend']) expect(listed(schema, 'arrows')).to.deep.equal(['to', ''])
    for (const schema of ['ModuleThresholds', 'Thresholds'])
      expect(listed(schema, 'windowMinutes')).to.deep.equal([1, 5, 60])
    expect(listed('ModuleThresholdsChange', 'windowMinutes')).to.deep.equal([1, 5, 60, null])
    for (const [schema, { properties = {} }] of Object.entries(components.schemas))
      for (const [member, { type, enum: values }] of Object.entries(properties)) {
        if (values) expect(new Set(values).size, `${schema} ${member}`).to.equal(values.length)
        if (values && Array.isArray(type) && type.includes('null'))
          expect(values, `${schema} ${member}`).to.include(null)
      }
  })

  it('says how a key is sent', async () => {
    const { components, security } = (await read()) as unknown as {
      components: { securitySchemes: Record<string, { type: string; scheme: string }> }
      security: Record<string, string[]>[]
    }
    const schemes = Object.values(components.securitySchemes).map(({ type, scheme }) => `${type} ${scheme}`)
    expect(schemes).to.deep.equal(['http bearer', 'http basic'])
    expect(security).to.deep.equal([{ bearer: [] }, { basic: [] }])
  })

  it('names every type of problem that it can answer', async () => {
    const { components } = (await read()) as unknown as {
      components: { schemas: { Problem: { properties: { type: { enum: string[] } } } } }
    }
    expect(components.schemas.Problem.properties.type.enum).to.deep.equal(problemTypes)
  })

  it('is shown on a page that loads nothing from elsewhere', async () => {
    const { origin } = await registry()
    const page = await (await fetch(`${origin}/docs`)).text()
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!)
    expect(loaded).to.have.length(4)
    for (const path of loaded) expect((await fetch(origin + path)).status, path).to.equal(200)
  })
})

describe('The GraphQL schema', () => {
  const schema = graphqlSchema(
    namedOperations.map((operation) => ({ operation, handle: async () => null })),
    {} as never,
  )
  const typeOf = (name: string) => schema.getType(name)
  /** Named schemas of the contract, with those that they contain. */
  const named = new Map<string, z.ZodType>()
  const collect = (given: z.ZodType): void => {
    const id = z.globalRegistry.get(given)?.id
    if (id !== undefined) {
      if (named.has(id)) return
      named.set(id, given)
    }
    if (given instanceof z.ZodObject) for (const member of Object.values(given.shape)) collect(member as z.ZodType)
    else if (given instanceof z.ZodArray) collect(given.element as z.ZodType)
    else if ('unwrap' in given) collect((given as z.ZodOptional<z.ZodType>).unwrap())
  }
  for (const { answer, body } of namedOperations) [answer, body].forEach(collect)

  const enumOf = (given: unknown): string[] | undefined => {
    if (given instanceof z.ZodEnum) return given.options.map(String)
    if (given instanceof z.ZodArray) return enumOf(given.element)
    if (given instanceof z.ZodPipe) return enumOf(given.out)
    return given instanceof z.ZodType && 'unwrap' in given ? enumOf((given as z.ZodOptional).unwrap()) : undefined
  }
  const requireSameEnum = (type: GraphQLType, given: z.ZodType, where: string) => {
    const graphql = getNamedType(type)
    if (!(graphql instanceof GraphQLEnumType)) return
    expect(
      graphql.getValues().map(({ value }) => value as string),
      where,
    ).to.deep.equal(enumOf(given))
  }
  const partLists = ['capabilities', 'entities', 'endpoints', 'configurations'] as const
  /** What GraphQL adds to a module: the lists of its parts, which REST has below it, and the modules next to it. */
  const addedTo = (name: string) =>
    name === 'Module'
      ? [
          ...partLists,
          'dependencies',
          'dependents',
          'integrations',
          'flows',
          'relationships',
          'statistics',
          'healthReport',
          'documentation',
        ]
      : []

  const types = [...named].filter(([name]) => typeOf(name) !== undefined)

  it('has the resources and what is written of them', () => {
    expect(types.map(([name]) => name)).to.include.members([
      'Statistics',
      'StatisticsWindow',
      'Sample',
      'ModuleWindow',
      'StatisticsOverview',
      'StatisticsMoment',
      'StatisticsPush',
      'HealthAlerts',
      'RootCause',
      'ModuleThresholds',
      'ModuleHealth',
      'HealthOverview',
      'Webhook',
      'WebhookCreate',
      'Delivery',
      'DocumentationScore',
      'ConfigurationVersion',
      'ConfigurationDifference',
      'Difference',
      'ConfigurationImport',
      'Module',
      'ModuleMetadata',
      'ModuleCreate',
      'ModuleReplace',
      'ModuleChange',
      'Relationship',
      'PatchAnswer',
      'Draft',
      'DraftSummary',
      'DraftTest',
      'DraftMove',
      'DraftCreate',
      'DraftReplace',
      'DraftReview',
      'DraftPrompt',
      'SavedView',
      'ViewCreate',
      'ViewReplace',
      'SearchAnswer',
      'Hit',
      'CapabilityAnswers',
      'CapabilityAnswer',
      'AiContext',
      'AiContextModule',
      'AiLeftOut',
      ...['Capability', 'Entity', 'ModuleEndpoint', 'Configuration'].flatMap((part) => [
        part,
        `${part}Create`,
        `${part}Replace`,
        `${part}Change`,
      ]),
    ])
  })

  for (const [name, given] of types)
    it(`has ${name} as the contract has it`, () => {
      const type = typeOf(name)
      if (given instanceof z.ZodEnum && type instanceof GraphQLEnumType) return requireSameEnum(type, given, name)
      if (
        !(given instanceof z.ZodObject) ||
        !(type instanceof GraphQLObjectType || type instanceof GraphQLInputObjectType)
      )
        throw new Error(`${name} is no object in one of the two`)
      const fields: Record<string, GraphQLField<unknown, unknown> | GraphQLInputField> = type.getFields()
      expect(Object.keys(fields)).to.have.members([...Object.keys(given.shape), ...addedTo(name)])
      for (const [member, schemaOf] of Object.entries(given.shape as Record<string, z.ZodType>)) {
        const where = `${name}.${member}`
        const mayBeLeftOut =
          schemaOf.safeParse(undefined).success ||
          (type instanceof GraphQLObjectType && schemaOf.safeParse(null).success)
        const isJson = String(getNamedType(fields[member]!.type)) === 'JSON'
        if (!isJson) expect(isNonNullType(fields[member]!.type), `${where} is needed`).to.equal(!mayBeLeftOut)
        requireSameEnum(fields[member]!.type, schemaOf, where)
      }
    })

  /** GraphQL answers in one form. */
  const onlyInRest = ['format']
  /** Fields of Query, Module and Mutation that stand for operations; those of path and body are arguments of their own. */
  const operations: [field: string, of: 'Query' | 'Mutation' | 'Module', method: Operation['method'], path: string][] =
    [
      ['modules', 'Query', 'get', '/api/modules'],
      ['relationships', 'Query', 'get', '/api/relationships'],
      ...(['cycles', 'path', 'order', 'impact', 'neighbourhood', 'orphans', 'hubs'] as const).map(
        (question): [string, 'Query', 'get', string] => [question, 'Query', 'get', `/api/graph/${question}`],
      ),
      ['graph', 'Query', 'get', '/api/graph'],
      ['search', 'Query', 'get', '/api/ai/search'],
      ['capabilities', 'Query', 'get', '/api/ai/capabilities'],
      ['aiContext', 'Query', 'get', '/api/ai/context'],
      ['drafts', 'Query', 'get', '/api/ai-modules'],
      ['moduleHealth', 'Query', 'get', '/api/modules/{id}/health'],
      ['health', 'Query', 'get', '/api/health'],
      ['healthAlerts', 'Query', 'get', '/api/health/alerts'],
      ['moduleStatistics', 'Query', 'get', '/api/modules/{id}/statistics'],
      ['samples', 'Query', 'get', '/api/modules/{id}/samples'],
      ['statisticsWindows', 'Query', 'get', '/api/statistics'],
      ['statisticsOverview', 'Query', 'get', '/api/statistics/overview'],
      ['pushStatistics', 'Mutation', 'post', '/api/modules/{id}/statistics'],
      ['documentationScores', 'Query', 'get', '/api/documentation-scores'],
      ['configurationDifference', 'Query', 'get', '/api/modules/{id}/configurations/{part}/difference'],
      ['moduleDocs', 'Query', 'get', '/api/modules/{id}/docs.md'],
      ['webhooks', 'Query', 'get', '/api/webhooks'],
      ['views', 'Query', 'get', '/api/views'],
      ['apiKeys', 'Query', 'get', '/api/keys'],
      ['webhookDeliveries', 'Query', 'get', '/api/webhooks/{id}/deliveries'],
      ['testDraft', 'Mutation', 'post', '/api/ai-modules/{id}:test'],
      ['applyPatch', 'Mutation', 'post', '/api/patches'],
      ['deleteModule', 'Mutation', 'delete', '/api/modules/{id}'],
      ...partLists.map((plural): [string, 'Module', 'get', string] => [
        plural,
        'Module',
        'get',
        `/api/modules/{id}/${plural}`,
      ]),
    ]
  for (const [field, of, method, path] of operations)
    it(`asks ${of}.${field} with the parameters of ${method} ${path}`, () => {
      const { query } = namedOperations.find((endpoint) => endpoint.method === method && endpoint.path === path)!
      const { args } = (typeOf(of) as GraphQLObjectType).getFields()[field]!
      const own = ['id', 'part', 'rev', 'input', 'idempotencyKey']
      const asked = args.filter(({ name }) => !own.includes(name))
      const parameters = Object.keys(query.shape).filter((name) => !onlyInRest.includes(name))
      expect(asked.map(({ name }) => name)).to.have.members(parameters)
      for (const { name, type } of asked) {
        const isNeeded = !(query.shape[name] as z.ZodType).safeParse(undefined).success
        expect(isNonNullType(type), `${field}(${name}) is needed`).to.equal(isNeeded)
        requireSameEnum(type, query.shape[name] as z.ZodType, `${field}(${name})`)
      }
    })
})
