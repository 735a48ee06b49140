import { z } from 'zod'
import { operation, flag, listOf, moduleParams, paging } from '../../kernel/operation.ts'

/** Parts of a module. All kinds have the same operations, on paths below their module. Decision 0003. */
export const partParams = moduleParams.extend({
  part: z.string().min(1).max(600).describe('Key, name or id of the part'),
})

interface PartSchemas<
  Part extends z.ZodType,
  Create extends z.ZodType,
  Replace extends z.ZodType,
  Change extends z.ZodType,
  Filters extends z.ZodRawShape,
> {
  noun: string
  plural: string
  /** The member that identifies a part within its module. */
  name: 'key' | 'name'
  part: Part
  create: Create
  replace: Replace
  change: Change
  filters: Filters
  /** What a deletion with `force` does to other resources. */
  forced: string
}

export function partOperations<
  Part extends z.ZodType,
  Create extends z.ZodType,
  Replace extends z.ZodType,
  Change extends z.ZodType,
  Filters extends z.ZodRawShape,
>({ noun, plural, name, forced, ...schemas }: PartSchemas<Part, Create, Replace, Change, Filters>) {
  const all = { path: `/api/modules/{id}/${plural}`, params: moduleParams, tag: plural }
  const one = { path: `${all.path}/{part}`, params: partParams, tag: plural, answer: schemas.part }
  const a = /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`
  const mutation = (verb: string) => ({ mutation: `${verb}${noun[0]!.toUpperCase()}${noun.slice(1)}` })
  return {
    list: operation({
      ...all,
      method: 'get',
      summary: `List the ${plural} of a module, by name`,
      role: 'viewer',
      query: z.strictObject({ ...schemas.filters, ...paging }),
      answer: listOf(schemas.part),
      problems: ['invalid-cursor'],
      graphql: { field: `Module.${plural}` },
    }),
    create: operation({
      ...all,
      method: 'post',
      summary: `Add ${a} to a module`,
      role: 'editor',
      body: schemas.create,
      location: `${all.path}/{${name}}`,
      graphql: mutation('create'),
      answer: schemas.part,
      problems: ['already-exists'],
    }),
    read: operation({ ...one, method: 'get', summary: `Read ${a}`, role: 'viewer', graphql: { query: noun } }),
    replace: operation({
      ...one,
      method: 'put',
      summary: `Replace ${a}`,
      role: 'editor',
      body: schemas.replace,
      graphql: mutation('replace'),
    }),
    change: operation({
      ...one,
      method: 'patch',
      summary: `Update ${a}`,
      role: 'editor',
      body: schemas.change,
      graphql: mutation('change'),
    }),
    remove: operation({
      method: 'delete',
      path: one.path,
      params: partParams,
      tag: plural,
      summary: `Delete ${a}`,
      role: 'admin',
      query: z.strictObject({ force: flag.describe(forced) }),
      problems: ['in-use'],
      graphql: mutation('delete'),
    }),
  }
}
