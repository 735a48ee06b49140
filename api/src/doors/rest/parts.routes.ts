import type { Router } from 'express'
import type { Operation } from '../../kernel/operation.ts'
import type { Expected, Origin } from '../../store/change.ts'
import { bind, type Call } from './route.ts'

export type PartEndpoints = Record<'list' | 'create' | 'read' | 'replace' | 'change' | 'remove', Operation>

/** What `partService` gives, without its types: the endpoints' schemas have checked each input by then. */
export interface Parts {
  list(input: never): Promise<unknown>
  listOfEach(modules: readonly string[], query: never): Promise<unknown[]>
  read(input: never): Promise<unknown>
  create(input: never, origin: Origin): Promise<unknown>
  replace(input: never, expected: Expected, origin: Origin): Promise<unknown>
  change(input: never, expected: Expected, origin: Origin): Promise<unknown>
  remove(input: never, expected: Expected, origin: Origin): Promise<unknown>
}

/** Binds one kind of part below its module. */
export function partRoutes(router: Router, endpoints: PartEndpoints, parts: Parts): void {
  const changing =
    (verb: 'replace' | 'change' | 'remove') =>
    (input: object, { expected, origin }: Call) =>
      parts[verb](input as never, expected, origin)
  bind(router, endpoints.list, (input) => parts.list(input as never))
  bind(router, endpoints.create, (input, { origin }) => parts.create(input as never, origin))
  bind(router, endpoints.read, (input) => parts.read(input as never))
  bind(router, endpoints.replace, changing('replace'))
  bind(router, endpoints.change, changing('change'))
  bind(router, endpoints.remove, changing('remove'))
}
