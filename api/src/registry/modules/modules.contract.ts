import { z } from 'zod'
import {
  anyOf,
  anyTextOf,
  operation,
  flag,
  identity,
  listOf,
  moduleName,
  moduleParams,
  paging,
} from '../../kernel/operation.ts'
import { ownerships } from '../owners/owners.contract.ts'
import { distinct, httpUrl, isUuid, key, literals, longText, nameText, semver } from '../../kernel/text.ts'

export const moduleTypes = ['crud', 'workflow', 'integration', 'report', 'analytics'] as const
export const moduleStatuses = ['active', 'inactive', 'deprecated', 'error'] as const
export const healths = ['healthy', 'warning', 'error', 'unknown'] as const
export const ModuleType = z.enum(moduleTypes).meta({ id: 'ModuleType' })
export const ModuleStatus = z.enum(moduleStatuses).meta({ id: 'ModuleStatus' })
export const Health = z.enum(healths).meta({ id: 'Health' })

/** Pattern of a segment of a base path. None begins with a dot: `.` and `..` are resolved by clients, `.well-known` is not a module's. */
export const basePathSegment = '[a-z0-9_~-][a-z0-9._~-]*'

export const apiBasePath = z
  .string()
  .max(200)
  .regex(new RegExp(`^(/${basePathSegment})+$`), {
    error: 'must be segments of a-z, 0-9, -, _, . and ~, none beginning with a dot, such as /crm or /petstore_v2',
  })

/** Paths that the registry serves itself, or that browsers and crawlers ask for: no module may have a base path there. */
export const reservedPaths = [
  '/api',
  '/graphql',
  '/mcp',
  '/docs',
  '/livez',
  '/readyz',
  '/metrics',
  '/admin',
  '/problems',
  '/openapi.json',
  '/llms.txt',
  '/robots.txt',
  '/favicon.ico',
]

const share = z.number().min(0).max(1)
const readings = z.int().min(1).max(1_000)
/** Thresholds of a module that differ from the defaults. */
export const ModuleThresholds = z
  .strictObject({
    errorRateWarning: share.describe('Error rate from which health is warning'),
    errorRateError: share.describe('Error rate from which health is error'),
    countedErrors: z
      .enum(['server', 'client-and-server'])
      .meta({ id: 'CountedErrors' })
      .describe('Responses that count as errors for health: those with status 5xx, or with 4xx as well'),
    responseTimeWarning: z
      .int()
      .min(1)
      .max(600_000)
      .describe('Response time in milliseconds from which health is warning'),
    responseTimeError: z.int().min(1).max(600_000).describe('Response time in milliseconds from which health is error'),
    minimumRequests: z
      .int()
      .min(1)
      .max(1_000_000)
      .describe('Minimum number of requests in the window for them to count'),
    windowMinutes: literals([1, 5, 60]).describe('Length of the window in minutes'),
    readingsToWorsen: readings.describe('Consecutive bad readings until health is one level worse'),
    readingsToRecover: readings.describe('Consecutive good readings until health is better'),
    readingsToSetStatus: readings.describe(
      'Consecutive failed readings, while health is error, until the status is error',
    ),
    silenceMinutes: z.int().min(1).max(10_000).describe('Minutes without a reading until health is unknown'),
  })
  .partial()
  .meta({ id: 'ModuleThresholds' })

const ModuleThresholdsChange = z
  .strictObject(
    Object.fromEntries(
      Object.entries(ModuleThresholds.shape).map(([name, schema]) => [name, schema.unwrap().nullable().optional()]),
    ) as Record<keyof typeof ModuleThresholds.shape, z.ZodOptional<z.ZodNullable<z.ZodNumber>>>,
  )
  .meta({ id: 'ModuleThresholdsChange' })

/** Metadata of a module with well-known names. */
export const ModuleMetadata = z
  .strictObject({
    schemaPath: nameText().describe('URL or path of the schemas of its entities'),
    apiBasePath: apiBasePath.describe(
      'Path under which this registry serves its records; modules that run elsewhere need none',
    ),
    entities: distinct(nameText(63), 64).describe('Names of its entities'),
    homepage: httpUrl,
    healthUrl: httpUrl.describe('Health check URL'),
    statisticsUrl: httpUrl.describe('Statistics URL'),
    aiModel: nameText().describe('Language model that generated it'),
    promptHash: nameText(128),
    createdBy: nameText(),
    reviewedBy: nameText(),
    aiModuleId: nameText(128),
    source: nameText().describe('Origin, such as the patch document'),
    successor: key.describe('Key of the module that replaces a deprecated one'),
    sunset: z.iso.date().describe('Removal date of a deprecated module'),
    thresholds: ModuleThresholds,
  })
  .partial()
  .meta({ id: 'ModuleMetadata' })

const refPrefix = /^(module|capability|configuration|entity|endpoint|relationship|owner|patch|draft):/i

/** Another name that leads to a module, such as its former key or the name of its package. Decision 0052. */
export const alias = nameText(200)
  .refine((text) => text.trim() === text, { error: 'must not begin or end with white space' })
  .refine((text) => !['.', '..'].includes(text), { error: 'must not be . or .., which clients resolve in URLs' })
  .refine((text) => !isUuid(text), { error: 'must not be a UUID, which would be taken for an id' })
  .refine((text) => !refPrefix.test(text), { error: 'must not begin like a ref, such as module:' })
