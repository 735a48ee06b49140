import { parse } from '../../kernel/validation.ts'
import { field, queryOf, type Args } from './resolver.ts'
import type { changeFeed } from '../../store/feed.ts'
import { FeedQuery, historyOperations as endpoints } from '../../registry/history/history.contract.ts'
import type { HistoryService } from '../../registry/history/history.service.ts'

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
