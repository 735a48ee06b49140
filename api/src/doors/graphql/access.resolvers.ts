import { field } from './resolver.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import { accessOperations as endpoints } from '../../registry/access/access.contract.ts'
import type { AccessService } from '../../registry/access/access.service.ts'

export const accessResolvers = (access: AccessService) => {
  const read = field(endpoints.read, (input) => access.read(input))
  const remove = field(endpoints.remove, (input, { expected }) => access.remove(input, expected))
  return {
    Query: {
      caller: field(endpoints.caller, (_input, { caller }) => Promise.resolve(caller)),
      apiKey: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing),
      apiKeys: field(endpoints.list, (input) => access.list(input)),
    },
    Mutation: {
      createApiKey: field(endpoints.create, (input, { origin }) => access.create(input, origin)),
      deleteApiKey: async (...asked: Parameters<typeof remove>) => (await remove(...asked), true),
    },
  }
}
