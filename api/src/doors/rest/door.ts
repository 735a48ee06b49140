import { Router } from 'express'
import type { Admission } from '../../runtime/admission.ts'
import type { HandledOperation } from '../../store/call.ts'
import { eventRoute } from './events.ts'
import { progressRoute } from './progress.ts'
import { refuseOtherMethods, route, routeOf } from './route.ts'

/** The REST door: every operation of the contract, and nothing else. */
export function restRoutes(operations: HandledOperation[], admission: Admission): Router {
  const router = Router({ caseSensitive: true })
  const sorted = operations.toSorted(wholePathsFirst)
  for (const one of sorted)
    router[one.operation.method](routeOf(one.operation.path), routes[one.operation.stream ?? 'none'](one, admission))
  refuseOtherMethods(
    router,
    sorted.map(({ operation }) => operation),
  )
  return router
}

const routes = { none: route, events: eventRoute, progress: progressRoute }

/** `/api/patches/schema.json` is no patch. The others stay in their order: Express takes the first that matches. */
const wholePathsFirst = (a: HandledOperation, b: HandledOperation) =>
  Number(a.operation.path.includes('{')) - Number(b.operation.path.includes('{'))
