import type { Router } from 'express'
import { bind } from '../http/bind.ts'
import { historyEndpoints as endpoints } from './history.contract.ts'
import type { HistoryService } from './history.service.ts'

export function historyRoutes(router: Router, history: HistoryService): void {
  bind(router, endpoints.listRevisions, (input) => history.list(input))
  bind(router, endpoints.readRevision, (input) => history.read(input))
  bind(router, endpoints.undo, (input, { origin }) => history.undo(input, origin))
  bind(router, endpoints.listOfModule, (input) => history.listOfModule(input))
}
