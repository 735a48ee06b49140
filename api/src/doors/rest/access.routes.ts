import type { Router } from 'express'
import { bind } from './route.ts'
import { accessOperations as endpoints } from '../../registry/access/access.contract.ts'
import type { AccessService } from '../../registry/access/access.service.ts'

export function accessRoutes(router: Router, access: AccessService): void {
  bind(router, endpoints.caller, (_input, { caller }) => Promise.resolve(caller))
  bind(router, endpoints.list, (input) => access.list(input))
  bind(router, endpoints.create, (input, { origin }) => access.create(input, origin))
  bind(router, endpoints.read, (input) => access.read(input))
  bind(router, endpoints.remove, (input, { expected }) => access.remove(input, expected))
}
