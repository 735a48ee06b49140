import { field } from '../graphql/field.ts'
import { contextEndpoints as endpoints } from './context.contract.ts'
import type { PacksService } from './packs.service.ts'

export const contextResolvers = (packs: PacksService) => ({
  Query: {
    aiContext: field(endpoints.context, (input) => packs.context(input)),
  },
})
