import { z } from 'zod'
import { anyOf, operation, identity, Problem } from '../../kernel/operation.ts'
import { partOperations } from '../parts/parts.contract.ts'
import { jsonObject, key, longText, semver } from '../../kernel/text.ts'

export const configTypes = ['schema', 'usage', 'api', 'relationship'] as const
const ConfigType = z.enum(configTypes).meta({ id: 'ConfigType' })

const written = {
  configType: ConfigType,
  schema: jsonObject.describe(
    'JSON Schema of the values: draft-04, draft-06, draft-07, 2019-09 or 2020-12, by its $schema; 2020-12 without one. Kept as it is written',
  ),
  values: jsonObject.describe(
    'Values that match the schema, or {} if not set yet. Values marked writeOnly are returned as {"$sealed": …}; sent back in this form, they stay unchanged',
  ),
  documentation: longText().describe('Markdown'),
  metadata: jsonObject,
  version: semver,
}

export const Configuration = z
  .strictObject({ module: key, key, ...written, ...identity })
  .meta({ id: 'Configuration', description: 'A configuration of a module, with its documentation' })
export type Configuration = z.output<typeof Configuration>

const replaceable = {
  configType: written.configType,
  schema: written.schema.default({}),
  values: written.values.default({}),
  documentation: written.documentation.default(''),
  metadata: written.metadata.default({}),
  version: written.version.default('1.0.0'),
}
export const ConfigurationCreate = z.strictObject({ key, ...replaceable }).meta({ id: 'ConfigurationCreate' })
export const ConfigurationReplace = z
  .strictObject({ key: key.optional(), ...replaceable })
  .meta({ id: 'ConfigurationReplace' })
export const ConfigurationChange = z.strictObject(written).partial().meta({ id: 'ConfigurationChange' })

const Reason = Problem.shape.errors.element.meta({
  id: 'Reason',
  description: 'A location in a request and what is wrong there',
})
const places = z.array(z.string()).describe('JSON Pointers')
export const ConfigurationCheck = z
  .strictObject({ schema: written.schema.default({}), values: written.values.default({}) })
  .meta({ id: 'ConfigurationCheck' })
export const ConfigurationVerdict = z
  .strictObject({
    valid: z.boolean(),
    errors: z.array(Reason),
    effective: jsonObject.describe('Values with the defaults of the schema'),
    filled: places.describe('Paths at which defaults were applied'),
    secrets: places.describe('Paths that are encrypted before they are stored'),
  })
  .meta({ id: 'ConfigurationVerdict', description: 'Validation result' })

const parts = partOperations({
  noun: 'configuration',
  plural: 'configurations',
  name: 'key',
  part: Configuration,
  create: ConfigurationCreate,
  replace: ConfigurationReplace,
  change: ConfigurationChange,
  filters: { configType: anyOf(ConfigType) },
  forced: 'Delete even if others depend on it; their relationships are deleted too',
})

export const configurationOperations = {
  ...parts,
  validate: operation({
    method: 'post',
    path: '/api/configurations:validate',
    load: 'heavy',
    summary: 'Validate a schema and values; nothing is stored',
    role: 'viewer',
    tag: 'configurations',
    body: ConfigurationCheck,
    answer: ConfigurationVerdict,
    status: 200,
    graphql: { query: 'validateConfiguration' },
  }),
}
