import { field } from './resolver.ts'
import { nullWhenMissing } from './modules.resolvers.ts'
import { draftsOperations as endpoints } from '../../authoring/drafts/drafts.contract.ts'
import type { DraftsService } from '../../authoring/drafts/drafts.service.ts'
import type { Generation } from '../../authoring/generation/generation.service.ts'

export const draftsResolvers = (drafts: DraftsService, generation: Generation) => {
  const read = field(endpoints.read, (input) => drafts.read(input))
  const remove = field(endpoints.remove, (input, { expected, origin }) => drafts.remove(input, expected, origin))
  return {
    Query: {
      draft: (...asked: Parameters<typeof read>) => read(...asked).catch(nullWhenMissing),
      drafts: field(endpoints.list, (input) => drafts.list(input)),
    },
    Mutation: {
      createDraft: field(endpoints.create, (input, { origin }) => drafts.create(input, origin)),
      generateDraft: field(endpoints.generate, (input, call) => generation.generate(input, call)),
      replaceDraft: field(endpoints.replace, (input, { expected, origin }) => drafts.replace(input, expected, origin)),
      deleteDraft: async (...asked: Parameters<typeof remove>) => (await remove(...asked), true),
      testDraft: field(endpoints.test, (input, { origin }) => drafts.test(input, origin)),
      submitDraft: field(endpoints.submit, (input, { origin }) => drafts.submit(input, origin)),
      reviewDraft: field(endpoints.review, (input, { expected, origin }) => drafts.review(input, expected, origin)),
      publishDraft: field(endpoints.publish, (input, { origin }) => drafts.publish(input, origin)),
      unpublishDraft: field(endpoints.unpublish, (input, { origin }) => drafts.unpublish(input, origin)),
    },
  }
}
