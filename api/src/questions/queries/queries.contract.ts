import { z } from 'zod'
import { operation, listOf, paging, wholeNumber } from '../../kernel/operation.ts'
import type { ProblemType } from '../../kernel/errors.ts'
import { jsonObject, key, longText, reservedNames, timestamp } from '../../kernel/text.ts'
import { startsJob } from '../../runtime/jobs/jobs.contract.ts'
import { VisGraph } from '../visualisation/visualisation.contract.ts'

export const parameterTypes = [
  'STRING',
  'INTEGER',
  'FLOAT',
  'BOOLEAN',
  'DATETIME',
  'ANY',
  'MAP',
  'LIST<STRING>',
  'LIST<MAP>',
] as const
export const libraryFolders = ['analysis', 'cycles', 'impact', 'paths', 'visualisation'] as const
export const mostRows = 100_000
export const longestRun = 10_000

export const QueryParameter = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-zA-Z]\w{0,62}$/, { error: 'must be a letter and at most 62 of a-z, A-Z, 0-9 and _' })
      .refine((name) => !reservedNames.includes(name), { error: 'must not be constructor or prototype' }),
    type: z.enum(parameterTypes),
    nullable: z.boolean().default(false).describe('Whether it is optional'),
    description: longText(500).default(''),
  })
  .meta({ id: 'QueryParameter' })
export type QueryParameter = z.output<typeof QueryParameter>

const Sharing = z.enum(['private', 'shared']).meta({ id: 'QuerySharing' })

const QuerySummary = z
  .strictObject({
    name: z.string().describe('Path in the library, or saved/ and the name of a saved query'),
    source: z.enum(['library', 'saved']).meta({ id: 'QuerySource' }),
    description: z.string().describe('Question that the query answers'),
    parameters: z.array(QueryParameter),
    columns: z.array(z.string()).describe('Column names; empty until a saved query has been run'),
    owner: z.string().nullable(),
    sharing: Sharing,
    version: z.int(),
    rev: z.int(),
  })
  .meta({ id: 'QuerySummary' })
export type QuerySummary = z.output<typeof QuerySummary>

const QueryVersion = z
  .strictObject({ version: z.int(), query: z.string(), at: timestamp, actor: z.string() })
  .meta({ id: 'QueryVersion' })

export const StoredQuery = QuerySummary.extend({
  query: z.string().describe('Cypher text'),
  example: jsonObject.describe('Example parameters'),
  grows: z.string().describe('How the cost grows with the registry; empty if unknown'),
  versions: z.array(QueryVersion).describe('Versions of a saved query, newest first, up to twenty'),
}).meta({ id: 'StoredQuery' })
export type StoredQuery = z.output<typeof StoredQuery>

const written = {
  description: longText(2_000).default(''),
  query: z.string().min(1).max(10_000).describe('Read-only Cypher'),
  parameters: z
    .array(QueryParameter)
    .max(30)
    .refine((given) => new Set(given.map(({ name }) => name)).size === given.length, {
      error: 'must have different names',
    })
    .default([]),
  example: jsonObject.default({}),
  sharing: Sharing.default('private').describe('private: visible to its owner only'),
}
export const QueryCreate = z.strictObject({ name: key, ...written }).meta({ id: 'QueryCreate' })
export type QueryCreate = z.output<typeof QueryCreate>
export const QueryReplace = z.strictObject(written).meta({ id: 'QueryReplace' })

const running = {
  rows: wholeNumber(1, mostRows).default(1_000).describe('Maximum number of rows'),
  timeout: wholeNumber(100, longestRun).default(longestRun).describe('Timeout in milliseconds'),
}
const body = {
  parameters: jsonObject.default({}),
  ...running,
  run: z.uuid().optional().describe('Id for ending the run; default: generated'),
}
export const RunQuery = z.strictObject(body).meta({ id: 'RunQuery' })
/** Of an export, which is a job: no request waits for it. */
const exported = {
  parameters: body.parameters,
  format: z.enum(['csv', 'ndjson']).meta({ id: 'ExportFormat' }).default('csv'),
  rows: wholeNumber(1, 1_000_000).default(mostRows).describe('Maximum number of rows'),
  timeout: wholeNumber(100, 600_000).default(60_000).describe('Timeout in milliseconds'),
}
const ExportQuery = z.strictObject(exported).meta({ id: 'ExportQuery' })
const ExportCypher = z
  .strictObject({ query: z.string().min(1).max(100_000).describe('Read-only Cypher'), ...exported })
  .meta({ id: 'ExportCypher' })
export type ExportQuery = z.output<typeof ExportQuery>

export const RunCypher = z
  .strictObject({ query: z.string().min(1).max(100_000).describe('Read-only Cypher'), ...body })
  .meta({ id: 'RunCypher' })
export type RunCypher = z.output<typeof RunCypher>

const Notification = z
  .strictObject({ code: z.string(), title: z.string(), description: z.string() })
  .meta({ id: 'QueryNotification', description: 'Notification of the planner, such as an unknown label' })

export const QueryAnswer = z
  .strictObject({
    run: z.string(),
    columns: z.array(z.string()),
    notifications: z.array(Notification),
    rows: z.array(z.record(z.string(), z.unknown())).describe('Rows by column name; empty with format=graph'),
    graph: VisGraph.optional().describe(
      'With format=graph: the modules and parts in the rows and what connects them, laid out like /api/graph',
    ),
    returned: z.int(),
    total: z.int().nullable().describe('Total number of rows; null if truncated'),
    truncated: z.boolean(),
    limit: z
      .enum(['rows', 'bytes'])
      .meta({ id: 'RowLimit' })
      .nullable()
      .describe('Limit that truncated the rows; null if not truncated'),
    milliseconds: z.int(),
    nextCursor: z.null(),
    revision: z.int(),
    problem: z.looseObject({ type: z.string(), detail: z.string() }).optional().describe('Error after rows were sent'),
  })
  .meta({ id: 'QueryAnswer' })
