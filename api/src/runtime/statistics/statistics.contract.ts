import { z } from 'zod'
import { operation, integerParameter, listOf, moduleParams, paging } from '../../kernel/operation.ts'
import { identifier } from '../../registry/entities/entities.contract.ts'
import { Health } from '../../registry/modules/modules.contract.ts'
import { key, largeCount, timestamp } from '../../kernel/text.ts'
import { instant } from '../../kernel/times.ts'

/** Tag of the modules that came with example data. Decision 0055. */
export const exampleTag = 'example-data'

/** Lengths of the windows of current statistics, in minutes. */
export const windowMinutes = [1, 5, 60] as const

const counted = {
  requestCount: largeCount,
  successCount: largeCount.describe('Number of answered requests (status below 400)'),
  clientErrorCount: largeCount.describe('Number of refused requests (status 400 to 499)'),
  errorCount: largeCount.describe('Number of failed requests (status 500 and above)'),
  errorRate: z.number().describe('Share of failed requests, 0 to 1'),
  responseTime: z
    .strictObject({ average: z.number().nullable(), p50: z.number().nullable(), p95: z.number().nullable() })
    .meta({ id: 'ResponseTime' })
    .describe('Milliseconds; null without requests'),
}

/** Statistics that may contain example data; those of a module by itself have none. */
const shown = {
  ...counted,
  exampleCount: largeCount.describe('Number of these requests that are example data of a sample module, not measured'),
}

const Window = z
  .strictObject({
    minutes: z.int().describe('Length of the window in minutes; the current minute is counted in addition'),
    ...counted,
  })
  .meta({ id: 'StatisticsWindow' })

const ofWhat = { module: key, entity: z.string().nullable().describe('Name of the entity; null for the whole module') }

export const Statistics = z
  .strictObject({
    ...ofWhat,
    recordCount: largeCount,
    lastUpdate: timestamp.nullable().describe('Time when a record was last written'),
    ...counted,
    windows: z.array(Window).describe(`Statistics of the last ${windowMinutes.join(', ')} minutes`),
    healthStatus: Health.describe('Health of the module, as determined by the monitor'),
    collectedAt: timestamp,
  })
  .meta({ id: 'Statistics', description: 'Statistics of a module or entity since it was registered' })
export type Statistics = z.output<typeof Statistics>

export const ModuleWindow = z
  .strictObject({ module: key, lastUpdate: timestamp.nullable(), ...shown })
  .meta({ id: 'ModuleWindow', description: 'Recent requests of a module' })
export type ModuleWindow = z.output<typeof ModuleWindow>

/** Spans of the overview's history, and their steps. */
export const spans = {
  hour: { unit: 'minute', steps: 60, resolutions: ['minute'], milliseconds: 60_000, span: 'PT1H' },
  day: { unit: 'hour', steps: 24, resolutions: ['minute', 'hour'], milliseconds: 3_600_000, span: 'PT24H' },
} as const

const Moment = z
  .strictObject({ at: timestamp.describe('Start of the minute or hour'), ...shown })
  .meta({ id: 'StatisticsMoment' })

export const StatisticsOverview = z
  .strictObject({
    minutes: z.int(),
    ...shown,
    modules: z.int().describe('Number of modules with requests in the window'),
    slowest: z.array(ModuleWindow).describe('Slowest modules by 95th percentile, up to ten'),
    failing: z.array(ModuleWindow).describe('Modules with the highest error rates above 0, up to ten'),
    history: z.array(Moment).describe('All modules together by minute or hour, oldest first, without gaps'),
    revision: z.int(),
  })
  .meta({
    id: 'StatisticsOverview',
    description: 'Recent requests of all modules, with the slowest and most failing ones',
  })
export type StatisticsOverview = z.output<typeof StatisticsOverview>

export const resolutions = ['minute', 'hour', 'day'] as const
const Resolution = z.enum(resolutions).meta({ id: 'Resolution' })

export const Sample = z
  .strictObject({
    ...ofWhat,
    resolution: Resolution,
    at: timestamp.describe('Start of the minute, hour or day'),
    recordCount: largeCount.nullable().describe('Number of records at the end of the period, if counted'),
    ...shown,
  })
  .meta({ id: 'Sample', description: 'Statistics of a minute (kept for a day), an hour (a month) or a day (a year)' })
export type Sample = z.output<typeof Sample>

const count = z.int().min(0).max(1_000_000_000)
const CountedTime = z
  .strictObject({ milliseconds: z.number().min(0).max(600_000), count: count.min(1) })
  .meta({ id: 'CountedTime' })

