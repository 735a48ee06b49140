import type { Router } from 'express'
import { bind, Repeated } from '../http/bind.ts'
import { patchesEndpoints as endpoints } from './patches.contract.ts'
import type { PatchesService } from './patches.service.ts'

export function patchesRoutes(router: Router, patches: PatchesService): void {
  bind(router, endpoints.apply, async (input, { origin }) => {
    const { answer, isNew } = await patches.apply(input, origin)
    return isNew ? answer : new Repeated(answer)
  })
  bind(router, endpoints.read, (input) => patches.read(input))
}
