import { field, listField } from './resolver.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import type { PartEndpoints, Parts } from '../rest/parts.routes.ts'

/** Fields of one kind of part, whose singular and plural name it gets. */
export function partResolvers(singular: string, plural: string, endpoints: PartEndpoints, parts: Parts) {
  const Name = singular.charAt(0).toUpperCase() + singular.slice(1)
  const changing = (verb: 'replace' | 'change' | 'remove') =>
    field(endpoints[verb], (input, { expected, origin }) => parts[verb](input as never, expected, origin))
  const read = field(endpoints.read, (input) => parts.read(input as never))
  const remove = changing('remove')
  return {
    Query: { [singular]: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing) },
    Module: {
      [plural]: listField(plural, endpoints.list.query, (keys, query) => parts.listOfEach(keys, query as never)),
    },
    Mutation: {
      [`create${Name}`]: field(endpoints.create, (input, { origin }) => parts.create(input as never, origin)),
      [`replace${Name}`]: changing('replace'),
      [`change${Name}`]: changing('change'),
      [`delete${Name}`]: async (...asked: Parameters<typeof remove>) => (await remove(...asked), true),
    },
  }
}
