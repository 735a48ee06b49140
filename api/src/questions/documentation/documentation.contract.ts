import { z } from 'zod'
import { anyOf, operation, integerParameter, listOf, moduleParams, paging } from '../../kernel/operation.ts'
import { key, timestamp } from '../../kernel/text.ts'
import { startsJob } from '../../runtime/jobs/jobs.contract.ts'

/** Sections written by people: the documentation of the configurations of type usage with these keys. */
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
    'x-revision': z.int().describe('Revision of the registry that the document reflects'),
    'x-modules': z
      .strictObject({
        total: z.int(),
        returned: z.int(),
        truncated: z.boolean(),
        nextCursor: z.string().nullable(),
      })
      .optional()
      .describe('Page of modules that the document covers, if it covers several'),
  })
  .meta({ id: 'OpenApi', description: 'OpenAPI 3.1 document, generated on each request' })
export type OpenApi = z.output<typeof OpenApi>

const percent = z.int().min(0).max(100)
const MissingDocumentation = z
  .strictObject({
    ref: z.string().describe('Ref of the undocumented resource'),
    what: z.string(),
  })
  .meta({ id: 'MissingDocumentation' })
const StaleDocumentation = z
  .strictObject({
    section: z.enum(usageSections),
    writtenAt: timestamp,
    changed: z.string().describe('Ref of the resource that was changed last'),
    changedAt: timestamp,
  })
  .meta({ id: 'StaleDocumentation', description: 'An outdated section' })
const BrokenLink = z
  .strictObject({
    ref: z.string().describe('Ref of the configuration whose documentation contains the link'),
    line: z.int(),
    column: z.int(),
    url: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'BrokenLink' })

export const DocumentationScore = z
  .strictObject({
    module: key,
    score: percent.describe('Overall score: 75 % completeness, 25 % freshness'),
    completeness: percent.describe('Percentage of the expected documentation that is written'),
    freshness: percent
      .nullable()
      .describe(
        'Percentage of the usage sections that are newer than the latest change of entities and capabilities; null without sections',
      ),
    missing: z.array(MissingDocumentation).describe('Missing documentation, up to 100 entries'),
    missingTotal: z.int(),
    stale: z.array(StaleDocumentation),
    brokenLinks: z.array(BrokenLink).describe('Broken links, up to 100'),
  })
  .meta({ id: 'DocumentationScore', description: 'Documentation score of a module' })
export type DocumentationScore = z.output<typeof DocumentationScore>

const tag = 'documentation'
const ofModule = { method: 'get', role: 'viewer', load: 'heavy', params: moduleParams, tag } as const

export const documentationOperations = {
  readModuleOpenApi: operation({
    ...ofModule,
    path: '/api/modules/{id}/openapi.json',
    summary: 'Read the API of a module as OpenAPI 3.1',
    answer: OpenApi,
    graphql: { query: 'moduleOpenApi' },
  }),
  listOpenApi: operation({
    method: 'get',
    path: '/api/openapi/modules.json',
    load: 'heavy',
    summary: 'Read the API of all active modules as one OpenAPI 3.1 document',
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
    summary: 'Read the documentation of a module as Markdown, generated on each request, without active content',
    query: z.strictObject({ section: anyOf(z.enum(docsSections)).describe('Sections to include; default: all') }),
    answer: z.string(),
    representations: { markdown: { type: 'text/markdown' } },
    graphql: { query: 'moduleDocs' },
    tool: 'get_docs',
  }),
  readScore: operation({
    ...ofModule,
    path: '/api/modules/{id}/documentation-score',
    summary: 'Read completeness and freshness of the documentation of a module',
    answer: DocumentationScore,
    graphql: { query: 'documentationScore' },
  }),
  listScores: operation({
    method: 'get',
    path: '/api/documentation-scores',
    load: 'heavy',
    summary: 'List documentation scores of modules, by key',
    role: 'viewer',
    query: z.strictObject({ ...paging, limit: integerParameter(1, 100, 20).describe('Maximum number of items') }),
    answer: listOf(DocumentationScore),
    problems: ['invalid-cursor'],
    tag,
    graphql: { query: 'documentationScores' },
  }),
  readPage: operation({
    ...ofModule,
    path: '/docs/modules/{id}',
    summary: 'Read the documentation of a module as HTML without scripts',
    answer: z.string(),
    representations: { html: { type: 'text/html' } },
    graphql: { none: 'answers with HTML; moduleDocs has the same as Markdown' },
  }),
  exportDocs: operation({
    ...startsJob,
    path: '/api/documentation:export',
    summary: 'Write the documentation of all modules, by key, into one Markdown file; a job',
    role: 'viewer',
    body: z
      .strictObject({
        section: z.array(z.enum(docsSections)).min(1).optional().describe('Sections to include; default: all'),
      })
      .meta({ id: 'ExportDocs' }),
    tag,
    graphql: { mutation: 'exportDocs' },
  }),
  listForModels: operation({
    method: 'get',
    path: '/llms.txt',
    load: 'heavy',
    summary: 'Read the index for language models (https://llmstxt.org)',
    role: 'viewer',
    answer: z.string(),
    representations: { text: { type: 'text/plain' } },
    tag,
    graphql: { none: 'answers with a text for crawlers' },
  }),
}