export type QueryAnswer = z.output<typeof QueryAnswer>

const Plan = z
  .strictObject({
    operators: z.array(
      z
        .strictObject({ operator: z.string(), details: z.string(), depth: z.int(), estimatedRows: z.number() })
        .meta({ id: 'QueryOperator' }),
    ),
    notifications: z.array(Notification),
  })
  .meta({ id: 'QueryPlan' })
export type Plan = z.output<typeof Plan>

export const queryFormats = ['json', 'ndjson', 'csv', 'graph'] as const
export type QueryFormat = (typeof queryFormats)[number]
const format = z.enum(queryFormats).default('json').describe('Format of the answer; ndjson and csv are streamed')

const params = z.strictObject({
  folder: z.string().max(100).describe('Folder of the library, or saved'),
  name: z.string().max(100),
})
const one = { path: '/api/queries/{folder}/{name}', params, answer: StoredQuery, tag: 'queries' } as const
const problems: ProblemType[] = ['refused-query', 'invalid-query', 'query-failed', 'query-timeout', 'busy', 'timeout']
const ask = {
  role: 'analyst' as const,
  load: 'own' as const,
  status: 200 as const,
  answer: QueryAnswer,
  tag: 'queries',
  problems,
  representations: { csv: { type: 'text/csv', file: 'rows.csv' }, ndjson: { type: 'application/x-ndjson' } },
}

export const queriesOperations = {
  list: operation({
    method: 'get',
    path: '/api/queries',
    summary: 'List library queries and saved queries',
    role: 'viewer',
    query: z.strictObject({
      folder: z.enum([...libraryFolders, 'saved']).optional(),
      q: z.string().min(1).max(200).optional().describe('Text in the name or description'),
      ...paging,
    }),
    answer: listOf(QuerySummary),
    problems: ['invalid-cursor'],
    graphql: { query: 'queries' },
  }),
  create: operation({
    method: 'post',
    path: '/api/queries',
    summary: 'Save a query; it can be run as saved/{name} immediately',
    role: 'analyst',
    body: QueryCreate,
    answer: StoredQuery,
    problems: ['refused-query', 'invalid-query', 'already-exists', 'not-configured', 'timeout'],
    location: '/api/queries/{+name}',
    graphql: { mutation: 'createQuery' },
  }),
  read: operation({
    ...one,
    method: 'get',
    summary: 'Read a query',
    role: 'viewer',
    graphql: { query: 'storedQuery' },
  }),
  replace: operation({
    ...one,
    method: 'put',
    summary: 'Replace one of your queries; the previous version is kept',
    role: 'analyst',
    body: QueryReplace,
    problems: ['refused-query', 'invalid-query', 'forbidden', 'not-configured', 'timeout'],
    graphql: { mutation: 'replaceQuery' },
  }),
  remove: operation({
    ...one,
    method: 'delete',
    summary: 'Delete one of your queries',
    role: 'analyst',
    answer: z.undefined(),
    problems: ['forbidden'],
    graphql: { mutation: 'deleteQuery' },
  }),
  run: operation({
    ...ask,
    method: 'post',
    path: '/api/queries/{folder}/{name}:run',
    summary: 'Run a library or saved query',
    params,
    query: z.strictObject({ format }),
    body: RunQuery,
    graphql: { query: 'runQuery' },
    tool: 'run_query',
  }),
  rows: operation({
    ...ask,
    method: 'get',
    path: '/api/queries/{folder}/{name}/rows',
    summary: 'Run a query with parameters in the URL',
    params,
    query: z.object({ format, rows: running.rows }).catchall(z.string().max(2_000)),
    graphql: { none: 'takes its parameters from the address; runQuery takes them as JSON' },
  }),
  cypher: operation({
    ...ask,
    method: 'post',
    path: '/api/cypher',
    summary: 'Run read-only Cypher',
    query: z.strictObject({ format }),
    body: RunCypher,
    graphql: { query: 'cypher' },
  }),
  export: operation({
    ...startsJob,
    path: '/api/queries/{folder}/{name}:export',
    summary: 'Run a library or saved query that takes longer than a request may; a job whose result has the rows',
    role: 'analyst',
    params,
    body: ExportQuery,
    tag: 'queries',
    graphql: { mutation: 'exportQuery' },
  }),
  exportCypher: operation({
    ...startsJob,
    path: '/api/cypher:export',
    summary: 'Run read-only Cypher that takes longer than a request may; a job whose result has the rows',
    role: 'analyst',
    body: ExportCypher,
    tag: 'queries',
    problems: [...startsJob.problems, 'refused-query', 'invalid-query'],
    graphql: { mutation: 'exportCypher' },
  }),
  plan: operation({
    method: 'post',
    path: '/api/cypher:plan',
    load: 'own',
    role: 'analyst',
    status: 200,
    tag: 'queries',
    summary: 'Check and explain Cypher without running it',
    body: z
      .strictObject({ query: RunCypher.shape.query, parameters: jsonObject.default({}) })
      .meta({ id: 'PlanCypher' }),
    answer: Plan,
    problems: ['refused-query', 'invalid-query', 'timeout'],
    graphql: { query: 'cypherPlan' },
  }),
  cancel: operation({
    method: 'delete',
    path: '/api/cypher/{run}',
    summary: 'Terminate a run',
    role: 'analyst',
    tag: 'queries',
    ifMatch: false,
    params: z.strictObject({ run: z.uuid() }),
    graphql: { mutation: 'cancelRun' },
  }),
}
