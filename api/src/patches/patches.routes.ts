import type { Router } from 'express'
import { bind, Repeated } from '../http/bind.ts'
import { patchJsonSchema } from './document.ts'
import { patchesEndpoints as endpoints } from './patches.contract.ts'
import type { PatchesService } from './patches.service.ts'

const schema = patchJsonSchema() as Record<string, unknown>

export function patchesRoutes(router: Router, patches: PatchesService): void {
  bind(router, endpoints.list, (input) => patches.list(input))
  bind(router, endpoints.apply, async (input, { origin }) => {
    const { answer, isNew } = await patches.apply(input, origin)
    return isNew ? answer : new Repeated(answer)
  })
  bind(router, endpoints.preview, (input, { origin }) => patches.preview(input, origin))
  // Before the patch that could have this name.
  bind(router, endpoints.readSchema, () => Promise.resolve(schema))
  bind(router, endpoints.undo, (input, { origin }) => patches.undo(input, origin))
  bind(router, endpoints.read, (input) => patches.read(input))
}
