import type { Router } from 'express'
import { bind, type Call } from '../http/bind.ts'
import type { Endpoint } from '../endpoint.ts'

type PartEndpoints = Record<'list' | 'create' | 'read' | 'replace' | 'change' | 'remove', Endpoint>
/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- bind has checked the input against the endpoint's schemas */
type PartService = Record<
  'list' | 'create' | 'read' | 'replace' | 'change' | 'remove',
  (...given: any[]) => Promise<any>
>

/** Binds one kind of part below its module. */
export function partRoutes(router: Router, endpoints: PartEndpoints, parts: PartService): void {
  const changing =
    (verb: 'replace' | 'change' | 'remove') =>
    (input: object, { expected, origin }: Call) =>
      parts[verb](input, expected, origin)
  bind(router, endpoints.list, (input) => parts.list(input))
  bind(router, endpoints.create, (input, { origin }) => parts.create(input, origin))
  bind(router, endpoints.read, (input) => parts.read(input))
  bind(router, endpoints.replace, changing('replace'))
  bind(router, endpoints.change, changing('change'))
  bind(router, endpoints.remove, changing('remove'))
}
