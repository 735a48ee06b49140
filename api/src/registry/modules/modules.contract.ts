import { z } from 'zod'
import { anyOf, anyTextOf, operation, flag, identity, listOf, moduleParams, paging } from '../../kernel/operation.ts'
import { distinct, httpUrl, key, longText, nameText, semver } from '../../kernel/text.ts'

export const moduleTypes = ['crud', 'workflow', 'integration', 'report', 'analytics'] as const
export const moduleStatuses = ['active', 'inactive', 'deprecated', 'error'] as const
export const healths = ['healthy', 'warning', 'error', 'unknown'] as const
export const ModuleType = z.enum(moduleTypes).meta({ id: 'ModuleType' })
export const ModuleStatus = z.enum(moduleStatuses).meta({ id: 'ModuleStatus' })
export const Health = z.enum(healths).meta({ id: 'Health' })

export const apiBasePath = z
  .string()
  .max(200)
  .regex(/^(\/[a-z0-9-]+)+$/, { error: 'must be segments of a-z, 0-9 and -, such as /crm' })

/** Paths that the registry serves itself: no module may have a base path there. */
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
]

const share = z.number().min(0).max(1)
const readings = z.int().min(1).max(1_000)
/** When the health of a module changes, where it differs from what holds for all. */
export const ModuleThresholds = z
  .strictObject({
    errorRateWarning: share.describe('Share of failed requests that is a warning'),
    errorRateError: share.describe('Share of failed requests that is an error'),
    responseTimeWarning: z.int().min(1).max(600_000).describe('Milliseconds'),
    responseTimeError: z.int().min(1).max(600_000).describe('Milliseconds'),
    minimumRequests: z.int().min(1).max(1_000_000).describe('Fewer requests in the window say nothing'),
    windowMinutes: z.literal([1, 5, 60]).describe('How far back requests are looked at'),
    readingsToWorsen: readings.describe('How many bad readings in a row make it one level worse'),
    readingsToRecover: readings.describe('How many good readings in a row make it better'),
    readingsToSetStatus: readings.describe('How many failed readings in a row, when health is error, set the status'),
    silenceMinutes: z.int().min(1).max(10_000).describe('How long without any reading until health is unknown'),
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

/** Facts about a module that others hold, by well-known name. */
export const ModuleMetadata = z
  .strictObject({
    schemaPath: nameText().describe('Where the schemas of its entities are published'),
    apiBasePath: apiBasePath.describe('Where its endpoints begin'),
    entities: distinct(nameText(63), 64).describe('Names of the entities that it declares'),
    homepage: httpUrl,
    healthUrl: httpUrl.describe('Answers whether the module is well'),
    statisticsUrl: httpUrl.describe('Answers with the numbers of the module'),
    aiModel: nameText().describe('Language model that wrote it'),
    promptHash: nameText(128),
    createdBy: nameText(),
    reviewedBy: nameText(),
    aiModuleId: nameText(128),
    source: nameText().describe('Where it came from, such as the patch document'),
    successor: key.describe('Key of the module that takes the place of a deprecated one'),
    sunset: z.iso.date().describe('Day on which a deprecated module goes'),
    thresholds: ModuleThresholds,
  })
  .partial()
  .meta({ id: 'ModuleMetadata' })

const written = {
  name: nameText().describe('Name for people'),
  description: longText().describe('Markdown'),
  type: ModuleType,
  status: ModuleStatus,
  version: semver,
  owner: nameText(200).nullable().describe('Team or person that answers for it'),
  tags: distinct(nameText(64), 50),
  metadata: ModuleMetadata,
}

export const Module = z
  .strictObject({ key, ...written, health: Health, ...identity })
  .meta({ id: 'Module', description: 'A part of the platform that does something of its own' })
export type Module = z.output<typeof Module>

const replaceable = {
  ...written,
  description: written.description.default(''),
  type: written.type.default('crud'),
  status: written.status.default('active'),
  version: written.version.default('1.0.0'),
  owner: written.owner.default(null),
  tags: written.tags.default([]),
  metadata: written.metadata.default({}),
}
export const ModuleCreate = z.strictObject({ key, ...replaceable }).meta({ id: 'ModuleCreate' })
export const ModuleReplace = z
  .strictObject({ key: key.optional().describe('May be repeated, not changed'), ...replaceable })
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
      .describe('Merged member by member; null removes one'),
  })
  .partial()
  .meta({ id: 'ModuleChange', description: 'JSON merge patch (RFC 7396)' })
export const ModuleStatusChange = z
  .strictObject({
    status: ModuleStatus.describe('error is set by the monitor only'),
    successor: key.optional().describe('Registered module that takes its place, when it is deprecated'),
    sunset: z.iso.date().optional().describe('Day on which it goes, when it is deprecated'),
  })
  .meta({ id: 'ModuleStatusChange', description: 'active enables, inactive disables, deprecated announces the end' })

export const moduleSorts = ['key', 'name', 'type', 'status', 'health', 'owner', 'createdAt', 'updatedAt'] as const
export const moduleFilters = {
  q: z.string().min(1).max(200).optional().describe('Words, or their beginnings, that all occur in its texts'),
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
    .describe('With - in front the other way round'),
  ...paging,
})
export type ModuleQuery = z.output<typeof ModuleQuery>

const Owner = z
  .strictObject({
    owner: z.string().nullable().describe('null: modules without an owner'),
    modules: z.int().describe('Number of modules'),
  })
  .meta({ id: 'Owner', description: 'A team or person that answers for modules' })

const one = { path: '/api/modules/{id}', params: moduleParams, answer: Module } as const

export const modulesOperations = {
  list: operation({
    method: 'get',
    path: '/api/modules',
    summary: 'List modules, filtered, sorted, in pages',
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
    summary: 'Replace what people write of a module',
    role: 'editor',
    body: ModuleReplace,
    problems: ['already-exists'],
    graphql: { mutation: 'replaceModule' },
  }),
  change: operation({
    ...one,
    method: 'patch',
    summary: 'Change some members of a module',
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
    query: z.strictObject({ force: flag.describe('Also when others depend on it: their edges go too') }),
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
  owners: operation({
    method: 'get',
    path: '/api/owners',
    tag: 'modules',
    summary: 'List the owners of modules with their number of modules, by name',
    role: 'viewer',
    query: z.strictObject(paging),
    answer: listOf(Owner),
    problems: ['invalid-cursor'],
    graphql: { query: 'owners' },
  }),
}
