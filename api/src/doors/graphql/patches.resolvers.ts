import { field } from './resolver.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import { patchesOperations as endpoints } from '../../authoring/patches/patches.contract.ts'
import type { PatchesService } from '../../authoring/patches/patches.service.ts'

export const patchesResolvers = (patches: PatchesService) => {
  const read = field(endpoints.read, (input) => patches.read(input))
  return {
    Query: {
      patch: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing),
      patches: field(endpoints.list, (input) => patches.list(input)),
    },
    Mutation: {
      applyPatch: field(endpoints.apply, async (input, { origin }) => (await patches.apply(input, origin)).answer),
      previewPatch: field(endpoints.preview, (input, { origin }) => patches.preview(input, origin)),
      undoPatch: field(endpoints.undo, (input, { origin }) => patches.undo(input, origin)),
    },
  }
}
