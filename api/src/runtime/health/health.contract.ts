import { z } from 'zod'
import { anyOf, operation, listOf, moduleParams, paging } from '../../kernel/operation.ts'
import { Health, ModuleStatus, ModuleThresholds } from '../../registry/modules/modules.contract.ts'
import { key, largeCount, timestamp } from '../../kernel/text.ts'

export const Thresholds = ModuleThresholds.required().meta({
  id: 'Thresholds',
  description: 'When the health of a module changes',
})
export type Thresholds = z.output<typeof Thresholds>

/** What holds where a module says nothing. */
const presets: Thresholds = {
  errorRateWarning: 0.05,
  errorRateError: 0.1,
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
    detail: z.string().describe('What came back, or what went wrong'),
  })
  .meta({ id: 'HealthReading' })
export const LastReadings = z
  .strictObject({
    probe: Reading.nullable().describe('Of its healthUrl'),
    statistics: Reading.nullable().describe('Of its statisticsUrl'),
    traffic: z
      .strictObject({
        requestCount: largeCount,
        errorCount: largeCount,
        errorRate: z.number(),
        p95: z.number().nullable(),
      })
      .meta({ id: 'TrafficReading' })
      .nullable()
      .describe('Of the requests in the last windowMinutes'),
  })
  .meta({ id: 'LastReadings' })

const text = z.string()
const told = {
  module: key,
  name: text,
  status: ModuleStatus,
  health: Health.describe('Its own, from what is measured of it'),
  effective: Health.describe('With what it depends on, gets data from and is integrated with'),
  reason: text.describe('Why its own health is that'),
  since: timestamp.nullable().describe('When its own health became that; null when nothing was measured yet'),
  rootCauses: z.array(key).describe('Modules that are ill by themselves and make it so, itself when it is one'),
}
const HealthSummary = z.strictObject(told).meta({ id: 'HealthSummary' })

const Cause = z.strictObject({ module: key, name: text, health: Health, reason: text }).meta({ id: 'HealthCause' })

export const ModuleHealth = z
  .strictObject({
    ...told,
    reasons: z.array(text).describe('Why the effective health is that'),
    rootCauses: z.array(Cause),
    victims: z.array(key).describe('Modules that do not work, or not well, because of this one; the nearest 100'),
    victimsTotal: z.int(),
    thresholds: Thresholds,
    readings: LastReadings.describe('The last ones'),
    streak: z
      .strictObject({
        toward: z.enum(['worse', 'better', 'silent']).meta({ id: 'StreakToward' }),
        readings: z.int(),
        needed: z.int(),
      })
      .meta({ id: 'HealthStreak' })
      .nullable()
      .describe('Readings in a row that differ from the health, and how many it takes'),
    revision: z.int(),
  })
  .meta({ id: 'ModuleHealth', description: 'How well a module is, and why' })
export type ModuleHealth = z.output<typeof ModuleHealth>

const HealthCounts = z
  .strictObject({ healthy: z.int(), warning: z.int(), error: z.int(), unknown: z.int() })
  .meta({ id: 'HealthCounts' })
export const HealthOverview = z
  .strictObject({
    ...listOf(HealthSummary).shape,
    own: HealthCounts.describe('How many modules of each health, of all'),
    effective: HealthCounts,
    monitor: z
      .strictObject({
        isRunning: z.boolean().describe('Whether any process of the registry holds the lease'),
        lastRound: timestamp.nullable(),
        note: text.nullable().describe('Why readings are not counted, when they are not'),
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
    status: ModuleStatus.describe('Its status with that'),
    reason: text,
  })
  .meta({ id: 'HealthChange' })
export type HealthChange = z.output<typeof HealthChange>

const RootCause = z
  .strictObject({
    ...Cause.shape,
    since: timestamp.nullable().describe('When its health became that'),
    victims: z.int().describe('How many modules do not work, or not well, because of it'),
  })
  .meta({ id: 'RootCause' })
export const HealthAlerts = z
  .strictObject({
    causes: z.array(RootCause).describe('Modules that are ill by themselves, most victims first; at most 20'),
    causesTotal: z.int(),
    changes: z.array(HealthChange).describe('The last changes of health, newest first; at most 20'),
    revision: z.int(),
  })
  .meta({ id: 'HealthAlerts' })
export type HealthAlerts = z.output<typeof HealthAlerts>

export const healthOperations = {
  read: operation({
    method: 'get',
    path: '/api/modules/{id}/health',
    tag: 'health',
    summary: 'Read how well a module is, why, what causes it and who suffers from it',
    role: 'viewer',
    params: moduleParams,
    answer: ModuleHealth,
    graphql: { query: 'moduleHealth' },
  }),
  overview: operation({
    method: 'get',
    path: '/api/health',
    tag: 'health',
    summary: 'List modules with their health, by key, and count them',
    role: 'viewer',
    query: z.strictObject({ health: anyOf(Health), effective: anyOf(Health), ...paging }),
    answer: HealthOverview,
    problems: ['invalid-cursor'],
    graphql: { query: 'health' },
  }),
  alerts: operation({
    method: 'get',
    path: '/api/health/alerts',
    tag: 'health',
    summary: 'Read which modules make others ill, and what has changed lately',
    role: 'viewer',
    answer: HealthAlerts,
    graphql: { query: 'healthAlerts' },
  }),
}
