import { field } from './resolver.ts'
import { contextOperations as endpoints } from '../../questions/ai/context.contract.ts'
import type { PacksService } from '../../questions/packs/packs.service.ts'

export const contextResolvers = (packs: PacksService) => ({
  Query: {
    aiContext: field(endpoints.context, (input) => packs.context(input)),
  },
})
