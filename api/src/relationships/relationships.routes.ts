import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { relationshipsEndpoints as endpoints } from './relationships.contract.ts'
import type { RelationshipsService } from './relationships.service.ts'

export function relationshipsRoutes(router: Router, relationships: RelationshipsService): void {
  bind(router, endpoints.listOfModule, (input) => relationships.listOfModule(input))
}