export const StatisticsPush = z
  .strictObject({
    counting: z
      .enum(['since-last', 'since-start'])
      .meta({ id: 'Counting' })
      .default('since-last')
      .describe('since-last: counts since the last push; since-start: counts since the start of the module'),
    items: z
      .array(
        z
          .strictObject({
            entity: identifier.nullable().default(null).describe('Name of the entity; null for the whole module'),
            recordCount: count.optional(),
            lastUpdate: instant.optional().describe('Time when a record was last written'),
            requestCount: count.default(0),
            clientErrorCount: count.default(0).describe('Number of refused requests (status 400 to 499)'),
            errorCount: count.default(0).describe('Number of failed requests (status 500 and above)'),
            responseTimes: z.array(CountedTime).max(1_000).default([]).describe('Histogram of response times'),
          })
          .refine(({ errorCount, requestCount }) => errorCount <= requestCount, {
            path: ['errorCount'],
            error: 'must not be more than requestCount',
          })
          .refine(({ clientErrorCount, errorCount, requestCount }) => clientErrorCount + errorCount <= requestCount, {
            path: ['clientErrorCount'],
            error: 'must not be more than requestCount, together with errorCount',
            when: ({ issues }) => issues.length === 0,
          })
          .refine(
            ({ responseTimes, requestCount }) =>
              responseTimes.reduce((sum, { count }) => sum + count, 0) <= requestCount,
            { path: ['responseTimes'], error: 'must not count more requests than requestCount' },
          )
          .meta({ id: 'StatisticsPushItem' }),
      )
      .min(1)
      .max(65)
      .refine((items) => new Set(items.map(({ entity }) => entity)).size === items.length, {
        error: 'must not name the same entity twice',
      }),
  })
  .meta({ id: 'StatisticsPush', description: 'Statistics pushed by an external module' })
export type StatisticsPush = z.output<typeof StatisticsPush>

const list = { role: 'viewer', tag: 'statistics', method: 'get' } as const

export const statisticsOperations = {
  list: operation({
    ...list,
    path: '/api/modules/{id}/statistics',
    summary: 'List the current statistics of a module and its entities',
    params: moduleParams,
    query: z.strictObject(paging),
    answer: listOf(Statistics),
    problems: ['invalid-cursor'],
    graphql: { query: 'moduleStatistics' },
  }),
  push: operation({
    method: 'post',
    path: '/api/modules/{id}/statistics',
    load: 'record',
    tag: 'statistics',
    summary: 'Push statistics of an external module',
    role: 'editor',
    params: moduleParams,
    body: StatisticsPush,
    answer: z
      .strictObject({ module: key, accepted: z.int().describe('Number of accepted items') })
      .meta({ id: 'PushAnswer' }),
    status: 200,
    graphql: { mutation: 'pushStatistics' },
  }),
  listSamples: operation({
    ...list,
    path: '/api/modules/{id}/samples',
    summary: 'List statistics of a module or entity by minute, hour or day, newest first',
    params: moduleParams,
    query: z.strictObject({
      entity: identifier.optional().describe('Default: the whole module'),
      resolution: Resolution.default('minute'),
      ...paging,
    }),
    answer: listOf(Sample),
    problems: ['invalid-cursor'],
    graphql: { query: 'samples' },
  }),
  listWindows: operation({
    ...list,
    path: '/api/statistics',
    summary: 'List recent requests per module, by key; modules without requests are omitted',
    query: z.strictObject({
      minutes: integerParameter(1, 1_440, 5).describe('Length of the window in minutes'),
      ...paging,
    }),
    answer: listOf(ModuleWindow),
    problems: ['invalid-cursor'],
    graphql: { query: 'statisticsWindows' },
  }),
  overview: operation({
    ...list,
    path: '/api/statistics/overview',
    load: 'heavy',
    summary: 'Read recent requests of all modules, with the slowest and most failing ones and the history',
    query: z.strictObject({
      minutes: integerParameter(1, 1_440, 5).describe('Length of the window in minutes'),
      span: z
        .enum(['hour', 'day'])
        .meta({ id: 'HistorySpan' })
        .default('hour')
        .describe('Length of the history: an hour by minute, or a day by hour'),
    }),
    answer: StatisticsOverview,
    graphql: { query: 'statisticsOverview' },
  }),
  dropExamples: operation({
    method: 'delete',
    path: '/api/statistics/examples',
    tag: 'statistics',
    summary: 'Delete the example data of the sample modules',
    role: 'admin',
    ifMatch: false,
    graphql: { mutation: 'dropExampleStatistics' },
  }),
}