export const aliases = z
  .array(alias)
  .max(20)
  .refine((all) => new Set(all.map((one) => one.toLowerCase())).size === all.length, {
    error: 'must not contain duplicates, in any letter case',
  })
  .describe(
    'Other names that lead to it, such as a former key or @scope/package; unique in the registry, in any letter case',
  )

const written = {
  name: nameText().describe('Display name'),
  aliases,
  description: longText().describe('Markdown'),
  type: ModuleType,
  status: ModuleStatus,
  version: semver,
  owner: nameText(200)
    .nullable()
    .describe(
      'Name of its first owner; writing it links to the owner of this name, which is created as a team if there is none',
    ),
  owners: ownerships,
  tags: distinct(nameText(64), 50),
  metadata: ModuleMetadata,
}

export const Module = z
  .strictObject({ key, ...written, health: Health, ...identity })
  .meta({ id: 'Module', description: 'A module of the platform' })
export type Module = z.output<typeof Module>

const replaceable = {
  ...written,
  aliases: written.aliases.default([]),
  description: written.description.default(''),
  type: written.type.default('crud'),
  status: written.status.default('active'),
  version: written.version.default('1.0.0'),
  owner: written.owner.default(null),
  owners: written.owners.optional().describe('Default: what `owner` says'),
  tags: written.tags.default([]),
  metadata: written.metadata.default({}),
}
export const ModuleCreate = z.strictObject({ key, ...replaceable }).meta({ id: 'ModuleCreate' })
export const ModuleReplace = z
  .strictObject({ key: key.optional().describe('Must equal the current value if given'), ...replaceable })
  .meta({ id: 'ModuleReplace' })
export const ModuleChange = z
  .strictObject({
    ...written,
    metadata: z
      .strictObject(
        Object.fromEntries(
          Object.entries(ModuleMetadata.shape).map(([name, schema]) => [name, schema.unwrap().nullable().optional()]),
        ) as {
          [Name in keyof typeof ModuleMetadata.shape]: z.ZodOptional<
            z.ZodNullable<ReturnType<(typeof ModuleMetadata.shape)[Name]['unwrap']>>
          >
        },
      )
      .extend({ thresholds: ModuleThresholdsChange.nullable().optional() })
      .meta({ id: 'ModuleMetadataChange' })
      .describe('Merged member by member; null removes a member'),
  })
  .partial()
  .meta({ id: 'ModuleChange', description: 'JSON merge patch (RFC 7396)' })
export const ModuleStatusChange = z
  .strictObject({
    status: ModuleStatus.describe('New status; error can only be set by the monitor'),
    successor: moduleName.optional().describe('Replacement of a deprecated module, by key, id or alias'),
    sunset: z.iso.date().optional().describe('Removal date of a deprecated module'),
  })
  .meta({
    id: 'ModuleStatusChange',
    description: 'active enables, inactive disables, deprecated announces the removal',
  })

export const moduleSorts = ['key', 'name', 'type', 'status', 'health', 'owner', 'createdAt', 'updatedAt'] as const
export const moduleFilters = {
  q: z.string().min(1).max(200).optional().describe('Search words or prefixes; all must match'),
  status: anyOf(ModuleStatus),
  type: anyOf(ModuleType),
  health: anyOf(Health),
  owner: anyTextOf(z.string().min(1).max(200)),
  tag: anyTextOf(z.string().min(1).max(64)),
  aiModel: anyTextOf(z.string().min(1).max(500)),
}
export const ModuleQuery = z.strictObject({
  ...moduleFilters,
  sort: z
    .enum(moduleSorts.flatMap((field) => [field, `-${field}`] as const))
    .default('key')
    .describe('Sort key; prefix with - for descending order'),
  ...paging,
})
export type ModuleQuery = z.output<typeof ModuleQuery>

const one = { path: '/api/modules/{id}', params: moduleParams, answer: Module } as const

export const modulesOperations = {
  list: operation({
    method: 'get',
    path: '/api/modules',
    summary: 'List modules',
    role: 'viewer',
    query: ModuleQuery,
    answer: listOf(Module),
    problems: ['invalid-cursor'],
    graphql: { query: 'modules' },
  }),
  create: operation({
    method: 'post',
    path: '/api/modules',
    summary: 'Register a module',
    role: 'editor',
    body: ModuleCreate,
    answer: Module,
    problems: ['already-exists'],
    location: '/api/modules/{key}',
    graphql: { mutation: 'createModule' },
  }),
  read: operation({ ...one, method: 'get', summary: 'Read a module', role: 'viewer', graphql: { query: 'module' } }),
  replace: operation({
    ...one,
    method: 'put',
    summary: 'Replace a module',
    role: 'editor',
    body: ModuleReplace,
    problems: ['already-exists'],
    graphql: { mutation: 'replaceModule' },
  }),
  change: operation({
    ...one,
    method: 'patch',
    summary: 'Update a module',
    role: 'editor',
    body: ModuleChange,
    problems: ['already-exists'],
    graphql: { mutation: 'changeModule' },
  }),
  remove: operation({
    method: 'delete',
    path: one.path,
    params: moduleParams,
    summary: 'Delete a module with its parts',
    role: 'admin',
    query: z.strictObject({
      force: flag.describe('Delete even if others depend on it; their relationships are deleted too'),
    }),
    problems: ['in-use'],
    graphql: { mutation: 'deleteModule' },
  }),
  setStatus: operation({
    ...one,
    method: 'put',
    path: '/api/modules/{id}/status',
    summary: 'Enable, disable or deprecate a module',
    role: 'editor',
    body: ModuleStatusChange,
    graphql: { mutation: 'setModuleStatus' },
  }),
}
