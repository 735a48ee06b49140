import { field } from '../graphql/field.ts'
import { partResolvers } from '../parts/parts.resolvers.ts'
import { configurationEndpoints as endpoints } from './configuration.contract.ts'
import type { ConfigurationService } from './configuration.service.ts'

export const configurationResolvers = (configurations: ConfigurationService) => {
  const { Query, ...rest } = partResolvers('configuration', 'configurations', endpoints, configurations)
  const validateConfiguration = field(endpoints.validate, (input) => configurations.validate(input))
  return { ...rest, Query: { ...Query, validateConfiguration } }
}
