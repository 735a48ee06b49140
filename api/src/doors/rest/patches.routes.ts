import type { Router } from 'express'
import { bind, Repeated } from './route.ts'
import { patchJsonSchema } from '../../authoring/patches/read/document.ts'
import { patchesOperations as endpoints } from '../../authoring/patches/patches.contract.ts'
import type { PatchesService } from '../../authoring/patches/patches.service.ts'

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
