import { parse } from '../http/validation.ts'
import { queryOf, type Args } from '../graphql/field.ts'
import type { changeFeed } from './feed.ts'
import { FeedQuery } from './history.contract.ts'

export const historyResolvers = (feed: ReturnType<typeof changeFeed>) => ({
  Subscription: {
    changes: {
      subscribe: (_parent: unknown, args: Args) => feed(parse(FeedQuery, queryOf(args), '/query')),
      resolve: (change: unknown) => change,
    },
  },
})
