import { z } from 'zod'
import { anyOf, operation, identity, Problem } from '../../kernel/operation.ts'
import { partOperations } from '../parts/parts.contract.ts'
import { jsonObject, key, longText, semver } from '../../kernel/text.ts'

export const configTypes = ['schema', 'usage', 'api', 'relationship'] as const
const ConfigType = z.enum(configTypes).meta({ id: 'ConfigType' })

const written = {
  configType: ConfigType,
  schema: jsonObject.describe('JSON Schema 2020-12 of the values'),
  values: jsonObject.describe(
    'Fit the schema, or are {}: not set yet. What it marks as writeOnly is answered sealed, as {"$sealed": …}; sent back so, it stays',
  ),
  documentation: longText().describe('Markdown'),
  metadata: jsonObject,
  version: semver,
}

export const Configuration = z
  .strictObject({ module: key, key, ...written, ...identity })
  .meta({ id: 'Configuration', description: 'How a part of a module is set up, and what that means' })
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
  description: 'A place of a request, and what is wrong there',
})
const places = z.array(z.string()).describe('JSON Pointers')
export const ConfigurationCheck = z
  .strictObject({ schema: written.schema.default({}), values: written.values.default({}) })
  .meta({ id: 'ConfigurationCheck' })
export const ConfigurationVerdict = z
  .strictObject({
    valid: z.boolean(),
    errors: z.array(Reason),
    effective: jsonObject.describe('The values with what the schema presets'),
    filled: places.describe('Where presets were filled in'),
    secrets: places.describe('What is sealed before it is kept'),
  })
  .meta({ id: 'ConfigurationVerdict', description: 'How values fit a schema' })

const parts = partOperations({
  noun: 'configuration',
  plural: 'configurations',
  name: 'key',
  part: Configuration,
  create: ConfigurationCreate,
  replace: ConfigurationReplace,
  change: ConfigurationChange,
  filters: { configType: anyOf(ConfigType) },
  forced: 'Also when others depend on it: their edges go too',
})

export const configurationOperations = {
  ...parts,
  validate: operation({
    method: 'post',
    path: '/api/configurations:validate',
    summary: 'Check a schema, and values against it, without keeping anything',
    role: 'viewer',
    tag: 'configurations',
    body: ConfigurationCheck,
    answer: ConfigurationVerdict,
    status: 200,
    graphql: { query: 'validateConfiguration' },
  }),
}
