import { parse } from '../http/validation.ts'
import { field, queryOf, type Args } from '../graphql/field.ts'
import type { changeFeed } from './feed.ts'
import { FeedQuery, historyEndpoints as endpoints } from './history.contract.ts'
import type { HistoryService } from './history.service.ts'

export const historyResolvers = (history: HistoryService, feed: ReturnType<typeof changeFeed>) => ({
  Query: { revisions: field(endpoints.listRevisions, (input) => history.list(input)) },
  Mutation: { undoRevision: field(endpoints.undo, (input, { origin }) => history.undo(input, origin)) },
  Subscription: {
    changes: {
      subscribe: (_parent: unknown, args: Args) => feed(parse(FeedQuery, queryOf(args), '/query')),
      resolve: (change: unknown) => change,
    },
  },
})
