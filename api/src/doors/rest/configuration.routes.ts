import type { Router } from 'express'
import { bind, Text } from './route.ts'
import { partRoutes } from './parts.routes.ts'
import { configurationOperations as endpoints } from '../../registry/configuration/configuration.contract.ts'
import type { ConfigurationService } from '../../registry/configuration/configuration.service.ts'
import { versionsOperations as ofVersions } from '../../registry/configuration/versions.contract.ts'
import type { VersionsService } from '../../registry/configuration/versions.service.ts'

export function configurationRoutes(
  router: Router,
  configurations: ConfigurationService,
  versions: VersionsService,
): void {
  partRoutes(router, endpoints, configurations)
  bind(router, endpoints.validate, (input) => configurations.validate(input))
  bind(router, ofVersions.listVersions, (input) => versions.listVersions(input))
  bind(router, ofVersions.readVersion, (input) => versions.readVersion(input))
  bind(router, ofVersions.compareVersions, (input) => versions.compareVersions(input))
  bind(router, ofVersions.restoreVersion, (input, { expected, origin }) =>
    versions.restoreVersion(input, expected, origin),
  )
  bind(router, ofVersions.exportDocument, async (input) => {
    const { format } = input.query
    return new Text(await versions.exportDocument(input), `application/${format}`, `${input.params.part}.${format}`)
  })
  bind(router, ofVersions.importDocument, (input, { expected, origin }) =>
    versions.importDocument(input, expected, origin),
  )
}
