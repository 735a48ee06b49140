import { z } from 'zod'
import { operation, integerParameter, listOf, moduleParams, paging } from '../../kernel/operation.ts'
import { identifier } from '../../registry/entities/entities.contract.ts'
import { Health } from '../../registry/modules/modules.contract.ts'
import { key, largeCount, timestamp } from '../../kernel/text.ts'
import { instant } from '../../kernel/times.ts'

/** Minutes over which the current numbers are told. */
export const windowMinutes = [1, 5, 60] as const

const counted = {
  requestCount: largeCount,
  errorCount: largeCount.describe('Requests that the module could not answer: status 500 and above'),
  errorRate: z.number().describe('Share of the requests that failed, 0 to 1'),
  responseTime: z
    .strictObject({ average: z.number().nullable(), p50: z.number().nullable(), p95: z.number().nullable() })
    .meta({ id: 'ResponseTime' })
    .describe('Milliseconds; null without a request'),
}

const Window = z
  .strictObject({ minutes: z.int().describe('That many minutes before the one that is running, and this'), ...counted })
  .meta({ id: 'StatisticsWindow' })

const ofWhat = { module: key, entity: z.string().nullable().describe('null: the module as a whole') }

export const Statistics = z
  .strictObject({
    ...ofWhat,
    recordCount: largeCount,
    lastUpdate: timestamp.nullable().describe('When a record was last written'),
    ...counted,
    windows: z.array(Window).describe(`The same over the last ${windowMinutes.join(', ')} minutes`),
    healthStatus: Health.describe('Of the module, as the monitor judges it'),
    collectedAt: timestamp,
  })
  .meta({ id: 'Statistics', description: 'Numbers of a module or of one of its entities since it was registered' })
export type Statistics = z.output<typeof Statistics>

export const ModuleWindow = z
  .strictObject({ module: key, lastUpdate: timestamp.nullable(), ...counted })
  .meta({ id: 'ModuleWindow', description: 'What was asked of a module lately' })
export type ModuleWindow = z.output<typeof ModuleWindow>

/** How far the history of the overview goes back, and in which steps. */
export const spans = {
  hour: { unit: 'minute', steps: 60, resolutions: ['minute'], milliseconds: 60_000, span: 'PT1H' },
  day: { unit: 'hour', steps: 24, resolutions: ['minute', 'hour'], milliseconds: 3_600_000, span: 'PT24H' },
} as const

const Moment = z
  .strictObject({ at: timestamp.describe('When the minute or hour began'), ...counted })
  .meta({ id: 'StatisticsMoment' })

export const StatisticsOverview = z
  .strictObject({
    minutes: z.int(),
    ...counted,
    modules: z.int().describe('How many were asked anything in these minutes'),
    slowest: z.array(ModuleWindow).describe('By the 95th percentile of their times, at most ten'),
    failing: z.array(ModuleWindow).describe('By their error rate, at most ten; none that failed no request'),
    history: z.array(Moment).describe('All modules together by minute or hour, oldest first, without a gap'),
    revision: z.int(),
  })
  .meta({ id: 'StatisticsOverview', description: 'What was asked of all modules lately, and which of them stand out' })
export type StatisticsOverview = z.output<typeof StatisticsOverview>

export const resolutions = ['minute', 'hour', 'day'] as const
const Resolution = z.enum(resolutions).meta({ id: 'Resolution' })

export const Sample = z
  .strictObject({
    ...ofWhat,
    resolution: Resolution,
    at: timestamp.describe('When the minute, hour or day began'),
    recordCount: largeCount.nullable().describe('At its end, where it was counted'),
    ...counted,
  })
  .meta({ id: 'Sample', description: 'Numbers of a minute (kept for a day), an hour (a month) or a day (a year)' })
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
      .describe('Whether the counts are since the last push, or grow from the start of the module on'),
    items: z
      .array(
        z
          .strictObject({
            entity: identifier.nullable().default(null).describe('null: the module as a whole'),
            recordCount: count.optional(),
            lastUpdate: instant.optional().describe('When a record was last written'),
            requestCount: count.default(0),
            errorCount: count.default(0),
            responseTimes: z
              .array(CountedTime)
              .max(1_000)
              .default([])
              .describe('How many requests took about how long'),
          })
          .refine(({ errorCount, requestCount }) => errorCount <= requestCount, {
            path: ['errorCount'],
            error: 'must not be more than requestCount',
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
  .meta({ id: 'StatisticsPush', description: 'What a module that runs elsewhere has counted' })
export type StatisticsPush = z.output<typeof StatisticsPush>

const list = { role: 'viewer', tag: 'statistics', method: 'get' } as const

export const statisticsOperations = {
  list: operation({
    ...list,
    path: '/api/modules/{id}/statistics',
    summary: 'List the current numbers of a module and its entities',
    params: moduleParams,
    query: z.strictObject(paging),
    answer: listOf(Statistics),
    problems: ['invalid-cursor'],
    graphql: { query: 'moduleStatistics' },
  }),
  push: operation({
    method: 'post',
    path: '/api/modules/{id}/statistics',
    tag: 'statistics',
    summary: 'Add what a module that runs elsewhere has counted',
    role: 'editor',
    params: moduleParams,
    body: StatisticsPush,
    answer: z
      .strictObject({ module: key, accepted: z.int().describe('How many of the items') })
      .meta({ id: 'PushAnswer' }),
    status: 200,
    graphql: { mutation: 'pushStatistics' },
  }),
  listSamples: operation({
    ...list,
    path: '/api/modules/{id}/samples',
    summary: 'List the numbers of a module or one of its entities by minute, hour or day, newest first',
    params: moduleParams,
    query: z.strictObject({
      entity: identifier.optional().describe('The module as a whole if not given'),
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
    summary: 'List what was asked of each module lately, by key; modules that nobody asked are left out',
    query: z.strictObject({ minutes: integerParameter(1, 1_440, 5).describe('How many'), ...paging }),
    answer: listOf(ModuleWindow),
    problems: ['invalid-cursor'],
    graphql: { query: 'statisticsWindows' },
  }),
  overview: operation({
    ...list,
    path: '/api/statistics/overview',
    summary: 'Read what was asked of all modules lately, which are slowest and fail most, and how it was over time',
    query: z.strictObject({
      minutes: integerParameter(1, 1_440, 5).describe('How many the numbers are about'),
      span: z
        .enum(['hour', 'day'])
        .meta({ id: 'HistorySpan' })
        .default('hour')
        .describe('How far the history goes back: an hour by minute, or a day by hour'),
    }),
    answer: StatisticsOverview,
    graphql: { query: 'statisticsOverview' },
  }),
}
