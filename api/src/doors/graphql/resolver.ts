import DataLoader from 'dataloader'
import { z } from 'zod'
import type { Caller } from '../../registry/access/access.contract.ts'
import type { Waiting } from '../../runtime/admission.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Operation } from '../../kernel/operation.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import type { Relationship } from '../../registry/relationships/relationships.contract.ts'
import type { Origin } from '../../store/change.ts'
import { Json, type HandledOperation, type Made } from '../../store/call.ts'
import { requireRole } from '../rest/access.ts'
import { idempotency, readActor } from '../rest/route.ts'
import { given, inArguments, inputOf, type Args } from './arguments.ts'
import type { Feed, ModuleField, Services } from './nested-fields.ts'
import { hasSpreadBody, isNullable, type Root } from './sdl.ts'

/** The context of a GraphQL request. */
export interface Context extends Loaders {
  caller: Caller
  baseUrl: string
  waiting: Waiting
  /** Ends the turn of the request. */
  leave: () => void
  /** Calls back once the response is over. */
  whenOver: (act: () => void) => void
  request: Pick<Request, 'headers'>
}

interface Loaders {
  /** Data loaders by field and arguments: one query for all modules of a page. */
  ofModules: Map<string, DataLoader<Module, unknown, string>>
  relationships: DataLoader<string, Relationship | undefined>
}

export const loadersOf = ({ relationships }: Pick<Services, 'relationships'>): Loaders => ({
  ofModules: new Map(),
  relationships: new DataLoader((ids) => relationships.readEach(ids)),
})

/**
 * The resolver of an operation. Arguments are validated by the schemas of the REST request, so that rules and errors are
 * the same. `rev` takes the place of If-Match, `input` that of the body.
 */
export function operationResolver(root: Root, handle: HandledOperation['handle'], services: Services) {
  const { load, role, params, query, body, answer, ifMatch, repeatable } = root.operation
  const names = Object.keys({ ...params.shape, ...query.shape })
  const bodyAt = body instanceof z.ZodUndefined || hasSpreadBody(root) ? '' : '/input'
  return async (_parent: unknown, args: Args, { request, caller, baseUrl, waiting }: Context): Promise<unknown> => {
    try {
      requireRole(caller, role)
      const outcome = await services.admission.admit(load, waiting, async () => {
        const input = inputOf(root, args)
        const origin = originOf(root.operation, args, readActor(request.headers.get('x-actor'), caller), caller)
        const expected = ifMatch ? [args.rev as number] : '*'
        const { deadline, signal } = waiting
        return handle(input, { expected, origin, caller, baseUrl, deadline, signal })
      })
      if (answer instanceof z.ZodUndefined) return true
      if (outcome instanceof Json) return outcome.value()
      return repeatable ? (outcome as Made<unknown>).answer : outcome
    } catch (error) {
      if (isNullable(root) && error instanceof Problem && error.type === 'not-found') return null
      throw inArguments(error, names, bodyAt)
    }
  }
}

const originOf = (
  { path }: Operation,
  { idempotencyKey, ...args }: Args,
  actor: string,
  { role, keyId }: Caller,
): Origin => ({
  actor,
  keyId,
  role,
  via: 'graphql',
  ...idempotency((idempotencyKey as string | null | undefined) ?? undefined, '/header/idempotency-key', [
    path,
    actor,
    JSON.stringify(args),
  ]),
})

export const moduleResolver =
  (services: Services, name: string, { query, readEach }: ModuleField) =>
  async (module: Module, args: Args, { ofModules }: Context): Promise<unknown> => {
    const asked = `${name} ${JSON.stringify(args)}`
    const loader =
      ofModules.get(asked) ??
      new DataLoader((modules) => readEach(services, modules, given(args)), { cacheKeyFn: ({ key }) => key })
    ofModules.set(asked, loader)
    try {
      return await loader.load(module)
    } catch (error) {
      throw inArguments(error, Object.keys(query.shape))
    }
  }

/** Maximum number of relationships listed between two modules; the list of relationships has all. */
const shownOfEach = 50

/** A neighbour with the ids of the relationships between the two modules. */
export const neighbourResolvers = {
  relationshipCount: ({ relationships: ids }: { relationships: string[] }) => ids.length,
  relationships: async (
    { relationships: ids }: { relationships: string[] },
    _args: Args,
    { relationships }: Context,
  ) => {
    const found = await relationships.loadMany(ids.slice(0, shownOfEach))
    return found.filter((relationship) => relationship !== undefined)
  },
}

export const feedResolver = (services: Services, { query, listen }: Feed) => ({
  subscribe: async (_parent: unknown, args: Args, { waiting, leave, whenOver }: Context) => {
    whenOver(services.admission.listeners.take(waiting.flow))
    leave()
    try {
      return await listen(services, await services.aliases.resolved(given(args)))
    } catch (error) {
      throw inArguments(error, Object.keys(query.shape))
    }
  },
  resolve: (told: unknown) => told,
})
