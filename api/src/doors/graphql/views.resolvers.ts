import { field } from './resolver.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import { viewsOperations as endpoints } from '../../registry/views/views.contract.ts'
import type { ViewsService } from '../../registry/views/views.service.ts'

export const viewsResolvers = (views: ViewsService) => {
  const read = field(endpoints.read, (input, { origin }) => views.read(input, origin.actor))
  const remove = field(endpoints.remove, (input, { origin, expected }) => views.remove(input, origin.actor, expected))
  return {
    Query: {
      view: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing),
      views: field(endpoints.list, (input, { origin }) => views.list(input, origin.actor)),
    },
    Mutation: {
      createView: field(endpoints.create, (input, { origin }) => views.create(input, origin)),
      replaceView: field(endpoints.replace, (input, { origin, expected }) =>
        views.replace(input, origin.actor, expected),
      ),
      deleteView: async (...asked: Parameters<typeof remove>) => (await remove(...asked), true),
    },
  }
}
