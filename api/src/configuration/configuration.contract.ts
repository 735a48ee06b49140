import { z } from 'zod'
import { anyOf, identity } from '../endpoint.ts'
import { partEndpoints } from '../parts/parts.contract.ts'
import { jsonObject, key, longText, semver } from '../text.ts'

export const configTypes = ['schema', 'usage', 'api', 'relationship'] as const

const written = {
  configType: z.enum(configTypes),
  schema: jsonObject.describe('JSON Schema 2020-12 of the values'),
  values: jsonObject,
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

export const configurationEndpoints = partEndpoints({
  noun: 'configuration',
  plural: 'configurations',
  part: Configuration,
  create: ConfigurationCreate,
  replace: ConfigurationReplace,
  change: ConfigurationChange,
  filters: { configType: anyOf(z.enum(configTypes)) },
  forced: 'Also when others depend on it: their edges go too',
})
