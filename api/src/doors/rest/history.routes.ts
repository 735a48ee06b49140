import type { Router } from 'express'
import { bind } from './route.ts'
import { historyOperations as endpoints } from '../../registry/history/history.contract.ts'
import type { HistoryService } from '../../registry/history/history.service.ts'

export function historyRoutes(router: Router, history: HistoryService): void {
  bind(router, endpoints.listRevisions, (input) => history.list(input))
  bind(router, endpoints.readRevision, (input) => history.read(input))
  bind(router, endpoints.undo, (input, { origin }) => history.undo(input, origin))
  bind(router, endpoints.listOfModule, (input) => history.listOfModule(input))
}
