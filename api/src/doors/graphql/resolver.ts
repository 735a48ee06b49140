import DataLoader from 'dataloader'
import type { z } from 'zod'
import type { Caller } from '../../registry/access/access.contract.ts'
import type { Operation, Input } from '../../kernel/operation.ts'
import type { Origin } from '../../store/change.ts'
import { bodyFor, idempotency, readActor, type Call } from '../rest/route.ts'
import { requireRole } from '../rest/access.ts'
import { parseJson } from '../../kernel/json.ts'
import { parse } from '../../kernel/validation.ts'

export type Args = Record<string, unknown> & {
  id?: string
  rev?: number
  input?: unknown
  idempotencyKey?: string | null
}

/** Arguments of fields that change something; of the others, those that an operation's path names stand for it, the rest is its query. */
const ofWriting = ['rev', 'input', 'idempotencyKey']

/** The schemas of the contract judge times as texts, which GraphQL has already read. */
const given = (args: Args, keep: (name: string) => boolean) =>
  Object.fromEntries(
    Object.entries(args)
      .filter(([name, value]) => keep(name) && value !== null && value !== undefined)
      .map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  )

/** What stands in the query of a REST request. */
export const queryOf = (args: Args, params: object = {}) =>
  given(args, (name) => !(name in params) && !ofWriting.includes(name))

/** What comes with a request to GraphQL beside its arguments. */
export interface Context {
  loaders: Loaders
  caller: Caller
  request: Pick<Request, 'headers' | 'signal'>
}

/** One loader for each set of arguments, so that what all modules of a page are asked for comes with one query. */
export type Loaders = Map<string, DataLoader<string, unknown>>

/** A field of a module for which all modules of a page are asked at once; `listOfEach` answers in the order of the keys. */
export const listField =
  <Query extends z.ZodObject>(
    name: string,
    query: Query,
    listOfEach: (keys: readonly string[], query: z.output<Query>) => Promise<unknown[]>,
  ) =>
  (module: { key: string }, args: Args, { loaders }: Context) => {
    const asked = parse(query, queryOf(args), '/query')
    return loaderOf(loaders, `${name} ${JSON.stringify(asked)}`, (keys) => listOfEach(keys, asked)).load(module.key)
  }

export function loaderOf(
  loaders: Loaders,
  name: string,
  load: (keys: readonly string[]) => Promise<unknown[]>,
): DataLoader<string, unknown> {
  const loader = loaders.get(name) ?? new DataLoader(load)
  loaders.set(name, loader)
  return loader
}

/**
 * Makes an operation of the contract a field: the same schemas judge its arguments as judge a REST request, so that both doors have
 * the same rules and the same errors. `rev` takes the place of If-Match, `input` that of the body.
 */
export function field<E extends Operation>(
  endpoint: E,
  handler: (input: Input<E>, call: Call) => Promise<z.output<E['answer']> | null>,
) {
  return (_parent: unknown, args: Args, { request, caller }: Context) => {
    requireRole(caller, endpoint.role)
    const input = {
      params: parse(
        endpoint.params,
        given(args, (name) => name in endpoint.params.shape),
        '/path',
      ),
      query: parse(endpoint.query, queryOf(args, endpoint.params.shape), '/query'),
      body: endpoint.body.type === 'undefined' ? undefined : bodyFor(endpoint, asJson(args.input)),
    } as Input<E>
    const actor = readActor(request.headers.get('x-actor'), caller)
    return handler(input, {
      expected: endpoint.ifMatch ? [args.rev!] : '*',
      origin: originOf(endpoint, args, actor),
      caller,
      signal: request.signal,
    })
  }
}

/** Read again as the JSON it stands for: GraphQL's own input objects have no prototype, and REST's rules on JSON hold here too. */
const asJson = (input: unknown): unknown => parseJson(Buffer.from(JSON.stringify(input ?? null)))

const originOf = (endpoint: Operation, { idempotencyKey, ...args }: Args, actor: string): Origin => ({
  actor,
  via: 'graphql',
  ...idempotency(idempotencyKey ?? undefined, '/idempotencyKey', [endpoint.path, actor, JSON.stringify(args)]),
})
