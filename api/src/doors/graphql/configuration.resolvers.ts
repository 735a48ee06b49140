import { field } from './resolver.ts'
import { partResolvers } from './parts.resolvers.ts'
import { configurationOperations as endpoints } from '../../registry/configuration/configuration.contract.ts'
import type { ConfigurationService } from '../../registry/configuration/configuration.service.ts'
import { versionsOperations as ofVersions } from '../../registry/configuration/versions.contract.ts'
import type { VersionsService } from '../../registry/configuration/versions.service.ts'

export const configurationResolvers = (configurations: ConfigurationService, versions: VersionsService) => {
  const { Query, Mutation, ...rest } = partResolvers('configuration', 'configurations', endpoints, configurations)
  return {
    ...rest,
    Query: {
      ...Query,
      validateConfiguration: field(endpoints.validate, (input) => configurations.validate(input)),
      configurationVersions: field(ofVersions.listVersions, (input) => versions.listVersions(input)),
      configurationVersion: field(ofVersions.readVersion, (input) => versions.readVersion(input)),
      configurationDifference: field(ofVersions.compareVersions, (input) => versions.compareVersions(input)),
      configurationDocument: field(ofVersions.exportDocument, (input) => versions.exportDocument(input)),
    },
    Mutation: {
      ...Mutation,
      restoreConfiguration: field(ofVersions.restoreVersion, (input, { expected, origin }) =>
        versions.restoreVersion(input, expected, origin),
      ),
      importConfiguration: field(ofVersions.importDocument, (input, { expected, origin }) =>
        versions.importDocument(input, expected, origin),
      ),
    },
  }
}
