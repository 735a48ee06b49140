import { z } from 'zod'
import { anyOf, operation, listOf, moduleParams, paging } from '../../kernel/operation.ts'
import { Health, ModuleStatus, ModuleThresholds } from '../../registry/modules/modules.contract.ts'
import { key, largeCount, timestamp } from '../../kernel/text.ts'

export const Thresholds = ModuleThresholds.required().meta({
  id: 'Thresholds',
  description: 'Thresholds of the health of a module',
})
export type Thresholds = z.output<typeof Thresholds>

/** Defaults for modules without thresholds of their own. */
const presets: Thresholds = {
  errorRateWarning: 0.05,
  errorRateError: 0.1,
  countedErrors: 'server',
  responseTimeWarning: 1_000,
  responseTimeError: 5_000,
  minimumRequests: 20,
  windowMinutes: 5,
  readingsToWorsen: 2,
  readingsToRecover: 3,
  readingsToSetStatus: 4,
  silenceMinutes: 60,
}
export const thresholdsOf = (given: z.output<typeof ModuleThresholds> = {}): Thresholds => ({ ...presets, ...given })

const Reading = z
  .strictObject({
    at: timestamp,
    ok: z.boolean(),
    milliseconds: z.number().nullable(),
    detail: z.string().describe('Response or error'),
  })
  .meta({ id: 'HealthReading' })
export const LastReadings = z
  .strictObject({
    probe: Reading.nullable().describe('Result of the health check'),
    statistics: Reading.nullable().describe('Result of the statistics request'),
    traffic: z
      .strictObject({
        requestCount: largeCount,
        clientErrorCount: largeCount,
        errorCount: largeCount,
        errorRate: z.number(),
        p95: z.number().nullable(),
      })
      .meta({ id: 'TrafficReading' })
      .nullable()
      .describe('Requests in the last windowMinutes'),
  })
  .meta({ id: 'LastReadings' })

const text = z.string()
const example = z
  .boolean()
  .describe('Whether its own health is example data of a sample module; what is measured takes its place')
const summary = {
  module: key,
  name: text,
  status: ModuleStatus,
  health: Health.describe('Health of the module itself, as measured'),
  effective: Health.describe('Effective health, including dependencies, data sources and integrations'),
  reason: text.describe('Reason for its own health; if unknown, what is missing to measure it'),
  since: timestamp.nullable().describe('Time when its own health last changed; null if never measured'),
  example,
  rootCauses: z.array(key).describe('Root causes: unhealthy modules, possibly including itself'),
}
const HealthSummary = z.strictObject(summary).meta({ id: 'HealthSummary' })

const Cause = z.strictObject({ module: key, name: text, health: Health, reason: text }).meta({ id: 'HealthCause' })

export const ModuleHealth = z
  .strictObject({
    ...summary,
    reasons: z.array(text).describe('Reasons for the effective health'),
    rootCauses: z.array(Cause),
    victims: z.array(key).describe('Affected modules, nearest first, up to 100'),
    victimsTotal: z.int(),
    thresholds: Thresholds,
    readings: LastReadings.describe('Latest readings'),
    streak: z
      .strictObject({
        toward: z.enum(['worse', 'better', 'silent']).meta({ id: 'StreakToward' }),
        readings: z.int(),
        needed: z.int(),
      })
      .meta({ id: 'HealthStreak' })
      .nullable()
      .describe('Consecutive readings that differ from the current health, and the required number'),
    revision: z.int(),
  })
  .meta({ id: 'ModuleHealth', description: 'Health of a module, with reasons' })
export type ModuleHealth = z.output<typeof ModuleHealth>

const HealthCounts = z
  .strictObject({ healthy: z.int(), warning: z.int(), error: z.int(), unknown: z.int() })
  .meta({ id: 'HealthCounts' })
export const HealthOverview = z
  .strictObject({
    ...listOf(HealthSummary).shape,
    own: HealthCounts.describe('Number of modules by own health'),
    effective: HealthCounts.describe('Number of modules by effective health'),
    monitor: z
      .strictObject({
        isRunning: z.boolean().describe('Whether a monitor is running in any process'),
        lastRound: timestamp.nullable(),
        note: text.nullable().describe('Reason why readings are ignored; null if they are not'),
      })
      .meta({ id: 'MonitorState' }),
  })
  .meta({ id: 'HealthOverview' })
export type HealthOverview = z.output<typeof HealthOverview>

export const HealthChange = z
  .strictObject({
    revision: z.int(),
    at: timestamp,
    module: key,
    name: text,
    from: Health,
    to: Health,
    status: ModuleStatus.describe('Status of the module after the change'),
    reason: text,
  })
  .meta({ id: 'HealthChange' })
export type HealthChange = z.output<typeof HealthChange>

const RootCause = z
  .strictObject({
    ...Cause.shape,
    since: timestamp.nullable().describe('Time when its health last changed'),
    example,
    victims: z.int().describe('Number of affected modules'),
  })
  .meta({ id: 'RootCause' })
export const HealthAlerts = z
  .strictObject({
    causes: z.array(RootCause).describe('Root causes, most affected modules first; up to 20'),
    causesTotal: z.int(),
    changes: z.array(HealthChange).describe('Latest changes of health, newest first; up to 20'),
    revision: z.int(),
  })
  .meta({ id: 'HealthAlerts' })
export type HealthAlerts = z.output<typeof HealthAlerts>

export const healthOperations = {
  read: operation({
    method: 'get',
    path: '/api/modules/{id}/health',
    tag: 'health',
    summary: 'Read the health of a module, with reasons, root causes and affected modules',
    role: 'viewer',
    params: moduleParams,
    answer: ModuleHealth,
    graphql: { query: 'moduleHealth' },
  }),
  overview: operation({
    method: 'get',
    path: '/api/health',
    load: 'heavy',
    tag: 'health',
    summary: 'List modules with their health, by key, with counts',
    role: 'viewer',
    query: z.strictObject({ health: anyOf(Health), effective: anyOf(Health), ...paging }),
    answer: HealthOverview,
    problems: ['invalid-cursor'],
    graphql: { query: 'health' },
  }),
  alerts: operation({
    method: 'get',
    path: '/api/health/alerts',
    load: 'heavy',
    tag: 'health',
    summary: 'Read root causes and recent changes of health',
    role: 'viewer',
    answer: HealthAlerts,
    graphql: { query: 'healthAlerts' },
  }),
}
