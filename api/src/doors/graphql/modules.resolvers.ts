import { Problem } from '../../kernel/errors.ts'
import { field, type Args, type Context } from './resolver.ts'
import { modulesOperations as endpoints } from '../../registry/modules/modules.contract.ts'
import type { ModulesService } from '../../registry/modules/modules.service.ts'

export const modulesResolvers = (modules: ModulesService) => {
  const setStatus = field(endpoints.setModuleStatus, (input, { expected, origin }) =>
    modules.setStatus(input, expected, origin),
  )
  const read = field(endpoints.readModule, (input) => modules.read(input))
  const remove = field(endpoints.deleteModule, (input, { expected, origin }) => modules.remove(input, expected, origin))
  return {
    Query: {
      module: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing),
      modules: field(endpoints.listModules, (input) => modules.list(input)),
    },
    Mutation: {
      createModule: field(endpoints.createModule, (input, { origin }) => modules.create(input, origin)),
      replaceModule: field(endpoints.replaceModule, (input, { expected, origin }) =>
        modules.replace(input, expected, origin),
      ),
      changeModule: field(endpoints.changeModule, (input, { expected, origin }) =>
        modules.change(input, expected, origin),
      ),
      setModuleStatus: (parent: unknown, { id, rev, ...input }: Args, context: Context) =>
        setStatus(parent, { id, rev, input }, context),
      deleteModule: async (...asked: Parameters<typeof remove>) => (await remove(...asked), true),
    },
  }
}

/** A query for what is not there is no error in GraphQL: the answer is null. */
export function nullWhenMissing(error: unknown): null {
  if (error instanceof Problem && error.type === 'not-found') return null
  throw error
}
