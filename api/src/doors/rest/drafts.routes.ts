import type { Router } from 'express'
import { bind } from './route.ts'
import { bindLong } from './progress.ts'
import { draftsOperations as endpoints } from '../../authoring/drafts/drafts.contract.ts'
import type { DraftsService } from '../../authoring/drafts/drafts.service.ts'
import type { Generation } from '../../authoring/generation/generation.service.ts'

export function draftsRoutes(router: Router, drafts: DraftsService, generation: Generation): void {
  bind(router, endpoints.list, (input) => drafts.list(input))
  bind(router, endpoints.create, (input, { origin }) => drafts.create(input, origin))
  bindLong(router, endpoints.generate, (input, call) => generation.generate(input, call))
  bind(router, endpoints.read, (input) => drafts.read(input))
  bind(router, endpoints.replace, (input, { expected, origin }) => drafts.replace(input, expected, origin))
  bind(router, endpoints.remove, (input, { expected, origin }) => drafts.remove(input, expected, origin))
  bind(router, endpoints.test, (input, { origin }) => drafts.test(input, origin))
  bind(router, endpoints.submit, (input, { origin }) => drafts.submit(input, origin))
  bind(router, endpoints.review, (input, { expected, origin }) => drafts.review(input, expected, origin))
  bind(router, endpoints.publish, (input, { origin }) => drafts.publish(input, origin))
  bind(router, endpoints.unpublish, (input, { origin }) => drafts.unpublish(input, origin))
}
