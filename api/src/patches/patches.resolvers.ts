import { field, type Args } from '../graphql/field.ts'
import { nullWhenMissing } from '../modules/modules.resolvers.ts'
import { patchesEndpoints as endpoints } from './patches.contract.ts'
import type { PatchesService } from './patches.service.ts'

export const patchesResolvers = (patches: PatchesService) => {
  const read = field(endpoints.read, (input) => patches.read(input))
  return {
    Query: { patch: (parent: unknown, args: Args) => read(parent, args).catch(nullWhenMissing) },
    Mutation: {
      applyPatch: field(endpoints.apply, async (input, { origin }) => (await patches.apply(input, origin)).answer),
    },
  }
}
