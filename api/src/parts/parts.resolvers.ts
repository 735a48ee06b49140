import DataLoader from 'dataloader'
import { field, type Args } from '../graphql/field.ts'
import { parse } from '../http/validation.ts'
import { nullWhenMissing } from '../modules/modules.resolvers.ts'
import type { PartEndpoints, Parts } from './parts.routes.ts'

/** One loader for each set of arguments, so that the parts of all modules of a page come with one query. */
type Loaders = Map<string, DataLoader<string, unknown>>

/** Fields of one kind of part, whose singular and plural name it gets. */
export function partResolvers(singular: string, plural: string, endpoints: PartEndpoints, parts: Parts) {
  const Name = singular.charAt(0).toUpperCase() + singular.slice(1)
  const changing = (verb: 'replace' | 'change' | 'remove') =>
    field(endpoints[verb], (input, { expected, origin }) => parts[verb](input as never, expected, origin))
  const read = field(endpoints.read, (input) => parts.read(input as never))
  return {
    Query: { [singular]: (parent: unknown, args: Args) => read(parent, args).catch(nullWhenMissing) },
    Module: {
      [plural]: (module: { key: string }, args: Args, { loaders }: { loaders: Loaders }) => {
        const shown = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null))
        const query = parse(endpoints.list.query, shown, '/query')
        const name = `${plural} ${JSON.stringify(query)}`
        const known = loaders.get(name)
        if (known) return known.load(module.key)
        const loader = new DataLoader((keys: readonly string[]) => parts.listOfEach(keys, query as never))
        loaders.set(name, loader)
        return loader.load(module.key)
      },
    },
    Mutation: {
      [`create${Name}`]: field(endpoints.create, (input, { origin }) => parts.create(input as never, origin)),
      [`replace${Name}`]: changing('replace'),
      [`change${Name}`]: changing('change'),
      [`delete${Name}`]: async (parent: unknown, args: Args) => (await changing('remove')(parent, args), true),
    },
  }
}
