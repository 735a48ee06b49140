import { z } from 'zod'
import { anyOf, operation, integerParameter, listOf, moduleParams, paging } from '../../kernel/operation.ts'
import { key, timestamp } from '../../kernel/text.ts'

/** What people write of how a module is used: the documentation of its configuration of type usage with this key. */
export const usageSections = ['purpose', 'getting-started', 'recipes', 'limits'] as const
export const docsSections = [
  ...usageSections,
  ...(['configuration', 'api', 'relationships', 'status', 'completeness'] as const),
] as const
export type DocsSection = (typeof docsSections)[number]

export const OpenApi = z
  .looseObject({
    openapi: z.literal('3.1.0'),
    info: z.looseObject({ title: z.string(), version: z.string() }),
    paths: z.record(z.string(), z.unknown()),
    components: z.record(z.string(), z.unknown()),
    'x-revision': z.int().describe('Number of the last change of the registry that the document can show'),
    'x-modules': z
      .strictObject({
        total: z.int(),
        returned: z.int(),
        truncated: z.boolean(),
        nextCursor: z.string().nullable(),
      })
      .optional()
      .describe('Of a document of several modules: how many there are, and how many it has'),
  })
  .meta({ id: 'OpenApi', description: 'OpenAPI 3.1, made of what is registered at the moment of the question' })
export type OpenApi = z.output<typeof OpenApi>

const percent = z.int().min(0).max(100)
const MissingDocumentation = z
  .strictObject({
    ref: z.string().describe('What it is missing of'),
    what: z.string(),
  })
  .meta({ id: 'MissingDocumentation' })
const StaleDocumentation = z
  .strictObject({
    section: z.enum(usageSections),
    writtenAt: timestamp,
    changed: z.string().describe('Ref of what was changed last'),
    changedAt: timestamp,
  })
  .meta({ id: 'StaleDocumentation', description: 'A text that is older than what it is about' })
const BrokenLink = z
  .strictObject({
    ref: z.string().describe('The configuration in whose documentation it stands'),
    line: z.int(),
    column: z.int(),
    url: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'BrokenLink' })

export const DocumentationScore = z
  .strictObject({
    module: key,
    score: percent.describe('Completeness for three quarters, freshness for one'),
    completeness: percent.describe('Of what should be written, how much is'),
    freshness: percent
      .nullable()
      .describe('Of the usage sections, how many are younger than what the module can do; null when none is written'),
    missing: z.array(MissingDocumentation).describe('The first 100'),
    missingTotal: z.int(),
    stale: z.array(StaleDocumentation),
    brokenLinks: z.array(BrokenLink).describe('The first 100'),
  })
  .meta({ id: 'DocumentationScore', description: 'How well a module is documented, and what is missing' })
export type DocumentationScore = z.output<typeof DocumentationScore>

const tag = 'documentation'
const ofModule = { method: 'get', role: 'viewer', params: moduleParams, tag } as const

export const documentationOperations = {
  readModuleOpenApi: operation({
    ...ofModule,
    path: '/api/modules/{id}/openapi.json',
    summary: 'What the registry serves of a module, as OpenAPI 3.1',
    answer: OpenApi,
    graphql: { query: 'moduleOpenApi' },
  }),
  listOpenApi: operation({
    method: 'get',
    path: '/api/openapi/modules.json',
    summary: 'What the registry serves of all active modules, as one OpenAPI 3.1 document',
    role: 'viewer',
    query: z.strictObject(paging),
    answer: OpenApi,
    problems: ['invalid-cursor'],
    tag,
    graphql: { query: 'openApi' },
  }),
  readDocs: operation({
    ...ofModule,
    path: '/api/modules/{id}/docs.md',
    summary: 'All that is known of a module as Markdown, made at the moment of the question, with nothing active in it',
    query: z.strictObject({ section: anyOf(z.enum(docsSections)).describe('Only these; all when left out') }),
    answer: z.string(),
    representations: { markdown: { type: 'text/markdown' } },
    graphql: { query: 'moduleDocs' },
    tool: 'get_docs',
  }),
  readScore: operation({
    ...ofModule,
    path: '/api/modules/{id}/documentation-score',
    summary: 'How complete and how fresh the documentation of a module is, and what is missing',
    answer: DocumentationScore,
    graphql: { query: 'documentationScore' },
  }),
  listScores: operation({
    method: 'get',
    path: '/api/documentation-scores',
    summary: 'How well modules are documented, by key',
    role: 'viewer',
    query: z.strictObject({ ...paging, limit: integerParameter(1, 100, 20).describe('How many at most') }),
    answer: listOf(DocumentationScore),
    problems: ['invalid-cursor'],
    tag,
    graphql: { query: 'documentationScores' },
  }),
  readPage: operation({
    ...ofModule,
    path: '/docs/modules/{id}',
    summary: 'The documentation of a module as a page, without a script',
    answer: z.string(),
    representations: { html: { type: 'text/html' } },
    graphql: { none: 'answers with HTML; moduleDocs has the same as Markdown' },
  }),
  listForModels: operation({
    method: 'get',
    path: '/llms.txt',
    summary: 'What there is to read for a language model: https://llmstxt.org',
    role: 'viewer',
    answer: z.string(),
    representations: { text: { type: 'text/plain' } },
    tag,
    graphql: { none: 'answers with a text for crawlers' },
  }),
}
