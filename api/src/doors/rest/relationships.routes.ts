import type { Router } from 'express'
import { bind, Repeated } from './route.ts'
import { relationshipsOperations as endpoints } from '../../registry/relationships/relationships.contract.ts'
import type { RelationshipsService } from '../../registry/relationships/relationships.service.ts'

export function relationshipsRoutes(router: Router, relationships: RelationshipsService): void {
  bind(router, endpoints.list, (input) => relationships.list(input))
  bind(router, endpoints.create, async (input, { origin }) =>
    madeUnlessDryRun(input, await relationships.create(input, origin)),
  )
  bind(router, endpoints.createMany, async (input, { origin }) =>
    madeUnlessDryRun(input, await relationships.createMany(input, origin)),
  )
  bind(router, endpoints.read, (input) => relationships.read(input))
  bind(router, endpoints.replace, (input, { expected, origin }) => relationships.replace(input, expected, origin))
  bind(router, endpoints.change, (input, { expected, origin }) => relationships.change(input, expected, origin))
  bind(router, endpoints.remove, (input, { expected, origin }) => relationships.remove(input, expected, origin))
  bind(router, endpoints.listOfModule, (input) => relationships.listOfModule(input))
}

const madeUnlessDryRun = <Answer>({ query }: { query: { dryRun: boolean } }, answer: Answer) =>
  query.dryRun ? new Repeated(answer) : answer
